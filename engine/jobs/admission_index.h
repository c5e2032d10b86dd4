// SPDX-License-Identifier: MIT
// Where in a finished merge of a layer the things of a contribution are found.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// Of one run, which outlives it.
class RunIndex {
 public:
  explicit RunIndex(const LayerRun& run);

  [[nodiscard]] const LayerRun& run() const { return run_; }
  /// nullptr where there is none.
  [[nodiscard]] const merge::ClusterFeatures* cluster(std::int64_t number) const;
  /// The one that has a feature of local's of that id, else of the ancestor's.
  [[nodiscard]] const merge::ClusterFeatures* cluster_with(const std::string& id) const;
  /// The open one about an attribute of the cluster or its geometry, else about its objects as
  /// wholes; nullptr where there is none.
  [[nodiscard]] const Conflict* conflict_about(const merge::ClusterFeatures& cluster,
                                               const std::string& thing) const;
  /// The rule by which the reference's side of a thing was taken; "" where it was not.
  [[nodiscard]] std::string rule_for_reference(const merge::ClusterFeatures& cluster,
                                               const std::string& thing) const;
  /// Whether somebody has decided about the cluster's objects as wholes in this run.
  [[nodiscard]] bool was_settled(std::int64_t cluster) const;
  /// Whether both sides have made the same of it.
  [[nodiscard]] bool is_alike_on_both(std::int64_t cluster) const;
  /// What the change's object was cut from, or made of.
  [[nodiscard]] std::vector<FeatureRef> rows_before(const Change& change) const;

  /// What the contribution calls a column of the reference, and the contribution's name of the
  /// object that a change is about.
  [[nodiscard]] std::string column_in_contribution(const std::string& column) const;
  [[nodiscard]] std::string object_in_contribution(const Change& change) const;

 private:
  const LayerRun& run_;
  std::unordered_map<std::int64_t, const merge::ClusterFeatures*> by_number_;
  std::unordered_map<std::string, const merge::ClusterFeatures*> by_id_;
  std::multimap<std::int64_t, const Conflict*> conflicts_;
  std::unordered_map<std::int64_t, const LedgerEntry*> ledger_;
  std::set<std::int64_t> settled_;
  std::multimap<std::string, FeatureRef> before_;    ///< by lineage
  std::map<std::string, std::string> column_names_;  ///< by the reference's
};

}  // namespace bdf::jobs
