// SPDX-License-Identifier: MIT
#include "base/error.h"
#include "base/message.h"
#include "io/change_json.h"
#include "io/change_rows.h"
#include "io/changeset.h"
#include "io/changeset_layout.h"
#include "io/geometry_blob.h"

namespace bdf::io {

namespace {

ChangesetHead read_head(Database& database) {
  auto row = database.prepare(
      "SELECT format_version, theme, theme_version, theme_digest, base_edition, base_digest, "
      "producer, territory, extent, time, content_digest FROM bdf_changeset");
  const auto file = database.path().string();
  if (!row.step()) throw InputError(msg("{}: table {} is empty.", file, changeset_table.name));
  const auto version = row.integer(0);
  if (version < 1 || version > changeset_format)
    throw InputError(msg("{} is of format {}; this version reads up to format {}.", file, version,
                         changeset_format));
  return {static_cast<int>(version),
          row.text(1),
          row.text(2),
          row.text(3),
          row.text(4),
          row.text(5),
          row.text(6),
          row.text(7),
          row.text(8),
          row.text(9),
          row.text(10)};
}

void check_digest(Database& database, const ChangesetHead& head) {
  if (content_digest(database) == head.content_digest) return;
  throw InputError(msg("{} was altered: its content is not what its digest says. Make it anew.",
                       database.path().string()));
}

Op op_in(const Statement& row) {
  const auto name = row.text(0);
  if (const auto op = op_named(name)) return *op;
  throw InputError(msg("“{}” is no operation of a changeset.", name));
}

void push_row(FeatureTable& table, const Statement& row, const std::vector<ValueView>& values,
              const ValueView& geometry) {
  const int fid = static_cast<int>(change_columns().size()) - 1;
  table.fids.push_back(is_null(row.column(fid)) ? no_fid : row.integer(fid));
  for (std::size_t i = 0; i < values.size(); ++i) table.columns[i].push_back(values[i]);
  table.geometries.push_back(geometry);
}

/// Appends the row after the change.
void push_after(FeatureTable& table, const Statement& row) {
  const int first = static_cast<int>(change_columns().size());
  const int last = row.column_count() - 1;
  std::vector<ValueView> values;
  for (int i = first; i < last; ++i) values.push_back(row.column(i));
  push_row(table, row, values, unwrapped_geometry(row.column(last)));
}

/// Appends an update's row before it.
void push_before(FeatureTable& table, const Statement& row, const Change& change) {
  std::vector<ValueView> values;
  for (std::size_t i = 0; i < table.columns.size(); ++i) values.push_back(change.feature.value(i));
  for (const auto& value : change.values) values[value.column] = view_of(value.before);
  push_row(table, row, values,
           change.geometry ? view_of(change.geometry->before) : change.feature.geometry());
}

/// Reads the current row. Its feature goes into `table`; an update's row after it, into `after`.
Change read_row(FeatureTable& table, FeatureTable& after, const Statement& row) {
  Change change;
  change.op = op_in(row);
  change.id = row.text(1);
  auto& file_rows = change.op == Op::update ? after : table;
  push_after(file_rows, row);
  change.feature = {&file_rows, file_rows.size() - 1};
  read_change(change, table.schema, {row.text(2), row.text(3), row.text(4)});
  if (change.op == Op::update) push_before(table, row, change);
  change.feature = {&table, table.size() - 1};
  if (adds_feature(change) && change.feature.fid() != no_fid) change.fid = change.feature.fid();
  return change;
}

LayerChanges read_layer(Database& database, const StoredLayer& layer, FeatureTable& table) {
  LayerChanges changes{layer.target, layer.key, {}};
  auto after = empty_table(layer.target);
  auto rows = select_changes(database, layer.stored);
  while (rows.step()) {
    try {
      changes.changes.push_back(read_row(table, after, rows));
    } catch (const InputError& error) {
      throw InputError(msg("{}, layer {}, feature {}: {}", database.path().string(),
                           layer.target.layer, rows.text(1), error.what()));
    }
  }
  return changes;
}

ChangesetHead checked_head(Database& database) {
  check_is_changeset(database);
  auto head = read_head(database);
  check_digest(database, head);
  return head;
}

}  // namespace

void check_is_changeset(Database& database) {
  const auto file = database.path().string();
  if (!database.has_table(changeset_table.name) || !database.has_table(changeset_layer_table.name))
    throw InputError(msg("{} is no changeset: it has no table {}.", file, changeset_table.name));
}

ChangesetHead read_changeset_head(const std::filesystem::path& path) {
  auto database = Database::open_input(path);
  return checked_head(database);
}

Changeset read_changeset(const std::filesystem::path& path) {
  auto database = Database::open_input(path);
  Changeset changeset;
  changeset.head = checked_head(database);
  for (const auto& layer : read_stored_layers(database)) {
    auto table = std::make_unique<FeatureTable>(empty_table(layer.target));
    changeset.layers.push_back(read_layer(database, layer, *table));
    changeset.tables.push_back(std::move(table));
  }
  changeset.signalements = read_sent_signalements(database);
  return changeset;
}

}  // namespace bdf::io
