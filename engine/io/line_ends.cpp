// SPDX-License-Identifier: MIT
#include "io/line_ends.h"

#include "geometry/wkb.h"
#include "io/geometry_blob.h"
#include "io/sql.h"

namespace bdf::io {

namespace {

void add_parts(const Geometry& geometry, const LineEnds& model, std::vector<LineEnds>& ends) {
  if (geometry.kind != GeometryKind::line) return;
  for (std::size_t i = 0; i < geometry.ring_count(); ++i) {
    const auto first = geometry.rings[i];
    const auto last = geometry.rings[i + 1] - 1;
    ends.push_back(model);
    ends.back().first = {geometry.xy[2 * first], geometry.xy[2 * first + 1]};
    ends.back().last = {geometry.xy[2 * last], geometry.xy[2 * last + 1]};
  }
}

}  // namespace

std::vector<LineEnds> read_line_ends(Database& database, const Schema& schema,
                                     const std::string& column) {
  const auto fid = sql_name(schema.primary_key);
  auto rows = database.prepare("SELECT " + fid + ", " + sql_name(schema.geometry_column) + ", " +
                               (column.empty() ? "NULL" : sql_name(column)) + " FROM main." +
                               sql_name(schema.layer) + " ORDER BY " + fid);
  std::vector<LineEnds> ends;
  while (rows.step()) {
    const auto value = rows.column(1);
    const auto* blob = std::get_if<BlobView>(&value);
    const auto wkb = blob == nullptr ? std::nullopt : wkb_of_blob(blob->bytes);
    const auto decoded = wkb ? geometry::decode_wkb(*wkb).geometry : std::nullopt;
    if (decoded) add_parts(*decoded, {rows.integer(0), {}, {}, to_text(rows.column(2))}, ends);
  }
  return ends;
}

}  // namespace bdf::io
