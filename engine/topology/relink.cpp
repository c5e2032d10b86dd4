// SPDX-License-Identifier: MIT
#include "topology/relink.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/message.h"
#include "geometry/coverage.h"
#include "geometry/nearest.h"
#include "geometry/wkb.h"
#include "topology/put.h"

namespace bdf::topology {

namespace {

constexpr double least_share = 0.05;  ///< of an object, for another to be one that it lies on

using Names = std::vector<std::string>;

bool holds(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Names members_in(const merge::Attribute& attribute, const ValueView& value) {
  const auto form = merge::normal_form(ColumnType::text, value);
  if (!form) return {};
  return attribute.kind.list ? merge::members_of(*form) : Names{*form};
}

/// A layer that links lead to: what has become of the keys of the clusters that differ.
class Target {
 public:
  explicit Target(const MergedLayer& layer)
      : layer_(layer),
        objects_(held_objects(layer)),
        key_(layer.rules->schema ? layer.layout->find(layer.rules->schema->key) : nullptr) {
    if (key_ == nullptr || !key_->merged) return;
    by_cluster_.resize(layer.clusters->size());
    for (std::size_t i = 0; i < objects_.size(); ++i) {
      by_cluster_[objects_[i].cluster].push_back(i);
      if (auto key = key_of(i)) held_.emplace(*key, i);
    }
    for (std::size_t c = 0; c < by_cluster_.size(); ++c) remember(c);
  }

  [[nodiscard]] bool is_class(const std::string& name) const {
    return key_ != nullptr && key_->merged && layer_.rules->schema->layer == name;
  }

  /// What has become of a key; nullptr where it leads where it always did.
  struct Fate {
    std::size_t cluster;
    ThreeWay<bool> known;   ///< the sides that have the key
    ThreeWay<bool> as_now;  ///< the sides that have as many objects there as merged
    bool gone;              ///< merged has it no longer
  };
  [[nodiscard]] const Fate* fate_of(const std::string& key) const {
    const auto found = fates_.find(key);
    return found == fates_.end() ? nullptr : &found->second;
  }

  /// The keys of those that an object lies on; one, the nearest, where it may link to one alone.
  [[nodiscard]] Names successors(const Fate& fate, const ValueView& geometry, bool several) const;

  /// What merged says of the object of that key, in an attribute; "" where nothing.
  [[nodiscard]] std::string said_now(const std::string& key, const std::string& attribute) const;
  [[nodiscard]] std::string said_by(Side side, const std::string& key,
                                    const std::string& attribute) const;

 private:
  void remember(std::size_t cluster);
  [[nodiscard]] std::optional<std::string> key_of(std::size_t object) const {
    const auto value = merged_value(layer_, objects_[object], *key_);
    return merge::normal_form(ColumnType::text, view_of(value));
  }
  [[nodiscard]] std::optional<std::string> key_of(FeatureRef feature, Side side) const {
    return merge::normal_form(ColumnType::text, merge::value_of(feature, *key_, side));
  }

  const MergedLayer& layer_;
  std::vector<HeldObject> objects_;
  const merge::Attribute* key_;
  std::vector<std::vector<std::size_t>> by_cluster_;
  std::map<std::string, std::size_t> held_;  ///< the first object of each key
  std::map<std::string, Fate> fates_;
};

void Target::remember(std::size_t cluster) {
  const auto& features = (*layer_.clusters)[cluster].features;
  const auto now = by_cluster_[cluster].size();
  for (const auto side : {Side::local, Side::reference}) {
    for (const auto feature : features[side]) {
      const auto key = key_of(feature, side);
      if (!key) continue;
      const bool gone = !held_.contains(*key);
      const bool cut = now > 1 && (features.local.size() < now || features.reference.size() < now);
      if (!gone && !cut) continue;
      auto& fate = fates_.try_emplace(*key, Fate{cluster, {}, {}, gone}).first->second;
      fate.known[side] = true;
      fate.as_now = ThreeWay<bool>{features.ancestor.size() == now, features.local.size() == now,
                                   features.reference.size() == now};
    }
  }
}

Names Target::successors(const Fate& fate, const ValueView& geometry, bool several) const {
  std::vector<std::pair<std::string, Geometry>> parts;
  Names keys;
  for (const auto i : by_cluster_[fate.cluster]) {
    const auto key = key_of(i);
    if (!key) continue;
    keys.push_back(*key);
    if (auto part = geometry::geometry_of(objects_[i].geometry(layer_)))
      parts.emplace_back(*key, std::move(*part));
  }
  const auto own = geometry::geometry_of(geometry);
  if (keys.size() < 2 || !own || parts.size() < keys.size()) {
    if (!several && keys.size() > 1) keys.resize(1);
    return keys;
  }
  std::vector<const Geometry*> others;
  for (const auto& part : parts) others.push_back(&part.second);
  const auto shares = geometry::covered_shares(*own, others, layer_.tolerance);
  Names on;
  std::optional<std::pair<double, std::string>> nearest;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (several && shares[i] >= least_share) on.push_back(parts[i].first);
    const double away = geometry::nearest_distance(*own, parts[i].second).value_or(0) - shares[i];
    if (!nearest || away < nearest->first) nearest = {away, parts[i].first};
  }
  return on.empty() ? Names{nearest->second} : on;
}

std::string text_of(const std::optional<std::string>& form) { return form.value_or(""); }

std::string Target::said_now(const std::string& key, const std::string& attribute) const {
  const auto* found = layer_.layout->find(attribute);
  const auto object = held_.find(key);
  if (found == nullptr || !found->merged || object == held_.end()) return "";
  const auto value = merged_value(layer_, objects_[object->second], *found);
  return text_of(merge::normal_form(ColumnType::text, view_of(value)));
}

std::string Target::said_by(Side side, const std::string& key, const std::string& attribute) const {
  const auto* found = layer_.layout->find(attribute);
  const auto* fate = fate_of(key);
  if (found == nullptr || fate == nullptr) return "";
  for (const auto feature : (*layer_.clusters)[fate->cluster].features[side])
    if (key_of(feature, side) == key)
      return text_of(merge::normal_form(ColumnType::text, merge::value_of(feature, *found, side)));
  return "";
}

class Relinking {
 public:
  explicit Relinking(std::vector<MergedLayer>& layers) : layers_(layers) {
    for (const auto& layer : layers)
      if (is_linked_to(layer)) targets_.emplace_back(layer);
  }

