// SPDX-License-Identifier: MIT
#include "support/base_model.h"

#include <algorithm>
#include <cmath>

#include "geometry/wkb.h"

namespace bdf::tests {

namespace {

constexpr double tolerance = 0.001;

std::string trimmed(const Value& value) {
  auto text = to_text(view_of(value));
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

bool alike(const Value& a, const Value& b) {
  if (a == b) return true;
  const auto one = geometry::geometry_of(view_of(a)), other = geometry::geometry_of(view_of(b));
  return one && other &&
         std::equal(one->xy.begin(), one->xy.end(), other->xy.begin(), other->xy.end(),
                    [](double x, double y) { return std::abs(x - y) < tolerance; });
}

Value value_of(const ModelObject& object, const std::string& column) {
  const auto found = object.values.find(column);
  return found == object.values.end() ? Value{Null{}} : found->second;
}

/// Of what the new one carries.
bool differs(const ModelObject& was, const ModelObject& is) {
  for (const auto& [column, value] : is.values)
    if (!means_the_same(value_of(was, column), value)) return true;
  return !alike(was.geometry, is.geometry);
}

struct Incoming {
  std::map<std::string, ModelObject> objects;
  std::set<std::string> destroyed;
};

Incoming incoming_of(const PlainLayer& edition) {
  Incoming incoming;
  for (const auto& row : edition.rows) {
    ModelObject object{{}, row.geometry};
    bool destroyed = false;
    for (std::size_t i = 0; i < row.values.size(); ++i)
      if (edition.schema.columns[i].name == "detruit")
        destroyed = row.values[i] == Value{std::int64_t{1}};
      else
        object.values[edition.schema.columns[i].name] = row.values[i];
    const auto id = to_text(view_of(object.values["id"]));
    if (destroyed) incoming.destroyed.insert(id);
    incoming.objects[id] = std::move(object);
  }
  return incoming;
}

/// The columns that the layer lacks.
std::set<std::string> add_columns(ModelLayer& layer, const Schema& edition, std::int64_t number) {
  std::set<std::string> added;
  for (const auto& column : edition.columns) {
    const auto is = [&](const ModelColumn& known) { return known.column.name == column.name; };
    if (column.name == "detruit" || std::any_of(layer.columns.begin(), layer.columns.end(), is))
      continue;
    layer.columns.push_back({column, number});
    added.insert(column.name);
  }
  return added;
}

std::string line_of(const ModelVersion& version, const std::vector<std::string>& columns) {
  auto line = version.id;
  for (const auto& column : columns)
    line += ' ' + column + '=' + shown(view_of(value_of(version.object, column)));
  return line + " geom=" + shown(view_of(version.object.geometry));
}

/// "" where there is none.
std::string update_of(const ModelObject& was, const ModelObject& is,
                      const std::vector<std::string>& columns,
                      const std::vector<std::string>& columns_before) {
  std::string text;
  for (const auto& column : columns) {
    const bool carried =
        std::find(columns_before.begin(), columns_before.end(), column) != columns_before.end();
    const auto before = carried ? value_of(was, column) : Value{Null{}};
    const auto after = value_of(is, column);
    if (!means_the_same(before, after))
      text += ' ' + column + ": " + shown(view_of(before)) + " > " + shown(view_of(after));
  }
  if (was.geometry != is.geometry) text += " geom";
  return text.empty() ? text : " update" + text;
}

}  // namespace

std::string shown(const ValueView& value) {
  return is_null(value) ? "-" : "‹" + to_text(value) + "›";
}

bool means_the_same(const Value& a, const Value& b) { return trimmed(a) == trimmed(b); }

std::vector<std::string> ModelLayer::columns_at(std::int64_t number) const {
  std::vector<std::string> names;
  for (const auto& column : columns)
    if (column.since <= number) names.push_back(column.column.name);
  return names;
}

std::set<std::string> ModelLayer::touched_by(std::int64_t number) const {
  std::set<std::string> ids;
  for (const auto& version : versions)
    if (version.from == number || version.to == number) ids.insert(version.id);
  return ids;
}

std::string ModelLayer::line_at(const std::string& id, std::int64_t columns_of,
                                std::int64_t number) const {
  std::string line;
  for (const auto& version : versions) {
    if (version.id != id || !version.valid_after(number)) continue;
    for (const auto& column : columns_at(columns_of))
      line += ' ' + column + '=' + trimmed(value_of(version.object, column));
    line += " geom=" + shown(view_of(version.object.geometry));
  }
  return line;
}

ModelVersion* ModelLayer::live(const std::string& id) {
  for (auto version = versions.rbegin(); version != versions.rend(); ++version)
    if (version->id == id && version->to == ModelVersion::still) return &*version;
  return nullptr;
}

ModelCount BaseModel::enter(const PlainLayer& edition, bool differential, std::int64_t number) {
  auto& layer = layers_[edition.schema.layer];
  ModelCount count;
  if (layer.since == 0) {
    layer.schema = edition.schema;
    layer.since = number;
  }
  const auto new_columns = add_columns(layer, edition.schema, number);
  count.other = layer.since == number || !new_columns.empty();
  const auto [objects, destroyed] = incoming_of(edition);
  std::vector<ModelVersion> begun;
  std::set<std::string> known;
  for (auto& version : layer.versions) {
    if (version.to != ModelVersion::still) continue;
    known.insert(version.id);
    const auto found = objects.find(version.id);
    if (found == objects.end() && differential) continue;
    if (found == objects.end() || destroyed.contains(version.id)) {
      version.to = number;
      ++count.removed;
      continue;
    }
    // What is new about all objects is new about none.
    auto old = found->second;
    for (const auto& column : new_columns) old.values.erase(column);
    auto values = found->second.values;
    if (!differs(version.object, old)) {
      for (const auto& column : new_columns) version.object.values[column] = values[column];
      continue;
    }
    ++count.changed;
    version.to = number;
    values.insert(version.object.values.begin(), version.object.values.end());
    begun.push_back({version.id, number, ModelVersion::still, {values, found->second.geometry}});
  }
  for (const auto& [id, object] : objects) {
    if (known.contains(id) || destroyed.contains(id)) continue;
    ++count.added;
    begun.push_back({id, number, ModelVersion::still, object});
  }
  layer.versions.insert(layer.versions.end(), begun.begin(), begun.end());
  return count;
}

std::map<std::string, ModelCount> BaseModel::import(const std::vector<PlainLayer>& layers,
                                                    bool differential) {
  std::map<std::string, ModelCount> counts;
  bool changed = false;
  for (const auto& layer : layers) {
    const auto count = enter(layer, differential, head_ + 1);
    changed = changed || count.other || count.added + count.changed + count.removed > 0;
    counts[layer.schema.layer] = count;
  }
  if (changed) ++head_;
  return counts;
}

bool BaseModel::blocked(std::int64_t number) {
  for (auto& [name, layer] : layers_)
    for (const auto& id : layer.touched_by(number))
      if (layer.line_at(id, number, number) != layer.line_at(id, number, head_)) return true;
  return false;
}

void BaseModel::revert(std::int64_t number) {
  ++head_;
  for (auto& [name, layer] : layers_) {
    std::map<std::string, ModelObject> now;
    for (const auto& id : layer.touched_by(number))
      if (auto* version = layer.live(id)) {
        version->to = head_;
        now[id] = version->object;
      }
    std::vector<ModelVersion> begun;
    for (const auto& version : layer.versions) {
      if (version.to != number) continue;
      begun.push_back({version.id, head_, ModelVersion::still, version.object});
      if (!now.contains(version.id)) continue;
      for (const auto& [column, since] : layer.columns)
        if (since >= number)
          begun.back().object.values[column.name] = value_of(now[version.id], column.name);
    }
    layer.versions.insert(layer.versions.end(), begun.begin(), begun.end());
  }
}

std::vector<std::string> BaseModel::state(const std::string& layer, std::int64_t number) {
  std::vector<std::string> lines;
  const auto columns = layers_.at(layer).columns_at(number);
  for (const auto& version : layers_.at(layer).versions)
    if (version.valid_after(number)) lines.push_back(line_of(version, columns));
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> BaseModel::difference(const std::string& layer, std::int64_t from,
                                               std::int64_t to) {
  const auto columns = layers_.at(layer).columns_at(to);
  const auto columns_before = layers_.at(layer).columns_at(from);
  std::map<std::string, std::pair<const ModelObject*, const ModelObject*>> objects;
  for (const auto& version : layers_.at(layer).versions) {
    if (version.valid_after(from)) objects[version.id].first = &version.object;
    if (version.valid_after(to)) objects[version.id].second = &version.object;
  }
  std::vector<std::string> lines;
  for (const auto& [id, versions] : objects) {
    const auto& [before, after] = versions;
    const auto change = before == nullptr  ? " insert"
                        : after == nullptr ? " delete"
                        : before == after  ? std::string()
                                           : update_of(*before, *after, columns, columns_before);
    if (!change.empty()) lines.push_back(id + change);
  }
  return lines;
}

}  // namespace bdf::tests
