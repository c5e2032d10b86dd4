// SPDX-License-Identifier: MIT
#include <sqlite3.h>

#include <map>

#include "base/error.h"
#include "base/message.h"
#include "io/change_rows.h"
#include "io/column_defaults.h"
#include "io/fid_chooser.h"
#include "io/geopackage.h"
#include "io/layer_statistics.h"
#include "io/spatial_index.h"
#include "io/sql.h"

namespace bdf::io {

namespace {

/// Updates by the set of columns they change: one prepared statement a set.
class Updater {
 public:
  Updater(Database& database, const Schema& schema) : database_(database), schema_(schema) {}

  void update(const Change& change, const std::vector<ColumnDefault>& defaults) {
    Statement& statement = statement_for(change);
    int at = 1;
    for (const auto& value : change.values) {
      const auto& column = defaults[value.column];
      const bool forbidden = column.not_null && is_null(view_of(value.after));
      statement.bind(at++, view_of(forbidden ? column.instead_of_null : value.after));
    }
    if (change.geometry)
      statement.bind(at++,
                     wrapped_geometry(view_of(change.geometry->after), schema_.crs.srs_id, blob_));
    statement.bind(at, change.feature.fid()).run();
  }

 private:
  Statement& statement_for(const Change& change) {
    std::vector<std::string> names;
    for (const auto& value : change.values) names.push_back(schema_.columns[value.column].name);
    if (change.geometry) names.push_back(schema_.geometry_column);
    const auto found = statements_.find(names);
    if (found != statements_.end()) return found->second;
    auto statement = database_.prepare(sql_of(names));
    return statements_.emplace(std::move(names), std::move(statement)).first->second;
  }

  std::string sql_of(const std::vector<std::string>& names) const {
    std::string sql = "UPDATE main." + sql_name(schema_.layer);
    for (std::size_t i = 0; i < names.size(); ++i)
      sql += (i == 0 ? " SET " : ", ") + sql_name(names[i]) + " = ?";
    return sql + " WHERE " + sql_name(schema_.primary_key) + " = ?";
  }

  Database& database_;
  const Schema& schema_;
  std::map<std::vector<std::string>, Statement> statements_;
  std::string blob_;
};

class Patch {
 public:
  Patch(Database& database, const Schema& target, const LayerChanges& changes)
      : database_(database),
        target_(target),
        changes_(changes),
        defaults_(column_defaults(database, target)),
        index_(database, target),
        updater_(database, target),
        remover_(database.prepare("DELETE FROM main." + sql_name(target.layer) + " WHERE " +
                                  sql_name(target.primary_key) + " = ?")) {}

  std::vector<std::int64_t> apply(const ShowChanges& further) {
    std::vector<std::int64_t> fids(changes_.changes.size());
    for_each([](const Change& change) { return change.op == Op::remove; },
             [&](std::size_t i) { remove(changes_.changes[i]); });
    for_each([](const Change& change) { return change.op == Op::update; },
             [&](std::size_t i) { fids[i] = update(changes_.changes[i]); });
    if (further)
      further([&](const Change& change) {
        attempt(change, [&] { update(change); });
        any_further_ = true;
      });
    FidChooser chooser(database_, changes_);
    FeatureWriter writer(database_, target_, column_names(target_));
    for_each(adds_feature, [&](std::size_t i) {
      const auto& change = changes_.changes[i];
      fids[i] = insert(change, chooser.choose(change.fid), writer);
    });
    return fids;
  }

  void record(std::string_view time) {
    add_to_feature_count(database_, target_.layer, difference_);
    if (grown_ && !target_.geometry_column.empty()) grow_extent(database_, target_, *grown_);
    if (!changes_.changes.empty() || any_further_) set_last_change(database_, target_.layer, time);
  }

 private:
  template <class Chosen, class Work>
  void for_each(Chosen&& chosen, Work&& work) {
    for (std::size_t i = 0; i < changes_.changes.size(); ++i) {
      const auto& change = changes_.changes[i];
      if (chosen(change)) attempt(change, [&] { work(i); });
    }
  }

  template <class Work>
  void attempt(const Change& change, Work&& work) {
    try {
      work();
    } catch (const StoreError& error) {
      throw StoreError(msg("layer {}, feature {}: {}", target_.layer, change.id, error.what()));
    }
  }

  void expect_one_row() {
    if (sqlite3_changes(database_.handle()) != 1)
      throw StoreError(msg("{}: there is no such feature to change", database_.path().string()));
  }

  void remove(const Change& change) {
    remover_.bind(1, change.feature.fid()).run();
    expect_one_row();
    index_.remove(change.feature.fid());
    --difference_;
  }

  std::int64_t update(const Change& change) {
    const auto fid = change.feature.fid();
    if (change.values.empty() && !change.geometry) return fid;
    updater_.update(change, defaults_);
    expect_one_row();
    if (change.geometry) put_geometry(fid, view_of(change.geometry->after));
    return fid;
  }

  std::int64_t insert(const Change& change, std::optional<std::int64_t> fid,
                      FeatureWriter& writer) {
    const ValueView geometry =
        change.geometry ? view_of(change.geometry->after) : change.feature.geometry();
    const auto given = writer.add(fid, values_of(change), geometry);
    put_geometry(given, geometry);
    ++difference_;
    return given;
  }

  /// The feature to insert in the target's columns, valid until the next call.
  const std::vector<ValueView>& values_of(const Change& change) {
    const auto& columns = columns_of(*change.feature.table);
    values_.clear();
    for (std::size_t i = 0; i < columns.size(); ++i)
      values_.push_back(columns[i] ? change.feature.value(*columns[i])
                                   : view_of(defaults_[i].value));
    for (const auto& value : change.values) values_[value.column] = view_of(value.after);
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (is_null(values_[i])) values_[i] = view_of(defaults_[i].instead_of_null);
    return values_;
  }

  /// For each column of the target, the one of that name in a source table.
  const std::vector<std::optional<std::size_t>>& columns_of(const FeatureTable& table) {
    auto& columns = columns_[&table];
    if (columns.empty())
      for (const auto& column : target_.columns) columns.push_back(table.schema.find(column.name));
    return columns;
  }

  void put_geometry(std::int64_t fid, const ValueView& geometry) {
    index_.put(fid, geometry);
    const auto box = box_of_geometry(geometry);
    if (box) grown_ = grown_ ? united(*grown_, *box) : *box;
  }

  Database& database_;
  const Schema& target_;
  const LayerChanges& changes_;
  std::vector<ColumnDefault> defaults_;
  SpatialIndex index_;
  Updater updater_;
  Statement remover_;
  std::map<const FeatureTable*, std::vector<std::optional<std::size_t>>> columns_;
  std::vector<ValueView> values_;
  std::int64_t difference_ = 0;
  bool any_further_ = false;
  std::optional<Box> grown_;
};

/// The target as it is once the columns that it lacks are added.
Schema with_columns(Database& database, Schema target, std::span<const Column> new_columns) {
  for (const auto& column : new_columns) {
    add_column(database, target.layer, column);
    if (!target.find(column.name)) target.columns.push_back(column);
  }
  return target;
}

}  // namespace

std::vector<std::int64_t> apply_changes(Database& database, const LayerChanges& changes,
                                        std::span<const Column> new_columns, std::string_view time,
                                        const ShowChanges& further) {
  Transaction transaction(database);
  const auto target = with_columns(database, changes.target, new_columns);
  Patch patch(database, target, changes);
  auto fids = patch.apply(further);
  patch.record(time);
  transaction.commit();
  return fids;
}

}  // namespace bdf::io
