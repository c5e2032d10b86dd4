// SPDX-License-Identifier: MIT
#include "merge/carry_over.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "geometry/coverage.h"
#include "geometry/measure.h"
#include "geometry/redrawn_parts.h"
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
constexpr double ends_apart = 2;      ///< times the distance within which a thing is itself
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

/// What the side that did not cut says somewhere: a feature of it, or a stretch of one.
struct Source {
  std::size_t feature;  ///< its number among the cluster's features of that side
  FeatureRef says;
};

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
      : context_(context), cluster_(cluster), cut_(cut), kept_(other_than(cut)) {}

  std::optional<std::vector<Successor>> run() {
    if (!(find_ancestors() || redraw()) || !list_sources() || !find_sources()) return std::nullopt;
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
  bool redraw();
  bool list_sources();
  bool find_sources();
  [[nodiscard]] double least_share_of(const Geometry& object) const;
  [[nodiscard]] std::optional<Successor> successor_of(std::size_t feature) const;
  [[nodiscard]] std::optional<ClusterResult> merged_with(const Source& source,
                                                         std::size_t feature) const;
  [[nodiscard]] std::vector<Said> said_by(const Source& source, std::size_t feature,
                                          const ClusterResult& result) const;
  [[nodiscard]] static bool say_the_same(const std::vector<Said>& one,
                                         const std::vector<Said>& other);
  [[nodiscard]] std::size_t said_most(const std::vector<std::vector<Said>>& said,
                                      std::size_t feature) const;
  [[nodiscard]] bool may_meet(const Said& kept) const;
  void give_way(const Said& lost, const Said& kept, Successor& successor) const;
  bool lay_along(const std::vector<std::vector<Said>>& said, Successor& successor) const;
  [[nodiscard]] bool says_anything(const Source& source) const;
  void leave_keys(std::vector<Change>& update) const;
  void inherit(std::size_t source, Successor& successor) const;
  void tell(const Said& said, std::size_t feature, std::vector<ValueChange>& values) const;
  [[nodiscard]] bool kept_along() const {
    return cut_ == Side::reference && (context_.rules->values_meet == rules::ValuesMeet::interval ||
                                       context_.rules->values_meet == rules::ValuesMeet::split);
  }

  const Context& context_;
  const ClusterFeatures& cluster_;
  Side cut_;
  Side kept_;
  std::vector<std::size_t> ancestors_;  ///< of each feature of the side that kept them
  std::vector<Geometry> redrawn_;       ///< what the parts are now; none where nothing was redrawn
  std::vector<Source> sources_;
  std::vector<Geometry> places_;             ///< of each source
  std::vector<Geometry> new_;                ///< of each feature of the side that cut
  std::vector<std::vector<double>> shares_;  ///< of each of these, that each source covers
  std::vector<std::vector<std::size_t>>
      beneath_;  ///< of each of these, the sources, the most first
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

/// The one object that there was is one still, and the side that cut it has done nothing else.
bool CarryOver::redraw() {
  const auto& ancestor = cluster_.features.ancestor;
  const auto& kept = cluster_.features[kept_];
  if (ancestor.size() != 1 || kept.size() != 1 || cluster_.features[cut_].size() < 2) return false;
  if (kept_ == Side::local && !stretches_of(context_, kept[0]).empty()) return false;
  const auto before = geometry::geometry_of(ancestor[0].geometry());
  const auto after = geometry::geometry_of(kept[0].geometry());
  const auto parts = geometries_of(cluster_.features[cut_]);
  if (!before || !after || !parts) return false;
  auto redrawn =
      geometry::redrawn_parts({*before, *after}, *parts, context_.tolerance, context_.distance);
  // An earlier sync may have drawn them already.
  if (!redrawn)
    redrawn =
        geometry::redrawn_parts({*after, *after}, *parts, context_.tolerance, context_.distance);
  if (!redrawn) return false;
  redrawn_ = std::move(*redrawn);
  ancestors_ = {0};
  return true;
}

bool CarryOver::list_sources() {
  const auto kept = geometries_of(cluster_.features[kept_]);
  auto cut = geometries_of(cluster_.features[cut_]);
  if (!kept || !cut) return false;
  new_ = redrawn_.empty() ? std::move(*cut) : redrawn_;
  for (std::size_t i = 0; i < kept->size(); ++i) {
    const auto feature = cluster_.features[kept_][i];
    const auto* stretches = kept_ == Side::local ? &stretches_of(context_, feature) : nullptr;
    if (stretches == nullptr || stretches->empty()) {
      sources_.push_back({i, feature});
      places_.push_back((*kept)[i]);
      continue;
    }
    for (const auto& stretch : *stretches) {
      sources_.push_back({i, stretch.feature});
      places_.push_back(geometry::cut_out((*kept)[i], stretch.on, context_.tolerance));
    }
  }
  return true;
}

bool CarryOver::find_sources() {
  shares_ = shares_of_each(new_, places_, context_.distance);
  const auto of_kept = shares_of_each(places_, new_, context_.distance);
  std::vector<bool> covers(sources_.size());
  for (std::size_t i = 0; i < new_.size(); ++i) {
    const auto& shares = shares_[i];
    std::vector<std::size_t> beneath;
    const double covered = std::accumulate(shares.begin(), shares.end(), 0.0);
    const double least = least_share_of(new_[i]);
    for (std::size_t k = 0; k < shares.size() && covered >= most_of_it; ++k) {
      const bool has_a_say = shares[k] >= least || of_kept[k][i] >= most_of_it;
      if (has_a_say && of_kept[k][i] <= 0) return false;
      if (has_a_say) beneath.push_back(k);
    }
    std::sort(beneath.begin(), beneath.end(), [&](std::size_t one, std::size_t other) {
      return shares[one] != shares[other] ? shares[one] > shares[other] : one < other;
    });
    for (const auto source : beneath) covers[source] = true;
    beneath_.push_back(std::move(beneath));
  }
  for (std::size_t k = 0; k < sources_.size(); ++k) {
    const double covered = std::accumulate(of_kept[k].begin(), of_kept[k].end(), 0.0);
    if (covered > once_covered || (!covers[k] && says_anything(sources_[k]))) return false;
  }
  return true;
}

/// Where a line can say different things along its course, a long one may do so in a short part of
/// it: in no less than what the ends of neighbours may be apart.
double CarryOver::least_share_of(const Geometry& object) const {
  if (!kept_along() || object.kind != GeometryKind::line) return least_share;
  const double length = geometry::length_of(object);
  return length > 0 ? std::min(least_share, ends_apart * context_.distance / length) : least_share;
}

bool CarryOver::says_anything(const Source& source) const {
  ThreeWay<FeatureRef> features;
  features.ancestor = cluster_.features.ancestor[ancestors_[source.feature]];
  features[kept_] = source.says;
  return (kept_ == Side::local &&
          has_business_data(in_force(context_, features.local, Side::local), features.local)) ||
         differ(context_, features, Side::ancestor, kept_);
}

/// As if they were one object; nullopt where that leaves anything open.
std::optional<ClusterResult> CarryOver::merged_with(const Source& source,
                                                    std::size_t feature) const {
  ClusterFeatures one;
  one.number = cluster_.number;
  const auto before = ancestors_[source.feature];
  one.features.ancestor = {cluster_.features.ancestor[before]};
  one.ids.ancestor = {cluster_.ids.ancestor[before]};
  one.features[kept_] = {source.says};
  one.ids[kept_] = {cluster_.ids[kept_][source.feature]};
  one.features[cut_] = {cluster_.features[cut_][feature]};
  one.ids[cut_] = {cluster_.ids[cut_][feature]};
  if (cut_ == Side::reference) one.how_matched = "cut";
  auto context = in_force(context_, one);
  if (!redrawn_.empty()) context.layout.geometry = {};
  auto result = merge_object(context, one);
  if (!result.conflicts.empty() || !result.proposals.empty() || !result.resolved.empty())
    return std::nullopt;
  if (kept_ == Side::local)
    for (auto& change : result.update) change.feature = cluster_.features.local[source.feature];
  return result;
}

std::vector<CarryOver::Said> CarryOver::said_by(const Source& source, std::size_t feature,
                                                const ClusterResult& result) const {
  const auto local = kept_ == Side::local ? source.says : cluster_.features.local[feature];
  std::vector<Said> said;
  for (const auto& attribute : context_.layout.attributes) {
    if (!attribute.merged || attribute.housekeeping || is_key(context_, attribute) ||
        same_name(attribute.name, uid_column))
      continue;
    Value value = to_value(kept_ == Side::local ? own_value_of(local, attribute)
                                                : value_of(local, attribute, Side::local));
    if (!result.update.empty())
      for (const auto& change : result.update.front().values)
        if (change.column == *attribute.merged) value = change.after;
    said.push_back({&attribute, std::move(value)});
  }
  return said;
}

/// Whether the theme says what becomes of other values that meet this one. None at all is no value
/// that another could give way to.
bool CarryOver::may_meet(const Said& kept) const {
  const auto& attribute = *kept.attribute;
  if (attribute.responsibility.authority != rules::Authority::producer && !attribute.is_private())
    return false;
  return kept_along() || (context_.rules->values_meet == rules::ValuesMeet::most &&
                          normal_form(attribute.kind, view_of(kept.value)).has_value());
}

void CarryOver::give_way(const Said& lost, const Said& kept, Successor& successor) const {
  const auto& attribute = *kept.attribute;
  const bool along = kept_along();
  auto& decisions = successor.decisions;
  if (std::none_of(decisions.begin(), decisions.end(),
                   [&](const Decision& known) { return known.what == attribute.name; }))
    decisions.push_back(
        {attribute.name, Divergence::none, along ? "kept_along" : "covers_most", Side::local});
  if (!along && normal_form(attribute.kind, view_of(lost.value)))
    successor.flags.push_back(std::string(gave_way_flag) + attribute.name + ' ' +
                              to_text(view_of(lost.value)));
}

/// Gives the new line a stretch for each of what lies beneath it; false where that is no part of
/// it, or no line.
bool CarryOver::lay_along(const std::vector<std::vector<Said>>& said, Successor& successor) const {
  const auto& line = new_[successor.feature];
  const auto& beneath = beneath_[successor.feature];
  std::vector<const Geometry*> others;
  for (const auto source : beneath) others.push_back(&places_[source]);
  if (!geometry::is_one_path(line) ||
      !std::all_of(others.begin(), others.end(),
                   [](const auto* other) { return geometry::is_one_path(*other); }))
    return false;
  const auto spans = geometry::shared_out(line, others, context_.distance);
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (spans[i].length() <= context_.tolerance) return false;
    HeldStretch stretch{spans[i], cluster_.features[cut_][successor.feature], {}};
    for (const auto& one : said[i]) tell(one, successor.feature, stretch.values);
    successor.stretches.push_back(std::move(stretch));
  }
  std::sort(successor.stretches.begin(), successor.stretches.end(),
            [](const auto& a, const auto& b) { return a.on.from < b.on.from; });
  return true;
}

