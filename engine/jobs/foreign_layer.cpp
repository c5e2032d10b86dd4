// SPDX-License-Identifier: MIT
#include "jobs/foreign_layer.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/change_rows.h"
#include "io/geopackage.h"
#include "io/ign_transaction.h"
#include "io/key.h"
#include "jobs/said_value.h"
#include "match/identity.h"
#include "rules/nearest_word.h"

namespace bdf::jobs {

namespace {

using io::ForeignAction;
using io::SaidValue;

struct HashOfHash {
  std::size_t operator()(const Hash128& hash) const { return hash.low; }
};

/// Which rows of the layer have a key; several rows of one key are known as such.
class KeyedLayer {
 public:
  KeyedLayer(io::Database& database, const Schema& schema, const std::vector<std::string>& key) {
    index_ = io::scan(database.path(), {schema.layer, schema.primary_key, "", key, {}}, 1);
    for (std::uint32_t row = 0; row < index_.size(); ++row) rows_[index_.keys[row]].push_back(row);
  }

  /// The fids of the rows of that key.
  [[nodiscard]] std::vector<std::int64_t> fids(const Hash128& key) const {
    std::vector<std::int64_t> fids;
    const auto found = key.none() ? rows_.end() : rows_.find(key);
    if (found == rows_.end()) return fids;
    for (const auto row : found->second) fids.push_back(index_.fids[row]);
    return fids;
  }

 private:
  RowIndex index_;
  std::unordered_map<Hash128, std::vector<std::uint32_t>, HashOfHash> rows_;
};

/// An update or a deletion and the object that it is about.
struct Aimed {
  const ForeignAction* action;
  std::int64_t fid;
};

/// All actions on one layer, brought into its terms.
class LayerCompletion {
 public:
  LayerCompletion(const ForeignLayer& layer, const ForeignChangesJob& job)
      : database_(*layer.database),
        schema_(*layer.schema),
        job_(job),
        keyed_(database_, schema_, layer.key),
        inserted_(std::make_unique<FeatureTable>(io::empty_table(schema_))) {
    changes_.target = schema_;
    changes_.key = layer.key;
  }

  void run(const std::vector<const ForeignAction*>& actions, io::Changeset& changeset) {
    aim(actions);
    for (const auto& one : aimed_) change_of(one);
    for (const auto* action : actions)
      if (action->op == Op::insert) insert(*action);
    std::stable_sort(changes_.changes.begin(), changes_.changes.end(), before);
    changeset.layers.push_back(std::move(changes_));
    changeset.tables.push_back(std::move(present_));
    changeset.tables.push_back(std::move(inserted_));
  }

 private:
  static bool before(const Change& a, const Change& b) {
    if (a.id != b.id) return a.id < b.id;
    return a.op == Op::remove && b.op != Op::remove;
  }

  [[noreturn]] void fail(const ForeignAction& action, const std::string& id,
                         const std::string& why) const {
    if (id.empty())
      throw InputError(
          msg("{}, line {}: layer “{}”: {}", job_.file, action.line, schema_.layer, why));
    throw InputError(msg("{}, line {}: layer “{}”, object {}: {}", job_.file, action.line,
                         schema_.layer, id, why));
  }

  // ---- which object is meant

  [[nodiscard]] std::vector<std::string> key_names() const {
    return changes_.key.empty() ? std::vector{schema_.primary_key} : changes_.key;
  }

  [[nodiscard]] bool is_key(const std::string& name) const {
    const auto names = key_names();
    return std::any_of(names.begin(), names.end(),
                       [&](const auto& one) { return same_name(one, name); });
  }

  static const Value* said_of(const std::vector<SaidValue>& values, const std::string& name) {
    for (const auto& value : values)
      if (same_name(value.name, name)) return &value.value;
    return nullptr;
  }

  /// The key's text as the values say it; "" where one of its columns is missing or empty.
  [[nodiscard]] std::string key_in(const std::vector<SaidValue>& values) const {
    std::vector<ValueView> parts;
    for (const auto& name : key_names()) {
      const auto* said = said_of(values, name);
      parts.push_back(said != nullptr ? view_of(*said) : ValueView{Null{}});
    }
    return io::text_of_key(parts).value_or("");
  }

  /// Of "layer.id", and of what has no such beginning.
  [[nodiscard]] std::string key_of_resource(const std::string& resource) const {
    const auto beginning = schema_.layer + '.';
    return resource.starts_with(beginning) ? resource.substr(beginning.size()) : resource;
  }

