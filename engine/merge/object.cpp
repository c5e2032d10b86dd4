// SPDX-License-Identifier: MIT
#include "merge/object.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "geometry/wkb.h"
#include "merge/compare.h"
#include "merge/conditions.h"
#include "merge/conflicts.h"
#include "merge/evidence.h"
#include "merge/key.h"
#include "merge/settle.h"
#include "merge/subject.h"
#include "merge/written.h"

namespace bdf::merge {

namespace {

/// Collects what the settlements of one object come to.
class ObjectMerge {
 public:
  ObjectMerge(const Context& context, const ClusterFeatures& cluster)
      : context_(context),
        cluster_(cluster),
        features_{cluster.only(Side::ancestor), cluster.only(Side::local),
                  cluster.only(Side::reference)} {
    update_.id = cluster.ids.local.front();
    update_.feature = features_.local;
    contribution_.id = cluster.ids.reference.front();
    contribution_.feature = features_.reference;
  }

  ClusterResult run() {
    has_memory_ = !pending_of(context_, cluster_).empty();
    settle_geometry();
    for (const bool evidence : {false, true})
      for (const auto& attribute : context_.layout.attributes)
        if (!attribute.housekeeping && attribute.is_evidence == evidence)
          settle_attribute(attribute);
    for (const auto& attribute : context_.layout.attributes)
      if (attribute.housekeeping) follow(attribute);
    return finished();
  }

 private:
  void settle_geometry();
  void settle_attribute(const Attribute& attribute);
  void follow(const Attribute& attribute);
  [[nodiscard]] bool is_untouched(const Attribute& attribute) const;
  void note_own_word(const Attribute& attribute);
  void note(const std::string& what, const Settlement& settlement, bool ancestor_known);
  void remember_evidence(const Subject& subject, const Settlement& settlement);
  ClusterResult finished();

