// SPDX-License-Identifier: MIT
// The three-way sync: the one place that knows all the steps.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "io/source.h"
#include "jobs/decisions.h"
#include "model/geometry.h"
#include "report/summary.h"

namespace bdf::jobs {

struct SyncJob {
  std::string theme = "generic";
  std::optional<std::string> ancestor;  ///< FILE or FILE::layer
  std::string local;
  std::string reference;  ///< "" where it comes from a base
  std::string base;       ///< where reference and ancestor come from, by local's stamp; "": files
  std::string base_at;    ///< the transaction that is the reference; "": the last one
  std::filesystem::path out;
  bool overwrite = false;
  std::string layer;             ///< this layer only; "" for all that local and reference share
  std::vector<std::string> key;  ///< columns; empty: the GeoPackage's primary key
  std::string producer;
  std::string producer_schema;  ///< what local's own columns mean: a name or a file; "" for none
  std::string territory;        ///< "038", "GLP"; "": by where the layers lie
  std::string community;        ///< for whom the theme's rules are looked up
  bool allow_ballpark = false;  ///< transformations between systems that leave out a datum shift
  std::string answers;          ///< what the reference answered to earlier contributions
  std::string resolutions;      ///< decisions, as in resolutions.json; "" for none
  std::optional<Box> extent;    ///< what the local layer covers, in its CRS
  bool confirm_deletions = false;
  io::SourceOptions source;
  int threads = 0;  ///< 0: one a processor
  std::string now;
};

/// The same as sync(), with what people have decided on conflicts of `job.local` meanwhile, in
/// place of job.resolutions. Local may then lie in the folder that is replaced.
report::Summary sync_with_decisions(const SyncJob& job, const Decisions& given);

/// Merges local with reference and writes DIR, whole or not at all. Throws bdf::Error.
report::Summary sync(const SyncJob& job);

}  // namespace bdf::jobs
