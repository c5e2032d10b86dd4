// SPDX-License-Identifier: MIT
// What a run comes to, in counts and names; and its page and files.
//
// All functions are pure but for the language of messages (base/message.h) and take any bytes as
// names and values: what is not UTF-8 or does not print is replaced, never passed on. Nothing
// throws but std::bad_alloc.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/conflict.h"
#include "model/finding.h"
#include "model/ledger.h"
#include "model/three_way.h"
#include "report/layer_terms.h"

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
  std::map<Outcome, std::size_t> outcomes;          ///< of clusters; those that occur
  std::map<ConflictKind, std::size_t> conflicts;    ///< those left open
  std::map<std::string, std::size_t> update;        ///< changes to the local layer, by operation
  std::map<std::string, std::size_t> contribution;  ///< changes for the reference, likewise
};

/// Of the reference, to what was offered or proposed to it.
struct AnswerCounts {
  std::size_t accepted = 0;
  std::size_t declined = 0;
  std::size_t waiting = 0;
};
[[nodiscard]] AnswerCounts counted(const std::vector<Answer>& answers);

struct Summary {
  std::string theme;
  std::string theme_version;
  std::string theme_digest;
  std::string producer;
  std::string time;  ///< as base/clock.h gives it
  ThreeWay<std::optional<InputSummary>> inputs;
  std::vector<LayerSummary> layers;
  std::size_t open_conflicts = 0;
  std::size_t proposals = 0;  ///< that wait for the reference's answer, merged holding its value
  std::size_t resolved_conflicts = 0;  ///< settled by a human, in this run or remembered
  std::size_t signalements = 0;        ///< that go out with the contribution
  std::size_t answered_signalements = 0;
  std::optional<AnswerCounts> answers;  ///< those that this run was given; nullopt: none were
  std::vector<Finding> findings;
};

/// What waits for somebody, and the terms in which it is told.
struct OpenEnds {
  std::vector<Conflict> conflicts;
  std::vector<Conflict> proposals = {};
  TermsByLayer terms = {};
};

/// What differs from run to run: never in a file that is compared.
struct RunFacts {
  std::vector<std::pair<std::string, double>> stages;  ///< name and wall seconds
  double seconds = 0;
  std::size_t peak_memory = 0;  ///< bytes
  int threads = 1;
  std::string merged_state;                ///< of merged.gpkg as written (io::state_of_database)
  std::map<std::string, std::string> job;  ///< how the run was called, by setting
  std::map<std::string, std::string> versions;  ///< of bdf, GDAL, GEOS, PROJ, SQLite
};

/// summary.json, as schemas/formats/summary.schema.json says: the same summary gives the same
/// bytes.
[[nodiscard]] std::string summary_as_json(const Summary& summary);
/// run.json, as schemas/formats/run.schema.json says.
[[nodiscard]] std::string run_as_json(const RunFacts& facts);
/// report.html: one page with nothing to load and no script, in the user's language. The first 500
/// of the open conflicts and of the proposals are listed, with the geometries of each on a map of
/// its layer, which shows the positions of all.
[[nodiscard]] std::string summary_as_html(const Summary& summary, const OpenEnds& open);

/// A few plain sentences for a terminal, one line a layer: what was taken, kept, sent, and what is
/// left to decide; then the findings that matter. Ends with a line feed.
[[nodiscard]] std::string summary_as_text(const Summary& summary);

}  // namespace bdf::report
