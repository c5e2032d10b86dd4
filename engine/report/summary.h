// SPDX-License-Identifier: MIT
// What a run comes to, in counts and names; and its page and files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/conflict.h"
#include "model/finding.h"
#include "model/ledger.h"
#include "model/three_way.h"

namespace bdf::report {

struct InputSummary {
  std::string name;     ///< as the user named it
  std::string edition;  ///< where it says one
  std::string digest;   ///< SHA-256
};

struct LayerSummary {
  std::string name;
  std::string crs;
  ThreeWay<std::size_t> features;
  std::size_t merged_features = 0;
  std::map<Outcome, std::size_t> outcomes;  ///< of clusters; those that occur
  std::map<ConflictKind, std::size_t> conflicts;
  std::map<std::string, std::size_t> update;        ///< changes by operation
  std::map<std::string, std::size_t> contribution;  ///< changes by operation
};

struct Summary {
  std::string theme;
  std::string theme_version;
  std::string theme_digest;
  std::string producer;
  std::string time;
  ThreeWay<std::optional<InputSummary>> inputs;
  std::vector<LayerSummary> layers;
  std::size_t open_conflicts = 0;
  std::size_t resolved_conflicts = 0;
  std::vector<Finding> findings;
};

/// What differs from run to run: never in a file that is compared.
struct RunFacts {
  std::vector<std::pair<std::string, double>> stages;  ///< name and wall seconds
  double seconds = 0;
  std::size_t peak_memory = 0;  ///< bytes
  int threads = 1;
};

/// summary.json: the same inputs give the same bytes.
[[nodiscard]] std::string summary_as_json(const Summary& summary);
/// run.json: the facts, with the versions of this command and of the libraries it runs on.
[[nodiscard]] std::string run_as_json(const RunFacts& facts);
/// report.html: one page with nothing to load, in the user's language. `conflicts` are listed and
/// drawn on a small map.
[[nodiscard]] std::string summary_as_html(const Summary& summary,
                                          const std::vector<Conflict>& conflicts);

/// A few plain sentences for a terminal: what was taken, kept, sent, and what is left to decide.
[[nodiscard]] std::string summary_as_text(const Summary& summary);

}  // namespace bdf::report