  [[nodiscard]] std::string id_of(const ForeignAction& action) const {
    if (!action.resource.empty()) return key_of_resource(action.resource);
    for (const auto& part : action.key)
      if (!is_key(part.name))
        fail(action, "",
             msg("“{}” is none of the attributes by which its objects are known", part.name));
    return key_in(action.key.empty() ? action.values : action.key);
  }

  [[nodiscard]] std::int64_t fid_of(const ForeignAction& action, const std::string& id) const {
    const auto fids = id.empty() ? std::vector<std::int64_t>() : keyed_.fids(hash_of(id));
    if (id.empty())
      fail(action, "", msg("the action does not say which object it is about: its key is missing"));
    if (fids.empty()) fail(action, id, msg("it is not in {}", job_.against->name));
    if (fids.size() > 1)
      fail(action, id, msg("several objects of {} have this key", job_.against->name));
    return fids.front();
  }

  void aim(const std::vector<const ForeignAction*>& actions) {
    std::vector<std::int64_t> fids;
    for (const auto* action : actions) {
      if (action->op == Op::insert) continue;
      const auto id = id_of(*action);
      const auto fid = fid_of(*action, id);
      if (const auto [first, fresh] = lines_.emplace(fid, action->line); !fresh)
        fail(*action, id, msg("line {} is about it too: say both in one action", first->second));
      if (action->op == Op::remove) removed_.insert(id);
      aimed_.push_back({action, fid});
      fids.push_back(fid);
    }
    std::sort(fids.begin(), fids.end());
    present_ = std::make_unique<const FeatureTable>(io::read_features(database_, schema_, fids));
  }

  [[nodiscard]] FeatureRef present(std::int64_t fid) const {
    const auto found = std::lower_bound(present_->fids.begin(), present_->fids.end(), fid);
    return {present_.get(), static_cast<std::size_t>(found - present_->fids.begin())};
  }

  // ---- what is said of it

  [[nodiscard]] std::size_t column_of(const ForeignAction& action, const std::string& id,
                                      const std::string& name) const {
    if (const auto column = schema_.find(name)) return *column;
    std::vector<std::string> known;
    for (const auto& column : schema_.columns) known.push_back(column.name);
    fail(action, id,
         msg("there is no attribute “{}” in {}.", name, job_.against->name) +
             rules::hint_at(name, known));
  }

  [[nodiscard]] bool is_geometry(const SaidValue& said) const {
    return !schema_.geometry_column.empty() && same_name(said.name, schema_.geometry_column);
  }

  /// A value in the terms of what it is for; `convert` throws the reason where it has none.
  template <class Convert>
  [[nodiscard]] Value in_terms(const ForeignAction& action, const std::string& id,
                               const SaidValue& said, Convert&& convert) const {
    try {
      return convert();
    } catch (const InputError& error) {
      fail(action, id, msg("“{}”: {}", said.name, error.what()));
    }
  }

  void refuse_doubles(const ForeignAction& action, const std::string& id) const {
    std::set<std::string> names;
    for (const auto& said : action.values)
      if (!names.insert(folded(said.name)).second)
        fail(action, id, msg("“{}” is said twice", said.name));
  }

  /// The server's own mark of a version: nothing that a change could set.
  void check_fingerprint(const ForeignAction& action, const std::string& id, const SaidValue& said,
                         FeatureRef feature) const {
    const auto column = schema_.find(io::fingerprint_column);
    if (!column || is_null(view_of(said.value))) return;
    const auto held = to_text(feature.value(*column));
    if (held != to_text(view_of(said.value)))
      fail(action, id,
           msg("it has changed since: its {} is “{}”, not “{}”", said.name, held,
               to_text(view_of(said.value))));
  }

  void change_of(const Aimed& one) {
    const auto& action = *one.action;
    Change change;
    change.op = action.op;
    change.id = id_of(action);
    change.feature = present(one.fid);
    change.status = Status::offered;
    refuse_doubles(action, change.id);
    for (const auto& said : action.values) {
      if (same_name(said.name, io::fingerprint_column))
        check_fingerprint(action, change.id, said, change.feature);
      else if (action.op == Op::update && !names_object(action, said))
        set_value(change, action, said);
      else if (!is_key(said.name))
        fail(action, change.id, msg("a deletion sets nothing, not “{}” either", said.name));
    }
    if (change.op == Op::update) change.status = Status::taken;  // its existence does not change
    changes_.changes.push_back(std::move(change));
  }

