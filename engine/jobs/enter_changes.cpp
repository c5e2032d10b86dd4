// SPDX-License-Identifier: MIT
#include "jobs/enter_changes.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/error.h"
#include "base/message.h"
#include "io/change_rows.h"
#include "io/key.h"
#include "jobs/new_keys.h"
#include "refbase/history.h"
#include "refbase/print.h"
#include "refbase/stored_value.h"
#include "refbase/versions.h"

namespace bdf::jobs {

namespace {

using refbase::BaseLayer;
using refbase::LiveObject;

/// By layer, in lower case, and by what the contribution calls them.
using NewIds = std::map<std::string, refbase::GivenIds>;

/// The members of a list of links, those that have another name now by that one.
std::string relinked(const std::string& links, const refbase::GivenIds& ids) {
  std::string text;
  for (std::size_t begin = 0; begin <= links.size();) {
    const auto end = std::min(links.find('/', begin), links.size());
    const auto member = links.substr(begin, end - begin);
    const auto known = ids.find(member);
    text += (begin == 0 ? "" : "/") + (known == ids.end() ? member : known->second);
    begin = end + 1;
  }
  return text;
}

/// The changes to one layer.
class LayerEntry {
 public:
  LayerEntry(refbase::SqlSession& session, const LayerChanges& changes, const BaseLayer& layer,
             const rules::ThemeLayer* theme_layer)
      : session_(session),
        changes_(changes),
        layer_(layer),
        schema_(theme_layer == nullptr ? nullptr : theme_layer->schema.get()),
        printed_(refbase::printed_columns(layer)) {}

  [[nodiscard]] const std::string& name() const { return layer_.schema.layer; }

  /// Rows as they will be, those that are added with their new keys.
  refbase::GivenIds give_keys() {
    refbase::GivenIds given;
    table_ = io::materialised(changes_);
    for (std::size_t i = 0; i < changes_.changes.size(); ++i)
      if (!io::adds_feature(changes_.changes[i])) ended_ids_.insert(id_before(i));
    for (std::size_t i = 0; i < changes_.changes.size(); ++i) {
      const auto& change = changes_.changes[i];
      if (!io::adds_feature(change)) continue;
      const auto own = own_key(i);
      // One that comes back has the name that it had.
      const bool keeps = own && (ended_ids_.contains(*own) || !has_form() ||
                                 refbase::was_ever(session_, layer_, *own));
      if (keeps) continue;
      keys_[i] = new_key(session_, layer_, schema_, change.id);
      if (!is_null(view_of(keys_[i]))) given[change.id] = key_text(keys_[i]);
    }
    return given;
  }

  /// Enters it. `ids` are all that were given.
  refbase::LayerCount enter(const NewIds& ids, const refbase::Transaction& transaction) {
    refbase::LayerCount count;
    count.layer = name();
    if (changes_.changes.empty()) return count;
    build_rows(ids);
    refbase::LayerDelta delta;
    delta.ended = ended();
    for (std::size_t row = 0; row < begun_.size(); ++row) {
      print(row);
      delta.begun.push_back(begun_[row]);
      ++(ended_ids_.contains(begun_[row].id) ? count.changed : count.added);
    }
    count.removed = std::ssize(delta.ended) - count.changed;
    delta.rows = [&](const refbase::ShowRow& show) {
      for (std::size_t row = 0; row < begun_.size(); ++row) show(row_of(row));
    };
    refbase::enter(session_, layer_, delta, transaction.number, transaction.time);
    refbase::keep_next_fid(session_, layer_);
    note_successions(transaction.number);
    return count;
  }

 private:
  [[nodiscard]] bool has_form() const {
    return schema_ != nullptr && key_form_of(schema_->key_pattern).has_value();
  }

  [[nodiscard]] static std::string key_text(const Value& key) {
    const auto view = view_of(key);
    return io::text_of_key({&view, 1}).value_or("");
  }

  /// The columns of the key, in the table.
  [[nodiscard]] std::vector<std::size_t> key_columns() const {
    std::vector<std::size_t> columns;
    for (const auto& name : layer_.key)
      if (const auto column = changes_.target.find(name)) columns.push_back(*column);
    return columns;
  }

