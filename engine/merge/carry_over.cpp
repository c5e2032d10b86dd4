// SPDX-License-Identifier: MIT
#include "merge/carry_over.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "geometry/coverage.h"
#include "geometry/wkb.h"
#include "merge/compare.h"
#include "merge/conditions.h"
#include "merge/key.h"
#include "merge/object.h"

namespace bdf::merge {

namespace {

constexpr double least_share = 0.05;  ///< of an object, for what covers it to have a say
/// Less of an object covered: it is new there. What lies on an object with more of itself has a say
/// there, however little of it that is.
constexpr double most_of_it = 0.5;
constexpr double once_covered = 1.1;  ///< more of an object covered: what covers it overlaps

std::optional<std::vector<Geometry>> geometries_of(const std::vector<FeatureRef>& features) {
  std::vector<Geometry> geometries;
  for (const auto feature : features) {
    auto geometry = geometry::geometry_of(feature.geometry());
    if (!geometry) return std::nullopt;
    geometries.push_back(std::move(*geometry));
  }
  return geometries;
}

/// By each of the geometries, the share of it that each of the others covers.
std::vector<std::vector<double>> shares_of_each(const std::vector<Geometry>& geometries,
                                                const std::vector<Geometry>& others,
                                                double distance) {
  std::vector<const Geometry*> covering;
  for (const auto& other : others) covering.push_back(&other);
  std::vector<std::vector<double>> shares;
  for (const auto& geometry : geometries)
    shares.push_back(geometry::covered_shares(geometry, covering, distance));
  return shares;
}

class CarryOver {
 public:
  CarryOver(const Context& context, const ClusterFeatures& cluster, Side cut)
      : context_(context),
        cluster_(cluster),
        cut_(cut),
        kept_(cut == Side::local ? Side::reference : Side::local) {}

  std::optional<std::vector<Successor>> run() {
    if (!find_ancestors() || !find_sources()) return std::nullopt;
    std::vector<Successor> successors;
    for (std::size_t i = 0; i < cluster_.features[cut_].size(); ++i) {
      auto successor = successor_of(i);
      if (!successor) return std::nullopt;
      successors.push_back(std::move(*successor));
    }
    return successors;
  }

 private:
  /// An attribute, and what merged says in it.
  struct Said {
    const Attribute* attribute;
    Value value;
  };

  bool find_ancestors();
  bool find_sources();
  [[nodiscard]] std::optional<Successor> successor_of(std::size_t feature) const;
  [[nodiscard]] std::optional<ClusterResult> merged_with(std::size_t source,
                                                         std::size_t feature) const;
  [[nodiscard]] std::vector<Said> said_by(std::size_t source, std::size_t feature,
                                          const ClusterResult& result) const;
  bool give_way(const Said& lost, const Said& kept, Successor& successor) const;
  [[nodiscard]] bool says_anything(std::size_t source) const;
  void leave_keys(std::vector<Change>& update) const;
  void inherit(std::size_t source, Successor& successor) const;
  void tell(const Said& said, std::size_t feature, Successor& successor) const;

