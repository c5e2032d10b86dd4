// SPDX-License-Identifier: MIT
// A theme: the rules of one community, read from themes/NAME.yaml.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/three_way.h"

namespace bdf::rules {

/// Who answers for a thing: an attribute, the geometry, existence.
enum class Authority { reference, producer, shared };

/// What decides where both sides of a shared thing changed and differ.
enum class Rule { conflict, prefer_local, prefer_reference, max, min, union_of_links };

struct Responsibility {
  Authority authority = Authority::shared;
  Rule rule = Rule::conflict;
};

struct Theme {
  std::string name;
  std::string version;
  std::string digest;  ///< SHA-256 of the file
  /// Two vertices are the same within this distance, in metres; for a geographic CRS it is
  /// divided by 111 320 m a degree.
  double tolerance = 0.001;
  /// Deletions above this share of the ancestor's features of a layer, and above `guard_count` of
  /// them, stop the run; so does a side that is empty where the ancestor was not.
  double guard_share = 0.10;
  std::size_t guard_count = 10;
  Side provisional = Side::reference;
  Responsibility attributes;
  Responsibility geometry;
  Responsibility existence;
  std::map<std::string, Responsibility> by_attribute;  ///< names in lower case
  std::vector<std::string> housekeeping;               ///< names in lower case

  [[nodiscard]] const Responsibility& of_attribute(const std::string& name) const;
  [[nodiscard]] bool is_housekeeping(const std::string& name) const;
};

/// `theme` is a path to a .yaml file, or a name looked up in $BDF_SHARE/themes, beside the
/// executable (../share/bdf/themes) and in the source tree this was built from. Throws InputError
/// that names file, line and column, and the nearest known word for an unknown one.
[[nodiscard]] Theme load_theme(const std::string& theme);

}  // namespace bdf::rules
