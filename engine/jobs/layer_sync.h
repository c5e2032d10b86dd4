// SPDX-License-Identifier: MIT
// One layer of a sync: scan, identify, cluster, read what differs.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "io/sync_tables.h"
#include "jobs/compared.h"
#include "jobs/pairing.h"
#include "match/geometric.h"
#include "merge/merge_layer.h"
#include "model/cluster.h"
#include "model/row_index.h"

namespace bdf::jobs {

/// What local's file keeps of lines that are not the same all along, of all layers.
struct KnownStretches {
  std::vector<io::CutPart> parts;
  std::vector<io::Interval> intervals;
};

struct LayerOptions {
  std::string producer;
  std::optional<Box> extent;
  const merge::Memory* memory = nullptr;
  int threads = 1;
  const KnownStretches* stretches = nullptr;  ///< that local keeps
  std::set<std::string> left{};  ///< marks of areas that the last sync has left as they were
  /// Objects that are derived from others, and lie near these, are gathered though no side has
  /// changed them.
  std::vector<Box> doubles_near{};
};

/// What merged.gpkg keeps of one feature: that it is a part of a line, or the intervals beside it.
struct MergedStretches {
  io::CutPart part;  ///< of an insertion the fid is known when it is written
  bool is_part = false;
  std::vector<io::Interval> intervals;  ///< their object and fid are the part's
};

/// Where the features of a layer lie, of those that have a geometry; ascending by fid.
struct Places {
  std::vector<std::int64_t> fids;
  std::vector<Box> boxes;
};

/// Local features that have lost their key (jobs/lost_keys.h) and get it back, and nothing else is
/// to be done about them: they are in no cluster of the run's, and never read but to be written.
struct RestoredKeys {
  std::vector<std::int64_t> fids;     ///< ascending
  std::vector<std::string> uids;      ///< by which local is known
  std::vector<std::int64_t> numbers;  ///< of their clusters
  FeatureTable keys;                  ///< the reference's, one column
};

/// A layer's way through the sync. Changes in `result` refer to `tables`: it is neither copied nor
/// moved while they are in use.
struct LayerRun {
  std::string name;             ///< as the local layer is called
  std::filesystem::path local;  ///< its file
  ThreeWay<const Schema*> schemas;
  ThreeWay<LayerKey> key;
  rules::LayerRules rules;
  CommonCrs crs;  ///< in which the layer is compared
  merge::Layout layout;
  ThreeWay<std::size_t> row_counts;
  std::vector<std::int64_t> local_fids;  ///< ascending
  std::optional<Places> local_places;    ///< read when somebody first asks for what is unchanged
  ThreeWay<FeatureTable> tables;         ///< the features that had to be looked at
  ThreeWay<FeatureTable> inserted;       ///< what a side gets from another, in its own columns
  ComparedTables compared;               ///< the same as they are compared
  double tolerance = 0;                  ///< in units of the system in which they are compared
  double distance = 0;                   ///< how far one thing may be drawn from itself; likewise
  merge::Stretches stretches;            ///< of local features, in `compared`
  std::vector<merge::ClusterFeatures> clusters;  ///< of these, numbered; one ledger entry each
  RestoredKeys restored;
  merge::Contests contests;  ///< what does not go together in a network as both sides have it
  merge::Contests contested_before;  ///< in an earlier sync, and open still
  /// Neither has the reference changed since, nor has anybody decided: that is to be as it was.
  bool is_asked_as_before = false;
  merge::LayerResult result;
  std::vector<UnchangedRun> unchanged;
  std::vector<MergedStretches> merged_stretches;  ///< what is to be kept of lines, in their order
  std::vector<Column> new_columns;                ///< what merged gains
  ThreeWay<std::map<std::int64_t, std::string>> uids;  ///< by fid, where the key is no identity
  /// By local fid, where local's key is one and the reference's is not: the uid it has there.
  std::map<std::int64_t, std::string> inherited_uids;
  std::vector<Finding> findings;
};

/// The text of a local feature's key; "" where it has none.
[[nodiscard]] std::string local_key_of(const LayerRun& run, FeatureRef local);
/// What people know it by: its key, or "fid 12".
[[nodiscard]] std::string name_of_local(const LayerRun& run, FeatureRef local);

/// Reads one layer as far as its versions differ, and gathers the clusters of what does, numbered
/// from 1. Layers may be compared at once.
void compare_layer(const ThreeWay<std::filesystem::path>& paths, const LayerVersions& versions,
                   const LayerOptions& options, LayerRun& run);

}  // namespace bdf::jobs
