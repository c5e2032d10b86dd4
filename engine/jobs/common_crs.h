// SPDX-License-Identifier: MIT
// In which reference system the versions of a layer are compared, and how each gets there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crs/transform.h"
#include "model/feature_table.h"
#include "model/three_way.h"
#include "rules/territory.h"

namespace bdf::jobs {

/// One version of the layer.
struct LayerPlace {
  const Schema* schema = nullptr;  ///< nullptr: there is no such version
  std::string input;               ///< as the user named it
  std::optional<Box> extent;       ///< in the layer's own system, where it is known
};

struct CrsRules {
  std::vector<rules::Territory> territories;  ///< empty: all versions must be in one system
  std::string territory;                      ///< its code or one of its zones; "" to go by extent
  bool allow_ballpark = false;
};

/// How one version comes into the common system and back.
struct Way {
  crs::Operation operation;
  crs::Description description;  ///< for reports
};

struct CommonCrs {
  Crs crs;                            ///< empty where no version has geometries
  std::string territory;              ///< its code; "" where none was needed
  ThreeWay<std::optional<Way>> ways;  ///< nullopt: nothing to do
};

/// Versions that are all in the same system projected in metres, or without territories in any same
/// system, are compared in it (as the local layer spells it); else in the territory's. The
/// operation is the territory's own where it declares one for the version's system, else PROJ's for
/// its area.
///
/// Throws InputError where the systems differ and there are no territories, where none can be
/// chosen, or where a way is not known or only a ballpark one that is not allowed.
[[nodiscard]] CommonCrs common_crs(const ThreeWay<LayerPlace>& layers, const CrsRules& rules);

/// The territory named, else the one that holds the centre of the extent of the first version in
/// the order local, reference, ancestor whose extent is known. Throws UsageError where none is
/// called so, InputError where none holds the centre or no extent is known.
[[nodiscard]] const rules::Territory& choose_territory(const ThreeWay<LayerPlace>& layers,
                                                       const CrsRules& rules);

/// That no version lies wholly outside the territory that was named, by what its file says of its
/// extent; an extent that is a point, or not to be placed, says nothing. Throws UsageError where
/// one does: another territory was meant, or another file.
void require_in_territory(const ThreeWay<LayerPlace>& layers, const rules::Territory& territory);

/// How a layer in another system comes into the territory's; nullopt where it is in it, or has no
/// geometries. Throws InputError as common_crs().
[[nodiscard]] std::optional<Way> way_into(const rules::Territory& territory,
                                          const LayerPlace& layer);

/// The same, for a layer whose extent is known: where there is no way since the layer lies
/// elsewhere than the territory, the error says where, and which territory is meant.
[[nodiscard]] std::optional<Way> way_of_data_into(const rules::Territory& territory,
                                                  const LayerPlace& layer);

/// Brings the geometries of a version into the common system, and says so in table.schema.crs.
/// Values that are no geometry stay as they are. The result does not depend on `threads` (0: one a
/// processor). Throws InputError naming layer and fid where a point cannot be transformed.
void to_common(FeatureTable& table, const CommonCrs& common, Side side, int threads);

/// A geometry in the common system as the version's own has it. `transform` is that of its Way. Not
/// bit by bit what was read once: what did not change is to be written as it was read.
[[nodiscard]] std::string back(std::string_view wkb, crs::Transform& transform);

}  // namespace bdf::jobs
