// SPDX-License-Identifier: MIT
#include "merge/recut.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include "base/message.h"
#include "geometry/alike.h"
#include "geometry/canonical.h"
#include "geometry/wkb.h"
#include "io/key.h"
#include "merge/carry_over.h"
#include "merge/compare.h"
#include "merge/conditions.h"
#include "merge/conflicts.h"
#include "merge/contested.h"
#include "merge/key.h"
#include "merge/object.h"
#include "merge/open_values.h"
#include "merge/policy.h"
#include "merge/proposals.h"
#include "merge/said_objects.h"

namespace bdf::merge {

namespace {

/// Keys name what is cut, and are the reference's to give anew.
bool is_compared(const Context& context, const Attribute& attribute) {
  return context.layout.is_shared(attribute) && !attribute.housekeeping &&
         !is_key(context, attribute);
}

/// What a feature says in the attributes that all sides carry, as one text: equal texts say the
/// same, and so may texts that differ.
std::string content_of(const Context& context, FeatureRef feature, Side side) {
  std::string content;
  const auto geometry = feature.geometry();
  if (const auto* wkb = std::get_if<BlobView>(&geometry))
    content = geometry::canonical_bytes(wkb->bytes);
  for (const auto& attribute : context.layout.attributes) {
    if (!is_compared(context, attribute)) continue;
    const auto form = normal_form(attribute.kind, value_of(feature, attribute, side));
    content += form ? '=' + std::to_string(form->size()) + ':' + *form : std::string("-");
  }
  return content;
}

Op kind_of_cut(std::size_t before, std::size_t after) {
  if (before <= 1) return Op::split;
  return after == 1 ? Op::merge : Op::recut;
}

/// Some of the cluster's features of a side, by number.
struct Rows {
  Side side;
  std::vector<std::size_t> numbers;
};

class Recut {
 public:
  Recut(const Context& context, const ClusterFeatures& cluster)
      : context_(context), cluster_(cluster) {
    for (const auto side : all_sides)
      for (const auto feature : cluster.features[side])
        contents_[side].push_back(content_of(context, feature, side));
  }

  ClusterResult run() {
    if (!recall()) merge();
    if (context_.rules->schema != nullptr && context_.key.size() == 1) lose_anothers_keys();
    return std::move(result_);
  }

 private:
  bool recall();
  void merge();
  void take_local(std::string rule);
  void hold_reference();
  void take_deletion();
  void take_reference(std::string rule);
  bool take_successors();
  [[nodiscard]] bool is_said_as_then(const Conflict& now, const Conflict& open) const;
  [[nodiscard]] bool is_as_held(const Conflict& now, const Conflict& open) const;
  bool follow_decision(const Conflict& conflict);
  void ask(std::string why);
  void keep_open(Conflict conflict, bool as_it_is);
  [[nodiscard]] bool says_the_same(Side a, std::size_t row_a, Side b, std::size_t row_b) const;
  void take_keys();
  void lose_anothers_keys();
  [[nodiscard]] Change& update_of(std::size_t local);
  [[nodiscard]] std::vector<std::optional<std::size_t>> partners(Side side, Side other) const;
  [[nodiscard]] std::vector<std::size_t> only_in(Side side, Side other) const;
  [[nodiscard]] std::string reason() const;
  [[nodiscard]] std::vector<Change> replacement(Side target, Side source, Status status) const;
  [[nodiscard]] std::vector<Change> replacement(const Rows& gone, const Rows& added,
                                                Status status) const;
  void keep_fids(std::vector<Change>& changes, const std::vector<std::size_t>& gone) const;
  [[nodiscard]] Conflict conflict() const;
  [[nodiscard]] bool loses_business_data() const;
  [[nodiscard]] bool drawn_apart() const;
  [[nodiscard]] std::optional<std::vector<Successor>> successors_of(Side cut) const;
  void lay_over(std::vector<Successor>& successors, Side cut, std::vector<Change>& changes) const;
  bool keep_successors(std::string rule);
  void redraw(Side cut, std::vector<Successor>& successors);
  void redraw(Side cut, Successor& successor) const;

