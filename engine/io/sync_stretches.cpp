// SPDX-License-Identifier: MIT
#include <array>

#include "io/sync_tables.h"
#include "io/table_row.h"

namespace bdf::io {

namespace {

constexpr TableDefinition lineage_table{"bdf_lineage",
                                        "layer TEXT NOT NULL, object TEXT NOT NULL, "
                                        "fid INTEGER NOT NULL, begins_at_mark INTEGER NOT NULL"};

constexpr TableDefinition intervals_table{
    "bdf_intervals",
    "layer TEXT NOT NULL, object TEXT NOT NULL, fid INTEGER NOT NULL, attribute TEXT NOT NULL, "
    "\"from\" REAL NOT NULL, \"to\" REAL NOT NULL, value TEXT, geometry BLOB"};

/// An empty table is one more that a user wonders about.
bool begin(Database& database, const TableDefinition& table, bool any) {
  if (!any) database.execute("DROP TABLE IF EXISTS " + std::string(table.name));
  if (any) recreate(database, table);
  return any;
}

}  // namespace

void write_lineage(Database& database, const std::vector<CutPart>& parts) {
  Transaction transaction(database);
  if (begin(database, lineage_table, !parts.empty())) {
    auto insert = insert_into(database, lineage_table.name, 4);
    for (const auto& part : parts)
      run_with(insert, std::array<ValueView, 4>{part.layer, part.object, part.fid,
                                                std::int64_t{part.begins_at_mark}});
  }
  transaction.commit();
}

std::vector<CutPart> read_lineage(Database& database) {
  if (!database.has_table(lineage_table.name)) return {};
  auto rows =
      database.prepare("SELECT layer, object, fid, begins_at_mark FROM bdf_lineage ORDER BY rowid");
  std::vector<CutPart> parts;
  while (rows.step())
    parts.push_back({rows.text(0), rows.text(1), rows.integer(2), rows.integer(3) != 0});
  return parts;
}

void write_intervals(Database& database, const std::vector<Interval>& intervals) {
  Transaction transaction(database);
  if (begin(database, intervals_table, !intervals.empty())) {
    auto insert = insert_into(database, intervals_table.name, 8);
    for (const auto& one : intervals)
      run_with(insert,
               std::array<ValueView, 8>{
                   one.layer, one.object, one.fid, one.attribute, one.from, one.to,
                   one.value ? ValueView(*one.value) : ValueView(Null{}), view_of(one.geometry)});
  }
  transaction.commit();
}

std::vector<Interval> read_intervals(Database& database) {
  if (!database.has_table(intervals_table.name)) return {};
  auto rows = database.prepare(
      "SELECT layer, object, fid, attribute, \"from\", \"to\", value, geometry "
      "FROM bdf_intervals ORDER BY rowid");
  std::vector<Interval> intervals;
  while (rows.step()) {
    Interval one{rows.text(0), rows.text(1), rows.integer(2), rows.text(3), {}, {}, {}, {}};
    const auto number = [&](int column) {
      const auto value = rows.column(column);
      const auto* real = std::get_if<double>(&value);
      const auto* integer = std::get_if<std::int64_t>(&value);
      return real != nullptr ? *real : integer != nullptr ? static_cast<double>(*integer) : 0;
    };
    one.from = number(4);
    one.to = number(5);
    if (const auto value = rows.column(6); !is_null(value)) one.value = to_text(value);
    one.geometry = to_value(rows.column(7));
    intervals.push_back(std::move(one));
  }
  return intervals;
}

}  // namespace bdf::io
