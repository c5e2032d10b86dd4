// SPDX-License-Identifier: MIT
// Which changes to ask about because the merge would make a network or a coverage worse.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <vector>

#include "jobs/layer_sync.h"
#include "jobs/topology_flaw.h"

namespace bdf::jobs {

/// Looks for the changes of a layer to contest, by trying: one is kept if merged is better for it
/// and nowhere worse, and only as long as it is needed. What an earlier sync has asked about is
/// tried first, and stays as it was where nothing has come in since; then, of what a flaw hangs on,
/// what the side has changed that merged does not hold meanwhile, and then the other one: the flow,
/// what exists, geometries, one at a time unless they go together, and at last all of it. An object
/// that is new, or has been cut, has no other version that merged could hold. What somebody is
/// being asked about for another reason, or has just decided, is not tried, and a flaw that hangs
/// on it is left alone, unless what hangs on it goes together. The last that is tried is to hold
/// all that hangs together as local has it: also what is asked about, and what has been cut.
class ContestSearch {
 public:
  /// Told what is wrong once the layer has been merged by `run.contests`, says what to try next:
  /// sets `run.contests`, and returns whether that is something else. `is_last`: nothing more is
  /// tried.
  bool next(const std::vector<TopologyFlaw>& flaws, bool is_last, LayerRun& run);

 private:
  using Clusters = std::set<std::int64_t>;

  /// What is tried: to contest these, too, or to do without them.
  struct Trial {
    merge::Contests contests;
    bool does_without = false;
  };
  /// Flaws that hang on the same clusters, and what is tried against them.
  struct Spot {
    std::vector<TopologyFlaw> flaws;  ///< those that there are with `kept`
    Clusters clusters;
    merge::Contests kept;
    std::deque<merge::Contests> untried;
    std::deque<merge::Contests> needless;  ///< each of `kept` that may do without
    std::optional<Trial> trial;
  };

  void begin(const std::vector<TopologyFlaw>& flaws, const LayerRun& run);
  void judge(const std::vector<TopologyFlaw>& flaws, const LayerRun& run, Spot& spot) const;
  static void try_next(Spot& spot);
  [[nodiscard]] static merge::Contests contests_of(const Spot& spot);
  void look_for(const LayerRun& run, Spot& spot) const;
  [[nodiscard]] bool is_anothers_question(const TopologyFlaw& flaw) const;

  bool begun_ = false;
  Clusters asked_;  ///< clusters that are asked about for another reason, or have been decided
  std::vector<Spot> spots_;
};

}  // namespace bdf::jobs
