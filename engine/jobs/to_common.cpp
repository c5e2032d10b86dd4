// SPDX-License-Identifier: MIT
// to_common and back: the geometries of one version, there and back again.
#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "base/parallel.h"
#include "jobs/common_crs.h"

namespace bdf::jobs {

namespace {

ValueColumn transformed_rows(const FeatureTable& table, const crs::Operation& operation,
                             std::size_t begin, std::size_t end) {
  crs::Transform transform(operation);
  ValueColumn column;
  for (std::size_t row = begin; row < end; ++row) {
    const auto geometry = table.geometries[row];
    const auto* blob = std::get_if<BlobView>(&geometry);
    if (!blob) {
      column.push_back(geometry);
      continue;
    }
    try {
      const auto wkb = crs::transformed(blob->bytes, transform);
      column.push_back(BlobView{wkb});
    } catch (const InputError& error) {
      throw InputError(msg("layer “{}”, fid {}: {}", table.schema.layer, table.fids[row],
                           std::string(error.what())));
    }
  }
  return column;
}

}  // namespace

void to_common(FeatureTable& table, const CommonCrs& common, Side side, int threads) {
  const auto& way = common.ways[side];
  if (!way) return;
  // Large enough to make up for the milliseconds that each Transform costs.
  constexpr std::size_t rows_a_piece = 16384;
  std::vector<ValueColumn> pieces((table.size() + rows_a_piece - 1) / rows_a_piece);
  parallel_for_each(pieces.size(), threads, [&](std::size_t i) {
    const std::size_t begin = i * rows_a_piece;
    pieces[i] = transformed_rows(table, way->operation, begin,
                                 std::min(begin + rows_a_piece, table.size()));
  });
  table.geometries = {};
  for (const auto& piece : pieces)
    for (std::size_t row = 0; row < piece.size(); ++row) table.geometries.push_back(piece[row]);
  table.schema.crs = common.crs;
}

std::string back(std::string_view wkb, crs::Transform& transform) {
  return crs::transformed(wkb, transform, crs::Direction::backward);
}

}  // namespace bdf::jobs