/// What the file that gains the object is told beside what the object says.
void CarryOver::tell(const Said& said, std::size_t feature,
                     std::vector<ValueChange>& values) const {
  const auto& attribute = *said.attribute;
  const bool by_reference = cut_ == Side::reference;
  const auto column = by_reference ? attribute.merged : attribute.column.reference;
  if (!column) return;
  const Held object{cut_, attribute.carried_by(cut_)
                              ? value_of(cluster_.features[cut_][feature], attribute, cut_)
                              : ValueView{Null{}}};
  if (!alike(attribute, {Side::local, view_of(said.value)}, object))
    values.push_back({*column, Null{}, said.value,
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

bool CarryOver::say_the_same(const std::vector<Said>& one, const std::vector<Said>& other) {
  for (std::size_t k = 0; k < one.size(); ++k)
    if (!alike(*one[k].attribute, {Side::local, view_of(one[k].value)},
               {Side::local, view_of(other[k].value)}))
      return false;
  return true;
}

/// The first of those that say what is said of most of the object.
std::size_t CarryOver::said_most(const std::vector<std::vector<Said>>& said,
                                 std::size_t feature) const {
  std::vector<double> sizes(said.size(), 0);
  for (std::size_t i = 0; i < said.size(); ++i)
    for (std::size_t k = 0; k < said.size(); ++k)
      if (say_the_same(said[i], said[k])) sizes[i] += shares_[feature][beneath_[feature][k]];
  return static_cast<std::size_t>(std::max_element(sizes.begin(), sizes.end()) - sizes.begin());
}

std::optional<Successor> CarryOver::successor_of(std::size_t feature) const {
  Successor successor;
  successor.feature = feature;
  const auto& beneath = beneath_[feature];
  for (const auto source : beneath) {
    const auto number = sources_[source].feature;
    const auto& known = successor.sources;
    if (std::find(known.begin(), known.end(), number) == known.end())
      successor.sources.push_back(number);
  }
  if (!redrawn_.empty()) successor.geometry = Blob{geometry::encode_wkb(redrawn_[feature])};
  if (beneath.empty()) return successor;
  std::vector<ClusterResult> results;
  std::vector<std::vector<Said>> said;
  for (const auto source : beneath) {
    auto result = merged_with(sources_[source], feature);
    if (!result) return std::nullopt;
    said.push_back(said_by(sources_[source], feature, *result));
    results.push_back(std::move(*result));
  }
  const auto most = said_most(said, feature);
  auto* first = &results[most];
  bool meet = false;
  for (std::size_t i = 0; i < said.size(); ++i)
    for (std::size_t k = 0; k < said[i].size(); ++k) {
      const auto& kept = said[most][k];
      if (alike(*kept.attribute, {Side::local, view_of(kept.value)},
                {Side::local, view_of(said[i][k].value)}))
        continue;
      if (!may_meet(kept)) return std::nullopt;
      give_way(said[i][k], kept, successor);
      meet = true;
    }
  if (meet && kept_along() && !lay_along(said, successor)) return std::nullopt;
  for (const auto& one : said[most]) tell(one, feature, successor.values);
  if (cut_ == Side::local) inherit(sources_[beneath[most]].feature, successor);
  if (cut_ == Side::local) leave_keys(first->update);
  successor.update = std::move(first->update);
  successor.contribution = std::move(first->contribution);
  for (auto& decision : first->entry.decisions)
    if (decision.what != "geometry") successor.decisions.push_back(std::move(decision));
  return successor;
}

}  // namespace

std::optional<std::vector<Successor>> carry_over(const Context& context,
                                                 const ClusterFeatures& cluster, Side cut) {
  return CarryOver(context, cluster, cut).run();
}

}  // namespace bdf::merge
