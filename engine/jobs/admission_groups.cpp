// SPDX-License-Identifier: MIT
#include "jobs/admission_groups.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "geometry/wkb.h"
#include "io/change_rows.h"
#include "rules/community.h"

namespace bdf::jobs {

namespace {

using Layers = std::vector<ChangedLayer>;
using Place = std::pair<double, double>;

/// Sets of numbers that are joined one by one.
class Joined {
 public:
  explicit Joined(std::size_t count) : parents_(count) {
    std::iota(parents_.begin(), parents_.end(), std::size_t{0});
  }
  [[nodiscard]] std::size_t root_of(std::size_t one) {
    while (parents_[one] != one) one = parents_[one] = parents_[parents_[one]];
    return one;
  }
  void join(std::size_t a, std::size_t b) {
    const auto first = root_of(a), second = root_of(b);
    parents_[std::max(first, second)] = std::min(first, second);
  }

 private:
  std::vector<std::size_t> parents_;
};

bool is_update(const Change& change) { return change.op == Op::update; }

std::vector<Thing> gathered(const Layers& layers) {
  std::vector<Thing> things;
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    const auto& contribution = *layers[layer].changes;
    for (std::size_t i = 0; i < contribution.changes.size(); ++i) {
      const auto& change = contribution.changes[i];
      if (!is_update(change)) {
        things.push_back({layer, i, std::nullopt, std::string(rules::object_thing), 0});
        continue;
      }
      for (std::size_t v = 0; v < change.values.size(); ++v) {
        const auto& name = contribution.target.columns[change.values[v].column].name;
        if (!layers[layer].rules->is_housekeeping(name)) things.push_back({layer, i, v, name, 0});
      }
      if (change.geometry)
        things.push_back({layer, i, std::nullopt, std::string(rules::geometry_thing), 0});
    }
  }
  return things;
}

std::set<Place> places_of(const ValueView& geometry) {
  std::set<Place> places;
  if (const auto decoded = geometry::geometry_of(geometry))
    for (std::size_t i = 0; i + 1 < decoded->xy.size(); i += 2)
      places.emplace(decoded->xy[i], decoded->xy[i + 1]);
  return places;
}

/// Where a vertex comes or goes.
std::set<Place> changed_places(const Change& change) {
  const auto before =
      io::adds_feature(change) ? std::set<Place>{} : places_of(change.feature.geometry());
  const auto after = change.op == Op::remove ? std::set<Place>{}
                                             : places_of(io::TargetRow::geometry_after(change));
  std::set<Place> changed;
  std::set_symmetric_difference(before.begin(), before.end(), after.begin(), after.end(),
                                std::inserter(changed, changed.end()));
  return changed;
}

std::vector<std::string> members_of(const ValueView& value) {
  std::vector<std::string> members;
  const auto text = to_text(value);
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('/', begin), text.size());
    members.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return members;
}

class Grouping {
 public:
  explicit Grouping(const Layers& layers)
      : layers_(layers), things_(gathered(layers)), joined_(things_.size()) {}

  std::vector<Thing> run() {
    join_objects();
    join_places();
    join_links();
    join_directions();
    std::map<std::size_t, std::size_t> numbers;
    for (std::size_t i = 0; i < things_.size(); ++i)
      things_[i].group = numbers.emplace(joined_.root_of(i), numbers.size()).first->second;
    return std::move(things_);
  }

 private:
  [[nodiscard]] const Change& change_of(std::size_t thing) const {
    return layers_[things_[thing].layer].changes->changes[things_[thing].change];
  }

  /// Those for which a key is the same.
  template <class Key>
  void join_by(std::map<Key, std::size_t>& first, const Key& key, std::size_t thing) {
    const auto [known, is_new] = first.emplace(key, thing);
    if (!is_new) joined_.join(known->second, thing);
  }