  const Context& context_;
  const ClusterFeatures& cluster_;
  ThreeWay<FeatureRef> features_;
  Change update_;
  Change contribution_;
  ClusterResult result_;
  std::map<std::string, Side> decided_by_;  ///< what evidence has decided, and for whom
  bool has_memory_ = false;  ///< an earlier sync left something open about the object
  bool from_local_ = false;
  bool from_reference_ = false;
};

void ObjectMerge::note(const std::string& what, const Settlement& settlement, bool ancestor_known) {
  const auto divergence = settlement.divergence;
  const bool agree = divergence == Divergence::both_alike || divergence == Divergence::none;
  // With no ancestor's value, two sides that agree have changed nothing that we know of.
  if (divergence != Divergence::none && (!agree || ancestor_known)) {
    from_local_ |= divergence != Divergence::reference_only;
    from_reference_ |= divergence != Divergence::local_only;
    result_.entry.decisions.push_back(
        {what, divergence, std::string(settlement.verdict.rule), settlement.verdict.taken});
  }
  if (settlement.open) {
    result_.entry.conflicts.push_back(settlement.open->id);
    result_.conflicts.push_back(*settlement.open);
  }
  for (const auto& conflict : settlement.resolved) result_.resolved.push_back(conflict);
  if (settlement.proposal) result_.proposals.push_back(*settlement.proposal);
}

/// What local says there is for its own use. What the reference says stays with the reference, and
/// the ledger tells it where it is news.
void ObjectMerge::note_own_word(const Attribute& attribute) {
  if (!is_known_word(features_.local, attribute))
    result_.entry.flags.push_back(std::string(own_word_flag) + attribute.name);
  const Held ancestor{Side::ancestor, value_of(features_.ancestor, attribute, Side::ancestor)};
  const Held reference{Side::reference, value_of(features_.reference, attribute, Side::reference)};
  if (features_.ancestor && attribute.carried_by(Side::ancestor) &&
      !alike(attribute, ancestor, reference))
    result_.entry.decisions.push_back(
        {attribute.name, Divergence::reference_only, "own_word", Side::local});
}

/// Evidence goes with the side whose value stands: a date that speaks for a value stays beside it,
/// or the next edition would be held against the wrong one. Where both sides have news to be spoken
/// for, the first value decides.
void ObjectMerge::remember_evidence(const Subject& subject, const Settlement& settlement) {
  const auto rule = subject.responsibility.rule;
  if (settlement.verdict.rule == stretches_rule) return;
  const bool looks_at_it = rule == rules::Rule::newest || rule == rules::Rule::most_precise;
  const bool news = settlement.divergence != Divergence::none &&
                    settlement.divergence != Divergence::both_alike && !settlement.open;
  if (looks_at_it && news)
    decided_by_.try_emplace(folded(subject.responsibility.by), settlement.verdict.taken);
}

void ObjectMerge::settle_geometry() {
  if (!context_.layout.geometry.local || !context_.layout.geometry.reference) return;
  Subject subject;
  subject.responsibility = responsibility_of(context_, context_.rules->geometry);
  subject.evidence = side_by_evidence(context_, features_, subject.responsibility);
  subject.ancestor_known = features_.ancestor && context_.layout.geometry.ancestor;
  subject.values.local = features_.local.geometry();
  subject.values.reference = features_.reference.geometry();
  if (subject.ancestor_known) subject.values.ancestor = features_.ancestor.geometry();
  const bool unusable = subject.values.local != subject.values.reference &&
                        is_unusable_geometry(context_, subject.values.local) &&
                        !is_unusable_geometry(context_, subject.values.reference);
  if (unusable) {
    // Damage is no edit: local is taken for one that left the geometry as it was.
    subject.values.local =
        subject.ancestor_known ? subject.values.ancestor : subject.values.reference;
    result_.entry.flags.emplace_back(unusable_geometry_flag);
  }
  const auto settlement = settle(context_, cluster_, subject);
  subject.values.local = features_.local.geometry();
  note("geometry", settlement, subject.ancestor_known);
  remember_evidence(subject, settlement);
  const auto same = [&](const ValueView& a, const ValueView& b) {
    return same_geometry(a, b, context_.tolerance);
  };
  const auto changed = [&](const Value& after, Side target, Status status) {
    const auto& before = subject.values[target];
    GeometryChange change{to_value(before), after, status, {}};
    for (const auto side : {Side::local, Side::reference})
      if (view_of(after) == subject.values[side]) change.from = features_[side];
    return change;
  };
  if (!same(view_of(settlement.value), subject.values.local))
    update_.geometry = changed(settlement.value, Side::local, Status::taken);
  if (settlement.verdict.leaves && !same(view_of(settlement.leaves), subject.values.reference))
    contribution_.geometry =
        changed(settlement.leaves, Side::reference, *settlement.verdict.leaves);
}

/// Whether all sides hold the very same value, and nothing about the object is open from before.
bool ObjectMerge::is_untouched(const Attribute& attribute) const {
  if (has_memory_ || !context_.layout.is_shared(attribute)) return false;
  const auto local = value_of(features_.local, attribute, Side::local);
  if (value_of(features_.reference, attribute, Side::reference) != local) return false;
  return !context_.layout.has_ancestor ||
         (features_.ancestor && value_of(features_.ancestor, attribute, Side::ancestor) == local);
}

void ObjectMerge::settle_attribute(const Attribute& attribute) {
  if (!attribute.carried_by(Side::local) && !attribute.is_gained()) return;
  if (is_untouched(attribute)) return;
  if (says_nothing(features_.local, attribute)) return note_own_word(attribute);
  if (is_given_key(context_, cluster_, attribute) || is_withheld_key(context_, cluster_, attribute))
    return;
  auto subject = subject_of(context_, features_, attribute);
  if (const auto decided = decided_by_.find(folded(attribute.rule_name()));
      decided != decided_by_.end())
    subject.goes_with = decided->second;
  if (!subject.in_reference && !subject.ancestor_known) return;
  const auto settlement = settle(context_, cluster_, subject);
  note(attribute.name, settlement, subject.ancestor_known);
  remember_evidence(subject, settlement);
  const bool sendable =
      attribute.definition == nullptr || is_of_kind(attribute.kind, view_of(settlement.leaves));
  if (settlement.verdict.leaves && !sendable)
    result_.entry.flags.push_back(std::string(unusable_value_flag) + attribute.name);
  const Held local{Side::local, subject.values.local};
  const Held reference{Side::reference, subject.values.reference};
  if (!alike(attribute, {settlement.verdict.taken, view_of(settlement.value)}, local))
    update_.values.push_back(
        {*attribute.merged, to_value(local.value), settlement.value, Status::taken});
  if (settlement.verdict.leaves && sendable && !is_restricted(attribute) &&
      !alike(attribute, {Side::local, view_of(settlement.leaves)}, reference))
    contribution_.values.push_back({*attribute.column.reference, to_value(reference.value),
                                    settlement.leaves, *settlement.verdict.leaves});
}

/// Housekeeping is no evidence: it goes with the side whose object was taken.
void ObjectMerge::follow(const Attribute& attribute) {
  const bool gained = attribute.is_gained();
  if (!attribute.carried_by(Side::reference) || (!attribute.carried_by(Side::local) && !gained))
    return;
  if (from_local_ && !from_reference_) return;
  const auto local = value_of(features_.local, attribute, Side::local);
  const auto reference = value_of(features_.reference, attribute, Side::reference);
  if (alike(attribute, {Side::local, local}, {Side::reference, reference})) return;
  update_.values.push_back(
      {*attribute.merged, to_value(local), to_value(reference), Status::taken});
}

ClusterResult ObjectMerge::finished() {
  auto& entry = result_.entry;
  entry.out_fids = {features_.local.fid()};
  const bool updated = update_.geometry || !update_.values.empty();
  if (!entry.conflicts.empty())
    entry.outcome = Outcome::conflict;
  else if (from_local_ && from_reference_)
    entry.outcome = Outcome::merged;
  else if (context_.layout.has_ancestor && !features_.ancestor)
    entry.outcome = Outcome::merged;
  else if (from_reference_)
    entry.outcome = Outcome::updated_from_reference;
  else if (from_local_)
    entry.outcome = Outcome::kept_local;
  else if (updated)
    entry.outcome = Outcome::updated_from_reference;
  if (updated) result_.update.push_back(std::move(update_));
  if (contribution_.geometry || !contribution_.values.empty())
    result_.contribution.push_back(std::move(contribution_));
  return std::move(result_);
}

}  // namespace

ClusterResult merge_object(const Context& context, const ClusterFeatures& cluster) {
  auto result = ObjectMerge(context, cluster).run();
  take_key(context, cluster, result);
  tell_grounds(context, result.entry, false);
  return result;
}

rules::Responsibility responsibility_of(const Context& context, rules::Responsibility said) {
  const bool shared = said.authority == rules::Authority::shared;
  if (shared && !context.layout.has_ancestor) said.rule = rules::Rule::prefer_reference;
  return said;
}

bool differ(const Context& context, const ThreeWay<FeatureRef>& features, Side a, Side b) {
  const auto& layout = context.layout;
  if (layout.geometry[a] && layout.geometry[b] &&
      !same_geometry(features[a].geometry(), features[b].geometry(), context.tolerance))
    return true;
  return std::any_of(layout.attributes.begin(), layout.attributes.end(), [&](const auto& one) {
    return one.carried_by(a) && one.carried_by(b) && !one.housekeeping &&
           !alike(one, {a, value_of(features[a], one, a)}, {b, value_of(features[b], one, b)});
  });
}

bool is_unusable_geometry(const Context& context, const ValueView& geometry) {
  const auto* schema = context.rules->schema.get();
  if (schema == nullptr || !schema->geometry.required) return false;
  const auto* wkb = std::get_if<BlobView>(&geometry);
  const auto xy = wkb != nullptr ? geometry::xy_of_wkb(wkb->bytes) : std::nullopt;
  return !xy || xy->empty() ||
         !std::all_of(xy->begin(), xy->end(), [](double one) { return std::isfinite(one); });
}

bool has_business_data(const Context& context, FeatureRef local) {
  const auto& attributes = context.layout.attributes;
  return std::any_of(attributes.begin(), attributes.end(), [&](const auto& attribute) {
    const bool own = attribute.is_private() && !attribute.carried_by(Side::ancestor);
    const bool theirs = attribute.responsibility.authority == rules::Authority::producer;
    return (own || theirs) && !same_name(attribute.name, uid_column) &&
           (normal_form(attribute.kind, value_of(local, attribute, Side::local)) ||
            says_nothing(local, attribute));
  });
}

bool has_business_data_anywhere(const Context& context, FeatureRef local) {
  const auto& stretches = stretches_of(context, local);
  return has_business_data(context, local) ||
         std::any_of(stretches.begin(), stretches.end(), [&](const Stretch& stretch) {
           return has_business_data(context, stretch.feature);
         });
}

}  // namespace bdf::merge
