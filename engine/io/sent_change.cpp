// SPDX-License-Identifier: MIT
#include "io/sent_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/message.h"
#include "base/version.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "io/json_value.h"
#include "io/key.h"
#include "io/xml_name.h"

namespace bdf::io {

namespace {

Op sent_as(const Change& change) { return adds_feature(change) ? Op::insert : change.op; }

void add_to(std::string& list, const std::string& name) {
  list += (list.empty() ? "" : ", ") + name;
}

std::map<std::string, std::string> lineage_of(const LayerChanges& layer) {
  struct Group {
    Op op = Op::recut;
    std::string before, after;
  };
  std::map<std::string, Group> groups;
  for (const auto& change : layer.changes) {
    if (change.lineage_group.empty() || change.op == Op::update) continue;
    auto& group = groups[change.lineage_group];
    add_to(change.op == Op::remove ? group.before : group.after, change.id);
    if (change.op != Op::remove) group.op = change.op;
  }
  std::map<std::string, std::string> lineage;
  for (const auto& [name, group] : groups)
    lineage[name] = fmt::format("{}: {} → {}", name_of(group.op), group.before, group.after);
  return lineage;
}

/// By how it is stored: another form would read back as another value.
bool is_of_its_type(const SentValue& sent) {
  const bool text = std::holds_alternative<std::string_view>(sent.value);
  const bool integer = std::holds_alternative<std::int64_t>(sent.value);
  if (is_null(sent.value)) return true;
  switch (sent.column->type) {
    case ColumnType::boolean:
      return is_truth(sent);
    case ColumnType::integer:
      return integer;
    case ColumnType::real:
      return integer || std::holds_alternative<double>(sent.value);
    case ColumnType::blob:
      return std::holds_alternative<BlobView>(sent.value);
    case ColumnType::text:
    case ColumnType::date:
    case ColumnType::datetime:
      break;
  }
  return text;
}

std::optional<std::string> text_of(const std::vector<SentValue>& key) {
  std::vector<ValueView> values;
  values.reserve(key.size());
  for (const auto& part : key) values.push_back(part.value);
  return text_of_key(values);
}

/// What is against sending a layer's changes.
class Examination {
 public:
  Examination(const LayerChanges& changes, const Sayable& sayable)
      : changes_(changes), sayable_(sayable), layer_(changes, sayable.left_out) {}

  [[nodiscard]] std::vector<Unsayable> run() {
    const auto against_all =
        sayable_.against_layer ? sayable_.against_layer(changes_.target) : std::nullopt;
    for (const auto* change : layer_.in_order()) {
      number_ = static_cast<std::size_t>(change - changes_.changes.data());
      const auto sent = layer_.sent(*change);
      if (const auto reason = against_all ? against_all : against_key(sent))
        add({number_, std::nullopt, false, *reason});
      else if (sent.op == Op::update)
        examine_update(*change, sent);
      else if (const auto against = against_whole(sent))
        add({number_, std::nullopt, false, *against});
    }
    return std::move(found_);
  }

 private:
  void add(Unsayable unsayable) { found_.push_back(std::move(unsayable)); }

  void examine_update(const Change& change, const SentChange& sent) {
    for (std::size_t i = 0; i < change.values.size(); ++i) {
      const auto& column = changes_.target.columns[change.values[i].column];
      if (!sent.has(column)) continue;
      auto reason = against_changed_key(sent, column);
      if (!reason) reason = against_value({&column, view_of(change.values[i].after)});
      if (reason) add({number_, i, false, *reason});
    }
    if (const auto reason = against_geometry(sent)) add({number_, std::nullopt, true, *reason});
  }

  [[nodiscard]] std::optional<std::string> against_whole(const SentChange& sent) const {
    for (const auto& value : sent.values)
      if (const auto reason = against_value(value))
        return msg("“{}”: {}", value.column->name, *reason);
    return against_geometry(sent);
  }

