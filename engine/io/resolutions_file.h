// SPDX-License-Identifier: MIT
// resolutions.json: decisions as a text that git compares and merges
// (schemas/formats/resolutions.schema.json).
//
// A JSON object with one member a decision, called by the conflict's id, in the order of ids, and
// last the format's version. Each decision stands on lines of its own, the first and the last of
// which no other decision has, and all end alike: so git never cuts through one, and what two
// people have decided goes together line by line. Members that say nothing are left out.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/conflict.h"

namespace bdf::io {

/// The decisions in full, sorted by id: the same bytes for the same decisions. Each conflict has
/// its resolution; values and geometries of the sides are not written.
[[nodiscard]] std::string resolutions_as_json(const std::vector<Conflict>& decided);

/// What resolutions_as_json() wrote, in whatever order and layout, with `resolution` set. Of a
/// decision that stands twice, the later one.
///
/// Throws InputError naming the file, and the line where it is known: for marks of a merge that git
/// could not finish; for what is no JSON, no such object, or of a newer version; for two decisions
/// on one conflict that are not the same, both of which it names.
[[nodiscard]] std::vector<Conflict> read_resolutions_file(const std::filesystem::path& path);

}  // namespace bdf::io
