// SPDX-License-Identifier: MIT
// The territories of a base, and whose an object is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "geometry/zone.h"
#include "model/value.h"
#include "refbase/layers.h"
#include "refbase/sql_session.h"

namespace bdf::jobs {

/// The layer of a base whose areas are its territories; what it is known by is their code.
inline constexpr std::string_view territory_layer = "territory";

/// One with the land around it, as the base knew it after a transaction. Throws UsageError where it
/// has no territories, or none of that code.
[[nodiscard]] geometry::Zone zone_of_territory(refbase::SqlSession& session,
                                               const std::vector<refbase::BaseLayer>& layers,
                                               std::int64_t transaction, const std::string& code,
                                               double halo);

/// The same as it was last until then: a territory may be no more. Throws UsageError where there
/// never was one of that code.
struct LastZone {
  geometry::Zone zone;
  bool is_gone = false;  ///< it was no more after that transaction
};
[[nodiscard]] LastZone last_zone_of_territory(refbase::SqlSession& session,
                                              const std::vector<refbase::BaseLayer>& layers,
                                              std::int64_t transaction, const std::string& code,
                                              double halo);

/// Whether a geometry (as a FeatureTable holds it) has a point in a zone; of what GEOS is not asked
/// about, such as curves, whether its box meets that of the zone.
[[nodiscard]] bool meets(const geometry::Zone& zone, const ValueView& geometry);

/// Throws InputError where a layer's places cannot be held against territories: its reference
/// system is another than theirs.
void require_crs_of_territories(const std::vector<refbase::BaseLayer>& layers,
                                const Schema& schema);

/// All of them, to tell owners.
class Territories {
 public:
  /// As zone_of_territory(), without one by name.
  Territories(refbase::SqlSession& session, const std::vector<refbase::BaseLayer>& layers,
              std::int64_t transaction);

  /// The code of the territory that has most of a geometry (as a FeatureTable holds it), of several
  /// that have as much the one whose code comes first; "" where none has any.
  [[nodiscard]] std::string owner_of(const ValueView& geometry) const;
  [[nodiscard]] const geometry::Zone* find(const std::string& code) const;

 private:
  struct Territory {
    std::string code;
    geometry::Zone zone;
  };
  std::vector<Territory> territories_;  ///< by code
};

}  // namespace bdf::jobs
