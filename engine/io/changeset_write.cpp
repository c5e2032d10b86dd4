// SPDX-License-Identifier: MIT
#include <array>
#include <nlohmann/json.hpp>

#include "io/change_json.h"
#include "io/change_rows.h"
#include "io/changeset.h"
#include "io/changeset_layout.h"
#include "io/geopackage.h"

namespace bdf::io {

namespace {

std::vector<std::string> column_names(const Schema& stored) {
  std::vector<std::string> names;
  for (const auto& column : change_columns()) names.push_back(column.name);
  for (const auto& column : stored.columns) names.push_back(column.name);
  return names;
}

/// JSON null is NULL: what does not apply is empty, not a text.
std::string text_of(const Json& json) { return json.is_null() ? "" : json.dump(); }

void write_change(FeatureWriter& writer, const Change& change, const Schema& target,
                  TargetRow& row) {
  const auto changed = text_of(changed_json(change, target));
  const auto before = text_of(before_json(change, target));
  const auto lineage = text_of(lineage_json(change));
  const auto fid = fid_in_target(change);
  std::vector<ValueView> values{
      name_of(change.op),   std::string_view(change.id), changed,
      text_or_null(before), text_or_null(lineage),       fid ? ValueView(*fid) : ValueView(Null{})};
  const auto& after = row.values_after(change);
  values.insert(values.end(), after.begin(), after.end());
  writer.add(std::nullopt, values, TargetRow::geometry_after(change));
}

void write_layer(Database& database, const ChangesToWrite& source, std::string_view time) {
  const auto& layer = *source.changes;
  const auto stored = stored_schema(layer.target);
  const auto names = column_names(stored);
  const auto created = create_layer(database, stored, change_columns());
  FeatureWriter writer(database, created, names);
  TargetRow row(layer.target);
  for (const auto& change : layer.changes) write_change(writer, change, layer.target, row);
  if (source.further)
    source.further([&](const Change& change) { write_change(writer, change, layer.target, row); });
  finish_layer(database, created, time);
  write_layer_row(database, layer);
}

void write_head(Database& database, const ChangesetHead& head, const std::string& digest) {
  auto insert = insert_into(database, changeset_table.name, 11);
  run_with(insert, std::array<ValueView, 11>{
                       std::int64_t{changeset_format}, text_or_null(head.theme),
                       text_or_null(head.theme_version), text_or_null(head.theme_digest),
                       text_or_null(head.base_edition), text_or_null(head.base_digest),
                       text_or_null(head.producer), text_or_null(head.territory),
                       text_or_null(head.extent), text_or_null(head.time), digest});
}

}  // namespace

std::string write_changeset(const std::filesystem::path& path, const ChangesetHead& head,
                            const std::vector<ChangesToWrite>& layers,
                            const Signalements& signalements) {
  auto database = Database::open_output(path);
  create_geopackage(database);
  std::string digest;
  Transaction transaction(database);
  recreate(database, changeset_table);
  recreate(database, changeset_layer_table);
  for (const auto& layer : layers) write_layer(database, layer, head.time);
  write_sent_signalements(database, signalements, head);
  // Taken from the file: SQLite brings values to their column's affinity as they are stored.
  digest = content_digest(database);
  write_head(database, head, digest);
  transaction.commit();
  return digest;
}

std::string write_changeset(const std::filesystem::path& path, const ChangesetHead& head,
                            const std::vector<LayerChanges>& layers) {
  return write_changeset(path, head, to_write(layers));
}

std::vector<ChangesToWrite> to_write(const std::vector<LayerChanges>& layers) {
  std::vector<ChangesToWrite> sources;
  for (const auto& layer : layers) sources.push_back({&layer, {}});
  return sources;
}

}  // namespace bdf::io
