// SPDX-License-Identifier: MIT
#include "jobs/contest_search.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "base/message.h"

namespace bdf::jobs {

namespace {

using Clusters = std::set<std::int64_t>;
using merge::Contests;

/// Where the cluster stands among the layer's.
std::size_t index_of(const LayerRun& run, std::int64_t number) {
  const auto found = std::lower_bound(
      run.clusters.begin(), run.clusters.end(), number,
      [](const auto& cluster, std::int64_t sought) { return cluster.number < sought; });
  return static_cast<std::size_t>(found - run.clusters.begin());
}

std::string flow_of(const LayerRun& run) {
  const auto* schema = run.rules.schema.get();
  return schema != nullptr && schema->flow ? schema->flow->attribute : std::string();
}

Clusters clusters_of(const TopologyFlaw& flaw) {
  auto clusters = flaw.at;
  clusters.erase(0);
  for (const auto* made : {&flaw.made_by_local, &flaw.made_by_reference, &flaw.unlike_local})
    for (const auto& cluster : *made) clusters.insert(cluster.first);
  return clusters;
}

bool meet(const Clusters& a, const Clusters& b) {
  return std::any_of(a.begin(), a.end(), [&](std::int64_t one) { return b.contains(one); });
}

Clusters clusters_of(const Contests& contests) {
  Clusters clusters;
  for (const auto& contest : contests) clusters.insert(contest.first.first);
  return clusters;
}

/// Whether the same is contested, and the same side's version held.
bool hold_the_same(const Contests& a, const Contests& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
    return one.first == other.first && one.second.held == other.second.held;
  });
}

/// How bad flaws of each kind are together.
using Sizes = std::map<std::string, double>;

Sizes sizes_of(const std::vector<TopologyFlaw>& flaws) {
  Sizes sizes;
  for (const auto& flaw : flaws) sizes[flaw.finding.code] += flaw.size;
  return sizes;
}

bool is_nowhere_worse(const Sizes& now, const Sizes& before) {
  return std::all_of(now.begin(), now.end(), [&](const auto& size) {
    const auto known = before.find(size.first);
    return known != before.end() && size.second <= known->second;
  });
}

bool changed_by(Divergence divergence, Side side) {
  return divergence == Divergence::both_differ ||
         divergence == (side == Side::local ? Divergence::local_only : Divergence::reference_only);
}

/// What the side has changed of the cluster that a network or a coverage hangs on, and that can be
/// held back.
std::vector<std::string> changes_of(const LayerRun& run, std::int64_t number, Side side) {
  const auto index = index_of(run, number);
  const auto& cluster = run.clusters[index];
  const auto versions = std::count_if(all_sides.begin(), all_sides.end(),
                                      [&](Side one) { return !cluster.features[one].empty(); });
  std::vector<std::string> changes;
  if (!cluster.single() || versions < 2) return changes;
  const auto flow = flow_of(run);
  for (const auto& decision : run.result.ledger[index].decisions)
    if (changed_by(decision.divergence, side) &&
        (same_name(decision.what, flow) || decision.what == "object" ||
         decision.what == "geometry"))
      changes.push_back(decision.what);
  return changes;
}

/// The order in which changes are tried: the flow, what exists, geometries.
int rank_of(const std::string& what) { return what == "geometry" ? 2 : what == "object" ? 1 : 0; }

/// In words, for people who are asked about it.
std::string reason_for(const TopologyFlaw& flaw, Side held, std::int64_t cluster) {
  return reason_of(flaw, held, cluster)
      .value_or(msg("it does not go together with what the other side has changed"));
}

/// What the flaws hang on of a side's changes: each on its own, unless they go together, and then
/// all of it.
void add_changes(const LayerRun& run, const std::vector<TopologyFlaw>& flaws, Side held,
                 const Clusters& asked, std::deque<Contests>& untried) {
  const auto side = other_than(held);
  std::map<int, std::vector<Contests::value_type>> by_rank;
  bool go_together = false;
  for (const auto& flaw : flaws) {
    go_together = go_together || flaw.go_together;
    for (const auto& made : side == Side::local ? flaw.made_by_local : flaw.made_by_reference) {
      const auto number = made.first;
      if (asked.contains(number)) continue;
      const auto reason = reason_for(flaw, held, number);
      for (const auto& what : changes_of(run, number, side))
        by_rank[rank_of(what)].push_back({{number, what}, {reason, held}});
    }
  }
  Contests all;
  for (const auto& [rank, changes] : by_rank)
    for (const auto& change : changes)
      if (all.insert(change).second && !go_together) untried.push_back({change});
  if (all.size() > 1 || (go_together && !all.empty())) untried.push_back(std::move(all));
}

/// The last resort: all that hangs together as local has it, what is asked about for another reason
/// and what has been cut too.
void add_local_version(const std::vector<TopologyFlaw>& flaws, std::deque<Contests>& untried) {
  Contests all;
  for (const auto& flaw : flaws)
    for (const auto& cluster : flaw.unlike_local)
      for (const auto* what : {"geometry", "object"})
        all.insert(
            {{cluster.first, what}, {reason_for(flaw, Side::local, cluster.first), Side::local}});
  if (!all.empty()) untried.push_back(std::move(all));
}

