-- SPDX-License-Identifier: MIT
-- The tables of a reference base, in SQL that SQLite and PostgreSQL both read. A base is brought to
-- this form by running these files in the order of their numbers; what stands here is never changed.
--
-- Beside them stand, for each layer L: the table L itself, an ordinary layer that holds what is valid
-- now; bdf_live_L, which says of each of its features since when it is; bdf_past_L, which holds what
-- was, with the columns of L.

CREATE TABLE bdf_base (
  format_version integer NOT NULL,
  identity text NOT NULL             -- of this base alone
);

-- One integration or import. Numbers rise by one; times never fall.
CREATE TABLE bdf_transaction (
  number integer NOT NULL PRIMARY KEY,
  parent integer,
  kind text NOT NULL,                -- init, import, revert
  organisation text,
  time text NOT NULL,
  community text,
  theme text,
  theme_version text,
  theme_digest text,
  territory text,
  message text,
  input text,                        -- the name of what came in
  input_digest text,                 -- SHA-256 of it
  digest text NOT NULL UNIQUE        -- of this row, of its layers and of the parent's digest
);

-- What a transaction did to a layer.
CREATE TABLE bdf_transaction_layer (
  number bigint NOT NULL,
  layer text NOT NULL,
  added bigint NOT NULL,
  changed bigint NOT NULL,
  removed bigint NOT NULL,
  detail text,                       -- JSON: columns added, renamed, retired
  PRIMARY KEY (number, layer)
);

CREATE TABLE bdf_edition (
  name text NOT NULL PRIMARY KEY,
  number bigint NOT NULL
);

CREATE TABLE bdf_layer (
  layer text NOT NULL PRIMARY KEY,
  class text,                        -- of the theme's schema; NULL for a layer of none
  schema text,
  key_columns text NOT NULL,         -- JSON array
  primary_key text NOT NULL,
  geometry_column text,
  geometry_type text,
  z integer NOT NULL,
  m integer NOT NULL,
  crs_organization text,
  crs_code integer,
  crs_definition text,
  srs_id integer NOT NULL,           -- the number of the system in this database
  next_fid bigint NOT NULL,
  since bigint NOT NULL
);

-- The columns of each layer, and what they were called when. A column keeps its number.
CREATE TABLE bdf_column (
  layer text NOT NULL,
  number integer NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  declared text NOT NULL,
  since bigint NOT NULL,
  until bigint                       -- NULL: still so
);

-- Objects that go on under another identifier.
CREATE TABLE bdf_succession (
  layer text NOT NULL,
  number bigint NOT NULL,            -- of the transaction
  predecessor text NOT NULL,
  successor text NOT NULL,
  reason text
);