  const Context& context_;
  const ClusterFeatures& cluster_;
  ThreeWay<std::vector<std::string>> contents_;
  ClusterResult result_;
};

bool Recut::says_the_same(Side a, std::size_t row_a, Side b, std::size_t row_b) const {
  const auto feature_a = cluster_.features[a][row_a];
  const auto feature_b = cluster_.features[b][row_b];
  const auto& attributes = context_.layout.attributes;
  return same_geometry(feature_a.geometry(), feature_b.geometry(), context_.tolerance) &&
         std::all_of(attributes.begin(), attributes.end(), [&](const auto& one) {
           return !is_compared(context_, one) ||
                  alike(one, {a, value_of(feature_a, one, a)}, {b, value_of(feature_b, one, b)});
         });
}

/// For each feature of `side`, the one of `other` that says just the same, one for one. Those of
/// equal content go first: many features may share a key, and few of them differ.
std::vector<std::optional<std::size_t>> Recut::partners(Side side, Side other) const {
  std::multimap<std::string_view, std::size_t> free;
  for (std::size_t i = 0; i < contents_[other].size(); ++i) free.emplace(contents_[other][i], i);
  std::vector<std::optional<std::size_t>> found(contents_[side].size());
  const auto take = [&](std::size_t row, auto partner) {
    if (partner == free.end()) return;
    found[row] = partner->second;
    free.erase(partner);
  };
  for (std::size_t i = 0; i < found.size(); ++i) take(i, free.find(contents_[side][i]));
  for (std::size_t i = 0; i < found.size(); ++i)
    if (!found[i])
      take(i, std::find_if(free.begin(), free.end(), [&](const auto& one) {
             return says_the_same(side, i, other, one.second);
           }));
  return found;
}

/// The features of `side` that `other` does not have just so.
std::vector<std::size_t> Recut::only_in(Side side, Side other) const {
  const auto found = partners(side, other);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < found.size(); ++i)
    if (!found[i]) rows.push_back(i);
  return rows;
}

/// Both sides have cut it alike: local's parts take the keys that the reference has given them.
void Recut::take_keys() {
  const auto found = partners(Side::local, Side::reference);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) continue;
    Change change;
    change.id = cluster_.ids.local[i];
    change.feature = cluster_.features.local[i];
    change.values = keys_to_take(context_, change.feature, cluster_.features.reference[*found[i]]);
    if (!change.values.empty()) result_.update.push_back(std::move(change));
  }
  if (result_.update.empty()) return;
  result_.entry.flags.emplace_back("re_identified");
  result_.entry.outcome = Outcome::updated_from_reference;
}

Change& Recut::update_of(std::size_t local) {
  const auto feature = cluster_.features.local[local];
  auto& update = result_.update;
  const auto known = std::find_if(update.begin(), update.end(), [&](const Change& change) {
    return change.op == Op::update && change.feature == feature;
  });
  if (known != update.end()) return *known;
  auto& change = update.emplace_back();
  change.id = cluster_.ids.local[local];
  change.feature = feature;
  return change;
}