  [[nodiscard]] std::optional<std::string> own_key(std::size_t i) const {
    std::vector<ValueView> key;
    for (const auto column : key_columns()) key.push_back(table_.columns[column][i]);
    return key.empty() ? std::nullopt : io::text_of_key(key);
  }

  [[nodiscard]] std::string id_before(std::size_t i) const {
    const auto& feature = changes_.changes[i].feature;
    if (layer_.key.empty()) return std::to_string(feature.fid());
    std::vector<ValueView> key;
    for (const auto& name : layer_.key)
      key.push_back(feature.value(*feature.table->schema.find(name)));
    return io::text_of_key(key).value_or("");
  }

  void build_rows(const NewIds& ids) {
    std::vector<std::string> added;
    for (std::size_t i = 0; i < changes_.changes.size(); ++i)
      if (changes_.changes[i].op != Op::remove) build_row(i, ids, added);
    give_fids(added);
    std::set<std::string_view> seen;
    for (const auto& object : begun_)
      if (!seen.insert(object.id).second)
        throw InputError(msg("layer “{}”: two objects would have the key {}", name(), object.id));
  }

  /// In the columns of the base's layer, in stored form.
  void build_row(std::size_t i, const NewIds& ids, std::vector<std::string>& added) {
    const auto& change = changes_.changes[i];
    std::vector<Value> values;
    std::string buffer;
    for (const auto& column : layer_.schema.columns) {
      const auto source = changes_.target.find(column.name);
      Value value = source ? to_value(table_.columns[*source][i]) : Value{Null{}};
      if (keys_.contains(i) && is_key(column.name)) value = keys_.at(i);
      value = linked(column, std::move(value), ids);
      const auto held = refbase::stored_value(column.type, view_of(value), buffer);
      if (!held)
        throw InputError(
            msg("layer “{}”, object {}: “{}” in column {} is not what the base holds "
                "there",
                name(), change.id, to_text(view_of(value)), column.name));
      values.push_back(to_value(*held));
    }
    const auto geometry = refbase::stored_geometry(layer_.schema, table_.geometries[i], buffer);
    if (!geometry)
      throw InputError(
          msg("layer “{}”, object {}: its geometry is none that the base holds there "
              "({})",
              name(), change.id, layer_.schema.geometry_type));
    geometries_.push_back(to_value(*geometry));
    begun_.push_back({id_after(values), 0, 0, ""});
    if (!io::adds_feature(change)) fids_[begun_.back().id] = change.feature.fid();
    added.push_back(begun_.back().id);
    values_.push_back(std::move(values));
    rows_by_change_[i] = begun_.size() - 1;
  }

  [[nodiscard]] bool is_key(const std::string& column) const {
    return std::any_of(layer_.key.begin(), layer_.key.end(),
                       [&](const auto& name) { return same_name(name, column); });
  }

  [[nodiscard]] std::string id_after(const std::vector<Value>& values) const {
    std::vector<ValueView> key;
    for (const auto& name : layer_.key) key.push_back(view_of(values[*layer_.schema.find(name)]));
    return key.empty() ? std::string() : io::text_of_key(key).value_or("");
  }

  [[nodiscard]] Value linked(const Column& column, Value value, const NewIds& ids) const {
    const auto* attribute = schema_ == nullptr ? nullptr : schema_->find(column.name);
    if (attribute == nullptr || attribute->references.empty()) return value;
    const auto known = ids.find(folded(attribute->references));
    if (known == ids.end() || is_null(view_of(value))) return value;
    return relinked(to_text(view_of(value)), known->second);
  }

  /// An object that stays keeps its fid, one that comes back has the one that it had.
  void give_fids(const std::vector<std::string>& ids) {
    const auto former = layer_.key.empty() ? std::unordered_map<std::string, std::int64_t>{}
                                           : refbase::former_fids(session_, layer_, ids);
    for (auto& object : begun_) {
      const auto own = fids_.find(object.id);
      const auto had = former.find(object.id);
      if (own != fids_.end())
        object.fid = own->second;
      else if (ended_ids_.contains(object.id))
        object.fid = fid_of_ended(object.id);
      else
        object.fid = had != former.end() ? had->second : layer_.next_fid++;
      if (layer_.key.empty()) object.id = std::to_string(object.fid);
    }
  }

