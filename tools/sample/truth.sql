-- SPDX-License-Identifier: MIT
-- The tables of truth.gpkg, which `bdf-sample make` writes beside ancestor, local and reference.
--
-- A story is one thing that happened to one object, to several that were cut anew, or to neighbours
-- that moved together. What is in no story is the same on all sides, but for fids: the local fid is
-- the ancestor's, and the cleabs tells which feature of the reference it is.
CREATE TABLE story (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  story INTEGER,   -- the story's number
  family TEXT,     -- what kind of thing happened
  layer TEXT,
  outcome TEXT     -- as the ledger of a synchronisation should tell it
);

-- What a synchronisation should ask about the story. Without a row it should ask nothing.
CREATE TABLE question (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  story INTEGER,
  kind TEXT,       -- attribute, geometry, delete_edit, identity, recut
  attribute TEXT   -- where the kind is attribute
);

-- The features of the three sides that the story is about.
CREATE TABLE side (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  story INTEGER,
  side TEXT,         -- ancestor, local, reference
  side_fid INTEGER,  -- in that side's file; of a Shapefile counted from 1
  cleabs TEXT,       -- as that side has it
  changed TEXT       -- since the ancestor: attributes and "geometry", separated by /
);

-- Who corresponds to whom: every pair of features with a part of an object in common.
CREATE TABLE link (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  story INTEGER,
  pair TEXT,       -- ancestor_local, ancestor_reference, local_reference
  a_fid INTEGER,
  b_fid INTEGER,
  a_share REAL,    -- how much of the feature is in the other, from 0 to 1
  b_share REAL
);

-- Beside these, for each layer of the theme, a table of its name: the features that the merged layer
-- must hold for the stories without a question, with the columns of the local layer and
--   truth_story INTEGER, truth_local_fid INTEGER (which local feature it continues, with whose fid),
--   truth_reference_fid INTEGER (which feature of the reference it is).