  std::vector<Finding> run() {
    for (auto& layer : layers_)
      for (const auto& attribute : layer.layout->attributes)
        if (const auto* target = target_of(attribute)) follow(layer, attribute, *target);
    return std::move(findings_);
  }

 private:
  [[nodiscard]] bool is_linked_to(const MergedLayer& target) const {
    if (!target.rules->schema) return false;
    return std::any_of(layers_.begin(), layers_.end(), [&](const MergedLayer& layer) {
      const auto& attributes = layer.layout->attributes;
      return std::any_of(attributes.begin(), attributes.end(), [&](const auto& attribute) {
        return attribute.definition != nullptr &&
               attribute.definition->references == target.rules->schema->layer;
      });
    });
  }
  [[nodiscard]] const Target* target_of(const merge::Attribute& attribute) const {
    if (attribute.definition == nullptr || !attribute.merged) return nullptr;
    for (const auto& target : targets_)
      if (target.is_class(attribute.definition->references)) return &target;
    return nullptr;
  }
  /// One object's link, and what is to become of it.
  struct Link {
    MergedLayer& layer;
    HeldObject& object;
    const merge::Attribute& attribute;
    const Target& target;
  };
  void follow(MergedLayer& layer, const merge::Attribute& attribute, const Target& target);
  void follow(Link link);
  [[nodiscard]] std::optional<Side> holder(const Link& link, const std::string& key,
                                           const Target::Fate& fate) const;
  void rename(const Link& link, Side side, const Names& before, const Names& after);
  void tell(const Link& link, const std::string& key, const Names& successors);

