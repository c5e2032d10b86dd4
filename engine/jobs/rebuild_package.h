// SPDX-License-Identifier: MIT
// A newer package made of an older one and the differentials between them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jobs/published_manifest.h"
#include "package/channel.h"
#include "package/differential_chain.h"
#include "package/layer_content.h"

namespace bdf::jobs {

/// A full package in somebody's folder.
struct PackageAtHand {
  std::filesystem::path path;   ///< a folder or an archive
  package::HeldPackage held{};  ///< under which digest it was published
};

/// Those of the series of `target` in the folder. What is no package is passed over.
[[nodiscard]] std::vector<PackageAtHand> packages_at_hand(const std::filesystem::path& folder,
                                                          const package::PackageName& target);

/// What a package is to become.
struct RebuildTarget {
  const package::PublishedPackage& published;
  std::string manifest_text;  ///< as it was published, byte by byte
  package::Manifest manifest;
};

/// Where to get it from, and how.
struct Rebuilding {
  package::Channel& channel;
  std::filesystem::path work;  ///< a folder for downloads and all that lies between
  const package::LayerDigest& layer_digest;
  int threads = 0;
};

/// Unpacks an archive as published to `target`, and holds its manifest against the index and its
/// files against the manifest. Throws InputError where anything is not so.
package::Manifest unpack_checked(const std::filesystem::path& archive,
                                 const std::filesystem::path& target,
                                 const package::PublishedPackage& published, int threads);

/// Makes the folder `result`. Throws InputError where the package at hand is not as its manifest
/// says, a differential is not as the index says or does not fit, or a layer does not have the
/// target's content in the end.
void rebuild_package(const Rebuilding& how, const PackageAtHand& from,
                     const std::vector<const package::PublishedPackage*>& steps,
                     const RebuildTarget& target, const std::filesystem::path& result);

}  // namespace bdf::jobs
