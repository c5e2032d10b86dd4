// SPDX-License-Identifier: MIT
#include "jobs/admission.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "io/change_rows.h"
#include "jobs/admission_groups.h"
#include "jobs/admission_index.h"
#include "merge/compare.h"

namespace bdf::jobs {

namespace {

using refbase::Entry;
using refbase::EntryStatus;
using rules::Right;

std::optional<std::string> text_or_nothing(const ValueView& value) {
  return is_null(value) ? std::nullopt : std::optional(to_text(value));
}

std::optional<std::string> wkt_of(const ValueView& geometry) {
  const auto* wkb = std::get_if<BlobView>(&geometry);
  return wkb == nullptr ? std::nullopt : std::optional(geometry::to_wkt(wkb->bytes));
}

bool names(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// The text of a thing of the contribution: of existence the operation.
std::optional<std::string> sent_text(const Change& change, const std::string& thing,
                                     const Schema& target) {
  if (thing == rules::object_thing) return std::string(name_of(change.op));
  if (thing == rules::geometry_thing) return wkt_of(io::TargetRow::geometry_after(change));
  for (const auto& value : change.values)
    if (target.columns[value.column].name == thing) return text_or_nothing(view_of(value.after));
  return std::nullopt;
}

class Admitting {
 public:
  explicit Admitting(const AdmissionRequest& request)
      : request_(request), things_(things_of(request.runs)) {
    for (const auto* run : request.runs) indices_.emplace_back(*run);
    for (const auto& thing : things_) {
      groups_ = std::max(groups_, thing.group + 1);
      by_name_.emplace(named(thing), &thing);
    }
    for (const auto& layer : request.contribution->layers)
      for (const auto& change : layer.changes)
        for (const auto& thing : things_in(layer, change))
          contributed_.emplace(layer.target.layer, change.id, thing);
  }

  Admission run() {
    judge_groups();
    for (const auto& layer : request_.contribution->layers)
      for (const auto& change : layer.changes) account_for(layer, change);
    tell_consequences();
    for (std::size_t i = 0; i < request_.runs.size(); ++i) admitted_.changes.push_back(taken_of(i));
    return std::move(admitted_);
  }

 private:
  [[nodiscard]] const LayerRun& run_of(const Thing& thing) const {
    return *request_.runs[thing.layer];
  }

  // What each group may do.

  void judge_groups() {
    judgements_.assign(groups_, {});
    for (const auto& thing : things_) judgements_[thing.group].lower_to(judgement_of(thing));
    if (request_.accepted == nullptr) return;
    // A group goes in for something of it that was accepted, and with nothing that was not.
    chosen_.assign(groups_, false);
    for (const auto& thing : things_)
      if (is_accepted(thing)) chosen_[thing.group] = true;
    for (const auto& thing : things_)
      if (is_contributed(thing) && !is_accepted(thing)) chosen_[thing.group] = false;
  }

  /// By its own name, or because the question about its object as a whole was.
  [[nodiscard]] bool is_accepted(const Thing& thing) const {
    return request_.accepted->contains(named(thing)) ||
           indices_[thing.layer].was_settled(thing.of(request_.runs).cluster);
  }

  [[nodiscard]] Judgement judgement_of(const Thing& thing) const {
    const auto& run = run_of(thing);
    const auto& layer = run.schemas.reference->layer;
    const auto& change = thing.of(request_.runs);
    auto judgement = request_.judge->judge(layer, thing.name);
    if (io::adds_feature(change)) judge_row(indices_[thing.layer], change, judgement);
    std::vector<ValueView> places;
    if (!io::adds_feature(change)) places.push_back(change.feature.geometry());
    if (change.op != Op::remove) places.push_back(io::TargetRow::geometry_after(change));
    judgement.lower_to(request_.judge->judge_place(places));
    return judgement;
  }

  /// What comes with an object that is added, but for what it has from one that it was cut from.
  void judge_row(const RunIndex& index, const Change& change, Judgement& judgement) const {
    const auto& run = index.run();
    const auto& target = run.result.contribution.target;
    const auto before = index.rows_before(change);
    io::TargetRow row(target);
    const auto& values = row.values_after(change);
    for (std::size_t column = 0; column < values.size(); ++column) {
      const auto& name = target.columns[column].name;
      const bool is_had = before.empty()
                              ? is_null(values[column])
                              : std::any_of(before.begin(), before.end(), [&](FeatureRef one) {
                                  return merge::same_value(target.columns[column].type,
                                                           one.value(column), values[column]);
                                });
      if (is_had || run.rules.is_housekeeping(name) || names(run.result.contribution.key, name))
        continue;
      judgement.lower_to(request_.judge->judge(target.layer, name));
    }
    judgement.lower_to(request_.judge->judge(target.layer, std::string(rules::geometry_thing)));
  }

  [[nodiscard]] bool goes_in(const Thing& thing) const {
    if (judgements_[thing.group].may != Right::decide) return false;
    return request_.accepted == nullptr || chosen_[thing.group];
  }

  // Every thing of the contribution comes to something.

  /// Of a thing that changes, as the contribution calls it.
  [[nodiscard]] ThingName named(const Thing& thing) const {
    const auto& index = indices_[thing.layer];
    return {index.run().name, index.object_in_contribution(thing.of(request_.runs)),
            index.column_in_contribution(thing.name)};
  }

  [[nodiscard]] bool is_contributed(const Thing& thing) const {
    return contributed_.contains(named(thing));
  }

  /// What a row of the contribution is about; housekeeping is nothing of its own.
  [[nodiscard]] std::vector<std::string> things_in(const LayerChanges& layer,
                                                   const Change& change) const {
    if (change.op != Op::update) return {std::string(rules::object_thing)};
    std::vector<std::string> things;
    const auto* index = index_of(layer.target.layer);
    for (const auto& value : change.values) {
      const auto& name = layer.target.columns[value.column].name;
      if (!index->run().rules.is_housekeeping(name)) things.push_back(name);
    }
    if (change.geometry) things.emplace_back(rules::geometry_thing);
    return things;
  }

  [[nodiscard]] const RunIndex* index_of(const std::string& layer) const {
    for (const auto& index : indices_)
      if (same_name(index.run().name, layer)) return &index;
    throw LawError(msg("the contribution's layer “{}” was not merged", layer));
  }

  void account_for(const LayerChanges& layer, const Change& change) {
    const auto& index = *index_of(layer.target.layer);
    for (const auto& thing : things_in(layer, change)) {
      if (request_.accepted != nullptr &&
          !request_.accepted->contains({layer.target.layer, change.id, thing}))
        continue;
      Entry entry;
      entry.layer = layer.target.layer;
      entry.object = change.id;
      entry.thing = thing;
      entry.op = name_of(change.op);
      entry.sent = sent_text(change, thing, layer.target);
      entry.place = to_value(io::TargetRow::geometry_after(change));
      find_fate(index, change, entry);
      admitted_.entries.push_back(std::move(entry));
    }
  }

  /// By what the merge has made of it.
  void find_fate(const RunIndex& index, const Change& change, Entry& entry) {
    const auto changing = by_name_.find({index.run().name, change.id, entry.thing});
    if (changing != by_name_.end()) return follow(*changing->second, entry);
    const auto* cluster = index.cluster_with(change.id);
    if (cluster != nullptr && index.was_settled(cluster->number))
      for (const auto& thing : things_)
        if (request_.runs[thing.layer] == &index.run() &&
            thing.of(request_.runs).cluster == cluster->number)
          return follow(thing, entry);
    const auto* conflict =
        cluster == nullptr ? nullptr : index.conflict_about(*cluster, entry.thing);
    if (conflict != nullptr) return wait_for(index.run(), *conflict, entry);
    entry.together = next_together();
    entry.kind = "change";
    entry.may =
        name_of(request_.judge->judge(index.run().schemas.reference->layer, entry.thing).may);
    if (is_held(index.run(), cluster, change, entry) ||
        (cluster != nullptr && index.is_alike_on_both(cluster->number))) {
      entry.status = EntryStatus::admitted;
      entry.reason = msg("the base holds it already");
    } else {
      entry.status = EntryStatus::refused;
      entry.reason = why_nothing(index, cluster, entry);
    }
  }

  void follow(const Thing& thing, Entry& entry) const {
    const auto& judgement = judgements_[thing.group];
    entry.together = static_cast<std::int64_t>(thing.group);
    entry.kind = "change";
    entry.may = name_of(judgement.may);
    entry.reason = judgement.reason;
    const auto& change = thing.of(request_.runs);
    fill_values(change, thing, entry);
    if (judgement.may == Right::decide) {
      entry.status = goes_in(thing) ? EntryStatus::admitted : EntryStatus::waiting;
      if (entry.status == EntryStatus::waiting)
        entry.reason = msg("it depends on other things that have not been accepted");
      return;
    }
    entry.status = judgement.may == Right::propose ? EntryStatus::waiting : EntryStatus::refused;
    entry.kind = "rights";
  }

  static void fill_values(const Change& change, const Thing& thing, Entry& entry) {
    auto& [ancestor, local, reference] = entry.values;
    if (thing.value) {
      const auto& value = change.values[*thing.value];
      ancestor = reference = text_or_nothing(view_of(value.before));
      local = text_or_nothing(view_of(value.after));
    } else if (thing.name == rules::geometry_thing) {
      ancestor = reference = wkt_of(change.feature.geometry());
      local = wkt_of(io::TargetRow::geometry_after(change));
    }
  }

  /// Those of one conflict wait together.
  void wait_for(const LayerRun& run, const Conflict& conflict, Entry& entry) {
    const auto known = together_.find(conflict.id);
    entry.together = known != together_.end() ? known->second : next_together();
    together_[conflict.id] = entry.together;
    entry.kind = name_of(conflict.kind);
    entry.conflict = conflict.id;
    entry.values = conflict.values;
    auto judgement = request_.judge->judge(run.schemas.reference->layer, entry.thing);
    entry.may = name_of(judgement.may);
    const bool may_ask = judgement.may >= Right::propose;
    entry.status = may_ask ? EntryStatus::waiting : EntryStatus::refused;
    entry.reason = may_ask ? conflict.reason : judgement.reason;
  }

  std::int64_t next_together() { return static_cast<std::int64_t>(groups_) + more_groups_++; }

  /// Whether the base says so by now.
  static bool is_held(const LayerRun& run, const merge::ClusterFeatures* cluster,
                      const Change& change, const Entry& entry) {
    if (cluster == nullptr) return change.op == Op::remove;
    const auto& held = cluster->features.reference;
    if (entry.thing == rules::object_thing)
      return change.op == Op::remove ? held.empty() : !held.empty();
    if (held.size() != 1) return false;
    if (entry.thing == rules::geometry_thing)
      return merge::same_geometry(io::TargetRow::geometry_after(change), held.front().geometry(),
                                  run.tolerance);
    for (const auto& attribute : run.layout.attributes) {
      if (!attribute.carried_by(Side::local) || !attribute.carried_by(Side::reference)) continue;
      if (run.schemas.local->columns[*attribute.column.local].name != entry.thing) continue;
      const ValueView sent = entry.sent ? ValueView(std::string_view(*entry.sent)) : Null{};
      return merge::same_value(attribute.kind.type, sent,
                               held.front().value(*attribute.column.reference));
    }
    return false;
  }

  static std::string why_nothing(const RunIndex& index, const merge::ClusterFeatures* cluster,
                                 const Entry& entry) {
    if (cluster == nullptr || cluster->features.reference.empty())
      return msg("the base does not have the object any longer");
    const auto rule = index.rule_for_reference(*cluster, entry.thing);
    return rule.empty() ? msg("the base has no place for it any longer")
                        : msg("the base's value stands, by the rule “{}”", rule);
  }

  // What follows from things of the contribution.

  void tell_consequences() {
    std::set<ThingName> told;
    for (const auto& thing : things_) {
      if (is_contributed(thing)) continue;
      if (request_.accepted != nullptr && !goes_in(thing)) continue;
      const auto [layer, object, name] = named(thing);
      if (!told.emplace(layer, object, name).second) continue;
      Entry entry;
      entry.layer = layer;
      entry.object = object;
      entry.thing = name;
      const auto& change = thing.of(request_.runs);
      entry.op = name_of(change.op);
      entry.place = to_value(io::TargetRow::geometry_after(change));
      follow(thing, entry);
      entry.kind = "consequence";
      admitted_.entries.push_back(std::move(entry));
    }
  }

  // The changes that go in.

  [[nodiscard]] LayerChanges taken_of(std::size_t layer) const {
    const auto& contribution = request_.runs[layer]->result.contribution;
    LayerChanges taken{contribution.target, contribution.key, {}};
    std::map<std::size_t, std::vector<const Thing*>> by_change;
    for (const auto& thing : things_)
      if (thing.layer == layer && goes_in(thing)) by_change[thing.change].push_back(&thing);
    for (const auto& [number, things] : by_change)
      taken.changes.push_back(part_of(*request_.runs[layer], contribution.changes[number], things));
    return taken;
  }

  /// Of an update, these things and its housekeeping.
  static Change part_of(const LayerRun& run, const Change& change,
                        const std::vector<const Thing*>& things) {
    if (change.op != Op::update) return change;
    auto part = change;
    part.values.clear();
    part.geometry.reset();
    for (std::size_t v = 0; v < change.values.size(); ++v) {
      const auto& name = run.result.contribution.target.columns[change.values[v].column].name;
      const bool goes = std::any_of(things.begin(), things.end(),
                                    [&](const Thing* thing) { return thing->value == v; });
      if (goes || run.rules.is_housekeeping(name)) part.values.push_back(change.values[v]);
    }
    for (const auto* thing : things)
      if (thing->name == rules::geometry_thing && !thing->value) part.geometry = change.geometry;
    return part;
  }

  const AdmissionRequest& request_;
  std::vector<RunIndex> indices_;  ///< by run
  std::vector<Thing> things_;
  std::map<ThingName, const Thing*> by_name_;
  std::size_t groups_ = 0;
  std::int64_t more_groups_ = 0;
  std::vector<Judgement> judgements_;  ///< by group
  std::vector<bool> chosen_;           ///< by group, where an operator has accepted things
  std::set<ThingName> contributed_;
  std::map<std::string, std::int64_t> together_;  ///< by conflict
  Admission admitted_;
};

}  // namespace

ThingName name_of(const refbase::Entry& entry) { return {entry.layer, entry.object, entry.thing}; }

std::vector<ThingName> things_of_contribution(const io::Changeset& contribution) {
  std::vector<ThingName> things;
  for (const auto& layer : contribution.layers)
    for (const auto& change : layer.changes) {
      const auto add = [&](const std::string& thing) {
        things.emplace_back(layer.target.layer, change.id, thing);
      };
      if (change.op != Op::update) add(std::string(rules::object_thing));
      for (const auto& value : change.values) add(layer.target.columns[value.column].name);
      if (change.geometry) add(std::string(rules::geometry_thing));
    }
  return things;
}

Admission admit(const AdmissionRequest& request) { return Admitting(request).run(); }

}  // namespace bdf::jobs