/// A part that stays, and is not of the object whose key it has, goes on under its bdf_uid.
void Recut::lose_anothers_keys() {
  const auto& stay = result_.entry.out_fids;
  const auto is_one_of = [](const std::vector<std::string>& ids, const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  for (std::size_t i = 0; i < cluster_.features.local.size(); ++i) {
    const auto feature = cluster_.features.local[i];
    if (std::find(stay.begin(), stay.end(), feature.fid()) == stay.end()) continue;
    for (const auto& attribute : context_.layout.attributes) {
      if (!is_key(context_, attribute) || !attribute.carried_by(Side::local)) continue;
      const auto value = value_of(feature, attribute, Side::local);
      const auto key = io::text_of_key({&value, 1});
      const auto& named =
          cluster_.ids.reference.empty() ? cluster_.ids.ancestor : cluster_.ids.reference;
      const bool is_own = !key || cluster_.ids.local[i] == *key || is_one_of(named, *key);
      if (is_own) continue;
      auto& values = update_of(i).values;
      const bool is_given = std::any_of(values.begin(), values.end(), [&](const auto& one) {
        return one.column == *attribute.merged;
      });
      if (!is_given) values.push_back({*attribute.merged, to_value(value), Null{}, Status::taken});
    }
  }
}

/// Turns features that a target has into some that a source has; nothing but the difference.
std::vector<Change> Recut::replacement(Side target, Side source, Status status) const {
  return replacement({target, only_in(target, source)}, {source, only_in(source, target)}, status);
}

std::vector<Change> Recut::replacement(const Rows& gone, const Rows& added, Status status) const {
  const bool cut = !gone.numbers.empty() && !added.numbers.empty();
  const bool sent = gone.side == Side::reference;
  std::vector<Change> changes;
  const auto add = [&](Op op, Side side, std::size_t row) {
    Change change;
    change.op = op;
    change.id = cluster_.ids[side][row];
    change.feature = cluster_.features[side][row];
    change.status = status;
    if (cut) change.lineage_group = cluster_.name();
    if (sent && op != Op::remove && has_anothers_key(context_, cluster_))
      leave_key_out(context_, change);
    changes.push_back(std::move(change));
  };
  for (const auto row : gone.numbers) add(Op::remove, gone.side, row);
  const auto op = cut ? kind_of_cut(gone.numbers.size(), added.numbers.size()) : Op::insert;
  for (const auto row : added.numbers) add(op, added.side, row);
  if (!sent) keep_fids(changes, gone.numbers);
  return changes;
}

/// The part that keeps the key goes on under the local fid.
void Recut::keep_fids(std::vector<Change>& changes, const std::vector<std::size_t>& gone) const {
  for (const auto row : gone) {
    const auto part = std::find_if(changes.begin(), changes.end(), [&](const Change& change) {
      return change.op != Op::remove && change.id == cluster_.ids.local[row];
    });
    if (part != changes.end()) part->fid = cluster_.features.local[row].fid();
  }
}

void Recut::take_local(std::string rule) {
  keep_local(result_, cluster_);
  auto cut = replacement(Side::reference, Side::local, status_of_existence(*context_.rules));
  const bool declined = std::any_of(cut.begin(), cut.end(), [&](const Change& change) {
    return change.op != Op::remove && is_declined(context_, change.id, change.op);
  });
  if (declined)
    rule = "known_difference";
  else
    result_.contribution = std::move(cut);
  decide_existence(result_, Outcome::recut,
                   {"object", Divergence::local_only, std::move(rule), Side::local});
}

/// Merged holds the reference's objects.
void Recut::hold_reference() {
  result_.update = replacement(Side::local, Side::reference, Status::taken);
  const auto gone = only_in(Side::local, Side::reference);
  for (std::size_t i = 0; i < cluster_.features.local.size(); ++i)
    if (std::find(gone.begin(), gone.end(), i) == gone.end())
      result_.entry.out_fids.push_back(cluster_.features.local[i].fid());
}

/// What merged has held meanwhile goes, and so do the reference's objects.
void Recut::take_deletion() {
  Rows all_local{Side::local, {}};
  Rows all_reference{Side::reference, {}};
  for (auto* rows : {&all_local, &all_reference}) {
    rows->numbers.resize(cluster_.features[rows->side].size());
    std::iota(rows->numbers.begin(), rows->numbers.end(), std::size_t{0});
  }
  result_.update = replacement(all_local, {Side::reference, {}}, Status::taken);
  result_.contribution =
      replacement(all_reference, {Side::local, {}}, status_of_existence(*context_.rules));
  decide_existence(result_, Outcome::deleted_locally,
                   {"object", Divergence::both_differ, "resolution", Side::local});
}

void Recut::take_reference(std::string rule) {
  hold_reference();
  decide_existence(result_, Outcome::recut,
                   {"object", Divergence::reference_only, std::move(rule), Side::reference});
}

/// The reference's objects, with what local holds laid over them. One that lies where a single
/// local one does goes on as that.
bool Recut::take_successors() {
  auto successors = successors_of(Side::reference);
  if (!successors) return false;
  const auto& local = cluster_.features.local;
  std::vector<int> uses(local.size(), 0);
  for (const auto& successor : *successors)
    for (const auto source : successor.sources) ++uses[source];
  const auto goes_on = [&](const Successor& successor) {
    return successor.sources.size() == 1 && uses[successor.sources.front()] == 1 &&
           same_geometry(local[successor.sources.front()].geometry(),
                         cluster_.features.reference[successor.feature].geometry(),
                         context_.tolerance);
  };
  std::vector<bool> is_gone(local.size(), true);
  Rows added{Side::reference, {}};
  redraw(Side::reference, *successors);
  for (auto& successor : *successors) {
    move_into(result_.contribution, successor.contribution);
    move_into(result_.entry.decisions, successor.decisions);
    move_into(result_.entry.flags, successor.flags);
    if (!goes_on(successor)) {
      added.numbers.push_back(successor.feature);
      if (!successor.stretches.empty())
        result_.stretches.push_back(
            {cluster_.features.reference[successor.feature], std::move(successor.stretches)});
      continue;
    }
    const auto source = successor.sources.front();
    is_gone[source] = false;
    result_.entry.out_fids.push_back(local[source].fid());
    move_into(result_.update, successor.update);
  }
  Rows gone{Side::local, {}};
  for (std::size_t i = 0; i < local.size(); ++i)
    if (is_gone[i]) gone.numbers.push_back(i);
  auto changes = replacement(gone, added, Status::taken);
  lay_over(*successors, Side::reference, changes);
  move_into(result_.update, changes);
  decide_existence(result_, Outcome::recut,
                   {"object", Divergence::reference_only, "carried_over", Side::reference});
  return true;
}

/// Where merged says otherwise than the objects that a file gains, it is told so.
void Recut::lay_over(std::vector<Successor>& successors, Side cut,
                     std::vector<Change>& changes) const {
  for (auto& successor : successors)
    for (auto& change : changes) {
      if (change.op == Op::remove || change.feature != cluster_.features[cut][successor.feature])
        continue;
      move_into(change.values, successor.values);
      if (successor.geometry)
        change.geometry =
            GeometryChange{Null{}, *successor.geometry, status_of_existence(*context_.rules), {}};
    }
}

/// Why the producer is asked, in words.
std::string Recut::reason() const {
  if (cluster_.features.local.empty())
    return msg("deleted in the local layer, cut anew in the reference");
  if (!cluster_.features.ancestor.empty())
    return msg("the object was cut on one side and changed on the other");
  if (!cluster_.how_matched.empty())
    return msg("it is cut otherwise in the reference, and it carries data of the producer's own");
  return msg("several features have this key, and the two sides differ");
}

Conflict Recut::conflict() const {
  const bool cut = !cluster_.features.ancestor.empty() || !cluster_.how_matched.empty();
  auto conflict =
      new_conflict(context_, cluster_, cut ? ConflictKind::recut : ConflictKind::identity);
  for (const auto side : all_sides)
    conflict.values[side] = objects_as_json(context_, cluster_.features[side], side);
  conflict.provisional = cluster_.features.local.empty() ? Side::reference : Side::local;
  conflict.reason = reason();
  return conflict;
}

/// `as_it_is`: with what local has; else with the reference's objects.
void Recut::keep_open(Conflict conflict, bool as_it_is) {
  if (as_it_is)
    keep_local(result_, cluster_);
  else
    hold_reference();
  name_conflict(context_, conflict);
  leave_open(result_, std::move(conflict));
}

/// Or any value in a column that some side lacks, of which it cannot be told that it is not news.
bool Recut::loses_business_data() const {
  const auto says_more = [&](FeatureRef local) {
    const auto& attributes = context_.layout.attributes;
    return std::any_of(attributes.begin(), attributes.end(), [&](const Attribute& one) {
      return one.carried_by(Side::local) && !context_.layout.is_shared(one) && !one.housekeeping &&
             !is_key(context_, one) && !same_name(one.name, uid_column) &&
             normal_form(one.kind, value_of(local, one, Side::local));
    });
  };
  const auto gone = only_in(Side::local, Side::reference);
  return std::any_of(gone.begin(), gone.end(), [&](std::size_t row) {
    const auto local = cluster_.features.local[row];
    return has_business_data(in_force(context_, local, Side::local), local) || says_more(local) ||
           !stretches_of(context_, local).empty();
  });
}

/// Recognised by where it lies, with no ancestor to tell who cut it: the reference's cut stands, as
/// its geometry would.
bool Recut::drawn_apart() const {
  return !cluster_.how_matched.empty() && !context_.layout.has_ancestor;
}

/// Where an ancestor tells that one side alone cut it, and nothing else is open.
std::optional<std::vector<Successor>> Recut::successors_of(Side cut) const {
  if (has_open_values(context_, cluster_)) return std::nullopt;
  return carry_over(context_, cluster_, cut);
}

/// A part lies where the side that did not cut has drawn what it was cut off: told to the side that
/// did.
void Recut::redraw(Side cut, Successor& successor) const {
  const auto part = cluster_.features[cut][successor.feature];
  const auto& now = *successor.geometry;
  if (same_geometry(part.geometry(), view_of(Value{now}), 0)) return;
  const bool by_local = cut == Side::reference;
  const auto leaves =
      by_local ? decide(Divergence::local_only, context_.rules->geometry, Side::local, {}).leaves
               : Status::taken;
  if (!leaves) return;
  auto& changes = by_local ? successor.contribution : successor.update;
  if (changes.empty()) {
    changes.emplace_back();
    changes.back().id = cluster_.ids[cut][successor.feature];
    changes.back().feature = part;
  }
  changes.front().geometry = GeometryChange{to_value(part.geometry()), now, *leaves, {}};
}

/// The same for all of them.
void Recut::redraw(Side cut, std::vector<Successor>& successors) {
  if (!successors.front().geometry) return;
  for (auto& successor : successors) redraw(cut, successor);
  result_.entry.decisions.push_back(
      cut == Side::local
          ? Decision{"geometry", Divergence::reference_only, "only_reference_changed",
                     Side::reference}
          : Decision{"geometry", Divergence::local_only, "only_local_changed", Side::local});
}

/// Local's objects, with what the reference has changed laid over them, and what it alone holds.
bool Recut::keep_successors(std::string rule) {
  auto successors = successors_of(Side::local);
  if (!successors) return false;
  take_local(std::move(rule));
  redraw(Side::local, *successors);
  for (auto& successor : *successors) {
    move_into(result_.update, successor.update);
    move_into(result_.entry.decisions, successor.decisions);
    move_into(result_.entry.flags, successor.flags);
  }
  lay_over(*successors, Side::local, result_.contribution);
  return true;
}

/// Whether the reference still says what the question was about.
bool Recut::is_said_as_then(const Conflict& now, const Conflict& open) const {
  return now.ids.reference == open.ids.reference && now.values.reference == open.values.reference &&
         same_geometry(view_of(now.geometries.reference), view_of(open.geometries.reference),
                       context_.tolerance);
}

/// Whether local has what merged was left with. Where a collection of many kinds was drawn, or a
/// line stands in stretches, what it says tells.
bool Recut::is_as_held(const Conflict& now, const Conflict& open) const {
  const auto held = held_version(open);
  if (!say_the_same(context_, {now.values.local, Side::local}, {held.value, open.provisional}))
    return false;
  const auto& local = cluster_.features.local;
  const bool in_stretches = std::any_of(local.begin(), local.end(), [&](FeatureRef feature) {
    return !stretches_of(context_, feature).empty();
  });
  const auto then = geometry::geometry_of(view_of(held.geometry));
  const auto drawn = geometry::geometry_of(view_of(now.geometries.local));
  return in_stretches || !then || !drawn || geometry::alike(*drawn, *then, context_.tolerance);
}

/// Settles by a decision, where there is one for this conflict.
bool Recut::follow_decision(const Conflict& conflict) {
  const auto* decision = resolution_of(context_, conflict.id);
  if (decision == nullptr || !decision->side || *decision->side == Side::ancestor) return false;
  if (*decision->side == Side::local && !conflict.values.local)
    take_deletion();
  else if (*decision->side == Side::local)
    take_local("resolution");
  else
    take_reference("resolution");
  close(result_, conflict, *decision);
  return true;
}

/// Unless it has been decided already.
void Recut::ask(std::string why) {
  auto asked = conflict();
  asked.reason = std::move(why);
  name_conflict(context_, asked);
  const bool as_it_is = asked.provisional == Side::local;
  if (!follow_decision(asked)) keep_open(std::move(asked), as_it_is);
}

/// True where an earlier sync's open conflict has settled or kept the cluster.
bool Recut::recall() {
  const auto* open = pending_cut(context_, cluster_);
  if (open == nullptr) return false;
  auto now = conflict();
  if (!is_as_held(now, *open)) {
    close(result_, *open, Resolution{Side::local, "", "edit", ""});
    return false;
  }
  if (follow_decision(*open)) return true;
  const bool as_it_is =
      open->provisional == Side::local || (open->held && is_said_as_then(now, *open));
  if (open->provisional == Side::reference) {
    now.provisional = Side::reference;
    now.values.local = open->values.local;
    now.geometries.local = open->geometries.local;
    now.ids.local = open->ids.local;
  } else {
    now.values.local = open->values.local;
  }
  now.kind = open->kind;
  now.reason = open->reason;
  now.values.ancestor = open->values.ancestor;
  now.geometries.ancestor = open->geometries.ancestor;
  now.ids.ancestor = open->ids.ancestor;
  keep_open(std::move(now), as_it_is);
  return true;
}

void Recut::merge() {
  const auto divergence =
      ThreeWay<Side>{Side::ancestor, Side::local, Side::reference}.divergence([&](Side a, Side b) {
        return contents_[a].size() == contents_[b].size() && only_in(a, b).empty();
      });
  const bool alike = divergence == Divergence::none || divergence == Divergence::both_alike;
  const auto* contest = contested(context_, cluster_, "object");
  const bool taken = divergence == Divergence::reference_only;
  if (alike) {
    keep_local(result_, cluster_);
    take_keys();
    if (divergence == Divergence::both_alike && context_.layout.has_ancestor)
      decide_existence(result_, Outcome::recut, {"object", divergence, "both_alike", Side::local});
  } else if (contest != nullptr && contest->held == Side::local &&
             divergence != Divergence::local_only) {
    ask(contest->reason);
  } else if (divergence == Divergence::local_only) {
    if (!keep_successors("only_local_changed")) take_local("only_local_changed");
  } else if (drawn_apart() && !loses_business_data() && !has_open_values(context_, cluster_)) {
    take_reference("matched_by_geometry");
  } else if (taken && !loses_business_data() && !has_open_values(context_, cluster_)) {
    take_reference("only_reference_changed");
  } else if (!take_successors() && !keep_successors("carried_over")) {
    ask(taken ? msg("the reference cut it anew, and it carries data of the producer's own")
              : reason());
  }
}

}  // namespace

const Conflict* pending_cut(const Context& context, const ClusterFeatures& cluster) {
  for (const auto* conflict : pending_of(context, cluster))
    if (conflict->kind == ConflictKind::recut || conflict->kind == ConflictKind::identity)
      return conflict;
  return nullptr;
}

ClusterResult merge_recut(const Context& context, const ClusterFeatures& cluster) {
  return Recut(context, cluster).run();
}

}  // namespace bdf::merge
