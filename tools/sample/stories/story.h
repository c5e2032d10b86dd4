// SPDX-License-Identifier: MIT
// What happened to some objects between the ancestor and the two sides, and what must come of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "world/feature.h"

namespace bdf::sample {

/// The part of an object that a feature stands for, from 0 to 1 along its line or over its area.
struct Origin {
  std::uint64_t object = 0;  ///< the number of a feature of the ancestor, or of one that came later
  double from = 0, to = 1;
  bool operator==(const Origin&) const = default;
};

/// The name under which a change of geometry goes.
inline constexpr std::string_view geometry = "geometry";

/// A feature as it stands on one side.
struct Version {
  Feature feature;
  std::vector<Origin> origins;
  /// What this side has changed since the ancestor: attributes as the newest schema names them, and
  /// `geometry`. An attribute that only says the same otherwise is not among them.
  std::set<std::string_view> changed;
  /// Whether the producer's own columns say something of it, where they happen to (see own_values),
  /// and of which object, where not of this one.
  bool private_values = true;
  std::uint64_t private_from = 0;
};

/// A feature that the merge must give.
struct Expected {
  Version version;
  std::optional<std::size_t> local;      ///< the local version whose fid it keeps
  std::optional<std::size_t> reference;  ///< the version of the reference that it is
};

/// What waits for a human, in the terms of conflicts.gpkg.
struct Question {
  std::string kind;       ///< attribute, geometry, delete_edit, identity, recut
  std::string attribute;  ///< "" unless the kind is attribute
};

/// One thing that happened. Versions with one origin in common are the same object: a story is
/// about one object, about several that were cut anew, or about neighbours that moved together.
struct Story {
  std::string family;
  std::size_t layer = 0;  ///< in Country::layers
  int edition = 1;        ///< in which the reference's part of it happened
  std::vector<Version> ancestor, local, reference;
  std::vector<std::uint64_t> beside;  ///< objects next to which something new stands
  std::vector<Expected> merged;  ///< nothing is said of objects about which there is a question
  std::vector<Question> questions;
  std::string outcome;  ///< as the ledger tells it
  std::string told;     ///< in words
};

}  // namespace bdf::sample
