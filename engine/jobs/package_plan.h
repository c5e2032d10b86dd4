// SPDX-License-Identifier: MIT
// What a package holds of what there is: layers, columns, and why others are left out.
#pragma once

#include <string>
#include <vector>

#include "io/geopackage.h"
#include "package/facts.h"
#include "rules/theme.h"

namespace bdf::jobs {

struct PackagedColumn {
  std::size_t source = 0;  ///< among the source layer's columns
  Column column;           ///< as the package has it
  package::ColumnFacts facts;
};

/// `source` points into the catalog, `rules` into the theme.
struct PackagedLayer {
  const Schema* source = nullptr;
  const rules::ThemeLayer* rules = nullptr;
  std::string name;
  std::vector<PackagedColumn> columns;  ///< in the order of the schema; what it does not know, last
  std::vector<std::string> key;
  std::vector<package::ColumnLeftOut> left_out;
  rules::Condition where;
};

/// For whom and of where the package is.
struct PackagePlanRequest {
  const rules::Theme* theme = nullptr;
  const rules::Pack* pack = nullptr;
  std::string territory;  ///< code; "" where none is known
  std::string zone;
};

/// Of the theme's layers those that the source has: what the reference or both sides answer for,
/// and what the pack adds. Columns are called as the schema calls them. What is restricted is left
/// out of what is for everybody.
///
/// Throws RightsError for a pack for everybody that adds, or chooses objects by, what is
/// restricted; InputError for two columns that say the same, for a layer that lacks the column by
/// which its class's features are known or has geometries that no package has, and where the source
/// has no layer of the theme.
[[nodiscard]] std::vector<PackagedLayer> plan_package(const io::Catalog& source,
                                                      const PackagePlanRequest& request);

/// The layers of the source that are not in the plan, by their own names; without those that are
/// bdf's own: territories, signalements.
[[nodiscard]] std::vector<package::LayerLeftOut> layers_left_out(const io::Catalog& source,
                                                                 const PackagePlanRequest& request);

}  // namespace bdf::jobs
