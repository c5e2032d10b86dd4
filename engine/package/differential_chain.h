// SPDX-License-Identifier: MIT
// Which way leads from a package that is at hand to a newer one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "package/channel_index.h"

namespace bdf::package {

/// A full package at hand.
struct HeldPackage {
  PackageName name;
  std::string digest;  ///< of its manifest, as it was published
};

/// Differentials to be applied one after the other.
struct DifferentialChain {
  std::size_t from = 0;                        ///< which of those at hand
  std::vector<const PublishedPackage*> steps;  ///< of the index; not empty
  std::uint64_t bytes = 0;                     ///< of their archives together
};

/// What somebody asks for, as names of packages spell it.
struct WantedPackage {
  std::string product;  ///< "" where the tree has only one
  std::string pack;
  std::string territory;  ///< "D038"
  std::string format = "GPKG";
};

/// The newest full package of those; of one date the one of the highest version. nullptr where
/// there is none. Throws InputError where several products or coordinate systems answer.
[[nodiscard]] const PublishedPackage* newest(const ChannelIndex& index,
                                             const WantedPackage& wanted);

/// The chain that ends at `target` and begins at one of those held. nullopt where there is none.
[[nodiscard]] std::optional<DifferentialChain> chain_to(const PublishedPackage& target,
                                                        const ChannelIndex& index,
                                                        const std::vector<HeldPackage>& held);

}  // namespace bdf::package
