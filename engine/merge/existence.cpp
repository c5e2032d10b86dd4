// SPDX-License-Identifier: MIT
#include "merge/existence.h"

#include <algorithm>

#include "base/message.h"
#include "geometry/wkb.h"
#include "merge/conflicts.h"
#include "merge/contested.h"
#include "merge/key.h"
#include "merge/object.h"
#include "merge/open_deletion.h"
#include "merge/open_values.h"
#include "merge/policy.h"
#include "merge/proposals.h"

namespace bdf::merge {

namespace {

Change change_of(Op op, const ClusterFeatures& cluster, Side side, Status status) {
  Change change;
  change.op = op;
  change.id = cluster.ids[side].front();
  change.feature = cluster.only(side);
  change.status = status;
  return change;
}

class Existence {
 public:
  Existence(const Context& context, const ClusterFeatures& cluster)
      : context_(context),
        cluster_(cluster),
        features_{cluster.only(Side::ancestor), cluster.only(Side::local),
                  cluster.only(Side::reference)} {}
  ClusterResult run();

 private:
  struct Winner {
    Side side;
    std::string rule;
  };

  void without_history();
  void gone_from_reference();
  void gone_from_local();
  [[nodiscard]] bool is_left() const;
  void new_locally();
  void new_in_reference();
  void hold_on();
  void ask_again(const Conflict& pending);
  void follow(const Conflict& pending, const Resolution& resolution);

  void take_from_reference();
  void remove_from_local();
  void delete_in_reference(Divergence divergence, std::string rule);
  void insert_locally(std::string rule);
  void decide(Outcome outcome, Divergence divergence, std::string rule, Side taken);
  [[nodiscard]] Conflict conflict() const;
  [[nodiscard]] std::optional<Winner> winner(const Conflict& conflict);

