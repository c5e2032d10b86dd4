-- SPDX-License-Identifier: MIT
-- conflicts.gpkg, format 1: four feature layers in the CRS of the merged file, and their styles
-- (layer_styles.sql). A layer is declared to hold the type that all of its geometries have, else
-- GEOMETRY. A test holds what the engine writes against these definitions.

-- One row an open conflict; columns as in bdf_pending (sync_tables.sql). It stands where its local
-- geometry is, else the reference's, else the ancestor's. To resolve it, fill in `resolution`:
-- ancestor, local, reference, or value with `resolution_value` (text, or WKT for a geometry; none for
-- NULL). Of a conflict of kind geometry the row's own geometry may be changed instead: with `value`
-- and no `resolution_value` that is what is decided. In French: ancêtre, locale, référence, valeur. Case and accents do not matter.
CREATE TABLE conflict (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  conflict_id TEXT,
  layer TEXT,
  cluster INTEGER,
  kind TEXT,
  attribute TEXT,
  ancestor_id TEXT,
  local_id TEXT,
  reference_id TEXT,
  ancestor_value TEXT,
  local_value TEXT,
  reference_value TEXT,
  reason TEXT,
  provisional TEXT,
  resolution TEXT,
  resolution_value TEXT,
  resolved_by TEXT,
  resolved_at TEXT
);

-- The same conflict's geometry on each side that has one.
CREATE TABLE conflict_ancestor (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  conflict_id TEXT,
  id TEXT
);
CREATE TABLE conflict_local (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  conflict_id TEXT,
  id TEXT
);
CREATE TABLE conflict_reference (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  conflict_id TEXT,
  id TEXT
);
