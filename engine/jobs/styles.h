// SPDX-License-Identifier: MIT
// Which of our files gets which styles for QGIS. All are in the language of messages.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "io/changeset.h"
#include "io/sqlite.h"
#include "report/layer_terms.h"

namespace bdf::jobs {

/// Gives the layers of merged.gpkg that have no style a plain one.
void style_merged(io::Database& database, std::string_view time);

/// Gives conflicts.gpkg its colours and the form to decide in.
void style_conflicts(io::Database& database, const report::TermsByLayer& terms,
                     std::string_view time);

/// Gives the layer of links.gpkg its colours.
void style_links(io::Database& database, const Schema& layer, std::string_view time);

/// io::write_changeset(), with styles.
void write_styled_changeset(const std::filesystem::path& path, const io::ChangesetHead& head,
                            const std::vector<io::ChangesToWrite>& layers,
                            const Signalements& signalements = {});

}  // namespace bdf::jobs
