-- SPDX-License-Identifier: MIT
-- What merged.gpkg holds beside its layers, format 1. A test holds what the engine writes against
-- these definitions. An absent text is NULL.

-- One row: what this file was made from. It tells the next sync its ancestor. format_version counts
-- for all tables of this file.
CREATE TABLE bdf_sync (
  format_version INTEGER NOT NULL,
  producer TEXT,
  theme TEXT,
  theme_version TEXT,
  theme_digest TEXT,             -- SHA-256
  ancestor_edition TEXT,
  ancestor_digest TEXT,
  reference_edition TEXT,
  reference_digest TEXT,
  extent TEXT,
  selection TEXT,
  time TEXT                      -- ISO 8601, UTC
);

-- One row a layer of a file that comes from a reference base: the state of the base with which it
-- was last brought together. Where a layer has none, what bdf_sync says holds. Left out otherwise.
CREATE TABLE bdf_origin (
  layer TEXT NOT NULL,           -- as this file calls it
  edition TEXT NOT NULL,         -- the transaction: @12
  digest TEXT NOT NULL           -- its digest
);

-- Of a file that holds a part of a reference base: which of its objects it was last brought together
-- with, wherever they lay. Left out otherwise.
CREATE TABLE bdf_held (
  layer TEXT NOT NULL,           -- as the base calls it
  id TEXT NOT NULL
);

-- One row a cluster, but for those in bdf_ledger_unchanged.
CREATE TABLE bdf_ledger (
  layer TEXT NOT NULL,
  cluster INTEGER NOT NULL,
  ancestor_ids TEXT NOT NULL,    -- JSON array of text, sorted; so are the two below
  local_ids TEXT NOT NULL,
  reference_ids TEXT NOT NULL,
  out_fids TEXT NOT NULL,        -- JSON array of text, in the order of the numbers
  outcome TEXT NOT NULL,         -- conflict, recut, merged, updated_from_reference, kept_local,
                                 -- inserted_from_reference, inserted_locally, deleted_by_reference,
                                 -- deleted_locally, deleted_on_both or unchanged: the first that holds
  detail TEXT NOT NULL           -- JSON object, with the members that have something to say:
                                 -- decisions: array of {what, divergence, rule, taken}, with conditions,
                                 -- where the theme's made a difference: array of {when, holds}, when
                                 -- being the condition as JSON in a text, holds no, yes or open
                                 -- conflicts: array of conflict ids; flags: array of text
);

-- Runs of local features, each a cluster 1:1:1 that nobody changed.
CREATE TABLE bdf_ledger_unchanged (
  layer TEXT NOT NULL,
  first_fid INTEGER NOT NULL,
  last_fid INTEGER NOT NULL,
  count INTEGER NOT NULL
);

-- Open conflicts and unanswered proposals. The geometries are WKB, where the kind is geometry,
-- delete_edit, identity or recut.
CREATE TABLE bdf_pending (
  conflict_id TEXT NOT NULL,     -- a digest of layer, kind, attribute, ids and the three values
  layer TEXT NOT NULL,
  cluster INTEGER NOT NULL,
  kind TEXT NOT NULL,            -- attribute, geometry, delete_edit, identity, topology, recut; or
                                 -- proposal: merged holds the reference's value, and the local one
                                 -- goes out with every contribution until it is answered
  attribute TEXT,                -- NULL unless kind is attribute, or a proposal is about one
  ancestor_id TEXT,              -- `/`-separated where several
  local_id TEXT,
  reference_id TEXT,
  ancestor_value TEXT,           -- a geometry as WKT, an object as JSON
  local_value TEXT,
  reference_value TEXT,
  reason TEXT NOT NULL,
  provisional TEXT NOT NULL,     -- ancestor, local or reference: whose value the layer holds
  resolution TEXT,               -- NULL, ancestor, local, reference or value
  resolution_value TEXT,         -- text, or WKT for a geometry
  resolved_by TEXT,
  resolved_at TEXT,
  ancestor_geometry BLOB,
  local_geometry BLOB,
  reference_geometry BLOB
);

-- What the layer holds meanwhile of those in bdf_pending, where that is not the provisional side's
-- version as it stands: a link that was led elsewhere or taken out. The next sync compares with this.
-- Only where there are any.
CREATE TABLE bdf_provisional (
  conflict_id TEXT NOT NULL,
  value TEXT,                    -- as in bdf_pending; NULL stands for NULL
  geometry BLOB                  -- WKB, where bdf_pending has geometries
);

-- What the reference answered to what was offered or proposed to it: what was declined is not sent
-- again. An answer is read from a file with this table (--answers), and kept from then on.
CREATE TABLE bdf_answer (
  layer TEXT NOT NULL,           -- the reference's, as in the contribution
  bdf_id TEXT NOT NULL,
  attribute TEXT NOT NULL,       -- an attribute, geometry, or object for existence
  value TEXT,                    -- what was sent; a geometry as WKT; of an object insert or delete
  answer TEXT NOT NULL,          -- accepted, declined, or waiting: nobody has decided yet
  answered_by TEXT,
  answered_at TEXT,              -- ISO 8601, UTC
  comment TEXT,
  given_id TEXT                  -- of an object that was inserted: its key in the reference
);

-- Of a file of answers: what the reference says to signalements. A sync enters it in the producer's
-- layer `signalement`; merged.gpkg has no such table.
CREATE TABLE bdf_report_answer (
  id TEXT NOT NULL,
  status TEXT NOT NULL,          -- submit until somebody has decided; then valid or reject
  reponse TEXT,
  "at" TEXT,                     -- ISO 8601, UTC
  "by" TEXT                      -- an organisation
);

-- The parts of lines that are cut in this file alone, since different values of the producer's meet
-- on them: the reference has one object, and the cut is not sent to it. Only where there are any.
CREATE TABLE bdf_lineage (
  layer TEXT NOT NULL,
  object TEXT NOT NULL,          -- the id that the parts share
  fid INTEGER NOT NULL,          -- of one part
  begins_at_mark INTEGER NOT NULL  -- 1 where its first vertex is the cut's, and not the whole line's
);

-- Parts of lines in which an attribute says otherwise than its column. Only where there are any.
CREATE TABLE bdf_intervals (
  layer TEXT NOT NULL,
  object TEXT NOT NULL,          -- the feature's id
  fid INTEGER NOT NULL,
  attribute TEXT NOT NULL,
  "from" REAL NOT NULL,          -- lengths along the line, in the plane, in units of the layer's CRS
  "to" REAL NOT NULL,
  value TEXT,                    -- as the column would hold it
  geometry BLOB                  -- WKB: that part of the line. Where the line has been drawn anew
                                 -- since, its ends say where the interval lies; without it from and
                                 -- to do
);

-- The resolutions that were applied, one row a conflict: the same columns.
CREATE TABLE bdf_resolution (
  conflict_id TEXT NOT NULL,
  layer TEXT NOT NULL,
  cluster INTEGER NOT NULL,
  kind TEXT NOT NULL,
  attribute TEXT,
  ancestor_id TEXT,
  local_id TEXT,
  reference_id TEXT,
  ancestor_value TEXT,
  local_value TEXT,
  reference_value TEXT,
  reason TEXT NOT NULL,
  provisional TEXT NOT NULL,
  resolution TEXT,
  resolution_value TEXT,
  resolved_by TEXT,
  resolved_at TEXT,
  ancestor_geometry BLOB,
  local_geometry BLOB,
  reference_geometry BLOB
);
CREATE INDEX bdf_resolution_conflict ON bdf_resolution (conflict_id);
