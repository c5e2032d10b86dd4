-- SPDX-License-Identifier: MIT
-- The log of an object looks for those that it succeeds, and that succeed it.

CREATE INDEX bdf_ix_predecessor ON bdf_succession (layer, predecessor);
CREATE INDEX bdf_ix_successor ON bdf_succession (layer, successor);
CREATE INDEX bdf_ix_number ON bdf_edition (number);
