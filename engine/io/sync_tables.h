// SPDX-License-Identifier: MIT
// The tables that merged.gpkg and conflicts.gpkg carry beside the layers: formats.md's bdf_sync,
// bdf_ledger, bdf_ledger_unchanged, bdf_pending, bdf_resolution, and the conflict layers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/sqlite.h"
#include "model/conflict.h"
#include "model/ledger.h"
#include "model/schema.h"

namespace bdf::io {

/// The one row of bdf_sync.
struct SyncStamp {
  std::string producer;
  std::string theme;
  std::string theme_version;
  std::string theme_digest;
  std::string ancestor_edition;
  std::string ancestor_digest;
  std::string reference_edition;
  std::string reference_digest;
  std::string extent;
  std::string selection;
  std::string time;
};

void write_stamp(Database& database, const SyncStamp& stamp);
[[nodiscard]] std::optional<SyncStamp> read_stamp(Database& database);

/// Replaces both ledger tables.
void write_ledger(Database& database, const std::vector<LedgerEntry>& entries,
                  const std::vector<UnchangedRun>& unchanged);
/// The entry whose cluster number or one of whose ids is `cluster_or_id`; all of them where several.
[[nodiscard]] std::vector<LedgerEntry> find_in_ledger(Database& database,
                                                      const std::string& cluster_or_id);

/// Replaces bdf_pending. Reading gives what was written, geometries included; {} without the table.
void write_pending(Database& database, const std::vector<Conflict>& pending);
[[nodiscard]] std::vector<Conflict> read_pending(Database& database);

/// Adds to bdf_resolution, once a conflict id. Reading gives the conflicts with their resolution.
void add_resolutions(Database& database, const std::vector<Conflict>& resolved);
[[nodiscard]] std::vector<Conflict> read_resolutions(Database& database);

/// Fills a new conflicts.gpkg: layers conflict, conflict_ancestor, conflict_local,
/// conflict_reference, in the CRS given.
void write_conflicts(Database& database, const std::vector<Conflict>& conflicts, const Crs& crs,
                     std::string_view time);
/// The conflicts of a conflicts.gpkg in which a human has entered a resolution.
[[nodiscard]] std::vector<Conflict> read_entered_resolutions(Database& database);

}  // namespace bdf::io
