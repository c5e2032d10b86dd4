// SPDX-License-Identifier: MIT
// What earlier syncs left open or settled, and what a human has entered since.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "io/geopackage.h"
#include "io/sync_tables.h"
#include "jobs/common_crs.h"
#include "jobs/decisions.h"
#include "merge/context.h"
#include "model/finding.h"

namespace bdf::jobs {

/// The resolutions that a human has entered in a conflicts.gpkg about layers of `catalog`. A value
/// that its column cannot hold, or a geometry that its layer cannot, is a finding, as all else that
/// cannot be used.
[[nodiscard]] io::EnteredResolutions entered_resolutions(const std::filesystem::path& conflicts,
                                                         const io::Catalog& catalog);

struct Remembered {
  merge::Memory memory;  ///< with what is open, without what was decided
  Decisions decisions;
};

/// Reads bdf_pending and bdf_resolution of the local file; and in each of `folders` that an earlier
/// sync wrote, the resolutions applied there, those written in its resolutions.json and those
/// entered in its conflicts.gpkg, each of which takes the place of the ones before. What was
/// entered wrongly becomes a finding and stays open. Throws InputError for a resolutions.json that
/// cannot be read: what it says would be lost.
[[nodiscard]] Remembered remember(const std::filesystem::path& local,
                                  const std::vector<std::filesystem::path>& folders,
                                  std::vector<Finding>& findings);

/// Throws InputError where the file has no table bdf_answer.
[[nodiscard]] std::vector<Answer> answers_in(const std::filesystem::path& file);

struct KnownAnswers {
  std::vector<Answer> all;
  std::vector<Answer> fresh;  ///< of those given, what local has not kept so already
};

/// Adds the answers that the local file has kept, and those given, which replace earlier ones to
/// the same.
[[nodiscard]] KnownAnswers add_answers(const std::filesystem::path& local,
                                       const std::vector<Answer>& given, merge::Memory& memory);

/// What answers about a layer's geometries are in: the reference's file.
struct AnsweredLayer {
  std::string name;                   ///< as the reference calls it
  std::optional<Way> way;             ///< from its system to the common one
  std::optional<double> no_altitude;  ///< the Z that stands for none there
};

/// The memory, with the geometries that answers are about as they are compared. Throws InputError
/// for one that is no WKT.
[[nodiscard]] merge::Memory with_answered_geometries(merge::Memory memory,
                                                     const AnsweredLayer& layer);

/// Whether somebody has worked on the merged layer in a folder since a sync wrote it; false where
/// no sync did.
[[nodiscard]] bool was_edited_since_sync(const std::filesystem::path& folder);

/// The open conflicts and proposals of all layers but these, each once, ordered by id, with what a
/// human has decided meanwhile: a run that leaves a layer out neither answers its questions nor
/// forgets them.
[[nodiscard]] std::vector<Conflict> conflicts_left_out(const merge::Memory& memory,
                                                       const std::set<std::string>& layers);

}  // namespace bdf::jobs
