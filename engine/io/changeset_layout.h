// SPDX-License-Identifier: MIT
// How a changeset lies in its GeoPackage; schemas/changeset.sql documents it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/changeset.h"
#include "io/sqlite.h"
#include "io/table_row.h"
#include "model/change.h"

namespace bdf::io {

inline constexpr int changeset_format = 1;

inline constexpr TableDefinition changeset_table{
    "bdf_changeset",
    "format_version INTEGER NOT NULL, theme TEXT, theme_version TEXT, theme_digest TEXT, "
    "base_edition TEXT, base_digest TEXT, producer TEXT, territory TEXT, extent TEXT, time TEXT, "
    "content_digest TEXT NOT NULL"};

inline constexpr TableDefinition changeset_layer_table{
    "bdf_changeset_layer",
    "layer TEXT NOT NULL PRIMARY KEY, primary_key TEXT NOT NULL, geometry_column TEXT NOT NULL, "
    "columns TEXT NOT NULL, key TEXT NOT NULL"};

inline constexpr TableDefinition signature_table{
    "bdf_signature",
    "id INTEGER PRIMARY KEY NOT NULL, statement TEXT NOT NULL, signature TEXT NOT NULL"};

/// The feature table of signalements; a changeset without any has none.
inline constexpr std::string_view sent_signalements = "bdf_signalement";

/// Throws InputError where the database is no changeset.
void check_is_changeset(Database& database);

/// bdf_op, bdf_id, bdf_changed, bdf_before, bdf_lineage, bdf_fid: they stand before the attributes.
[[nodiscard]] std::span<const Column> change_columns();

/// Throws InputError for a layer called as one of our tables, and for names that are not UTF-8.
void check_names(const Schema& target);

/// The target's schema with `_` behind each name that one of change_columns() has, its names
/// checked.
[[nodiscard]] Schema stored_schema(const Schema& target);

/// A layer of a changeset: the target's own names, and those in the file.
struct StoredLayer {
  Schema target;
  Schema stored;  ///< its columns without change_columns()
  std::vector<std::string> key;
};

/// Adds a layer's row to bdf_changeset_layer.
void write_layer_row(Database& database, const LayerChanges& layer);

/// The layers in the order in which they were written. Throws InputError where tables or columns
/// are missing.
[[nodiscard]] std::vector<StoredLayer> read_stored_layers(Database& database);

/// SELECT of change_columns(), the attributes and the geometry of all rows as they were written.
[[nodiscard]] Statement select_changes(Database& database, const Schema& stored);

/// Adds the table of signalements where there are any. Reading gives {} without it.
void write_sent_signalements(Database& database, const Signalements& signalements,
                             const ChangesetHead& head);
[[nodiscard]] Signalements read_sent_signalements(Database& database);

/// The table as the file declares it; nullopt without it. Throws InputError where it is not as
/// defined.
[[nodiscard]] std::optional<Schema> sent_signalements_schema(Database& database);

/// SELECT of its columns and the geometry of all rows as they were written.
[[nodiscard]] Statement select_sent_signalements(Database& database, const Schema& schema);

/// SHA-256 over every layer's declaration and rows, by layer and id, and over
/// the signalements: it depends neither on the
/// order of rows nor on how SQLite keeps them.
[[nodiscard]] std::string content_digest(Database& database);

}  // namespace bdf::io
