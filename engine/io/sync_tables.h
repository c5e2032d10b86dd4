// SPDX-License-Identifier: MIT
// The tables that merged.gpkg and conflicts.gpkg carry beside the layers: formats.md's bdf_sync,
// bdf_ledger, bdf_ledger_unchanged, bdf_pending, bdf_provisional, bdf_resolution, bdf_lineage,
// bdf_intervals, and the conflict layers. schemas/sync_tables.sql defines them. An empty text is
// kept as NULL.
//
// Writing takes the caller's transaction or makes its own. Reading throws InputError where a table
// holds words or JSON that we did not write.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/sqlite.h"
#include "model/conflict.h"
#include "model/finding.h"
#include "model/ledger.h"
#include "model/schema.h"
#include "model/value.h"

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

/// Replaces bdf_sync. Reading gives nullopt where there is none, and throws InputError where a
/// newer version wrote it.
void write_stamp(Database& database, const SyncStamp& stamp);
[[nodiscard]] std::optional<SyncStamp> read_stamp(Database& database);

/// The state of the reference that a layer was last brought together with.
struct Origin {
  std::string edition;
  std::string digest;
};

/// Enters these layers in bdf_origin, in place of what it said of them; others stay. Reading gives
/// {} without the table.
void write_origins(Database& database, const std::map<std::string, Origin>& origins);
[[nodiscard]] std::map<std::string, Origin> read_origins(Database& database);

/// Objects of a base by layer, as the base calls it.
using HeldIds = std::map<std::string, std::set<std::string>>;

/// Likewise bdf_held: of a layer that is a part of a base, the objects of the base that it was last
/// brought together with, wherever they lay.
void write_held(Database& database, const HeldIds& held);
[[nodiscard]] HeldIds read_held(Database& database);

/// What the ledger says of one layer.
struct LayerLedger {
  std::span<const LedgerEntry> entries;
  std::span<const UnchangedRun> unchanged;
  /// Shows entries that are too many to be held at once; each is valid while it is shown.
  std::function<void(const std::function<void(const LedgerEntry&)>& show)> further{};
};

/// Replaces both ledger tables; rows stand in the order given.
void write_ledger(Database& database, const std::vector<LayerLedger>& layers);
/// The entry whose cluster number or one of whose ids is `cluster_or_id`; all of them where
/// several.
[[nodiscard]] std::vector<LedgerEntry> find_in_ledger(Database& database,
                                                      const std::string& cluster_or_id);

/// The flags of its entries that begin so, without that; {} without the table.
[[nodiscard]] std::set<std::string> flags_in_ledger(Database& database, std::string_view beginning);

/// Replaces bdf_pending, and bdf_provisional, which is left out where nothing is held otherwise
/// than the provisional side has it. Reading gives what was written; {} without the table.
/// Geometries are kept where the kind is `geometry`, `delete_edit`, `identity` or `recut`.
void write_pending(Database& database, const std::vector<Conflict>& pending);
[[nodiscard]] std::vector<Conflict> read_pending(Database& database);

/// Adds to bdf_resolution, once a conflict id: a later resolution replaces an earlier one. Reading
/// gives the conflicts with their resolution.
void add_resolutions(Database& database, const std::vector<Conflict>& resolved);
[[nodiscard]] std::vector<Conflict> read_resolutions(Database& database);

/// Replaces bdf_answer. Reading gives what was written; {} without the table. Throws InputError for
/// an answer that is neither accepted nor declined.
void write_answers(Database& database, const std::vector<Answer>& answers);
[[nodiscard]] std::vector<Answer> read_answers(Database& database);

/// A feature of a layer that is a part of one object of the reference's: the cut is local's alone.
struct CutPart {
  std::string layer;
  std::string object;  ///< the id that its parts share
  std::int64_t fid = 0;
  bool begins_at_mark = false;  ///< its first vertex is the cut's, and not the whole line's
};

/// Replaces bdf_lineage, which is left out where there are none. Reading gives what was written; {}
/// without the table.
void write_lineage(Database& database, const std::vector<CutPart>& parts);
[[nodiscard]] std::vector<CutPart> read_lineage(Database& database);

/// A part of a line in which an attribute says otherwise than its column.
struct Interval {
  std::string layer;
  std::string object;
  std::int64_t fid = 0;
  std::string attribute;  ///< as the layer calls the column
  double from = 0;        ///< along the line, in units of the layer's CRS
  double to = 0;
  std::optional<std::string> value;  ///< as the column would hold it; nullopt for NULL
  Value geometry = Null{};           ///< WKB of that part, as the line was when this was written
};

/// Replaces bdf_intervals, which is left out where there are none. Reading gives what was written;
/// {} without the table.
void write_intervals(Database& database, const std::vector<Interval>& intervals);
[[nodiscard]] std::vector<Interval> read_intervals(Database& database);

/// Fills a new conflicts.gpkg: layers conflict, conflict_ancestor, conflict_local,
/// conflict_reference, in the CRS given. A conflict stands where its local geometry is, else the
/// reference's, else the ancestor's.
void write_conflicts(Database& database, const std::vector<Conflict>& conflicts, const Crs& crs,
                     std::string_view time);

/// The conflicts of a conflicts.gpkg, by id, without geometries and resolutions. Throws InputError
/// without the layer.
[[nodiscard]] std::vector<Conflict> read_open_conflicts(Database& database);

struct EnteredResolutions {
  std::vector<Conflict> conflicts;  ///< by id, with their resolution, without geometries
  std::vector<Finding> findings;  ///< what was typed and cannot be used; `feature` is the conflict
};

/// The conflicts of a conflicts.gpkg in which a human has entered a resolution: ancestor, local,
/// reference or value, or ancêtre, locale, référence, valeur, whatever the case, accents and outer
/// blanks. The value of a geometry is its WKT, or, where there is none, what was made of the row's
/// own shape; one that was changed and goes with another decision, or none, is a finding. A
/// geometry given as value is checked to be WKT. Throws InputError without the layer.
[[nodiscard]] EnteredResolutions read_entered_resolutions(Database& database);

}  // namespace bdf::io
