// SPDX-License-Identifier: MIT
#include "jobs/apply.h"

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_map>

#include "base/clock.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/change_rows.h"
#include "io/output_folder.h"
#include "jobs/inputs.h"
#include "jobs/scratch.h"
#include "jobs/styles.h"
#include "match/identity.h"
#include "merge/compare.h"

namespace bdf::jobs {

namespace {

struct HashOfHash {
  std::size_t operator()(const Hash128& hash) const { return hash.low; }
};

/// The target's layer, with the means to find its features by their bdf_id.
class TargetLayer {
 public:
  TargetLayer(io::Database& database, const Schema& schema, const io::Changeset& changeset,
              const LayerChanges& changes)
      : database_(database), schema_(schema), producer_(changeset.head.producer) {
    io::ScanPlan plan{schema.layer, schema.primary_key, schema.geometry_column, changes.key, {}};
    for (const auto& column : schema.columns) plan.columns.push_back(column.name);
    // What has no such column goes by what a sync called its features.
    plan.keyless = std::any_of(changes.key.begin(), changes.key.end(), [&](const auto& name) {
      return !schema.find(name) && !same_name(name, schema.primary_key);
    });
    if (plan.keyless) plan.key.clear();
    index_ = io::scan(database.path(), plan, 1);
    identity_ = match::identify(index_, {changeset.head.producer, schema.layer},
                                [&](const std::vector<std::uint32_t>& rows) { return read(rows); });
    for (const auto& change : changes.changes)
      if (!io::adds_feature(change)) ++id_uses_[change.id];
    for (std::uint32_t row = 0; row < index_.size(); ++row) {
      rows_[identity_.links[row]] = row;
      ++key_uses_[index_.keys[row]];
    }
  }

  [[nodiscard]] std::optional<std::int64_t> fid_of(const std::string& id) const {
    for (const auto& link : {hash_of(id), match::link_of_uid(id)})
      if (const auto found = rows_.find(link); found != rows_.end())
        return index_.fids[found->second];
    return std::nullopt;
  }

  /// The feature that an update or a deletion is about. Of several of one key and geometry, or of
  /// one id, the fid says which is meant. Its key may have become, or ceased to be, another's too
  /// since the changeset was made: then it is found by its fid or its key alone. What it is to hold
  /// is checked in any case.
  [[nodiscard]] std::optional<std::int64_t> fid_of(const Change& change,
                                                   const LayerChanges& changes) const {
    const auto row = row_of(io::fid_in_target(change));
    if (row && id_uses_.at(change.id) > 1) return index_.fids[*row];
    if (const auto known = row_of(fid_of(change.id)))
      return index_.fids[row && are_alike(*known, *row) ? *row : *known];
    const auto key = key_of(change, changes);
    if (const auto known = fid_of(uid_by_geometry(change, key)); known || key.none()) return known;
    if (row && index_.keys[*row] == key) return index_.fids[*row];
    const auto uses = key_uses_.find(key);
    if (uses == key_uses_.end() || uses->second != 1) return std::nullopt;
    const auto only = std::find(index_.keys.begin(), index_.keys.end(), key);
    return index_.fids[static_cast<std::size_t>(only - index_.keys.begin())];
  }

  [[nodiscard]] const Schema& schema() const { return schema_; }

 private:
  [[nodiscard]] std::optional<std::uint32_t> row_of(std::optional<std::int64_t> fid) const {
    const auto at = std::lower_bound(index_.fids.begin(), index_.fids.end(), fid.value_or(0));
    if (!fid || at == index_.fids.end() || *at != *fid) return std::nullopt;
    return static_cast<std::uint32_t>(at - index_.fids.begin());
  }
  /// Whether one of the two uids may be the other's in a layer of other columns.
  [[nodiscard]] bool are_alike(std::uint32_t a, std::uint32_t b) const {
    const auto first = identity_.alike.find(a);
    const auto second = identity_.alike.find(b);
    return first != identity_.alike.end() && second != identity_.alike.end() &&
           first->second == second->second;
  }
  /// What the feature goes by where the layer keeps no uids: it may have got its own elsewhere, and
  /// as something else.
  [[nodiscard]] std::string uid_by_geometry(const Change& change, const Hash128& key) const {
    return match::uid_beside_key(key, change.feature, {producer_, schema_.layer});
  }
  static Hash128 key_of(const Change& change, const LayerChanges& changes) {
    std::vector<ValueView> values;
    for (const auto& name : changes.key) {
      const auto column = change.feature.table->schema.find(name);
      values.push_back(column ? change.feature.value(*column) : ValueView{Null{}});
    }
    return values.empty() ? Hash128{} : io::hash_of_key(values);
  }

