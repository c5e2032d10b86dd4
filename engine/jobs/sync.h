// SPDX-License-Identifier: MIT
// The three-way sync: the one place that knows all the steps.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "io/source.h"
#include "match/geometric.h"
#include "model/conflict.h"
#include "model/geometry.h"
#include "report/summary.h"

namespace bdf::jobs {

struct SyncJob {
  std::string theme = "generic";
  std::optional<std::string> ancestor;  ///< FILE or FILE::layer
  std::string local;
  std::string reference;
  std::filesystem::path out;
  bool overwrite = false;
  std::string layer;             ///< this layer only; "" for all that local and reference share
  std::vector<std::string> key;  ///< columns; empty: the GeoPackage's primary key
  std::string producer;
  std::optional<Box> extent;  ///< what the local layer covers, in its CRS
  bool confirm_deletions = false;
  match::GeometricOptions geometric;  ///< in metres; what is 0 is off
  io::SourceOptions source;
  int threads = 0;  ///< 0: one a processor
  std::string now;
};

/// The same as sync(), where a human has decided conflicts of `job.local` meanwhile, by conflict
/// id. Local may then lie in the folder that is replaced.
report::Summary sync_with_decisions(const SyncJob& job,
                                    const std::map<std::string, Resolution>& decisions);

/// Merges local with reference and writes DIR, whole or not at all. Throws bdf::Error.
report::Summary sync(const SyncJob& job);

}  // namespace bdf::jobs
