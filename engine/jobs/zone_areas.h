// SPDX-License-Identifier: MIT
// Where départements and collectivities lie, as a file of areas says it.
#pragma once

#include <string>
#include <vector>

#include "geometry/zone.h"
#include "jobs/inputs.h"
#include "rules/territory.h"

namespace bdf::jobs {

/// The layer of areas that a file has beside others: `territory`, as bases have it, or BD TOPO's
/// `departement`. nullptr where it has none.
[[nodiscard]] const Schema* zone_layer(const Input& input);

struct ZonesWanted {
  const rules::Territory* territory = nullptr;
  std::vector<std::string> zones;  ///< as it spells them
};

/// The areas of these zones in the territory's system. What an area is of says its column `code`,
/// `code_insee` or `insee_dep`, as users may spell a zone: "038", "38", "2A". `crs` is for a layer
/// that declares none.
///
/// Throws InputError for a layer without such a column or that cannot be brought to that system,
/// and UsageError where one of the zones has no area.
[[nodiscard]] std::vector<geometry::Zone> zones_in(const Input& input, const Schema& layer,
                                                   const std::string& crs,
                                                   const ZonesWanted& wanted);

}  // namespace bdf::jobs
