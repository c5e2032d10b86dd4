// SPDX-License-Identifier: MIT
// One layer of a sync: scan, identify, cluster, read what differs, merge.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "jobs/compared.h"
#include "jobs/pairing.h"
#include "match/geometric.h"
#include "merge/merge_layer.h"
#include "model/cluster.h"
#include "model/row_index.h"

namespace bdf::jobs {

struct LayerOptions {
  std::string producer;
  std::optional<Box> extent;
  const merge::Memory* memory = nullptr;
  int threads = 1;
};

/// A layer's way through the sync. Changes in `result` refer to `tables`: it is neither copied nor
/// moved while they are in use.
struct LayerRun {
  std::string name;  ///< as the local layer is called
  ThreeWay<const Schema*> schemas;
  ThreeWay<LayerKey> key;
  rules::LayerRules rules;
  CommonCrs crs;  ///< in which the layer is compared
  merge::Layout layout;
  ThreeWay<std::size_t> row_counts;
  std::vector<std::int64_t> local_fids;  ///< ascending
  ThreeWay<FeatureTable> tables;    ///< the features that had to be looked at
  ThreeWay<FeatureTable> inserted;  ///< what a side gets from another, in its own columns
  ComparedTables compared;          ///< the same as they are compared
  double tolerance = 0;             ///< in units of the system in which they are compared
  std::vector<merge::ClusterFeatures> clusters;  ///< of these, numbered; one ledger entry each
  merge::LayerResult result;
  std::vector<UnchangedRun> unchanged;
  std::vector<Column> new_columns;                     ///< what merged gains
  ThreeWay<std::map<std::int64_t, std::string>> uids;  ///< by fid, where the key is no identity
  /// By local fid, where local's key is one and the reference's is not: the uid it has there.
  std::map<std::int64_t, std::string> inherited_uids;
  std::vector<Finding> findings;
};

/// Reads and merges one layer. Clusters that had to be looked at are numbered from `first_cluster`;
/// fids of insertions are not known yet.
void sync_layer(const ThreeWay<std::filesystem::path>& paths, const LayerVersions& versions,
                const LayerOptions& options, std::int64_t first_cluster, LayerRun& run);

/// Once what the layers say of one another is settled: folds what is unchanged into runs, brings
/// the changes into the terms of the files they are for, and tells what is sent.
void finish_layer(LayerRun& run);

}  // namespace bdf::jobs
