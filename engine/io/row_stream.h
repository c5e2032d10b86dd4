// SPDX-License-Identifier: MIT
// The rows of a layer, shown one after the other: for layers that are read once, whatever their
// size.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>

#include "io/sqlite.h"
#include "model/schema.h"

namespace bdf::io {

/// Views live while the row is shown.
struct StreamedRow {
  std::int64_t fid = 0;
  std::span<const ValueView> values;  ///< of the columns asked for, in that order
  ValueView geometry;                 ///< as a FeatureTable holds it; Null where the layer has none
};

/// Fids from first to last, both included.
struct FidRange {
  std::int64_t first = std::numeric_limits<std::int64_t>::min();
  std::int64_t last = std::numeric_limits<std::int64_t>::max();
};

/// In ascending order of fid.
void stream_rows(Database& database, const Schema& schema, std::span<const std::string> columns,
                 FidRange range, const std::function<void(const StreamedRow&)>& show);

/// The layer's fids in about `count` ranges, ascending and without gaps: for as many readers.
[[nodiscard]] std::vector<FidRange> fid_ranges(Database& database, std::string_view layer,
                                               std::string_view primary_key, std::size_t count);

}  // namespace bdf::io
