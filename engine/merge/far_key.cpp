// SPDX-License-Identifier: MIT
#include "merge/far_key.h"

#include <algorithm>

#include "base/message.h"
#include "io/json_text.h"
#include "merge/conditions.h"
#include "merge/conflicts.h"
#include "merge/existence.h"
#include "merge/key.h"
#include "merge/object.h"
#include "merge/open_values.h"
#include "merge/proposals.h"

namespace bdf::merge {

namespace {

const Resolution by_edit{Side::local, "", "edit", ""};

class FarKey {
 public:
  FarKey(const Context& context, const ClusterFeatures& cluster)
      : context_(context), cluster_(cluster), open_(pending_far_key(context, cluster)) {}

  ClusterResult run() {
    if (!cluster_.far_apart)
      no_longer_far();
    else if (open_ != nullptr && had_same_key() && !same_key(context_, cluster_))
      answer(by_edit);
    else if (const auto* decision = decided())
      answer(*decision);
    else
      ask();
    return std::move(result_);
  }

 private:
  void no_longer_far();
  void answer(const Resolution& resolution);
  void ask();
  void part();
  void follow_local();
  void follow_reference(const Resolution& resolution);
  void add_reference();
  [[nodiscard]] Conflict conflict() const;
  /// When it was asked: one that was recognised by where it lay may never have had the key.
  [[nodiscard]] bool had_same_key() const;
  [[nodiscard]] static std::string question(const Context& context, Conflict conflict);
  [[nodiscard]] const Resolution* decided() const;

