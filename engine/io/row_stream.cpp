// SPDX-License-Identifier: MIT
#include "io/row_stream.h"

#include <algorithm>

#include "io/geometry_blob.h"
#include "io/sql.h"

namespace bdf::io {

void stream_rows(Database& database, const Schema& schema, std::span<const std::string> columns,
                 FidRange range, const std::function<void(const StreamedRow&)>& show) {
  std::vector<std::string> names{schema.primary_key};
  names.insert(names.end(), columns.begin(), columns.end());
  const bool has_geometry = !schema.geometry_column.empty();
  if (has_geometry) names.push_back(schema.geometry_column);
  const auto fid = sql_name(schema.primary_key);
  auto select =
      database.prepare("SELECT " + sql_names(names) + " FROM main." + sql_name(schema.layer) +
                       " WHERE " + fid + " BETWEEN ? AND ? ORDER BY " + fid);
  select.bind(1, range.first).bind(2, range.last);
  std::vector<ValueView> values(columns.size());
  while (select.step()) {
    int at = 1;
    for (auto& value : values) value = select.column(at++);
    show({select.integer(0), values,
          has_geometry ? unwrapped_geometry(select.column(at)) : ValueView{Null{}}});
  }
}

std::vector<FidRange> fid_ranges(Database& database, std::string_view layer,
                                 std::string_view primary_key, std::size_t wanted) {
  const auto fid = sql_name(primary_key);
  auto ends = database.prepare("SELECT (SELECT min(" + fid + ") FROM main." + sql_name(layer) +
                               "), (SELECT max(" + fid + ") FROM main." + sql_name(layer) + ")");
  ends.step();
  const auto first = static_cast<std::uint64_t>(ends.integer(0));
  const auto span = static_cast<std::uint64_t>(ends.integer(1)) - first;
  const std::uint64_t count = std::min<std::uint64_t>(wanted, span / 1000 + 1);
  std::vector<FidRange> ranges;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto begin = first + span / count * i;
    const auto end = i + 1 == count ? first + span : first + span / count * (i + 1) - 1;
    ranges.push_back({static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)});
  }
  return ranges;
}

}  // namespace bdf::io