/// The contests of an earlier sync that these flaws hang on, for today's reasons; where what
/// stood against them then is in both versions now, for the reasons of then.
Contests asked_before(const LayerRun& run, const std::vector<TopologyFlaw>& flaws) {
  Contests contests;
  for (const auto& [key, contested] : run.contested_before)
    for (const auto& flaw : flaws)
      if (clusters_of(flaw).contains(key.first))
        contests.try_emplace(
            key,
            merge::Contested{reason_of(flaw, contested.held, key.first).value_or(contested.reason),
                             contested.held});
  return contests;
}

}  // namespace

bool ContestSearch::is_anothers_question(const TopologyFlaw& flaw) const {
  return !flaw.go_together && meet(clusters_of(flaw), asked_);
}

void ContestSearch::look_for(const LayerRun& run, Spot& spot) const {
  const auto preferred = run.rules.provisional == Side::local ? Side::local : Side::reference;
  spot.untried.clear();
  for (const auto held : {preferred, other_than(preferred)})
    add_changes(run, spot.flaws, held, asked_, spot.untried);
  add_local_version(spot.flaws, spot.untried);
  std::erase_if(spot.untried, [&](const Contests& contests) {
    return std::all_of(contests.begin(), contests.end(), [&](const auto& contest) {
      const auto kept = spot.kept.find(contest.first);
      return kept != spot.kept.end() && kept->second.held == contest.second.held;
    });
  });
}

void ContestSearch::begin(const std::vector<TopologyFlaw>& flaws, const LayerRun& run) {
  const auto flow = flow_of(run);
  for (const auto* conflicts : {&run.result.conflicts, &run.result.resolved})
    for (const auto& conflict : *conflicts)
      if (conflict.attribute.empty() || same_name(conflict.attribute, flow))
        asked_.insert(conflict.cluster);
  for (const auto& flaw : flaws) {
    if (is_anothers_question(flaw)) continue;
    Spot joined{{flaw}, clusters_of(flaw), {}, {}, {}, {}};
    for (auto spot = spots_.begin(); spot != spots_.end();) {
      if (!meet(spot->clusters, joined.clusters)) {
        ++spot;
        continue;
      }
      std::move(spot->flaws.begin(), spot->flaws.end(), std::back_inserter(joined.flaws));
      joined.clusters.merge(spot->clusters);
      spot = spots_.erase(spot);
    }
    spots_.push_back(std::move(joined));
  }
  for (auto& spot : spots_) {
    look_for(run, spot);
    if (auto before = asked_before(run, spot.flaws); !before.empty())
      spot.untried.push_front(std::move(before));
  }
}

/// Keeps to what has been tried if it is of use.
void ContestSearch::judge(const std::vector<TopologyFlaw>& flaws, const LayerRun& run,
                          Spot& spot) const {
  const auto trial = std::exchange(spot.trial, std::nullopt);
  if (!trial) return;
  const auto tried = clusters_of(trial->contests);
  std::vector<TopologyFlaw> now;
  for (const auto& flaw : flaws) {
    const auto clusters = clusters_of(flaw);
    if (meet(clusters, tried) || (meet(clusters, spot.clusters) && !is_anothers_question(flaw)))
      now.push_back(flaw);
  }
  const auto sizes = sizes_of(now);
  const auto before = sizes_of(spot.flaws);
  if (!is_nowhere_worse(sizes, before)) return;
  if (trial->does_without) {
    for (const auto& contest : trial->contests) spot.kept.erase(contest.first);
  } else if (sizes != before) {
    for (const auto& [key, contested] : trial->contests) spot.kept.insert_or_assign(key, contested);
    spot.needless.clear();
    if (spot.kept.size() > 1)
      for (const auto& contest : spot.kept) spot.needless.push_back({contest});
    spot.flaws = std::move(now);
    for (const auto& flaw : spot.flaws) spot.clusters.merge(clusters_of(flaw));
    look_for(run, spot);
  }
}

void ContestSearch::try_next(Spot& spot) {
  const bool does_without = spot.flaws.empty() || spot.untried.empty();
  auto& queue = does_without ? spot.needless : spot.untried;
  if (queue.empty()) return;
  spot.trial = Trial{std::move(queue.front()), does_without};
  queue.pop_front();
}

/// What is contested at the spot with what is being tried.
Contests ContestSearch::contests_of(const Spot& spot) {
  auto contests = spot.kept;
  if (!spot.trial) return contests;
  for (const auto& [key, contested] : spot.trial->contests) {
    if (spot.trial->does_without)
      contests.erase(key);
    else
      contests.insert_or_assign(key, contested);
  }
  return contests;
}

bool ContestSearch::next(const std::vector<TopologyFlaw>& flaws, bool is_last, LayerRun& run) {
  if (run.is_asked_as_before) {
    const bool is_news = !hold_the_same(run.contests, run.contested_before);
    run.contests = run.contested_before;
    return is_news;
  }
  if (!begun_)
    begin(flaws, run);
  else
    for (auto& spot : spots_) judge(flaws, run, spot);
  begun_ = true;
  Contests contests;
  for (auto& spot : spots_) {
    if (!is_last) try_next(spot);
    contests.merge(contests_of(spot));
  }
  const bool is_news = !hold_the_same(contests, run.contests);
  run.contests = std::move(contests);
  return is_news;
}

}  // namespace bdf::jobs
