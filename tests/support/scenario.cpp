// SPDX-License-Identifier: MIT
#include "support/scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <utility>

#include "base/log.h"
#include "io/change_rows.h"
#include "io/column_type.h"
#include "io/geometry_blob.h"
#include "io/sync_tables.h"
#include "jobs/apply.h"

namespace bdf::tests {

namespace {

bool is_key(const std::string& column) { return column == "key" || column == "cleabs"; }

/// A row as text: "K1 AB name=Lez".
std::string described(const Schema& schema, const std::vector<Value>& values,
                      const ValueView& geometry, const Drawing& drawing) {
  std::string key = "-";
  std::map<std::string, std::string> attributes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto text = to_text(view_of(values[i]));
    if (is_null(view_of(values[i])) || schema.columns[i].name == "bdf_uid") continue;
    if (is_key(schema.columns[i].name))
      key = text;
    else
      attributes[schema.columns[i].name] = text;
  }
  std::string line = key + ' ' + drawing.letters(geometry);
  for (const auto& [name, text] : attributes) line += ' ' + name + '=' + text;
  return line;
}

std::vector<std::string> merged_lines(const PlainLayer& layer, const Drawing& drawing) {
  std::vector<std::string> lines;
  for (const auto& row : layer.rows)
    lines.push_back(described(layer.schema, row.values, view_of(row.geometry), drawing));
  std::sort(lines.begin(), lines.end());
  return lines;
}

/// The name by which a reader of the test knows an id: uids are digests.
std::string readable(const std::string& id) { return id.size() >= 36 ? "-" : id; }

std::string name_of_object(const Conflict& conflict) {
  for (const auto side : {Side::reference, Side::local, Side::ancestor})
    if (const auto& id = conflict.ids[side]; !id.empty() && readable(id) == id) return id;
  return "-";
}

std::string line_of(const Conflict& conflict) {
  std::string line(name_of(conflict.kind));
  if (!conflict.attribute.empty()) line += ' ' + conflict.attribute;
  line += " of " + name_of_object(conflict);
  if (!conflict.attribute.empty())
    line += ": " + conflict.values.ancestor.value_or("NULL") + " | " +
            conflict.values.local.value_or("NULL") + " | " +
            conflict.values.reference.value_or("NULL");
  return line + ", holds " + std::string(name_of(conflict.provisional));
}

std::string statuses_of(const Change& change, const Schema& target) {
  std::set<std::string> statuses;
  if (change.geometry) statuses.insert("geometry " + std::string(name_of(change.geometry->status)));
  for (const auto& value : change.values)
    if (target.columns[value.column].name != "bdf_uid")
      statuses.insert(target.columns[value.column].name + ' ' + std::string(name_of(value.status)));
  std::string text;
  for (const auto& status : statuses) text += (text.empty() ? "" : ", ") + status;
  return text;
}

/// "" for a change that only notes a feature's uid.
std::string line_of(const Change& change, const LayerChanges& layer, const Drawing& drawing) {
  const auto op = std::string(name_of(change.op)) + ' ';
  if (change.op == Op::update) {
    const auto statuses = statuses_of(change, layer.target);
    return statuses.empty() ? "" : op + readable(change.id) + ": " + statuses;
  }
  const auto status = ": " + std::string(name_of(change.status));
  if (change.op == Op::remove) return op + readable(change.id) + status;
  io::TargetRow row(layer.target);
  std::vector<Value> values;
  for (const auto& value : row.values_after(change)) values.push_back(to_value(value));
  return op + described(layer.target, values, io::TargetRow::geometry_after(change), drawing) +
         status;
}

std::vector<std::string> changeset_lines(const std::filesystem::path& file,
                                         const Drawing& drawing) {
  const auto changeset = io::read_changeset(file);
  std::vector<std::string> lines;
  for (const auto& layer : changeset.layers)
    for (const auto& change : layer.changes)
      if (auto line = line_of(change, layer, drawing); !line.empty())
        lines.push_back(std::move(line));
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<LedgerEntry> entries_of(const std::filesystem::path& folder, const std::string& key) {
  auto database = io::Database::open_input(folder / "merged.gpkg");
  return io::find_in_ledger(database, key);
}

/// The type of a column that holds this value.
Column column_for(const std::string& name, const Value& value) {
  if (std::holds_alternative<std::int64_t>(value)) return {name, ColumnType::integer, "INTEGER"};
  if (std::holds_alternative<double>(value)) return {name, ColumnType::real, "REAL"};
  return {name, ColumnType::text, "TEXT"};
}

bool contains(const std::vector<Side>& sides, Side side) {
  return std::find(sides.begin(), sides.end(), side) != sides.end();
}

}  // namespace

std::string Synced::outcome(const std::string& key) const {
  const auto entries = entries_of(folder, key);
  if (!entries.empty()) return std::string(name_of(entries.front().outcome));
  const bool held = std::any_of(merged.begin(), merged.end(), [&](const std::string& line) {
    return line.starts_with(key + ' ');
  });
  return held ? "unchanged" : "no such object";
}

std::vector<std::string> Synced::decisions(const std::string& key) const {
  std::vector<std::string> decisions;
  for (const auto& entry : entries_of(folder, key))
    for (const auto& decision : entry.decisions)
      decisions.push_back(decision.what + ": " + decision.rule);
  return decisions;
}

std::vector<std::string> Synced::conflict_ids() const {
  std::vector<std::string> ids;
  for (const auto& conflict : pending) ids.push_back(conflict.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

Scenario::Scenario(std::string_view drawings) : drawings_(drawings_in(drawings)) {
  set_verbosity(Verbosity::quiet);
  job_.key = {key_};
  job_.producer = "test";
  job_.threads = 1;
  job_.now = "2026-01-01T00:00:00Z";
}

Scenario& Scenario::everywhere(const Objects& objects) {
  for (const auto side : all_sides)
    if (drawings_.contains(std::string(name_of(side)))) {
      auto all = objects_[side].value_or(Objects{});
      all.insert(all.end(), objects.begin(), objects.end());
      has(side, std::move(all));
    }
  return *this;
}

Scenario& Scenario::has(Side side, Objects objects) {
  objects_[side] = std::move(objects);
  files_[side].clear();
  return *this;
}

Scenario& Scenario::only(const std::string& column, std::vector<Side> sides) {
  only_[column] = std::move(sides);
  return *this;
}

Scenario& Scenario::declare(Side side, const std::string& column, const std::string& type) {
  declared_[side][column] = type;
  return *this;
}

Scenario& Scenario::of_class(const std::string& layer, const std::string& yaml) {
  layer_ = layer;
  key_ = "cleabs";
  job_.key = {};
  return theme("schema: bdtopo\nlayers: {" + layer + ": {}}\n" + yaml);
}

Scenario& Scenario::theme(const std::string& yaml) {
  const auto file = folder_.path() / "theme.yaml";
  std::ofstream(file) << "name: test\nversion: \"1\"\n" << yaml;
  job_.theme = file.string();
  return *this;
}

const Drawing& Scenario::drawing(Side side) const {
  return drawings_.at(std::string(name_of(side)));
}

const Drawing& Scenario::drawing_of_merged() const {
  const auto drawn = drawings_.find("merged");
  return drawn == drawings_.end() ? drawing(Side::local) : drawn->second;
}

PlainLayer Scenario::layer_of(Side side) const {
  std::map<std::string, Column> columns;
  for (const auto every : all_sides)
    for (const auto& object : objects_[every].value_or(Objects{}))
      for (const auto& [name, value] : object.attributes) {
        const auto restricted = only_.find(name);
        if (restricted != only_.end() && !contains(restricted->second, side)) continue;
        if (!columns.contains(name) || columns[name].type == ColumnType::text)
          columns[name] = column_for(name, value);
      }
  for (const auto& [name, type] : declared_[side])
    if (const auto found = columns.find(name); found != columns.end())
      found->second = {name, io::column_type_of(type), type};
  PlainLayer layer{plain_schema(layer_, "GEOMETRY"), {}};
  layer.schema.columns.push_back({key_, ColumnType::text, "TEXT"});
  for (const auto& [name, column] : columns) layer.schema.columns.push_back(column);
  for (const auto& object : objects_[side].value_or(Objects{})) {
    PlainRow row{{}, drawing(side).geometry(object.letters), {}};
    row.values.push_back(object.key.empty() ? Value{Null{}} : Value{object.key});
    for (const auto& [name, column] : columns) {
      const auto given = object.attributes.find(name);
      row.values.push_back(given == object.attributes.end() ? Value{Null{}} : given->second);
    }
    layer.rows.push_back(std::move(row));
  }
  return layer;
}

std::filesystem::path Scenario::write(Side side) {
  auto file =
      folder_.path() / (std::string(name_of(side)) + std::to_string(++files_written_) + ".gpkg");
  write_geopackage(file, {layer_of(side)});
  return file;
}

Synced Scenario::sync() {
  for (const auto side : all_sides)
    if (files_[side].empty() && drawings_.contains(std::string(name_of(side))))
      files_[side] = write(side);
  job_.ancestor.reset();
  if (!files_.ancestor.empty()) job_.ancestor = files_.ancestor.string();
  job_.local = files_.local.string();
  job_.reference = files_.reference.string();
  job_.out = folder_.path() / ("out" + std::to_string(++syncs_));

  Synced synced;
  synced.summary = jobs::sync(job_);
  synced.folder = job_.out;
  const auto& drawing = drawing_of_merged();
  synced.merged = merged_lines(read_layer(job_.out / "merged.gpkg", layer_), drawing);
  synced.contribution = changeset_lines(job_.out / "contribution.gpkg", drawing);
  synced.update = changeset_lines(job_.out / "update.gpkg", drawing);
  auto database = io::Database::open_input(job_.out / "merged.gpkg");
  for (auto& one : io::read_pending(database)) {
    const bool proposal = one.kind == ConflictKind::proposal;
    (proposal ? synced.proposals : synced.conflicts).push_back(line_of(one));
    if (!proposal) synced.pending.push_back(std::move(one));
  }
  synced.resolved = io::read_resolutions(database);
  std::sort(synced.conflicts.begin(), synced.conflicts.end());
  std::sort(synced.proposals.begin(), synced.proposals.end());
  for (const auto& finding : synced.summary.findings) synced.findings.push_back(finding.code);
  expect_update_to_give(synced);
  return synced;
}

void Scenario::expect_update_to_give(const Synced& synced) const {
  jobs::ApplyJob job;
  job.changeset = synced.folder / "update.gpkg";
  job.target = job_.local;
  job.out = synced.folder / "updated.gpkg";
  job.now = job_.now;
  jobs::apply_changeset(job);
  EXPECT_EQ(merged_lines(read_layer(job.out, layer_), drawing_of_merged()), synced.merged);
}

Scenario& Scenario::continue_from(const Synced& synced) {
  files_.ancestor = files_.reference;
  return continue_with_old_ancestor(synced);
}

Scenario& Scenario::continue_with_old_ancestor(const Synced& synced) {
  files_.local = synced.folder / "merged.gpkg";
  return *this;
}

Scenario& Scenario::draw(const std::string& title, std::string_view rows) {
  drawings_[title] = Drawing(rows);
  drawings_[title].move_to(place_);
  return *this;
}

Scenario& Scenario::lies_at(const std::pair<int, int>& place) {
  place_ = place;
  for (auto& [title, drawing] : drawings_) drawing.move_to(place);
  return *this;
}

Scenario& Scenario::edit(const Objects& objects) {
  const std::string where = " WHERE " + key_ + " = ?";
  for (const auto& object : objects) {
    for (const auto& [name, value] : object.attributes)
      run_sql(files_.local, "UPDATE " + layer_ + " SET " + io::sql_name(name) + " = ?" + where,
              {value, object.key});
    if (object.letters.empty()) continue;
    const auto geometry = drawing(Side::local).geometry(object.letters);
    const auto blob = io::geometry_blob(std::get<Blob>(geometry).bytes, 2154);
    run_sql(files_.local, "UPDATE " + layer_ + " SET geom = ?" + where, {Blob{blob}, object.key});
  }
  return *this;
}

Scenario& Scenario::erase(const std::string& key) {
  run_sql(files_.local, "DELETE FROM " + layer_ + " WHERE " + key_ + " = ?", {key});
  return *this;
}

Scenario& Scenario::resolve(const Synced& synced, const std::string& key, const std::string& side) {
  run_sql(synced.folder / "conflicts.gpkg",
          "UPDATE conflict SET resolution = ?, resolved_by = 'a human' "
          "WHERE ? IN (local_id, reference_id, ancestor_id)",
          {side, key});
  return *this;
}

Scenario& Scenario::resolve_with_value(const Synced& synced, const std::string& key,
                                       const std::string& value) {
  run_sql(synced.folder / "conflicts.gpkg",
          "UPDATE conflict SET resolution_value = ? "
          "WHERE ? IN (local_id, reference_id, ancestor_id)",
          {value, key});
  return resolve(synced, key, "value");
}

}  // namespace bdf::tests
