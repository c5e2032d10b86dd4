// SPDX-License-Identifier: MIT
// A package beside the one of the edition before.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jobs/package_data.h"
#include "jobs/package_difference.h"
#include "package/facts.h"
#include "package/layout.h"

namespace bdf::jobs {

/// A full package of the same series, as it was delivered.
struct PreviousData {
  package::Manifest manifest;
  std::filesystem::path geopackage;
};

/// Unpacks it into `staging`, and holds it against its manifest. Throws InputError where it is no
/// sound package, no full one with a GeoPackage, or of another series than `name`: product, pack,
/// format, system and territory must be the same, and its date an earlier one.
[[nodiscard]] PreviousData open_previous(const std::filesystem::path& previous,
                                         const package::PackageName& name,
                                         const std::filesystem::path& staging);

struct ChangesRequest {
  const PreviousData* previous = nullptr;
  std::filesystem::path geopackage;  ///< of now
  const std::vector<PackagedData>* data = nullptr;
  const std::vector<PackagedLayer>* plan = nullptr;
  std::filesystem::path staging;  ///< for intermediate files
  std::string time;
};

/// What has changed in each layer since then, in the columns that it had and has. A layer that was
/// not there counts as added, and one that is no longer there, after the others, as removed.
[[nodiscard]] std::vector<package::ChangeCount> count_changes(const ChangesRequest& request);

/// The layers of then that are no longer there.
[[nodiscard]] std::vector<package::ManifestLayer> layers_gone(const ChangesRequest& request);

/// What turns the data of then into that of now, a layer each. Throws InputError where no changeset
/// can say it.
[[nodiscard]] std::vector<LayerDifference> differences_of(const ChangesRequest& request);

/// Writes them as a changeset, and tries it: throws LawError where it does not lead from the data
/// of then to that of now.
void write_difference(const ChangesRequest& request,
                      const std::vector<LayerDifference>& differences,
                      const package::Manifest& manifest, const std::filesystem::path& out);

}  // namespace bdf::jobs
