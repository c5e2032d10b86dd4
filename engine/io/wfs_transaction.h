// SPDX-License-Identifier: MIT
// Contributions as WFS 2.0 transactions (OGC 09-025r2, ISO 19142), geometries in GML 3.2.
//
// wfs:Delete, then wfs:Update, then one wfs:Insert an object. An object is named by its key's
// attributes in fes:PropertyIsEqualTo, one by fid as fes:ResourceId "layer.fid". An update's
// property that becomes NULL has no wfs:Value, which WFS means so by (wfs:Value itself is not
// nillable); in an insertion NULL is an element with xsi:nil. An inserted feature's gml:id is
// "layer.bdf_id", and "new.layer.bdf_id" where that would ask for a fid. Names that cannot be XML's
// are spelled as io/xml_name.h says. Coordinates stand in the order of EPSG's axes, as the URN in
// srsName demands. A truth is true or false, a blob hexadecimal behind `\x`. wfs:…/@handle says of
// which split, merge or re-cut an action is a part.
//
// Lost are: the statuses, what was there before an update or a deletion, that a deletion and
// insertions are one split, merge or re-cut (@handle says so to people), the fids that insertions
// of a layer with a key ask for, layers and updates without changes, and the changeset's head. GML
// calls MULTILINESTRING and MULTICURVE, a curve of one segment and that segment, the same: without
// an arc in it, a type of curves is read as the straight one unless the layer is declared
// otherwise; of geometries that are not whole the same holds as in io/ign_transaction.h. What
// cannot be said is refused: control characters, text that is not UTF-8, M, TIN and polyhedral
// surfaces, empty points and lines, layers whose reference system has no code of EPSG's, values
// that are none of their column's type, and an object whose key is not its own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/changeset.h"
#include "io/foreign_action.h"
#include "io/sent_change.h"

namespace bdf::io {

/// The namespace that the receiving service gives its feature types.
struct FeatureSpace {
  std::string prefix = "bdf";
  std::string uri = "urn:bdf:layers";
};

/// "BDTOPO_V3=http://BDTOPO_V3". Throws UsageError for another form, and for a prefix that the
/// document itself needs.
[[nodiscard]] FeatureSpace parse_feature_space(const std::string& text);

/// What gml:id begins with before "layer.bdf_id" where the layer goes by fids and none is asked
/// for.
inline constexpr const char* new_beginning = "new.";

[[nodiscard]] Sayable sayable_in_wfs_transactions();

/// Throws InputError as check_sayable(), and StoreError.
void write_wfs_transaction(const std::filesystem::path& path, const Changeset& changeset,
                           const FeatureSpace& space);

/// The actions in order, whatever the namespace of their types. A filter must name objects, by
/// fes:ResourceId or by the equality of attributes: no query is evaluated. Throws InputError naming
/// the file and the line for what is no transaction of WFS 2.0, or asks for more than insertions,
/// updates and deletions.
[[nodiscard]] std::vector<ForeignAction> read_wfs_transaction(const std::filesystem::path& path);

}  // namespace bdf::io
