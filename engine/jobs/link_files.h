// SPDX-License-Identifier: MIT
// What `bdf match` writes: links.csv, and beside it links.gpkg for the map.
#pragma once

#include <filesystem>

#include "io/output_folder.h"
#include "jobs/match.h"

namespace bdf::jobs {

/// Both files, which appear whole or not at all.
class LinkFiles {
 public:
  /// To be made before the work begins. Throws UsageError where job.out does not end in .csv, or
  /// where either file is one that is read, or is there and may not be overwritten.
  explicit LinkFiles(const MatchJob& job);

  void write(const Match& match);

 private:
  const MatchJob& job_;
  io::OutputFile table_;
  io::OutputFile map_;
};

}  // namespace bdf::jobs
