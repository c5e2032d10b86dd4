-- SPDX-License-Identifier: MIT
-- links.gpkg, format 1: the links that `bdf match` has found, as lines on the map, in the CRS in which
-- the layers were compared, with its style (layer_styles.sql). A test holds what the engine writes
-- against this definition. The layer has no spatial index.

-- One row a linked pair, a LINESTRING from A's feature to B's: from the middle of the stretch of a
-- line that both share, from a point inside an area, from the point itself. Where both lie in one
-- place it is three decimetres long, so that it can be seen. What nothing is linked to has no row.
CREATE TABLE link (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  layer TEXT,         -- as A calls it
  link INTEGER,       -- pairs of one number are one link: an object and its pieces, say
  a_id TEXT,          -- as in links.csv
  b_id TEXT,
  a_fid INTEGER,
  b_fid INTEGER,
  relation TEXT,      -- 1:1, 1:n, n:1 or n:m: of the link
  a_share REAL,       -- the part of A's length, area or points that it has in common with B; 0 to 1
  b_share REAL,
  a_from REAL,        -- of lines: the stretch that they share, by its length from the first vertex of
  a_to REAL,          -- the line, 0 to 1, from < to. NULL of what is no line
  b_from REAL,
  b_to REAL,
  direction TEXT,     -- same or reversed: how the two lines run; NULL of what is no line
  confidence REAL,    -- 0 to 1
  reason TEXT,        -- as in links.csv
  doubtful BOOLEAN,   -- reported, and used for nothing
  evidence TEXT       -- JSON object: measure -> value; {} where nothing had to be measured
);

-- reason: same_key, same_geometry, same_course, pieces, pieces_nearby; runs_inside of a line and an
-- area that are one thing held twice; of doubtful links, behind
-- "doubtful: ", also several_alike, pieces_do_not_fit, not_alike_enough.
--
-- evidence: mean_distance, greatest_distance (of the stretches that run along one another, in units of
-- the CRS); length_ratio (of the shorter to the longer stretch), common_area (twice the area in common
-- over the sum of both), attributes, neighbours, margin (to the next best): 0 to 1; angle (degrees).