  const Context& context_;
  const ClusterFeatures& cluster_;
  ThreeWay<FeatureRef> features_;
  ClusterResult result_;
};

void Existence::decide(Outcome outcome, Divergence divergence, std::string rule, Side taken) {
  decide_existence(result_, outcome, {"object", divergence, std::move(rule), taken});
}

void Existence::take_from_reference() {
  auto change = change_of(Op::insert, cluster_, Side::reference, Status::taken);
  if (context_.key_is_fid) change.fid = change.feature.fid();
  result_.update.push_back(std::move(change));
}

void Existence::remove_from_local() {
  result_.update.push_back(change_of(Op::remove, cluster_, Side::local, Status::taken));
}

void Existence::delete_in_reference(Divergence divergence, std::string rule) {
  if (is_declined(context_, cluster_.ids.reference.front(), Op::remove)) {
    if (context_.rules->declined == rules::Declined::revert) {
      take_from_reference();
      decide(Outcome::inserted_from_reference, divergence, "declined", Side::reference);
    } else {
      decide(Outcome::deleted_locally, divergence, "known_difference", Side::local);
    }
    return;
  }
  result_.contribution.push_back(
      change_of(Op::remove, cluster_, Side::reference, status_of_existence(*context_.rules)));
  decide(Outcome::deleted_locally, divergence, std::move(rule), Side::local);
}

/// A key in the reference's style on an object that the reference does not have, with no ancestor
/// to say whether it once did: told, and not sent.
void Existence::insert_locally(std::string rule) {
  keep_local(result_, cluster_);
  if (!context_.layout.has_ancestor && !cluster_.has_uid) {
    decide(Outcome::inserted_locally, Divergence::local_only, "unknown_to_reference", Side::local);
    result_.entry.flags.emplace_back("not_contributed");
    return;
  }
  if (is_unusable_geometry(context_, features_.local.geometry())) {
    decide(Outcome::inserted_locally, Divergence::local_only, "unusable_geometry", Side::local);
    result_.entry.flags.emplace_back(unusable_geometry_flag);
    return;
  }
  if (is_declined(context_, cluster_.ids.local.front(), Op::insert)) {
    decide(Outcome::inserted_locally, Divergence::local_only, "known_difference", Side::local);
    return;
  }
  decide(Outcome::inserted_locally, Divergence::local_only, std::move(rule), Side::local);
  auto insertion =
      change_of(Op::insert, cluster_, Side::local, status_of_existence(*context_.rules));
  if (has_anothers_key(context_, cluster_)) leave_key_out(context_, insertion);
  result_.contribution.push_back(std::move(insertion));
}

Conflict Existence::conflict() const {
  auto conflict = new_conflict(context_, cluster_, ConflictKind::delete_edit);
  for (const auto side : all_sides)
    conflict.values[side] = objects_as_json(context_, cluster_.features[side], side);
  const bool gone_locally = !features_.local;
  conflict.provisional = gone_locally ? Side::reference : Side::local;
  conflict.reason = gone_locally ? msg("deleted in the local layer, changed in the reference")
                                 : msg("deleted in the reference, changed in the local layer");
  name_conflict(context_, conflict);
  return conflict;
}

/// Which side a human, or a rule, lets win a deletion against an edit.
std::optional<Existence::Winner> Existence::winner(const Conflict& conflict) {
  const auto* decision = resolution_of(context_, conflict.id);
  if (decision != nullptr && settles_deletion(*decision)) {
    close(result_, conflict, *decision);
    return Winner{*decision->side, "resolution"};
  }
  const auto verdict = merge::decide(Divergence::both_differ, context_.rules->existence,
                                     context_.rules->provisional, std::nullopt);
  const bool by_rule = context_.rules->existence.authority == rules::Authority::shared;
  if (!by_rule || verdict.conflict) return std::nullopt;
  return Winner{verdict.taken, std::string(verdict.rule)};
}

/// Whether it is there only since the reference had changed what local had deleted.
bool Existence::is_left() const {
  const auto* pending = pending_deletion(context_, cluster_);
  return pending != nullptr && !pending->values.local && is_as_held(context_, cluster_, *pending);
}

void Existence::gone_from_reference() {
  if (outside(context_, features_.ancestor)) {
    keep_local(result_, cluster_);
    result_.entry.flags.emplace_back(outside_extent_flag);
    return;
  }
  const bool edited = (differ(context_, features_, Side::ancestor, Side::local) && !is_left()) ||
                      has_open_values(context_, cluster_);
  const bool has_data = has_business_data_anywhere(context_, features_.local);
  const auto* contested = merge::contested(context_, cluster_, "object");
  if (!edited && !has_data && contested == nullptr) {
    remove_from_local();
    decide(Outcome::deleted_by_reference, Divergence::reference_only, "only_reference_changed",
           Side::reference);
    return;
  }
  auto asked = conflict();
  if (!edited && has_data)
    asked.reason = msg("deleted in the reference, but it carries data of the producer's own");
  else if (!edited)
    asked.reason = contested->reason;
  const auto won = winner(asked);
  if (!won) {
    keep_local(result_, cluster_);
    leave_open(result_, std::move(asked));
  } else if (won->side == Side::local) {
    insert_locally(won->rule);
  } else {
    remove_from_local();
    decide(Outcome::deleted_by_reference, Divergence::both_differ, won->rule, Side::reference);
  }
}

void Existence::gone_from_local() {
  if (outside(context_, features_.ancestor)) {
    result_.entry.flags.emplace_back(outside_extent_flag);
    return;
  }
  const bool edited = differ(context_, features_, Side::ancestor, Side::reference);
  const auto* contested = merge::contested(context_, cluster_, "object");
  if (!edited && contested == nullptr) {
    delete_in_reference(Divergence::local_only, "only_local_changed");
    return;
  }
  auto asked = conflict();
  if (!edited) asked.reason = contested->reason;
  const auto won = winner(asked);
  if (won && won->side == Side::local) {
    delete_in_reference(Divergence::both_differ, won->rule);
    return;
  }
  take_from_reference();
  if (won)
    decide(Outcome::inserted_from_reference, Divergence::both_differ, won->rule, Side::reference);
  else
    leave_open(result_, std::move(asked));
}

/// What lies beyond the extent that local declares is none of local's to send.
void Existence::new_locally() {
  if (!outside(context_, features_.local)) return insert_locally("only_local_changed");
  keep_local(result_, cluster_);
  result_.entry.flags.emplace_back(outside_extent_flag);
}

void Existence::new_in_reference() {
  if (outside(context_, features_.reference)) {
    result_.entry.flags.emplace_back(outside_extent_flag);
    return;
  }
  take_from_reference();
  decide(Outcome::inserted_from_reference, Divergence::reference_only, "only_reference_changed",
         Side::reference);
}

void Existence::without_history() {
  if (features_.local && features_.reference)
    result_ = merge_object(context_, cluster_);
  else if (features_.local && features_.ancestor)
    gone_from_reference();
  else if (features_.local)
    new_locally();
  else if (features_.reference && features_.ancestor)
    gone_from_local();
  else if (features_.reference)
    new_in_reference();
  else
    decide(Outcome::deleted_on_both, Divergence::both_alike, "both_alike", Side::local);
}

/// What merged has held meanwhile, with what the reference has changed since. Where it says
/// otherwise than the reference, nobody has decided it: nothing more is asked about it, or sent.
void Existence::hold_on() {
  result_ = merge_object(context_, cluster_);
  const auto pending = pending_of(context_, cluster_);
  const auto is_new = [&](const Conflict& one) {
    return std::none_of(pending.begin(), pending.end(),
                        [&](const Conflict* known) { return known->id == one.id; });
  };
  std::erase_if(result_.proposals, is_new);
  result_.contribution.clear();
  result_.conflicts.clear();
  result_.entry.conflicts.clear();
}

/// The question stands, about what the reference says now.
void Existence::ask_again(const Conflict& pending) {
  auto asked = pending;
  asked.cluster = cluster_.number;
  if (features_.reference) {
    if (features_.local)
      hold_on();
    else
      take_from_reference();
    result_.entry.decisions.clear();
    asked.values.reference =
        objects_as_json(context_, cluster_.features.reference, Side::reference);
    asked.geometries.reference = to_value(features_.reference.geometry());
    asked.ids.reference = cluster_.id_of(Side::reference);
  }
  name_conflict(context_, asked);
  if (result_.entry.out_fids.empty()) keep_local(result_, cluster_);
  leave_open(result_, std::move(asked));
}

void Existence::follow(const Conflict& pending, const Resolution& resolution) {
  const bool deleted = !pending.values[*resolution.side];
  if (deleted && features_.local) remove_from_local();
  if (deleted && features_.reference && *resolution.side == Side::local) {
    delete_in_reference(Divergence::both_differ, "resolution");
  } else if (deleted) {
    decide(Outcome::deleted_by_reference, Divergence::both_differ, "resolution", Side::reference);
  } else if (features_.local && features_.reference) {
    result_ = merge_object(context_, cluster_);
  } else if (features_.local) {
    insert_locally("resolution");
  } else if (features_.reference) {
    take_from_reference();
    decide(Outcome::inserted_from_reference, Divergence::both_differ, "resolution",
           Side::reference);
  }
  close(result_, pending, resolution);
}

ClusterResult Existence::run() {
  const auto* pending = pending_deletion(context_, cluster_);
  if (pending == nullptr || is_answered(*pending, cluster_)) {
    without_history();
  } else if (const auto decision = decision_on(context_, cluster_, *pending)) {
    follow(*pending, *decision);
  } else {
    ask_again(*pending);
  }
  return std::move(result_);
}

}  // namespace

ClusterResult merge_existence(const Context& context, const ClusterFeatures& cluster) {
  return Existence(context, cluster).run();
}

bool is_outside_extent(const LedgerEntry& entry) {
  return std::find(entry.flags.begin(), entry.flags.end(), outside_extent_flag) !=
         entry.flags.end();
}

bool outside(const Context& context, FeatureRef feature) {
  if (!context.extent || !feature) return false;
  const auto geometry = feature.geometry();
  const auto* wkb = std::get_if<BlobView>(&geometry);
  const auto box = wkb != nullptr ? geometry::box_of_wkb(wkb->bytes) : std::nullopt;
  if (!box) return false;
  const auto& extent = *context.extent;
  return box->max_x < extent.min_x || box->min_x > extent.max_x || box->max_y < extent.min_y ||
         box->min_y > extent.max_y;
}

}  // namespace bdf::merge