  [[nodiscard]] std::int64_t fid_of_ended(const std::string& id) const {
    for (std::size_t i = 0; i < changes_.changes.size(); ++i)
      if (!io::adds_feature(changes_.changes[i]) && id_before(i) == id)
        return changes_.changes[i].feature.fid();
    return 0;
  }

  [[nodiscard]] std::vector<LiveObject> ended() {
    const std::vector<std::string> ids(ended_ids_.begin(), ended_ids_.end());
    auto objects = refbase::live_objects(session_, layer_, ids);
    if (objects.size() != ids.size()) refbase::fail_damaged(session_, layer_);
    return objects;
  }

  [[nodiscard]] std::vector<ValueView> row_of(std::size_t row) const {
    std::vector<ValueView> views{begun_[row].fid};
    for (const auto& value : values_[row]) views.push_back(view_of(value));
    if (!layer_.schema.geometry_column.empty()) views.push_back(view_of(geometries_[row]));
    return views;
  }

  void print(std::size_t row) { begun_[row].print = refbase::print_of_row(printed_, row_of(row)); }

  /// What was cut goes on as its parts; one of them may have kept the name.
  void note_successions(std::int64_t transaction) {
    for (std::size_t i = 0; i < changes_.changes.size(); ++i) {
      const auto& gone = changes_.changes[i];
      if (gone.op != Op::remove || gone.lineage_group.empty()) continue;
      for (const auto& [successor, row] : rows_by_change_) {
        const auto& change = changes_.changes[successor];
        if (change.lineage_group != gone.lineage_group || begun_[row].id == id_before(i)) continue;
        session_.run("INSERT INTO bdf_succession VALUES ($1, $2, $3, $4, $5)",
                     {name(), transaction, id_before(i), begun_[row].id,
                      std::string(bdf::name_of(change.op))});
      }
    }
  }

  refbase::SqlSession& session_;
  const LayerChanges& changes_;
  BaseLayer layer_;
  const rules::LayerSchema* schema_;
  std::vector<refbase::PrintedColumn> printed_;
  FeatureTable table_;  ///< one row a change
  std::set<std::string> ended_ids_;
  std::map<std::size_t, Value> keys_;  ///< by change
  std::map<std::string, std::int64_t> fids_;
  std::vector<LiveObject> begun_;
  std::vector<std::vector<Value>> values_;  ///< by begun_
  std::vector<Value> geometries_;
  std::map<std::size_t, std::size_t> rows_by_change_;
};

}  // namespace

std::map<std::string, refbase::GivenIds> enter_changes(refbase::SqlSession& session,
                                                       const std::vector<LayerChanges>& changes,
                                                       const rules::Theme& theme,
                                                       refbase::Transaction& transaction) {
  const auto layers = refbase::layers_at(session, transaction.parent);
  std::vector<LayerEntry> entries;
  entries.reserve(changes.size());
  NewIds ids;
  std::map<std::string, refbase::GivenIds> given;
  for (const auto& one : changes) {
    const auto* layer = refbase::find_layer(layers, one.target.layer);
    if (layer == nullptr)
      throw LawError(msg("the base has no layer “{}” any longer", one.target.layer));
    const auto* theme_layer = theme.find_layer(layer->schema.layer);
    entries.emplace_back(session, one, *layer, theme_layer);
    auto keys = entries.back().give_keys();
    ids[folded(theme_layer != nullptr ? theme_layer->name : layer->schema.layer)].insert(
        keys.begin(), keys.end());
    if (!keys.empty()) given[layer->schema.layer] = std::move(keys);
  }
  for (auto& entry : entries) {
    auto count = entry.enter(ids, transaction);
    if (!count.empty()) transaction.layers.push_back(std::move(count));
  }
  return given;
}

}  // namespace bdf::jobs