  const Context& context_;
  const ClusterFeatures& cluster_;
  const Conflict* open_;
  ClusterResult result_;
};

std::string value_in(const io::NamedValues& values, const std::string& name) {
  for (const auto& [known, value] : values)
    if (same_name(known, name)) return to_text(view_of(value));
  return {};
}

bool FarKey::had_same_key() const {
  if (!open_->values.local || !open_->values.reference) return false;
  const auto local = io::parse_json_object(*open_->values.local);
  const auto reference = io::parse_json_object(*open_->values.reference);
  return std::all_of(context_.key.begin(), context_.key.end(), [&](const std::string& name) {
    return value_in(local, name) == value_in(reference, name);
  });
}

/// The question as it was asked first, about what local and the reference say now.
Conflict FarKey::conflict() const {
  auto conflict = new_conflict(context_, cluster_, ConflictKind::identity);
  for (const auto side : all_sides)
    conflict.values[side] = objects_as_json(context_, cluster_.features[side], side);
  if (open_ != nullptr) {
    conflict.values.ancestor = open_->values.ancestor;
    conflict.geometries.ancestor = open_->geometries.ancestor;
    conflict.ids = open_->ids;
  }
  conflict.provisional = Side::local;
  conflict.reason =
      same_key(context_, cluster_)
          ? msg("this key stands on two objects that lie far apart: a move, or a wrong key?")
          : msg("it was known by where it lies, and the reference has it far from there now: a "
                "move, or another object?");
  conflict.id = question(context_, conflict);
  return conflict;
}

/// The attributes say nothing of whether it is one object: the question is the same as long as the
/// two stand where they stand.
std::string FarKey::question(const Context& context, Conflict conflict) {
  conflict.values = {};
  conflict.ids.ancestor.clear();
  conflict.geometries.ancestor = Null{};
  name_conflict(context, conflict);
  return conflict.id;
}

const Resolution* FarKey::decided() const {
  const auto usable = [](const Resolution* decision) {
    return decision != nullptr && decision->side != Side::ancestor;
  };
  const auto* before = open_ == nullptr ? nullptr : resolution_of(context_, open_->id);
  if (usable(before)) return before;
  const auto* now = resolution_of(context_, conflict().id);
  return usable(now) ? now : nullptr;
}

void FarKey::ask() {
  keep_local(result_, cluster_);
  leave_open(result_, conflict());
  keep_open_values(context_, cluster_, result_);
  keep_proposals(context_, cluster_, result_);
}

void FarKey::answer(const Resolution& resolution) {
  auto asked = open_ == nullptr ? conflict() : *open_;
  if (resolution.side == Side::reference)
    follow_reference(resolution);
  else if (!resolution.side)
    result_ = merge_object(context_, cluster_);
  else
    part();
  close(result_, std::move(asked), resolution);
}

void FarKey::add_reference() {
  Change change;
  change.op = Op::insert;
  change.id = cluster_.ids.reference.front();
  change.feature = cluster_.only(Side::reference);
  change.status = Status::taken;
  result_.update.push_back(std::move(change));
}

void FarKey::part() {
  keep_local(result_, cluster_);
  add_reference();
  if (same_key(context_, cluster_)) lose_key(context_, cluster_, result_);
  Change change;
  change.op = Op::insert;
  change.id = cluster_.ids.local.front();
  change.feature = cluster_.only(Side::local);
  const auto& alone = in_force(context_, change.feature, Side::local);
  change.status = status_of_existence(*alone.rules);
  leave_key_out(context_, change);
  result_.contribution.push_back(std::move(change));
  decide_existence(result_, Outcome::inserted_locally,
                   {"object", Divergence::both_differ, "resolution", Side::local});
  keep_open_values(context_, cluster_, result_);
  keep_proposals(context_, cluster_, result_);
  follow_local();
}

/// What is open was about local's object, which goes on under its uid.
void FarKey::follow_local() {
  for (auto* open : {&result_.conflicts, &result_.proposals})
    for (auto& one : *open) one.ids = {"", cluster_.id_of(Side::local), ""};
}

bool is_about_geometry(const Conflict& conflict) { return conflict.kind == ConflictKind::geometry; }

/// Lays the reference's place over what the merge of the rest has come to.
void FarKey::follow_reference(const Resolution& resolution) {
  result_ = merge_object(context_, cluster_);
  for (const auto& conflict : result_.conflicts) {
    if (!is_about_geometry(conflict)) continue;
    std::erase(result_.entry.conflicts, conflict.id);
    close(result_, conflict, resolution);
  }
  std::erase_if(result_.conflicts, is_about_geometry);
  for (auto& change : result_.contribution) change.geometry.reset();
  std::erase_if(result_.contribution, [](const Change& change) {
    return change.op == Op::update && change.values.empty();
  });
  std::erase_if(result_.entry.decisions,
                [](const Decision& decision) { return decision.what == "geometry"; });
  auto& update = update_of_local(cluster_, result_);
  update.geometry = {to_value(cluster_.only(Side::local).geometry()),
                     to_value(cluster_.only(Side::reference).geometry()), Status::taken};
  result_.entry.decisions.push_back(
      {"geometry", Divergence::both_differ, "resolution", Side::reference});
  result_.entry.outcome =
      result_.entry.conflicts.empty() ? Outcome::updated_from_reference : Outcome::conflict;
}

void FarKey::no_longer_far() {
  if (cluster_.features.local.empty() && !cluster_.features.reference.empty()) {
    add_reference();
    decide_existence(result_, Outcome::inserted_from_reference,
                     {"object", Divergence::both_differ, "resolution", Side::reference});
    close(result_, *open_, Resolution{Side::reference, "", "edit", ""});
    return;
  }
  const bool both = !cluster_.features.local.empty() && !cluster_.features.reference.empty();
  result_ = both ? merge_object(context_, cluster_) : merge_existence(context_, cluster_);
  if (!both) keep_open_values(context_, cluster_, result_);
  close(result_, *open_, by_edit);
}

}  // namespace

const Conflict* pending_far_key(const Context& context, const ClusterFeatures& cluster) {
  for (const auto* conflict : pending_of(context, cluster))
    if (conflict->kind == ConflictKind::identity && !is_about_several(*conflict)) return conflict;
  return nullptr;
}

ClusterResult merge_far_key(const Context& context, const ClusterFeatures& cluster) {
  return FarKey(context, cluster).run();
}

}  // namespace bdf::merge
