-- SPDX-License-Identifier: MIT
-- A changeset, format 1: a GeoPackage that says how to bring one target from before to after. A
-- test holds what the engine writes against these definitions.

-- One row. A newer format_version is refused by older readers.
CREATE TABLE bdf_changeset (
  format_version INTEGER NOT NULL,
  theme TEXT,
  theme_version TEXT,
  theme_digest TEXT,             -- SHA-256 of the theme's file
  base_edition TEXT,             -- edition or transaction that the target is
  base_digest TEXT,              -- SHA-256 of the target; NULL in an inverted changeset
  producer TEXT,
  territory TEXT,
  extent TEXT,
  time TEXT,                     -- ISO 8601, UTC
  content_digest TEXT NOT NULL   -- see below
);

-- One row a layer, in the order of writing: what the layer's own table cannot say.
CREATE TABLE bdf_changeset_layer (
  layer TEXT NOT NULL PRIMARY KEY,
  primary_key TEXT NOT NULL,     -- the target's column that holds the fid
  geometry_column TEXT NOT NULL, -- of the target
  columns TEXT NOT NULL,         -- JSON array: the target's attributes, in order
  key TEXT NOT NULL              -- JSON array: the attributes that make an object's id
);

-- Only in a changeset that has been signed: one row a signature, in the order of signing. It is not
-- part of the content: who does not look at signatures may leave it out.
CREATE TABLE bdf_signature (
  id INTEGER PRIMARY KEY NOT NULL,
  statement TEXT NOT NULL,       -- JSON, see below
  signature TEXT NOT NULL        -- Ed25519, 64 bytes: `z` and base58btc
);

-- Only in a contribution that has any: what cannot be said as an edit, a row a signalement, in the
-- target's CRS. It is a part of the content, and of no layer: who applies the changeset changes
-- nothing by it.
CREATE TABLE bdf_signalement (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  producteur TEXT,               -- as bdf_changeset has it
  id TEXT,                       -- as the producer calls it, from one contribution to the next
  commentaire TEXT,
  theme TEXT,
  couche TEXT,                   -- the layer that it is about
  objet TEXT,                    -- that object's key
  date TEXT                      -- as its author writes it
);

-- One feature table a layer, called as the layer, in the target's CRS. It has the six columns below,
-- then the target's attributes with their declared types and its geometry column: the feature after
-- the change, for a deletion before it. A name that one of the six has gets `_` behind it in this
-- table; bdf_changeset_layer.columns has the true one, by position. The table's own primary key only
-- keeps the order of the changes.
CREATE TABLE layer (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  bdf_op TEXT,                   -- insert, update, delete, split, merge or recut
  bdf_id TEXT,                   -- the object's id
  bdf_changed TEXT,              -- JSON object: attribute, `geometry` or `object` -> status
  bdf_before TEXT,               -- JSON object, of updates: what changes -> value before; else NULL
  bdf_lineage TEXT,              -- JSON object {"group": TEXT} of a split, merge or re-cut; else NULL
  bdf_fid INTEGER                -- the feature's fid in the target; of a feature that is added, the
                                 -- fid it asks for; NULL where there is none
);

-- bdf_changed: statuses are offered, proposed and taken. `geometry` and `object` (existence: in every
-- operation but update) are no attributes: an attribute that has one of these names, in any case, or
-- that begins with `\`, has a `\` before its name.
--
-- bdf_before: numbers, text and null are JSON's. A real has a point or an exponent, an integer has
-- neither and up to 64 bits. {"real": "nan" | "inf" | "-inf"}, {"blob": HEX} and, for text that is
-- not UTF-8, {"text_hex": HEX} stand for what JSON cannot say. A geometry is its WKB in hexadecimal.
--
-- A split, merge or re-cut is one row with that bdf_op a successor and one `delete` a predecessor,
-- all with the same group.
--
-- content_digest: SHA-256, lower-case hexadecimal, of the concatenated layer digests sorted by layer
-- name (as bytes). A layer digest is the SHA-256 of its declaration followed by its row digests sorted
-- by bdf_id and digest. A row digest is the SHA-256 of the six columns, the attributes in order and
-- the geometry. A value is written as `n` (NULL), `i` and 8 bytes, or `r`, `t`, `b` (real as its
-- shortest decimal text, text, blob), length in 8 bytes, bytes; numbers are little-endian. A geometry
-- is its WKB as a blob. A declaration is, as texts, layer, primary_key, geometry_column, geometry type
-- and CRS organisation; as integers z, m and CRS code; the number of key columns in 8 bytes and their
-- names as texts; the number of attributes in 8 bytes and their names and declared types as texts.
-- bdf_signalement, where there is one, counts as a layer with a digest of its own: the SHA-256 of its
-- name and its CRS organisation as texts, its CRS code as an integer and its row digests sorted; a
-- row digest is the SHA-256 of its columns from producteur to date and the geometry.
--
-- bdf_signature.statement: canonical JSON (RFC 8785), {"what": "contribution", "digest":
-- content_digest, "subject": {…}, "organisation": who signs, "signer": its public key, "time":
-- ISO 8601}. The subject has every other column of bdf_changeset as a text, "" for NULL. The public
-- key is what follows `did:key:`. Signed are the bytes of `bdf signature 1 contribution`, a line feed
-- and the statement.
