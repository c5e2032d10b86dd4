// SPDX-License-Identifier: MIT
// What a source holds, for people and for programs.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "crypto/signature.h"
#include "io/changeset.h"
#include "io/geopackage.h"
#include "io/source.h"
#include "io/sync_tables.h"
#include "model/geometry.h"
#include "report/summary.h"

namespace bdf::jobs {

struct LayerDescription {
  Schema schema;
  std::size_t features = 0;   ///< counted
  std::optional<Box> extent;  ///< as the file declares it, in the units of the CRS
  bool spatial_index = false;
};

struct Description {
  std::string name;  ///< as the user named it
  std::vector<LayerDescription> layers;
  std::vector<std::string> other_tables;
  std::vector<std::string> views;      ///< never read
  std::vector<std::string> triggers;   ///< unknown ones; never run
  std::optional<io::SyncStamp> stamp;  ///< where a sync wrote it
  std::size_t open_conflicts = 0;      ///< that it carries
  std::size_t proposals = 0;           ///< that wait for the reference's answer
  std::optional<report::AnswerCounts>
      answers;  ///< of the reference, where it carries a table of them
  std::optional<io::ChangesetHead> changeset;  ///< where it is one
  /// Of the changeset; whose the keys are is not known.
  std::vector<crypto::Judgement> signatures;
};

/// FILE, FILE::layer, or what else a source may be. What is no GeoPackage is described as it is
/// read: through a copy, in a folder of its own that is removed. Throws InputError for what cannot
/// be read, for no such layer, and for a changeset that does not hold what its digest says.
[[nodiscard]] Description describe(const std::string& source, const io::SourceOptions& options);

/// The same for a GeoPackage at `path`; `layer` is "" for all.
[[nodiscard]] Description describe_geopackage(const std::filesystem::path& path,
                                              const std::string& layer);

[[nodiscard]] std::string description_as_text(const Description& description);
[[nodiscard]] std::string description_as_json(const Description& description);

}  // namespace bdf::jobs