  std::vector<MergedLayer>& layers_;
  std::vector<Target> targets_;
  std::vector<Finding> findings_;
};

void Relinking::follow(MergedLayer& layer, const merge::Attribute& attribute,
                       const Target& target) {
  for (auto& object : held_objects(layer)) follow({layer, object, attribute, target});
}

/// The side whose link it is that merged has broken; nullopt where none has: it leads nowhere on a
/// side that says it too, or that side knows the cut.
std::optional<Side> Relinking::holder(const Link& link, const std::string& key,
                                      const Target::Fate& fate) const {
  std::optional<Side> holder;
  const auto& features = (*link.layer.clusters)[link.object.cluster].features;
  for (const auto side : {Side::local, Side::reference})
    for (const auto feature : features[side]) {
      if (!link.attribute.carried_by(side)) continue;
      const auto members =
          members_in(link.attribute, merge::value_of(feature, link.attribute, side));
      if (!holds(members, key)) continue;
      if (!fate.known[side]) return std::nullopt;
      const bool itself = features[side].size() == 1 || feature == link.object.feature;
      if (!itself) continue;
      if (!fate.gone && fate.as_now[side]) return std::nullopt;
      holder = side;
    }
  return holder;
}

void Relinking::follow(Link link) {
  const auto value = merged_value(link.layer, link.object, link.attribute);
  const auto before = members_in(link.attribute, view_of(value));
  Names after;
  std::optional<Side> side;
  for (const auto& key : before) {
    const auto* fate = link.target.fate_of(key);
    const auto from = fate != nullptr ? holder(link, key, *fate) : std::nullopt;
    const auto keys = from ? link.target.successors(*fate, link.object.geometry(link.layer),
                                                    link.attribute.kind.list)
                           : Names{key};
    for (const auto& one : keys)
      if (!holds(after, one)) after.push_back(one);
    if (!from || keys == Names{key}) continue;
    side = from;
    tell(link, key, keys);
  }
  if (!side) return;
  const auto text = fmt::format("{}", fmt::join(after, "/"));
  put_value(link.layer, link.object, link.attribute, after.empty() ? Value{Null{}} : Value{text});
  rename(link, *side, before, after);
}

/// The names that the object repeats from what it links to.
void Relinking::rename(const Link& link, Side side, const Names& before, const Names& after) {
  for (const auto& copy : link.layer.layout->attributes) {
    const auto* definition = copy.definition;
    if (definition == nullptr || !copy.merged ||
        definition->copied.link != link.attribute.definition->name)
      continue;
    auto names = members_in(copy, view_of(merged_value(link.layer, link.object, copy)));
    const auto was = names;
    const bool shared = std::any_of(after.begin(), after.end(), [&](const std::string& key) {
      return holds(before, key);  // whose name, untouched, is not at hand: it may be the same
    });
    for (const auto& key : before)
      if (!holds(after, key) && !shared)
        std::erase(names, link.target.said_by(side, key, definition->copied.attribute));
    for (const auto& key : after) {
      const auto name = link.target.said_now(key, definition->copied.attribute);
      if (!holds(before, key) && !name.empty() && !holds(names, name)) names.push_back(name);
    }
    if (names == was) continue;
    put_value(link.layer, link.object, copy,
              names.empty() ? Value{Null{}} : Value{fmt::format("{}", fmt::join(names, "/"))});
  }
}

void Relinking::tell(const Link& link, const std::string& key, const Names& successors) {
  auto& flags = link.layer.result->ledger[link.object.cluster].flags;
  const auto& name = link.attribute.name;
  if (!successors.empty()) {
    flags.push_back(
        fmt::format("{}{} {} {}", relinked_flag, name, key, fmt::join(successors, "/")));
    return;
  }
  flags.push_back(fmt::format("{}{} {}", link_dropped_flag, name, key));
  findings_.push_back(
      {Level::warning, "link_dropped", "", link.layer.name, id_of(link.layer, link.object),
       msg("“{}” led to {}, which is there no longer: the link is taken out", name, key)});
}

}  // namespace

std::vector<Finding> relink(std::vector<MergedLayer>& layers) { return Relinking(layers).run(); }

}  // namespace bdf::topology
