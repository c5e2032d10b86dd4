// SPDX-License-Identifier: MIT
// Changesets in and out: a GeoPackage with a feature table a layer, one row a change.
#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/change.h"

namespace bdf::io {

/// The one row of table bdf_changeset.
struct ChangesetHead {
  int format_version = 1;
  std::string theme;
  std::string theme_version;
  std::string theme_digest;
  std::string base_edition;  ///< name of the edition or transaction that the target is
  std::string base_digest;   ///< SHA-256 of the target
  std::string producer;
  std::string territory;
  std::string extent;
  std::string time;
  std::string content_digest;  ///< set by write_changeset
};

/// A changeset read from a file owns the tables that its changes refer to.
struct Changeset {
  ChangesetHead head;
  std::vector<LayerChanges> layers;
  std::deque<FeatureTable> tables;
};

/// Writes the changeset as formats.md's GeoPackage. Each layer's table has bdf_op, bdf_id,
/// bdf_changed, bdf_before, bdf_lineage, then the target's attributes and geometry after the change
/// (before it for a deletion). Returns the digest of the content.
std::string write_changeset(const std::filesystem::path& path, const ChangesetHead& head,
                            const std::vector<LayerChanges>& layers);

/// Reads it back: equal to what was written. Throws InputError where the file is no changeset, is of
/// a newer format, or does not hold what its digest says.
[[nodiscard]] Changeset read_changeset(const std::filesystem::path& path);

/// c such that applying it after `changeset` gives back what was: insertions and deletions change
/// places, values before and after likewise.
[[nodiscard]] Changeset inverted(const Changeset& changeset);

/// For people and scripts: one GeoJSON feature a change, or one JSON document, or a page.
void write_changeset_geojson(const std::filesystem::path& path, const ChangesetHead& head,
                             const std::vector<LayerChanges>& layers);
void write_changeset_json(const std::filesystem::path& path, const ChangesetHead& head,
                          const std::vector<LayerChanges>& layers);

}  // namespace bdf::io
