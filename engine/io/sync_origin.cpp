// SPDX-License-Identifier: MIT
#include <array>

#include "io/sync_tables.h"
#include "io/table_row.h"

namespace bdf::io {

namespace {

constexpr TableDefinition origin_table{
    "bdf_origin", "layer TEXT NOT NULL, edition TEXT NOT NULL, digest TEXT NOT NULL"};

constexpr TableDefinition held_table{"bdf_held", "layer TEXT NOT NULL, id TEXT NOT NULL"};

void forget_layer(Database& database, const TableDefinition& table, const std::string& layer) {
  database.prepare("DELETE FROM " + std::string(table.name) + " WHERE layer = ?")
      .bind(1, layer)
      .run();
}

}  // namespace

void write_origins(Database& database, const std::map<std::string, Origin>& origins) {
  Transaction transaction(database);
  create_if_missing(database, origin_table);
  for (const auto& [layer, origin] : origins) {
    forget_layer(database, origin_table, layer);
    auto insert = insert_into(database, origin_table.name, 3);
    run_with(insert, std::array<ValueView, 3>{layer, origin.edition, origin.digest});
  }
  transaction.commit();
}

std::map<std::string, Origin> read_origins(Database& database) {
  std::map<std::string, Origin> origins;
  if (!database.has_table(origin_table.name)) return origins;
  auto rows = database.prepare("SELECT layer, edition, digest FROM bdf_origin");
  while (rows.step()) origins[rows.text(0)] = {rows.text(1), rows.text(2)};
  return origins;
}

void write_held(Database& database, const HeldIds& held) {
  Transaction transaction(database);
  create_if_missing(database, held_table);
  for (const auto& [layer, ids] : held) {
    forget_layer(database, held_table, layer);
    auto insert = insert_into(database, held_table.name, 2);
    for (const auto& id : ids) run_with(insert, std::array<ValueView, 2>{layer, id});
  }
  transaction.commit();
}

HeldIds read_held(Database& database) {
  HeldIds held;
  if (!database.has_table(held_table.name)) return held;
  auto rows = database.prepare("SELECT layer, id FROM bdf_held");
  while (rows.step()) held[rows.text(0)].insert(rows.text(1));
  return held;
}

}  // namespace bdf::io