  /// What has been read from a changeset is of no cluster.
  void join_objects() {
    std::set<std::pair<std::size_t, std::int64_t>> as_wholes;
    for (std::size_t i = 0; i < things_.size(); ++i)
      if (!is_update(change_of(i)) && change_of(i).cluster != 0)
        as_wholes.emplace(things_[i].layer, change_of(i).cluster);
    std::map<std::pair<std::size_t, std::int64_t>, std::size_t> by_cluster;
    std::map<std::pair<std::size_t, std::string>, std::size_t> by_lineage;
    for (std::size_t i = 0; i < things_.size(); ++i) {
      const std::pair cluster(things_[i].layer, change_of(i).cluster);
      if (as_wholes.contains(cluster)) join_by(by_cluster, cluster, i);
      const auto& lineage = change_of(i).lineage_group;
      if (!lineage.empty()) join_by(by_lineage, std::pair(things_[i].layer, lineage), i);
    }
  }

  void join_places() {
    std::map<std::pair<std::string, Place>, std::size_t> by_place;
    for (std::size_t i = 0; i < things_.size(); ++i) {
      if (things_[i].value) continue;
      const auto& crs = layers_[things_[i].layer].changes->target.crs;
      const auto system = crs.organization + ":" + std::to_string(crs.code);
      for (const auto& place : changed_places(change_of(i)))
        join_by(by_place, std::pair(system, place), i);
    }
  }

  /// By layers and identifiers, what comes and goes.
  [[nodiscard]] std::map<std::pair<std::string, std::string>, std::size_t> comers_and_goers() {
    std::map<std::pair<std::string, std::string>, std::size_t> all;
    for (std::size_t i = 0; i < things_.size(); ++i)
      if (!is_update(change_of(i)))
        join_by(all, std::pair(folded(layers_[things_[i].layer].rules->name), change_of(i).id), i);
    return all;
  }

  void join_links() {
    const auto objects = comers_and_goers();
    for (std::size_t i = 0; i < things_.size(); ++i) {
      const auto& target = layers_[things_[i].layer].changes->target;
      const auto& schema = layers_[things_[i].layer].rules->schema;
      if (!schema) continue;
      const auto& change = change_of(i);
      const auto join = [&](const std::string& column, const ValueView& value) {
        const auto* attribute = schema->find(column);
        if (attribute == nullptr || attribute->references.empty()) return;
        for (const auto& member : members_of(value)) {
          const auto found = objects.find({folded(attribute->references), member});
          if (found != objects.end()) joined_.join(i, found->second);
        }
      };
      if (things_[i].value) {
        const auto& value = change.values[*things_[i].value];
        join(things_[i].name, view_of(value.before));
        join(things_[i].name, view_of(value.after));
      } else if (!is_update(change)) {
        io::TargetRow row(target);
        const auto& values = row.values_after(change);
        for (std::size_t c = 0; c < values.size(); ++c) join(target.columns[c].name, values[c]);
      }
    }
  }

  void join_directions() {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> geometries;
    for (std::size_t i = 0; i < things_.size(); ++i)
      if (things_[i].name == rules::geometry_thing && !things_[i].value)
        geometries[{things_[i].layer, things_[i].change}] = i;
    for (std::size_t i = 0; i < things_.size(); ++i) {
      const auto& schema = layers_[things_[i].layer].rules->schema;
      if (!schema || !schema->flow || !things_[i].value) continue;
      const auto* attribute = schema->find(things_[i].name);
      const bool says = attribute != nullptr && (attribute->name == schema->flow->attribute ||
                                                 attribute->name == schema->flow->first_node ||
                                                 attribute->name == schema->flow->last_node);
      const auto found = geometries.find({things_[i].layer, things_[i].change});
      if (says && found != geometries.end()) joined_.join(i, found->second);
    }
  }

  const Layers& layers_;
  std::vector<Thing> things_;
  Joined joined_;
};

}  // namespace

std::vector<Thing> things_of(const std::vector<ChangedLayer>& layers) {
  return Grouping(layers).run();
}

std::vector<Thing> things_of(const std::vector<const LayerRun*>& runs) {
  std::vector<ChangedLayer> layers;
  layers.reserve(runs.size());
  for (const auto* run : runs) layers.push_back({&run->result.contribution, &run->rules});
  return things_of(layers);
}

}  // namespace bdf::jobs
