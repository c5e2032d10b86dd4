// SPDX-License-Identifier: MIT
#include "jobs/network_contests.h"

#include <algorithm>
#include <map>
#include <set>

namespace bdf::jobs {

namespace {

using Clusters = std::set<std::int64_t>;
using Contests = std::map<std::int64_t, merge::Contested>;

/// So often one change is tried at a time: where one is enough, nobody is asked about two.
constexpr int patient_turns = 4;

const merge::ClusterFeatures& cluster_of(const LayerRun& run, std::int64_t number) {
  return *std::lower_bound(
      run.clusters.begin(), run.clusters.end(), number,
      [](const auto& cluster, std::int64_t sought) { return cluster.number < sought; });
}

bool hangs_on(const NetworkFlaw& flaw, std::int64_t cluster) {
  return flaw.made_by_local.contains(cluster) || flaw.made_by_reference.contains(cluster);
}

/// Whether something that the flaw hangs on is being asked about for another reason, or has been
/// decided in this run.
bool is_anothers_question(const NetworkFlaw& flaw, const LayerRun& run) {
  const auto& open = run.result.conflicts;
  const auto& decided = run.result.resolved;
  return std::any_of(open.begin(), open.end(),
                     [&](const Conflict& conflict) {
                       return hangs_on(flaw, conflict.cluster) &&
                              !run.contested.contains(conflict.cluster);
                     }) ||
         std::any_of(decided.begin(), decided.end(),
                     [&](const Conflict& conflict) { return hangs_on(flaw, conflict.cluster); });
}

bool changed_by(const Decision& decision, Side side) {
  return decision.divergence == Divergence::both_differ ||
         decision.divergence ==
             (side == Side::local ? Divergence::local_only : Divergence::reference_only);
}

/// Whether the side has changed what a network hangs on, and that can be held back: of an object
/// that both have, or that it has deleted. An object that is new, or has been cut, has no other
/// version that merged could hold.
bool can_be_held_back(const LayerRun& run, std::int64_t number, Side side) {
  const auto& cluster = cluster_of(run, number);
  const auto& features = cluster.features;
  const int versions = (features.ancestor.empty() ? 0 : 1) + (features.local.empty() ? 0 : 1) +
                       (features.reference.empty() ? 0 : 1);
  if (!cluster.single() || versions < 2) return false;
  const auto* schema = run.rules.schema.get();
  const auto flow = schema != nullptr && schema->flow ? schema->flow->attribute : std::string();
  const auto& decisions =
      run.result.ledger[static_cast<std::size_t>(&cluster - run.clusters.data())].decisions;
  return std::any_of(decisions.begin(), decisions.end(), [&](const Decision& decision) {
    const auto& what = decision.what;
    return (what == "geometry" || what == "object" || same_name(what, flow)) &&
           changed_by(decision, side);
  });
}

/// The one to contest first: a deletion, since the object is then there again whatever is decided.
std::int64_t first_of(const Clusters& numbers, const LayerRun& run) {
  const auto deleted = std::find_if(numbers.begin(), numbers.end(), [&](std::int64_t number) {
    const auto& features = cluster_of(run, number).features;
    return features.local.empty() || features.reference.empty();
  });
  return deleted == numbers.end() ? *numbers.begin() : *deleted;
}

/// Of what the flaw hangs on, the changes of the side that merged does not hold while it is asked,
/// or else of the other one.
Contests contests_of(const NetworkFlaw& flaw, int turn, const LayerRun& run) {
  Contests contests;
  const bool holds_local = run.rules.provisional == Side::local;
  for (const auto held :
       {holds_local ? Side::local : Side::reference, holds_local ? Side::reference : Side::local}) {
    const auto side = held == Side::local ? Side::reference : Side::local;
    auto made = side == Side::local ? flaw.made_by_local : flaw.made_by_reference;
    std::erase_if(made, [&](auto number) { return !can_be_held_back(run, number, side); });
    if (made.empty()) continue;
    std::erase_if(made, [&](auto number) {
      return run.contested.contains(number) || run.contested_in_vain.contains(number);
    });
    if (!made.empty() && turn <= patient_turns) made = {first_of(made, run)};
    for (const auto number : made) contests.try_emplace(number, flaw.reason[held], held);
    break;
  }
  return contests;
}

/// What an earlier sync has asked about comes first: what else is wrong without it may be right
/// with it.
Contests asked_before(const LayerRun& run) {
  Contests contests;
  for (const auto& [number, contested] : run.contested_before)
    if (!run.contested.contains(number) && !run.contested_in_vain.contains(number))
      contests.emplace(number, contested);
  return contests;
}

/// Flaws that hang on one thing wait for what comes of the first of them.
Contests new_contests(const std::vector<NetworkFlaw>& flaws, int turn, const LayerRun& run) {
  Contests contests;
  for (const auto& flaw : flaws) {
    const bool waits = std::any_of(contests.begin(), contests.end(), [&](const auto& contest) {
      return hangs_on(flaw, contest.first);
    });
    if (!waits && !is_anothers_question(flaw, run)) contests.merge(contests_of(flaw, turn, run));
  }
  return contests;
}

/// What is contested, and the flaws hang on it all the same.
Clusters in_vain(const std::vector<NetworkFlaw>& flaws, const LayerRun& run) {
  Clusters numbers;
  for (const auto& flaw : flaws)
    if (!is_anothers_question(flaw, run))
      for (const auto& [number, contested] : run.contested)
        if (hangs_on(flaw, number)) numbers.insert(number);
  return numbers;
}

}  // namespace

bool contest(const std::vector<NetworkFlaw>& flaws, int turn, LayerRun& run) {
  if (flaws.empty()) return false;
  auto contests = asked_before(run);
  if (contests.empty()) contests = new_contests(flaws, turn, run);
  if (!contests.empty()) {
    run.contested.merge(contests);
    return true;
  }
  const auto useless = in_vain(flaws, run);
  for (const auto number : useless) run.contested.erase(number);
  run.contested_in_vain.insert(useless.begin(), useless.end());
  return !useless.empty();
}

}  // namespace bdf::jobs