  FeatureTable read(const std::vector<std::uint32_t>& rows) {
    std::vector<std::int64_t> fids;
    for (const auto row : rows) fids.push_back(index_.fids[row]);
    return io::read_features(database_, schema_, fids);
  }

  io::Database& database_;
  const Schema& schema_;
  std::string producer_;
  RowIndex index_;
  match::Identity identity_;
  std::unordered_map<Hash128, std::uint32_t, HashOfHash> rows_;
  std::unordered_map<Hash128, std::size_t, HashOfHash> key_uses_;
  std::unordered_map<std::string, std::size_t> id_uses_;  ///< by updates and deletions
};

/// What does not fit, counted, the first in words.
struct Misfits {
  std::size_t count = 0;
  std::string first;
  void add(const std::string& what) {
    if (count++ == 0) first = what;
  }
};

/// Changes of one layer, brought from the changeset's schema to that of the file.
class Fitting {
 public:
  Fitting(io::Database& database, const TargetLayer& target, const LayerChanges& changes,
          Misfits& misfits)
      : target_(target), changes_(changes), misfits_(misfits) {
    fitted_.target = target.schema();
    fitted_.key = changes.key;
    map_columns();
    std::vector<std::int64_t> fids;
    for (const auto& change : changes.changes)
      if (const auto fid = target.fid_of(change, changes)) {
        fids.push_back(*fid);
        if (gives_up_key(change)) free_.insert(*fid);
      }
    std::sort(fids.begin(), fids.end());
    table_ = io::read_features(database, target.schema(), fids);
    for (const auto& change : changes.changes) fit(change);
  }

  [[nodiscard]] const LayerChanges& changes() const { return fitted_; }
  [[nodiscard]] const std::vector<Column>& new_columns() const { return new_columns_; }

 private:
  void map_columns();
  void fit(const Change& change);
  [[nodiscard]] bool gives_up_key(const Change& change) const;
  [[nodiscard]] bool is_there(const std::string& id) const;
  void check_value(const Change& change, FeatureRef feature, std::size_t column,
                   const ValueView& before);
  void check_geometry(const Change& change, FeatureRef feature, const ValueView& before);
  void check_deleted(const Change& change, FeatureRef feature);
  [[nodiscard]] FeatureRef feature_of(std::int64_t fid) const;

