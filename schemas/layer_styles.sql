-- SPDX-License-Identifier: MIT
-- How QGIS shows the layers of a GeoPackage when it opens them: the table that QGIS itself makes when
-- it saves a style in the file, listed in gpkg_contents as `attributes`. merged.gpkg, conflicts.gpkg,
-- links.gpkg and changesets have it. A test holds what the engine writes against this definition.
--
-- Ours is one row a layer: f_table_catalog and f_table_schema are '', styleName is the layer's name,
-- styleQML is in the language of the run, useAsDefault is 1, update_time is the time of the run; the
-- others are NULL. In merged.gpkg a layer that has any style keeps what it has, and a table with other
-- columns is left as it is. Styles are no part of a changeset's content: its digest leaves them out.
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256),
  f_table_schema TEXT(256),
  f_table_name TEXT(256),
  f_geometry_column TEXT(256),
  styleName TEXT(30),
  styleQML TEXT,
  styleSLD TEXT,
  useAsDefault BOOLEAN,
  description TEXT,
  owner TEXT(30),
  ui TEXT(30),
  update_time DATETIME DEFAULT CURRENT_TIMESTAMP
);
