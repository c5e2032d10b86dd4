// SPDX-License-Identifier: MIT
// Where what lies in a package: the folders of IGN's deliveries, and beside them the manifest and a
// page for people.
#pragma once

#include <string>

#include "package/name.h"

namespace bdf::package {

/// Paths from the package's own folder.
struct Layout {
  std::string cover = "index.html";
  std::string data;         ///< folder of the data
  std::string metadata;     ///< folder of the papers
  std::string supplements;  ///< folder of what a format cannot hold
  std::string data_stem;    ///< of the data's files in their folder
  // The papers.
  std::string iso, dcat, policy, dictionary_page, dictionary_table, quality, lineage;
};

/// What GeoDCAT-AP is called there.
inline constexpr const char* dcat_file = "geodcat-ap.jsonld";

[[nodiscard]] Layout layout_of(const PackageName& name);

/// Of the layer whose file is called so: values (key, attribute, value) that the file does not hold
/// as they are; and features that it does not hold at all, as rows of all their attributes and
/// their geometry as WKT.
[[nodiscard]] std::string values_file(const Layout& layout, const std::string& stem);
[[nodiscard]] std::string features_file(const Layout& layout, const std::string& stem);

/// What files are for, in a manifest.
namespace role {
inline constexpr const char* data = "data";
inline constexpr const char* metadata = "metadata";
inline constexpr const char* supplement = "supplement";
inline constexpr const char* cover = "cover";
}  // namespace role

}  // namespace bdf::package
