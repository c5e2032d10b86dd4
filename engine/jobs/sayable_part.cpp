// SPDX-License-Identifier: MIT
#include "jobs/sayable_part.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "base/message.h"
#include "jobs/admission_groups.h"
#include "rules/community.h"

namespace bdf::jobs {

namespace {

class Parting {
 public:
  Parting(const std::vector<LayerChanges>& layers, const io::Sayable& sayable,
          const rules::Theme& theme)
      : layers_(layers) {
    std::vector<std::vector<io::Unsayable>> unsayable;
    for (const auto& layer : layers) unsayable.push_back(io::unsayable_in(layer, sayable));
    // What depends on what is asked where something depends on it.
    if (std::all_of(unsayable.begin(), unsayable.end(), [](const auto& of) { return of.empty(); }))
      return;
    gather_things(theme);
    for (std::size_t i = 0; i < layers.size(); ++i)
      for (const auto& one : unsayable[i]) object_to(i, one);
  }

  SayableParts run() {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      LayerChanges said{layers_[i].target, layers_[i].key, {}};
      auto left_out = said;
      for (std::size_t change = 0; change < layers_[i].changes.size(); ++change)
        part({i, change}, said.changes, left_out.changes);
      parts_.said.push_back(std::move(said));
      if (!left_out.changes.empty()) parts_.left_out.push_back(std::move(left_out));
    }
    return std::move(parts_);
  }

 private:
  void gather_things(const rules::Theme& theme) {
    std::vector<ChangedLayer> changed;
    for (const auto& layer : layers_) {
      const auto& name = layer.target.layer;
      auto& rules = rules_.emplace_back(theme.rules_of(theme.find_layer(name), rules::Setting{}));
      if (rules.name.empty()) rules.name = name;
      changed.push_back({&layer, &rules});
    }
    things_ = things_of(changed);
    for (std::size_t i = 0; i < things_.size(); ++i)
      by_change_[{things_[i].layer, things_[i].change}].push_back(i);
  }

  /// A layer's number and that of one of its changes.
  using Place = std::pair<std::size_t, std::size_t>;

  [[nodiscard]] const Change& change_at(const Place& place) const {
    return layers_[place.first].changes[place.second];
  }

  static bool is_meant(const Thing& thing, const io::Unsayable& unsayable) {
    if (unsayable.value) return thing.value == unsayable.value;
    if (unsayable.geometry) return !thing.value && thing.name == rules::geometry_thing;
    return true;
  }

  void object_to(std::size_t layer, const io::Unsayable& unsayable) {
    const Place place{layer, unsayable.change};
    bool is_thing = false;
    for (const auto i : by_change_[place]) {
      if (!is_meant(things_[i], unsayable)) continue;
      is_thing = true;
      reasons_.emplace(i, unsayable.reason);
      culprits_.emplace(things_[i].group, i);
    }
    if (is_thing) return;
    for (std::size_t i = 0; i < change_at(place).values.size(); ++i)
      if (unsayable.value.value_or(i) == i)
        housekeeping_.emplace(std::pair(place, i), unsayable.reason);
  }

  [[nodiscard]] bool is_left_out(const Thing& thing) const {
    return culprits_.contains(thing.group);
  }

  /// Of a thing that is left out: what is against it, or against what it depends on.
  [[nodiscard]] std::string reason_of(std::size_t thing) const {
    if (const auto own = reasons_.find(thing); own != reasons_.end()) return own->second;
    const auto& culprit = things_[culprits_.at(things_[thing].group)];
    return msg("it goes together with {} of {} (layer “{}”), which cannot be said", culprit.name,
               change_at({culprit.layer, culprit.change}).id, layers_[culprit.layer].target.layer);
  }

  void tell(const Place& place, const std::string& thing, const std::string& reason) {
    parts_.why.push_back({layers_[place.first].target.layer, change_at(place).id, thing, reason});
  }

  void part(const Place& place, std::vector<Change>& said, std::vector<Change>& left_out) {
    const auto& things = by_change_[place];
    std::size_t count = 0;
    for (const auto i : things) {
      if (!is_left_out(things_[i])) continue;
      tell(place, things_[i].name, reason_of(i));
      ++count;
    }
    const bool whole = count > 0 && count == things.size();
    if (!whole && (count > 0 || has_unsayable_housekeeping(place)))
      cut(place, said, left_out);
    else
      (whole ? left_out : said).push_back(change_at(place));
  }

  [[nodiscard]] bool has_unsayable_housekeeping(const Place& place) const {
    const auto first = housekeeping_.lower_bound({place, 0});
    return first != housekeeping_.end() && first->first.first == place;
  }

  /// An update of which some can be said.
  void cut(const Place& place, std::vector<Change>& said, std::vector<Change>& left_out) {
    const auto& change = change_at(place);
    auto sayable = change, rest = change;
    for (auto* half : {&sayable, &rest}) {
      half->values.clear();
      half->geometry.reset();
    }
    for (std::size_t i = 0; i < change.values.size(); ++i)
      (stays_out(place, i) ? rest : sayable).values.push_back(change.values[i]);
    if (change.geometry) (geometry_stays_out(place) ? rest : sayable).geometry = change.geometry;
    if (!sayable.values.empty() || sayable.geometry) said.push_back(std::move(sayable));
    left_out.push_back(std::move(rest));
  }

  [[nodiscard]] bool stays_out(const Place& place, std::size_t value) {
    if (const auto own = housekeeping_.find({place, value}); own != housekeeping_.end()) {
      const auto& target = layers_[place.first].target;
      tell(place, target.columns[change_at(place).values[value].column].name, own->second);
      return true;
    }
    return any_left_out(place, [&](const Thing& thing) { return thing.value == value; });
  }

  [[nodiscard]] bool geometry_stays_out(const Place& place) const {
    return any_left_out(place, [](const Thing& thing) {
      return !thing.value && thing.name == rules::geometry_thing;
    });
  }

  template <class IsMeant>
  [[nodiscard]] bool any_left_out(const Place& place, const IsMeant& is_meant) const {
    const auto found = by_change_.find(place);
    return found != by_change_.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](std::size_t i) {
             return is_meant(things_[i]) && is_left_out(things_[i]);
           });
  }

  const std::vector<LayerChanges>& layers_;
  std::deque<rules::LayerRules> rules_;  // its elements stay where they are
  std::vector<Thing> things_;
  std::map<Place, std::vector<std::size_t>> by_change_;
  std::map<std::size_t, std::string> reasons_;   ///< by thing, what is against itself
  std::map<std::size_t, std::size_t> culprits_;  ///< by group, the first such thing
  std::map<std::pair<Place, std::size_t>, std::string> housekeeping_;  ///< by value, likewise
  SayableParts parts_;
};

}  // namespace

std::string text_of(const LeftOut& left_out) {
  return msg("layer “{}”, object {}, {}: {}", left_out.layer, left_out.object, left_out.thing,
             left_out.reason);
}

SayableParts sayable_parts(const std::vector<LayerChanges>& layers, const io::Sayable& sayable,
                           const rules::Theme& theme) {
  return Parting(layers, sayable, theme).run();
}

}  // namespace bdf::jobs