  const Context& context_;
  const ClusterFeatures& cluster_;
  Side cut_;
  Side kept_;
  std::vector<std::size_t> ancestors_;             ///< of each feature of the side that kept them
  std::vector<std::vector<std::size_t>> sources_;  ///< of each of the side that cut
};

/// The side has as many as there were, each where it was.
bool CarryOver::find_ancestors() {
  const auto& ancestor = cluster_.features.ancestor;
  const auto& kept = cluster_.features[kept_];
  if (ancestor.size() != kept.size() || kept.empty() || cluster_.features[cut_].empty())
    return false;
  std::vector<bool> taken(ancestor.size());
  for (const auto feature : kept) {
    std::size_t i = 0;
    while (i < ancestor.size() &&
           (taken[i] ||
            !same_geometry(ancestor[i].geometry(), feature.geometry(), context_.tolerance)))
      ++i;
    if (i == ancestor.size()) return false;
    taken[i] = true;
    ancestors_.push_back(i);
  }
  return true;
}

bool CarryOver::find_sources() {
  const auto kept = geometries_of(cluster_.features[kept_]);
  const auto cut = geometries_of(cluster_.features[cut_]);
  if (!kept || !cut) return false;
  const auto of_cut = shares_of_each(*cut, *kept, context_.distance);
  const auto of_kept = shares_of_each(*kept, *cut, context_.distance);
  std::vector<bool> covers(kept->size());
  for (std::size_t i = 0; i < cut->size(); ++i) {
    const auto& shares = of_cut[i];
    std::vector<std::size_t> sources;
    const double covered = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (std::size_t k = 0; k < shares.size() && covered >= most_of_it; ++k) {
      const bool has_a_say = shares[k] >= least_share || of_kept[k][i] >= most_of_it;
      if (has_a_say && of_kept[k][i] <= 0) return false;
      if (has_a_say) sources.push_back(k);
    }
    std::sort(sources.begin(), sources.end(), [&](std::size_t one, std::size_t other) {
      return shares[one] != shares[other] ? shares[one] > shares[other] : one < other;
    });
    for (const auto source : sources) covers[source] = true;
    sources_.push_back(std::move(sources));
  }
  for (std::size_t k = 0; k < kept->size(); ++k) {
    const double covered = std::accumulate(of_kept[k].begin(), of_kept[k].end(), 0.0);
    if (covered > once_covered || (!covers[k] && says_anything(k))) return false;
  }
  return true;
}

bool CarryOver::says_anything(std::size_t source) const {
  ThreeWay<FeatureRef> features;
  features.ancestor = cluster_.features.ancestor[ancestors_[source]];
  features[kept_] = cluster_.features[kept_][source];
  return (kept_ == Side::local &&
          has_business_data(in_force(context_, features.local, Side::local), features.local)) ||
         differ(context_, features, Side::ancestor, kept_);
}

/// As if they were one object; nullopt where that leaves anything open.
std::optional<ClusterResult> CarryOver::merged_with(std::size_t source, std::size_t feature) const {
  ClusterFeatures one;
  one.number = cluster_.number;
  const auto before = ancestors_[source];
  one.features.ancestor = {cluster_.features.ancestor[before]};
  one.ids.ancestor = {cluster_.ids.ancestor[before]};
  one.features[kept_] = {cluster_.features[kept_][source]};
  one.ids[kept_] = {cluster_.ids[kept_][source]};
  one.features[cut_] = {cluster_.features[cut_][feature]};
  one.ids[cut_] = {cluster_.ids[cut_][feature]};
  if (cut_ == Side::reference) one.how_matched = "cut";
  auto result = merge_object(in_force(context_, one), one);
  if (!result.conflicts.empty() || !result.proposals.empty() || !result.resolved.empty())
    return std::nullopt;
  return result;
}

std::vector<CarryOver::Said> CarryOver::said_by(std::size_t source, std::size_t feature,
                                                const ClusterResult& result) const {
  const auto local = cluster_.features.local[kept_ == Side::local ? source : feature];
  std::vector<Said> said;
  for (const auto& attribute : context_.layout.attributes) {
    if (!attribute.merged || attribute.housekeeping || is_key(context_, attribute) ||
        same_name(attribute.name, uid_column))
      continue;
    Value value = to_value(value_of(local, attribute, Side::local));
    if (!result.update.empty())
      for (const auto& change : result.update.front().values)
        if (change.column == *attribute.merged) value = change.after;
    said.push_back({&attribute, std::move(value)});
  }
  return said;
}

/// Whether the theme lets a value give way to the one that covers more of the object. None at all
/// is no value that another could give way to.
bool CarryOver::give_way(const Said& lost, const Said& kept, Successor& successor) const {
  const auto& attribute = *kept.attribute;
  if (context_.rules->values_meet != rules::ValuesMeet::most ||
      attribute.responsibility.authority != rules::Authority::producer ||
      !normal_form(attribute.kind, view_of(kept.value)))
    return false;
  successor.decisions.push_back(
      {attribute.name, Divergence::both_differ, "covers_most", Side::local});
  if (normal_form(attribute.kind, view_of(lost.value)))
    successor.flags.push_back(std::string(gave_way_flag) + attribute.name + ' ' +
                              to_text(view_of(lost.value)));
  return true;
}

/// What the file that gains the object is told beside what the object says.
void CarryOver::tell(const Said& said, std::size_t feature, Successor& successor) const {
  const auto& attribute = *said.attribute;
  const bool by_reference = cut_ == Side::reference;
  const auto column = by_reference ? attribute.merged : attribute.column.reference;
  if (!column) return;
  const Held object{cut_, attribute.carried_by(cut_)
                              ? value_of(cluster_.features[cut_][feature], attribute, cut_)
                              : ValueView{Null{}}};
  if (!alike(attribute, {Side::local, view_of(said.value)}, object))
    successor.values.push_back(
        {*column, Null{}, said.value,
         by_reference ? Status::taken : status_of_existence(*context_.rules)});
}

/// Parts keep the key that they have: it says what they were cut from.
void CarryOver::leave_keys(std::vector<Change>& update) const {
  std::set<std::size_t> keys;
  for (const auto& attribute : context_.layout.attributes)
    if (attribute.merged && is_key(context_, attribute)) keys.insert(*attribute.merged);
  for (auto& change : update)
    std::erase_if(change.values,
                  [&](const ValueChange& value) { return keys.contains(value.column); });
  std::erase_if(update,
                [](const Change& change) { return change.values.empty() && !change.geometry; });
}

/// What the reference holds and local does not carry goes on with the parts.
void CarryOver::inherit(std::size_t source, Successor& successor) const {
  const auto reference = cluster_.features.reference[source];
  for (const auto& attribute : context_.layout.attributes) {
    if (!attribute.carried_by(Side::reference) || attribute.merged || is_key(context_, attribute))
      continue;
    const auto value = value_of(reference, attribute, Side::reference);
    if (!is_null(value))
      successor.values.push_back({*attribute.column.reference, Null{}, to_value(value),
                                  status_of_existence(*context_.rules)});
  }
}

std::optional<Successor> CarryOver::successor_of(std::size_t feature) const {
  Successor successor;
  successor.feature = feature;
  successor.sources = sources_[feature];
  if (successor.sources.empty()) return successor;
  auto result = merged_with(successor.sources.front(), feature);
  if (!result) return std::nullopt;
  const auto said = said_by(successor.sources.front(), feature, *result);
  for (std::size_t i = 1; i < successor.sources.size(); ++i) {
    const auto other = merged_with(successor.sources[i], feature);
    if (!other) return std::nullopt;
    const auto also_said = said_by(successor.sources[i], feature, *other);
    for (std::size_t k = 0; k < said.size(); ++k)
      if (!alike(*said[k].attribute, {Side::local, view_of(said[k].value)},
                 {Side::local, view_of(also_said[k].value)}) &&
          !give_way(also_said[k], said[k], successor))
        return std::nullopt;
  }
  for (const auto& one : said) tell(one, feature, successor);
  if (cut_ == Side::local) inherit(successor.sources.front(), successor);
  if (cut_ == Side::local) leave_keys(result->update);
  successor.update = std::move(result->update);
  successor.contribution = std::move(result->contribution);
  for (auto& decision : result->entry.decisions)
    if (decision.what != "geometry") successor.decisions.push_back(std::move(decision));
  return successor;
}

}  // namespace

std::optional<std::vector<Successor>> carry_over(const Context& context,
                                                 const ClusterFeatures& cluster, Side cut) {
  return CarryOver(context, cluster, cut).run();
}

}  // namespace bdf::merge
