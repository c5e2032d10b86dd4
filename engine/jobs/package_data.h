// SPDX-License-Identifier: MIT
// The GeoPackage of a package.
#pragma once

#include <string>
#include <vector>

#include "geometry/zone.h"
#include "io/geopackage.h"
#include "jobs/package_plan.h"
#include "package/content_digest.h"
#include "rules/territory.h"

namespace bdf::jobs {

/// A layer as it was written.
struct PackagedData {
  Schema schema;
  package::LayerFacts facts;
  package::LayerContent content;
};

struct PackageDataRequest {
  const std::vector<PackagedLayer>* layers = nullptr;
  /// Whose system all geometries come into, by the operation that it declares.
  const rules::Territory* territory = nullptr;
  /// In that system: what meets none of them is left out. Null or empty: everything is taken.
  const std::vector<geometry::Zone>* zones = nullptr;
  std::string source_name;   ///< for messages
  std::string time;          ///< ISO 8601, UTC: of the statistics that the file keeps
  bool demands_keys = true;  ///< each feature has a key of its own, where the layer has one
};

/// Writes the layers into an empty GeoPackage, features in the order of their keys, with spatial
/// indexes and styles. The same source gives the same bytes.
///
/// Throws InputError for an operation that is not known or only a ballpark one, for a geometry
/// outside of the territory's domain, for features of one key or of none where keys are demanded,
/// and for what no package may hold (deliverable.h): naming layer, feature and attribute.
[[nodiscard]] std::vector<PackagedData> write_package_data(io::Database& source,
                                                           io::Database& target,
                                                           const PackageDataRequest& request);

}  // namespace bdf::jobs
