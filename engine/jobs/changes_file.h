// SPDX-License-Identifier: MIT
// Changes as a file, in the form that its ending asks for.
#pragma once

#include <filesystem>
#include <vector>

#include "io/changeset.h"

namespace bdf::jobs {

/// Throws UsageError for an ending that is not .gpkg, .geojson, .json or .html.
void require_form_of_changes(const std::filesystem::path& path);

/// Whole or not at all.
void write_changes(const std::filesystem::path& path, bool overwrite, const io::ChangesetHead& head,
                   const std::vector<LayerChanges>& layers);

}  // namespace bdf::jobs