  const TargetLayer& target_;
  const LayerChanges& changes_;
  Misfits& misfits_;
  FeatureTable table_;
  std::set<std::int64_t> free_;  ///< features whose key another may have after the changes
  LayerChanges fitted_;
  std::vector<Column> new_columns_;
  std::vector<std::size_t> column_of_;  ///< the changeset's column → the file's
};

void Fitting::map_columns() {
  for (const auto& column : changes_.target.columns) {
    auto found = fitted_.target.find(column.name);
    if (!found) {
      found = fitted_.target.columns.size();
      fitted_.target.columns.push_back(column);
      new_columns_.push_back(column);
    }
    column_of_.push_back(*found);
  }
}

FeatureRef Fitting::feature_of(std::int64_t fid) const {
  const auto found = std::lower_bound(table_.fids.begin(), table_.fids.end(), fid);
  return {&table_, static_cast<std::size_t>(found - table_.fids.begin())};
}

void Fitting::check_value(const Change& change, FeatureRef feature, std::size_t column,
                          const ValueView& before) {
  const auto in_file = column_of_[column];
  const auto held = in_file < table_.columns.size() ? feature.value(in_file) : ValueView{Null{}};
  const auto& described = changes_.target.columns[column];
  if (!merge::same_value(described.type, held, before))
    misfits_.add(msg("layer “{}”, object {}: “{}” holds “{}”, not “{}”", changes_.target.layer,
                     change.id, described.name, to_text(held), to_text(before)));
}

void Fitting::check_geometry(const Change& change, FeatureRef feature, const ValueView& before) {
  if (!merge::same_geometry(feature.geometry(), before, 0))
    misfits_.add(msg("layer “{}”, object {}: the geometry is not the one expected",
                     changes_.target.layer, change.id));
}

void Fitting::check_deleted(const Change& change, FeatureRef feature) {
  const auto& described = changes_.target.columns;
  for (std::size_t column = 0; column < described.size(); ++column)
    if (const auto held = change.feature.table->schema.find(described[column].name))
      check_value(change, feature, column, change.feature.value(*held));
  check_geometry(change, feature, change.feature.geometry());
}

/// What is cut anew may leave its key to one of its parts, and what is deleted to anything new.
bool Fitting::gives_up_key(const Change& change) const {
  if (change.op == Op::remove) return true;
  return change.op == Op::update &&
         std::any_of(change.values.begin(), change.values.end(), [&](const ValueChange& value) {
           const auto& name = changes_.target.columns[value.column].name;
           return std::find(changes_.key.begin(), changes_.key.end(), name) != changes_.key.end();
         });
}

bool Fitting::is_there(const std::string& id) const {
  const auto fid = target_.fid_of(id);
  return fid && !free_.contains(*fid);
}

void Fitting::fit(const Change& change) {
  auto fitted = change;
  const bool adds = io::adds_feature(change);
  const auto fid = adds ? std::nullopt : target_.fid_of(change, changes_);
  if (adds ? is_there(change.id) : !fid) {
    misfits_.add(
        adds ? msg("layer “{}”: object {} is already there", changes_.target.layer, change.id)
             : msg("layer “{}”: object {} is not there", changes_.target.layer, change.id));
    return;
  }
  for (auto& value : fitted.values) value.column = column_of_[value.column];
  if (!adds) {
    fitted.feature = feature_of(*fid);
    for (const auto& value : change.values)
      check_value(change, fitted.feature, value.column, view_of(value.before));
    if (change.geometry) check_geometry(change, fitted.feature, view_of(change.geometry->before));
    if (change.op == Op::remove) check_deleted(change, fitted.feature);
  }
  fitted_.changes.push_back(std::move(fitted));
}

const Schema& target_layer(const Input& input, const LayerChanges& changes) {
  return layer_of(input, changes.target.layer);
}

void count(const LayerChanges& changes, Applied& applied) {
  for (const auto& change : changes.changes) {
    if (change.op == Op::update)
      ++applied.updated;
    else if (change.op == Op::remove)
      ++applied.deleted;
    else
      ++applied.inserted;
  }
}

}  // namespace

Applied apply_to_file(const io::Changeset& changeset, const Input& target,
                      const std::filesystem::path& file, std::string_view time) {
  auto source = io::Database::open_input(target.path);
  io::copy_database(source, file);
  Misfits misfits;
  std::deque<Fitting> fittings;  // its elements stay where they are: changes refer to their tables
  for (const auto& changes : changeset.layers) {
    const TargetLayer layer(source, target_layer(target, changes), changeset, changes);
    fittings.emplace_back(source, layer, changes, misfits);
  }
  if (misfits.count > 0)
    throw InputError(
        msgn("{} change does not fit {}, which is not what the changeset was made for. "
             "Nothing was written. First: {}",
             "{} changes do not fit {}, which is not what the changeset was made for. "
             "Nothing was written. First: {}",
             misfits.count, target.name, misfits.first));
  Applied applied;
  auto database = io::Database::open_output(file);
  for (const auto& fitting : fittings) {
    io::apply_changes(database, fitting.changes(), fitting.new_columns(), time);
    count(fitting.changes(), applied);
  }
  return applied;
}

Applied apply_changeset(const ApplyJob& job) {
  refuse_output_over_input(job.out, {job.changeset.string(), job.target});
  const auto changeset = io::read_changeset(job.changeset);
  const Scratch scratch(job.out);
  const auto input = open_input(job.target, job.source, scratch.path(), "target");
  io::OutputFile out(job.out, job.overwrite);
  const auto applied = apply_to_file(changeset, input, out.path(), time_of_run(job.now));
  out.commit();
  return applied;
}

void invert_changeset(const std::filesystem::path& changeset, const std::filesystem::path& out,
                      bool overwrite) {
  refuse_output_over_input(out, {changeset.string()});
  const auto inverse = io::inverted(io::read_changeset(changeset));
  io::OutputFile file(out, overwrite);
  write_styled_changeset(file.path(), inverse.head, io::to_write(inverse.layers));
  file.commit();
}

}  // namespace bdf::jobs
