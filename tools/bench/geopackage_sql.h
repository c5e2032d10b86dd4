// SPDX-License-Identifier: MIT
// The tables of a GeoPackage 1.3 about one layer `troncon_hydrographique` in EPSG:2154.
#pragma once

namespace bdf::bench {

inline constexpr const char* tables_sql = R"sql(
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
BEGIN;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinates'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinates'),
  ('RGF93 v1 / Lambert-93', 2154, 'EPSG', 2154, 'PROJCS["RGF93 v1 / Lambert-93",GEOGCS["RGF93 v1",DATUM["Reseau_Geodesique_Francais_1993_v1",SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]],AUTHORITY["EPSG","6171"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4171"]],PROJECTION["Lambert_Conformal_Conic_2SP"],PARAMETER["latitude_of_origin",46.5],PARAMETER["central_meridian",3],PARAMETER["standard_parallel_1",49],PARAMETER["standard_parallel_2",44],PARAMETER["false_easting",700000],PARAMETER["false_northing",6600000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","2154"]]', NULL),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', NULL);
INSERT INTO gpkg_contents VALUES ('troncon_hydrographique', 'features', 'troncon_hydrographique',
  '', '2026-01-15T08:00:00.000Z', 850000, 6400000, 950000, 6500000, 2154);
INSERT INTO gpkg_geometry_columns VALUES
  ('troncon_hydrographique', 'geometrie', 'LINESTRING', 2154, 1, 0);
)sql";

inline constexpr const char* rtree_sql = R"sql(
CREATE VIRTUAL TABLE rtree_troncon_hydrographique_geometrie USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('troncon_hydrographique', 'geometrie', 'gpkg_rtree_index',
  'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
)sql";

inline constexpr const char* rtree_insert_sql =
    "INSERT INTO rtree_troncon_hydrographique_geometrie VALUES (?,?,?,?,?)";

inline constexpr const char* rtree_triggers_sql = R"sql(
CREATE TRIGGER rtree_troncon_hydrographique_geometrie_insert AFTER INSERT ON troncon_hydrographique
  WHEN (NEW.geometrie NOT NULL AND NOT ST_IsEmpty(NEW.geometrie)) BEGIN
  INSERT OR REPLACE INTO rtree_troncon_hydrographique_geometrie VALUES (NEW.fid,
    ST_MinX(NEW.geometrie), ST_MaxX(NEW.geometrie), ST_MinY(NEW.geometrie), ST_MaxY(NEW.geometrie));
END;
CREATE TRIGGER rtree_troncon_hydrographique_geometrie_update1
  AFTER UPDATE OF geometrie ON troncon_hydrographique
  WHEN OLD.fid = NEW.fid AND (NEW.geometrie NOTNULL AND NOT ST_IsEmpty(NEW.geometrie)) BEGIN
  INSERT OR REPLACE INTO rtree_troncon_hydrographique_geometrie VALUES (NEW.fid,
    ST_MinX(NEW.geometrie), ST_MaxX(NEW.geometrie), ST_MinY(NEW.geometrie), ST_MaxY(NEW.geometrie));
END;
CREATE TRIGGER rtree_troncon_hydrographique_geometrie_update2
  AFTER UPDATE OF geometrie ON troncon_hydrographique
  WHEN OLD.fid = NEW.fid AND (NEW.geometrie ISNULL OR ST_IsEmpty(NEW.geometrie)) BEGIN
  DELETE FROM rtree_troncon_hydrographique_geometrie WHERE id = OLD.fid;
END;
CREATE TRIGGER rtree_troncon_hydrographique_geometrie_update3 AFTER UPDATE ON troncon_hydrographique
  WHEN OLD.fid != NEW.fid AND (NEW.geometrie NOTNULL AND NOT ST_IsEmpty(NEW.geometrie)) BEGIN
  DELETE FROM rtree_troncon_hydrographique_geometrie WHERE id = OLD.fid;
  INSERT OR REPLACE INTO rtree_troncon_hydrographique_geometrie VALUES (NEW.fid,
    ST_MinX(NEW.geometrie), ST_MaxX(NEW.geometrie), ST_MinY(NEW.geometrie), ST_MaxY(NEW.geometrie));
END;
CREATE TRIGGER rtree_troncon_hydrographique_geometrie_update4 AFTER UPDATE ON troncon_hydrographique
  WHEN OLD.fid != NEW.fid AND (NEW.geometrie ISNULL OR ST_IsEmpty(NEW.geometrie)) BEGIN
  DELETE FROM rtree_troncon_hydrographique_geometrie WHERE id IN (OLD.fid, NEW.fid);
END;
CREATE TRIGGER rtree_troncon_hydrographique_geometrie_delete AFTER DELETE ON troncon_hydrographique
  WHEN OLD.geometrie NOT NULL BEGIN
  DELETE FROM rtree_troncon_hydrographique_geometrie WHERE id = OLD.fid;
END;
)sql";

}  // namespace bdf::bench