  /// Where no filter names the object, its key stands among the values.
  [[nodiscard]] bool names_object(const ForeignAction& action, const SaidValue& said) const {
    return action.key.empty() && action.resource.empty() && is_key(said.name);
  }

  void set_value(Change& change, const ForeignAction& action, const SaidValue& said) const {
    if (is_geometry(said)) {
      auto after = in_terms(action, change.id, said, [&] { return geometry_for(schema_, said); });
      change.geometry = GeometryChange{
          to_value(change.feature.geometry()), std::move(after), Status::offered, {}};
      return;
    }
    const auto column = column_of(action, change.id, said.name);
    auto after = in_terms(action, change.id, said,
                          [&] { return value_for(schema_.columns[column], said.value); });
    change.values.push_back(
        {column, to_value(change.feature.value(column)), std::move(after), Status::offered});
  }

  // ---- insertions

  void insert(const ForeignAction& action) {
    const auto id = key_in(action.values);
    refuse_doubles(action, id);
    std::vector<Value> row(schema_.columns.size());
    Value geometry;
    for (const auto& said : action.values) {
      if (is_geometry(said))
        geometry = in_terms(action, id, said, [&] { return geometry_for(schema_, said); });
      else if (!is_fid(said) && !same_name(said.name, io::fingerprint_column))
        set_in(row, action, id, said);
    }
    for (std::size_t i = 0; i < row.size(); ++i) inserted_->columns[i].push_back(view_of(row[i]));
    inserted_->geometries.push_back(view_of(geometry));
    Change change;
    change.op = Op::insert;
    change.status = Status::offered;
    change.fid = fid_asked_for(action);
    inserted_->fids.push_back(change.fid.value_or(io::no_fid));
    change.feature = {inserted_.get(), inserted_->size() - 1};
    change.id = id_of_new(action, id, change);
    changes_.changes.push_back(std::move(change));
  }

  [[nodiscard]] bool is_fid(const SaidValue& said) const {
    return same_name(said.name, schema_.primary_key) && !schema_.find(said.name);
  }

  void set_in(std::vector<Value>& row, const ForeignAction& action, const std::string& id,
              const SaidValue& said) const {
    const auto column = column_of(action, id, said.name);
    row[column] =
        in_terms(action, id, said, [&] { return value_for(schema_.columns[column], said.value); });
  }

  /// In a layer that goes by fids: as a value, or in the name that the sender gives the object.
  [[nodiscard]] std::optional<std::int64_t> fid_asked_for(const ForeignAction& action) const {
    if (!changes_.key.empty()) return std::nullopt;
    const auto* said = said_of(action.values, schema_.primary_key);
    const auto text = said != nullptr ? to_text(view_of(*said)) : key_of_resource(action.resource);
    std::int64_t fid = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), fid);
    if (text.empty() || error != std::errc() || stop != text.data() + text.size())
      return std::nullopt;
    return fid;
  }

  std::string id_of_new(const ForeignAction& action, const std::string& key, const Change& change) {
    auto id = key;
    if (!key.empty() && !keyed_.fids(hash_of(key)).empty() && !removed_.contains(key))
      fail(action, key, msg("it is already in {}", job_.against->name));
    if (key.empty()) id = action.sender_id;
    const bool is_taken = key.empty() && !keyed_.fids(hash_of(id)).empty();
    if (id.empty() || is_taken || (key.empty() && new_ids_.contains(id))) id = minted(change);
    if (!new_ids_.insert(id).second)
      fail(action, id, msg("the file inserts two objects of this key"));
    return id;
  }

  /// As a sync would; of several that nothing tells apart, each has one of its own.
  [[nodiscard]] std::string minted(const Change& change) const {
    auto id = match::uid_beside_key({}, change.feature, {job_.producer, schema_.layer});
    while (new_ids_.contains(id)) id = uuid_v5(id);
    return id;
  }

  io::Database& database_;
  const Schema& schema_;
  const ForeignChangesJob& job_;
  KeyedLayer keyed_;
  LayerChanges changes_;
  std::vector<Aimed> aimed_;
  std::map<std::int64_t, std::size_t> lines_;  ///< of the action on each object
  std::set<std::string> removed_;
  std::set<std::string> new_ids_;
  std::unique_ptr<const FeatureTable> present_;
  std::unique_ptr<FeatureTable> inserted_;
};

}  // namespace

void complete_layer(const ForeignLayer& layer, const ForeignChangesJob& job,
                    io::Changeset& changeset) {
  LayerCompletion(layer, job).run(layer.actions, changeset);
}

}  // namespace bdf::jobs
