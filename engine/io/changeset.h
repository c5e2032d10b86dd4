// SPDX-License-Identifier: MIT
// Changesets in and out: a GeoPackage with a feature table a layer, one row a change.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/change.h"
#include "model/signalement.h"

namespace bdf::io {

/// The one row of table bdf_changeset.
struct ChangesetHead {
  int format_version = 1;  ///< of the file that was read; writing sets its own
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

/// A changeset that owns the tables its changes refer to. Can be moved, not copied.
struct Changeset {
  ChangesetHead head;
  std::vector<LayerChanges> layers;
  std::vector<std::unique_ptr<const FeatureTable>> tables;  ///< one a layer
  Signalements signalements{};                              ///< that go with them
};

/// The changes of one layer, and updates beside them that are too many to be held at once: these
/// follow, in the order shown.
struct ChangesToWrite {
  const LayerChanges* changes = nullptr;  ///< never null
  ShowChanges further{};
};

/// Writes the changeset as formats.md's GeoPackage into a new file; schemas/changeset.sql is its
/// definition. Each layer's table has bdf_op, bdf_id, bdf_changed, bdf_before, bdf_lineage and
/// bdf_fid, then the target's attributes and geometry after the change (before it for a deletion).
///
/// Rows stand in the order given. The same head and changes give the same bytes: the only time in
/// the file is head.time. Returns the digest of the content. An update's ValueChange::before is
/// what its feature holds, and of what an insertion lays over its feature only the result is kept.
/// Throws InputError for a layer that has the name of one of our tables or names that are not
/// UTF-8, StoreError where the file cannot be written.
///
/// Signalements stand in table bdf_signalement, each with the head's producer; the digest covers
/// them.
std::string write_changeset(const std::filesystem::path& path, const ChangesetHead& head,
                            const std::vector<ChangesToWrite>& layers,
                            const Signalements& signalements = {});
std::string write_changeset(const std::filesystem::path& path, const ChangesetHead& head,
                            const std::vector<LayerChanges>& layers);

/// In the same order; they must outlive it.
[[nodiscard]] std::vector<ChangesToWrite> to_write(const std::vector<LayerChanges>& layers);

/// Reads it back: the same changes in the same order, each feature in the target's own schema and,
/// where its fid is not known, with the fid no_fid of io/change_rows.h. Throws InputError where the
/// file is no changeset, is of a newer format, or does not hold what its digest says.
[[nodiscard]] Changeset read_changeset(const std::filesystem::path& path);

/// The head alone, once the content has been held against its digest. Throws as read_changeset().
[[nodiscard]] ChangesetHead read_changeset_head(const std::filesystem::path& path);

/// A row of table bdf_signature: of a whole changeset, its content and its head. What it says is
/// for crypto/signature.h to judge.
struct SignatureRow {
  std::string statement;
  std::string signature;
};

/// In the order in which they were written; none where the changeset is not signed. Throws
/// InputError where the table is not as defined.
[[nodiscard]] std::vector<SignatureRow> read_signatures(const std::filesystem::path& path);

/// Puts these in place of the signatures that the changeset at `path` has, which io/output_folder.h
/// is about to put in place. Its content and its head stay as they are.
void write_signatures(const std::filesystem::path& path, const std::vector<SignatureRow>& rows);

/// c such that applying it after `changeset` gives back what was: insertions and deletions change
/// places, values before and after likewise, and signalements are left out; the rows of one lineage
/// group become the reverse split, merge or re-cut, by the number of features before and after. The
/// head keeps all but the base and the digest, which only the target it will be applied to can
/// give.
[[nodiscard]] Changeset inverted(const Changeset& changeset);

/// One GeoJSON feature a change: properties bdf_layer, bdf_op, bdf_id, bdf_changed, bdf_before,
/// bdf_lineage, bdf_fid, then the attributes. Coordinates are in the layers' own CRS and not in WGS
/// 84 as RFC 7946 has it: a member `crs` names it where all layers share it, as the 2008 draft and
/// GDAL do. What GeoJSON cannot say (curves, M, NaN) has a null geometry and its WKT in bdf_wkt.
/// Throws StoreError.
void write_changeset_geojson(const std::filesystem::path& path, const ChangesetHead& head,
                             const std::vector<LayerChanges>& layers);

/// All that the GeoPackage holds, as one JSON document (schemas/changeset.schema.json); geometries
/// as hexadecimal WKB, values as io/json_value.h writes them. Throws StoreError.
void write_changeset_json(const std::filesystem::path& path, const ChangesetHead& head,
                          const std::vector<LayerChanges>& layers);

}  // namespace bdf::io