  [[nodiscard]] std::optional<std::string> against_key(const SentChange& sent) const {
    if (sent.op == Op::insert) return std::nullopt;
    if (text_of(sent.key) != sent.change->id)
      return msg("its key does not name it alone, and {} has no other name for it",
                 sayable_.format);
    for (const auto& part : sent.key)
      if (auto reason = against_value(part)) return reason;
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::string> against_changed_key(const SentChange& sent,
                                                               const Column& column) const {
    const bool is_key = std::any_of(sent.key.begin(), sent.key.end(), [&](const SentValue& part) {
      return same_name(part.column->name, column.name);
    });
    if (!is_key || sayable_.changed_keys) return std::nullopt;
    return msg("it is the key, which {} cannot change", sayable_.format);
  }

  [[nodiscard]] std::optional<std::string> against_value(const SentValue& sent) const {
    if (!is_of_its_type(sent))
      return msg("the value “{}” is none of the type {}", to_text(sent.value),
                 sent.column->declared);
    if (const auto* real = std::get_if<double>(&sent.value))
      if (!std::isfinite(*real) && !sayable_.all_reals)
        return msg("{} cannot say {}", sayable_.format, to_text(*real));
    const auto* text = std::get_if<std::string_view>(&sent.value);
    if (text == nullptr) return std::nullopt;
    if (!is_utf8(*text)) return msg("the text is not in UTF-8");
    if (!sayable_.control_characters && !is_xml_text(*text))
      return msg("{} cannot say the control characters in the text", sayable_.format);
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::string> against_geometry(const SentChange& sent) const {
    if (!sent.geometry || is_null(*sent.geometry)) return std::nullopt;
    const auto* blob = std::get_if<BlobView>(&*sent.geometry);
    if (blob == nullptr || geometry::type_name_of_wkb(blob->bytes).empty())
      return msg("what stands in place of its geometry is none");
    // Types are in capital letters there.
    const auto wkt = geometry::to_wkt(blob->bytes);
    if (wkt.find("nan") != std::string::npos || wkt.find("inf") != std::string::npos)
      return msg("a coordinate of its geometry is no number");
    return sayable_.against_geometry ? sayable_.against_geometry(blob->bytes) : std::nullopt;
  }

  const LayerChanges& changes_;
  const Sayable& sayable_;
  SentLayer layer_;
  std::size_t number_ = 0;  ///< of the change that is looked at
  std::vector<Unsayable> found_;
};

}  // namespace

bool SentChange::has(const Column& column) const {
  return std::any_of(values.begin(), values.end(), [&](const SentValue& value) {
    return same_name(value.column->name, column.name);
  });
}

SentLayer::SentLayer(const LayerChanges& layer, std::string_view left_out)
    : layer_(&layer),
      row_(layer.target),
      fid_{layer.target.primary_key, ColumnType::integer, "INTEGER"},
      left_out_(left_out),
      lineage_(lineage_of(layer)) {}

bool SentLayer::is_left_out(const Column& column) const {
  return same_name(column.name, left_out_);
}

bool SentLayer::changes_nothing(const Change& change) const {
  return change.op == Op::update && !change.geometry &&
         std::all_of(change.values.begin(), change.values.end(), [&](const ValueChange& value) {
           return is_left_out(layer_->target.columns[value.column]);
         });
}

std::vector<const Change*> SentLayer::in_order() const {
  std::vector<const Change*> changes;
  for (const auto op : {Op::remove, Op::update, Op::insert})
    for (const auto& change : layer_->changes)
      if (sent_as(change) == op && !changes_nothing(change)) changes.push_back(&change);
  return changes;
}

std::vector<SentValue> SentLayer::key_of(const Change& change) const {
  if (layer_->key.empty()) {
    const auto fid = fid_in_target(change);
    if (!fid) return {};
    return {{&fid_, *fid}};
  }
  std::vector<SentValue> key;
  const auto& own = change.feature.table->schema;
  for (const auto& name : layer_->key) {
    const auto column = layer_->target.find(name);
    const auto source = own.find(name);
    const auto value = source ? change.feature.value(*source) : ValueView{Null{}};
    if (column) key.push_back({&layer_->target.columns[*column], value});
  }
  return key;
}

void SentLayer::add_new(SentChange& sent) {
  const auto& columns = layer_->target.columns;
  const auto& values = row_.values_after(*sent.change);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto is = [&](const auto& name) { return same_name(name, columns[i].name); };
    const bool is_key = std::any_of(layer_->key.begin(), layer_->key.end(), is);
    if (is_left_out(columns[i]) || (is_key && is_null(values[i]))) continue;
    sent.values.push_back({&columns[i], values[i]});
    if (is_key) sent.key.push_back(sent.values.back());
  }
  if (sent.key.size() < layer_->key.size() || !text_of(sent.key)) sent.key.clear();
  if (layer_->key.empty()) sent.key = key_of(*sent.change);
  if (!layer_->target.geometry_column.empty())
    sent.geometry = TargetRow::geometry_after(*sent.change);
}

SentChange SentLayer::sent(const Change& change) {
  SentChange sent{&change, sent_as(change), {}, {}, {}};
  if (sent.op == Op::insert) {
    add_new(sent);
    return sent;
  }
  sent.key = key_of(change);
  if (sent.op == Op::remove) return sent;
  for (const auto& value : change.values) {
    const auto& column = layer_->target.columns[value.column];
    if (!is_left_out(column)) sent.values.push_back({&column, view_of(value.after)});
  }
  if (change.geometry) sent.geometry = view_of(change.geometry->after);
  return sent;
}

std::vector<Unsayable> unsayable_in(const LayerChanges& changes, const Sayable& sayable) {
  return Examination(changes, sayable).run();
}

void check_sayable(const Changeset& changeset, const Sayable& sayable) {
  std::size_t count = 0;
  std::string first;
  for (const auto& changes : changeset.layers) {
    std::optional<std::size_t> last;
    for (const auto& [number, value, geometry, reason] : unsayable_in(changes, sayable)) {
      if (last == number) continue;
      last = number;
      if (count++ > 0) continue;
      const auto& change = changes.changes[number];
      const auto why =
          value ? msg("“{}”: {}", changes.target.columns[change.values[*value].column].name, reason)
                : reason;
      first = msg("layer “{}”, object {}: {}", changes.target.layer, change.id, why);
    }
  }
  if (count > 0)
    throw InputError(msgn("{} change cannot be said in {}. Nothing was written. First: {}",
                          "{} changes cannot be said in {}. Nothing was written. First: {}", count,
                          sayable.format, first));
}

std::string remark_on(const Changeset& changeset) {
  const auto& head = changeset.head;
  auto remark = fmt::format("bdf {}: contribution", version());
  if (!head.producer.empty()) remark += " of " + head.producer;
  if (!head.base_edition.empty()) remark += " to " + head.base_edition;
  for (const auto& changes : changeset.layers) {
    const SentLayer layer(changes);
    for (const auto& [group, note] : layer.lineage())
      remark += fmt::format("; {}: {}", changes.target.layer, note);
  }
  return remark;
}

bool is_truth(const SentValue& sent) {
  const auto* number = std::get_if<std::int64_t>(&sent.value);
  return sent.column->type == ColumnType::boolean && number != nullptr &&
         (*number == 0 || *number == 1);
}

std::string text_of(const SentValue& sent) {
  if (is_truth(sent)) return std::get<std::int64_t>(sent.value) == 1 ? "true" : "false";
  const auto* blob = std::get_if<BlobView>(&sent.value);
  return blob != nullptr ? "\\x" + folded(to_hex(blob->bytes)) : to_text(sent.value);
}

}  // namespace bdf::io
