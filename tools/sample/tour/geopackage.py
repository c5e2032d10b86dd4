# SPDX-License-Identifier: MIT
"""Writes small GeoPackages (1.3) of LINESTRING Z layers that are the same bytes on every run."""
import sqlite3
import struct

LAST_CHANGE = "2026-01-15T08:00:00.000Z"
LAMBERT_93 = (
    'PROJCS["RGF93 v1 / Lambert-93",GEOGCS["RGF93 v1",DATUM["Reseau_Geodesique_Francais_1993_v1",'
    'SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]],AUTHORITY["EPSG","6171"]],'
    'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4171"]],'
    'PROJECTION["Lambert_Conformal_Conic_2SP"],PARAMETER["latitude_of_origin",46.5],'
    'PARAMETER["central_meridian",3],PARAMETER["standard_parallel_1",49],'
    'PARAMETER["standard_parallel_2",44],PARAMETER["false_easting",700000],'
    'PARAMETER["false_northing",6600000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],'
    'AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","2154"]]')
WGS_84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],'
    'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]')

TABLES = f"""
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
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
  ('RGF93 v1 / Lambert-93', 2154, 'EPSG', 2154, '{LAMBERT_93}', NULL),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, '{WGS_84}', 'longitude, latitude in degrees');
"""

# The standard's R-tree triggers (extension gpkg_rtree_index as of 1.3) and those with which GDAL
# keeps its feature count.
RTREE = """
CREATE VIRTUAL TABLE rtree_{t}_{g} USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('{t}', '{g}', 'gpkg_rtree_index',
  'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
"""
RTREE_TRIGGERS = """
CREATE TRIGGER rtree_{t}_{g}_insert AFTER INSERT ON {t}
  WHEN (NEW.{g} NOT NULL AND NOT ST_IsEmpty(NEW.{g}))
  BEGIN INSERT OR REPLACE INTO rtree_{t}_{g} VALUES ({box}); END;
CREATE TRIGGER rtree_{t}_{g}_update1 AFTER UPDATE OF {g} ON {t}
  WHEN OLD.fid = NEW.fid AND (NEW.{g} NOTNULL AND NOT ST_IsEmpty(NEW.{g}))
  BEGIN INSERT OR REPLACE INTO rtree_{t}_{g} VALUES ({box}); END;
CREATE TRIGGER rtree_{t}_{g}_update2 AFTER UPDATE OF {g} ON {t}
  WHEN OLD.fid = NEW.fid AND (NEW.{g} ISNULL OR ST_IsEmpty(NEW.{g}))
  BEGIN DELETE FROM rtree_{t}_{g} WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_{t}_{g}_update3 AFTER UPDATE ON {t}
  WHEN OLD.fid != NEW.fid AND (NEW.{g} NOTNULL AND NOT ST_IsEmpty(NEW.{g}))
  BEGIN DELETE FROM rtree_{t}_{g} WHERE id = OLD.fid;
    INSERT OR REPLACE INTO rtree_{t}_{g} VALUES ({box}); END;
CREATE TRIGGER rtree_{t}_{g}_update4 AFTER UPDATE ON {t}
  WHEN OLD.fid != NEW.fid AND (NEW.{g} ISNULL OR ST_IsEmpty(NEW.{g}))
  BEGIN DELETE FROM rtree_{t}_{g} WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_{t}_{g}_delete AFTER DELETE ON {t} WHEN OLD.{g} NOT NULL
  BEGIN DELETE FROM rtree_{t}_{g} WHERE id = OLD.fid; END;
"""
FEATURE_COUNT = """
CREATE TABLE IF NOT EXISTS gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY,
  feature_count INTEGER DEFAULT NULL);
INSERT INTO gpkg_ogr_contents SELECT '{t}', count(*) FROM {t};
CREATE TRIGGER trigger_insert_feature_count_{t} AFTER INSERT ON {t} BEGIN
  UPDATE gpkg_ogr_contents SET feature_count = feature_count + 1
  WHERE lower(table_name) = lower('{t}'); END;
CREATE TRIGGER trigger_delete_feature_count_{t} AFTER DELETE ON {t} BEGIN
  UPDATE gpkg_ogr_contents SET feature_count = feature_count - 1
  WHERE lower(table_name) = lower('{t}'); END;
"""
GEOMETRY = "geometrie"


