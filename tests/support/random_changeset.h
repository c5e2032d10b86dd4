// SPDX-License-Identifier: MIT
// Random files and changesets on them: what other forms of changesets are held against.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "io/changeset.h"

namespace bdf::tests {

/// Writes a file of one layer, `things`, and a changeset on it, as `base.gpkg` and `changes.gpkg`.
///
/// The layer has columns of every type, names that are hard on XML, JSON and SQL, a key of one or
/// two columns or none but the fid, geometries of every kind and dimension or of one alone, in a
/// reference system with either order of axes. The changes are of every operation, by id and
/// deletions first; values are extreme, empty, full of what formats give a meaning to, or NULL.
/// The same seed gives the same. `xml`: only what XML 1.0 can say, and GML of geometries.
void write_random_changeset(const std::filesystem::path& folder, std::uint32_t seed, bool xml);

/// The columns of the key in that seed's layer, with commas; "" for the fid.
[[nodiscard]] std::string random_key(std::uint32_t seed);

/// A changeset as text, a change a line, in order: what other forms carry of it. Without statuses,
/// lineage, and the fids that new objects ask for where a key names them.
[[nodiscard]] std::vector<std::string> carried(const io::Changeset& changeset);

}  // namespace bdf::tests
