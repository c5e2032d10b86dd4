// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <map>

#include "io/conflict_rows.h"
#include "io/name_lookup.h"
#include "io/sql.h"
#include "io/sync_tables.h"
#include "io/table_row.h"

namespace bdf::io {

namespace {

/// Of bdf_pending and bdf_resolution alike.
constexpr std::string_view columns =
    "conflict_id TEXT NOT NULL, layer TEXT NOT NULL, cluster INTEGER NOT NULL, kind TEXT NOT NULL, "
    "attribute TEXT, ancestor_id TEXT, local_id TEXT, reference_id TEXT, ancestor_value TEXT, "
    "local_value TEXT, reference_value TEXT, reason TEXT NOT NULL, provisional TEXT NOT NULL, "
    "resolution TEXT, resolution_value TEXT, resolved_by TEXT, resolved_at TEXT, "
    "ancestor_geometry BLOB, local_geometry BLOB, reference_geometry BLOB";
constexpr std::size_t column_count = conflict_column_count + 3;
constexpr int first_geometry = static_cast<int>(conflict_column_count);

constexpr TableDefinition pending_table{"bdf_pending", columns};
constexpr TableDefinition resolution_table{"bdf_resolution", columns};
constexpr TableDefinition provisional_table{"bdf_provisional",
                                            "conflict_id TEXT NOT NULL, value TEXT, geometry BLOB"};

/// Whether the next run compares geometries of this kind of conflict.
bool keeps_geometries(const Conflict& conflict) {
  return conflict.attribute.empty() && conflict.kind != ConflictKind::topology;
}

void write_row(Statement& insert, const Conflict& conflict) {
  auto values = conflict_values(conflict);
  for (const Side side : all_sides)
    values.push_back(keeps_geometries(conflict) ? view_of(conflict.geometries[side])
                                                : ValueView(Null{}));
  run_with(insert, values);
}

Resolution resolution_of(const ResolutionTexts& texts) {
  Resolution resolution{std::nullopt, texts.value, texts.by, texts.at};
  if (texts.resolution != "value") resolution.side = named(texts.resolution, Side::reference);
  return resolution;
}

Conflict read_row(const Statement& row) {
  auto conflict = read_conflict(row);
  for (int i = 0; i < 3; ++i)
    conflict.geometries[static_cast<Side>(i)] = to_value(row.column(first_geometry + i));
  const auto texts = read_resolution_texts(row);
  if (!texts.resolution.empty()) conflict.resolution = resolution_of(texts);
  return conflict;
}

std::vector<Conflict> read_all(Database& database, const TableDefinition& table) {
  if (!database.has_table(table.name)) return {};
  auto rows = database.prepare("SELECT " + sql_names(conflict_column_names()) +
                               ", ancestor_geometry, local_geometry, reference_geometry FROM " +
                               sql_name(table.name) + " ORDER BY rowid");
  std::vector<Conflict> conflicts;
  while (rows.step()) conflicts.push_back(read_row(rows));
  return conflicts;
}

/// Left out where there are none.
void write_provisional(Database& database, const std::vector<Conflict>& pending) {
  const bool any = std::any_of(pending.begin(), pending.end(),
                               [](const Conflict& one) { return one.held.has_value(); });
  if (!any) return database.execute("DROP TABLE IF EXISTS main.bdf_provisional");
  recreate(database, provisional_table);
  auto insert = insert_into(database, provisional_table.name, 3);
  for (const auto& conflict : pending) {
    if (!conflict.held) continue;
    const auto& text = conflict.held->value;
    run_with(insert,
             std::array<ValueView, 3>{std::string_view(conflict.id),
                                      text ? ValueView(std::string_view(*text)) : ValueView(Null{}),
                                      view_of(conflict.held->geometry)});
  }
}

void read_provisional(Database& database, std::vector<Conflict>& pending) {
  if (!database.has_table(provisional_table.name)) return;
  std::map<std::string, HeldVersion> held;
  auto rows = database.prepare("SELECT conflict_id, value, geometry FROM bdf_provisional");
  while (rows.step()) {
    auto& version = held[rows.text(0)];
    if (!is_null(rows.column(1))) version.value = rows.text(1);
    version.geometry = to_value(rows.column(2));
  }
  for (auto& conflict : pending)
    if (const auto found = held.find(conflict.id); found != held.end())
      conflict.held = found->second;
}

}  // namespace

void write_pending(Database& database, const std::vector<Conflict>& pending) {
  Transaction transaction(database);
  recreate(database, pending_table);
  auto insert = insert_into(database, pending_table.name, column_count);
  for (const auto& conflict : pending) write_row(insert, conflict);
  write_provisional(database, pending);
  transaction.commit();
}

std::vector<Conflict> read_pending(Database& database) {
  auto pending = read_all(database, pending_table);
  read_provisional(database, pending);
  return pending;
}

void add_resolutions(Database& database, const std::vector<Conflict>& resolved) {
  Transaction transaction(database);
  create_if_missing(database, resolution_table);
  database.execute(
      "CREATE INDEX IF NOT EXISTS bdf_resolution_conflict ON bdf_resolution (conflict_id)");
  auto forget = database.prepare("DELETE FROM bdf_resolution WHERE conflict_id = ?");
  auto insert = insert_into(database, resolution_table.name, column_count);
  for (const auto& conflict : resolved) {
    forget.bind(1, std::string_view(conflict.id)).run();
    write_row(insert, conflict);
  }
  transaction.commit();
}

std::vector<Conflict> read_resolutions(Database& database) {
  return read_all(database, resolution_table);
}

}  // namespace bdf::io