def box_of(points):
    """minx, maxx, miny, maxy: the order of GeoPackage envelopes and of the R-tree."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), max(xs), min(ys), max(ys)


def line_blob(points):
    """A GeoPackage blob: envelope of x, y and z, then LINESTRING Z as ISO WKB, little-endian."""
    zs = [p[2] for p in points]
    header = struct.pack("<2sBBi6d", b"GP", 0, 0b101, 2154, *box_of(points), min(zs), max(zs))
    body = struct.pack("<BII", 1, 1002, len(points))
    return header + body + b"".join(struct.pack("<3d", *point) for point in points)


class GeoPackage:
    """A new file at `path`; complete when closed. Use it in a `with` statement."""

    def __init__(self, path):
        self.path = path
        path.unlink(missing_ok=True)
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript(TABLES)
        self.db.execute("BEGIN")

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.db.execute("COMMIT")
        self.db.close()
        with open(self.path, "r+b") as file:  # the SQLite version that wrote: no part of the data
            file.seek(96)
            file.write(struct.pack(">I", 3040001))

    def add_lines(self, table, columns, features, as_edited=False):
        """`columns`: name → type. `features`: fid → (points, attributes). `as_edited`: with the
        R-tree and triggers that a file has once a desktop GIS has written it."""
        box = [f(v) for f, v in zip((min, max) * 2, self._bounds(features))]
        self._contents(table, "features", (box[0], box[2], box[1], box[3], 2154))
        self.db.execute("INSERT INTO gpkg_geometry_columns VALUES (?,?,'LINESTRING',2154,1,0)",
                        (table, GEOMETRY))
        self._create(table, "fid", {GEOMETRY: "LINESTRING", **columns})
        for fid, (points, attributes) in features.items():
            self._insert(table, (fid, line_blob(points), *(attributes.get(c) for c in columns)))
        if as_edited:
            self._add_index(table, features)
            self._script(FEATURE_COUNT, table)

    def add_attributes(self, table, key, columns, rows):
        """A table without geometry; `rows` are in the order of `columns`, numbered from 1."""
        self._contents(table, "attributes", (None, None, None, None, None))
        self._create(table, key, columns)
        for number, row in enumerate(rows, 1):
            self._insert(table, (number, *row))
        self._script(FEATURE_COUNT, table)

    @staticmethod
    def _bounds(features):
        return zip(*(box_of(points) for points, _ in features.values()))

    def _contents(self, table, kind, extent):
        self.db.execute("INSERT INTO gpkg_contents VALUES (?,?,?,'',?,?,?,?,?,?)",
                        (table, kind, table, LAST_CHANGE, *extent))

    def _create(self, table, key, columns):
        body = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        self.db.execute(f'CREATE TABLE "{table}" ("{key}" INTEGER PRIMARY KEY AUTOINCREMENT '
                        f"NOT NULL, {body})")

    def _insert(self, table, row):
        self.db.execute(f'INSERT INTO "{table}" VALUES ({",".join("?" * len(row))})', row)

    def _add_index(self, table, features):
        self._script(RTREE, table)
        for fid, (points, _) in features.items():
            self._insert(f"rtree_{table}_{GEOMETRY}", (fid, *box_of(points)))
        self._script(RTREE_TRIGGERS, table)

    def _script(self, script, table):
        box = ", ".join(["NEW.fid"] + [f"ST_{side}(NEW.{GEOMETRY})"
                                       for side in ("MinX", "MaxX", "MinY", "MaxY")])
        text, statement = script.format(t=table, g=GEOMETRY, box=box), ""
        for line in text.splitlines():  # executescript() would commit
            statement += line + "\n"
            if sqlite3.complete_statement(statement):
                self.db.execute(statement)
                statement = ""
