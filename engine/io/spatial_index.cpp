// SPDX-License-Identifier: MIT
#include "io/spatial_index.h"

#include <fmt/args.h>

#include "io/geopackage.h"

namespace bdf::io {

namespace {

// The triggers of GeoPackage 1.4, which repair those of 1.3 for "INSERT … ON CONFLICT". {t} is the
// layer, {c} its geometry column, {i} its primary key, {r} the R-tree; {n} is the name's stem.
constexpr const char* triggers = R"(
CREATE TRIGGER {n_insert} AFTER INSERT ON {t}
  WHEN (new.{c} NOT NULL AND NOT ST_IsEmpty(NEW.{c}))
BEGIN
  INSERT OR REPLACE INTO {r} VALUES (NEW.{i}, ST_MinX(NEW.{c}), ST_MaxX(NEW.{c}),
    ST_MinY(NEW.{c}), ST_MaxY(NEW.{c}));
END;
CREATE TRIGGER {n_update6} AFTER UPDATE OF {c} ON {t}
  WHEN OLD.{i} = NEW.{i} AND (NEW.{c} NOTNULL AND NOT ST_IsEmpty(NEW.{c}))
    AND (OLD.{c} NOTNULL AND NOT ST_IsEmpty(OLD.{c}))
BEGIN
  UPDATE {r} SET minx = ST_MinX(NEW.{c}), maxx = ST_MaxX(NEW.{c}), miny = ST_MinY(NEW.{c}),
    maxy = ST_MaxY(NEW.{c}) WHERE id = NEW.{i};
END;
CREATE TRIGGER {n_update7} AFTER UPDATE OF {c} ON {t}
  WHEN OLD.{i} = NEW.{i} AND (NEW.{c} NOTNULL AND NOT ST_IsEmpty(NEW.{c}))
    AND (OLD.{c} ISNULL OR ST_IsEmpty(OLD.{c}))
BEGIN
  INSERT INTO {r} VALUES (NEW.{i}, ST_MinX(NEW.{c}), ST_MaxX(NEW.{c}), ST_MinY(NEW.{c}),
    ST_MaxY(NEW.{c}));
END;
CREATE TRIGGER {n_update2} AFTER UPDATE OF {c} ON {t}
  WHEN OLD.{i} = NEW.{i} AND (NEW.{c} ISNULL OR ST_IsEmpty(NEW.{c}))
BEGIN
  DELETE FROM {r} WHERE id = OLD.{i};
END;
CREATE TRIGGER {n_update5} AFTER UPDATE ON {t}
  WHEN OLD.{i} != NEW.{i} AND (NEW.{c} NOTNULL AND NOT ST_IsEmpty(NEW.{c}))
BEGIN
  DELETE FROM {r} WHERE id = OLD.{i};
  INSERT OR REPLACE INTO {r} VALUES (NEW.{i}, ST_MinX(NEW.{c}), ST_MaxX(NEW.{c}),
    ST_MinY(NEW.{c}), ST_MaxY(NEW.{c}));
END;
CREATE TRIGGER {n_update4} AFTER UPDATE ON {t}
  WHEN OLD.{i} != NEW.{i} AND (NEW.{c} ISNULL OR ST_IsEmpty(NEW.{c}))
BEGIN
  DELETE FROM {r} WHERE id IN (OLD.{i}, NEW.{i});
END;
CREATE TRIGGER {n_delete} AFTER DELETE ON {t} WHEN old.{c} NOT NULL
BEGIN
  DELETE FROM {r} WHERE id = OLD.{i};
END;
)";

std::string triggers_of(const Schema& schema) {
  const auto name = spatial_index_name(schema);
  fmt::dynamic_format_arg_store<fmt::format_context> names;
  names.push_back(fmt::arg("t", sql_name(schema.layer)));
  names.push_back(fmt::arg("c", sql_name(schema.geometry_column)));
  names.push_back(fmt::arg("i", sql_name(schema.primary_key)));
  names.push_back(fmt::arg("r", sql_name(name)));
  for (const char* event :
       {"insert", "update2", "update4", "update5", "update6", "update7", "delete"}) {
    const auto key = std::string("n_") + event;
    names.push_back(fmt::arg(key.c_str(), sql_name(name + "_" + event)));
  }
  return fmt::vformat(triggers, names);
}

void register_index(Database& database, const Schema& schema) {
  database.execute(
      "CREATE TABLE IF NOT EXISTS main.gpkg_extensions (table_name TEXT, column_name TEXT, "
      "extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, "
      "CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))");
  auto insert = database.prepare(
      "INSERT OR REPLACE INTO main.gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', "
      "'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')");
  insert.bind(1, schema.layer).bind(2, schema.geometry_column).run();
}

void fill_index(Database& database, const Schema& schema) {
  SpatialIndex index(database, schema);
  auto select =
      database.prepare("SELECT " + sql_name(schema.primary_key) + ", " +
                       sql_name(schema.geometry_column) + " FROM main." + sql_name(schema.layer));
  while (select.step()) index.put(select.integer(0), unwrapped_geometry(select.column(1)));
}

}  // namespace

std::string spatial_index_name(const Schema& schema) {
  return "rtree_" + schema.layer + "_" + schema.geometry_column;
}

SpatialIndex::SpatialIndex(Database& database, const Schema& schema) {
  const auto name = spatial_index_name(schema);
  if (schema.geometry_column.empty() || !database.has_table(name)) return;
  put_ =
      database.prepare("INSERT OR REPLACE INTO main." + sql_name(name) + " VALUES (?, ?, ?, ?, ?)");
  remove_ = database.prepare("DELETE FROM main." + sql_name(name) + " WHERE id = ?");
}

void SpatialIndex::put(std::int64_t fid, const ValueView& geometry) {
  if (!put_) return;
  const auto box = box_of_geometry(geometry);
  if (!box) return remove(fid);
  put_->bind(1, fid).bind(2, box->min_x).bind(3, box->max_x);
  put_->bind(4, box->min_y).bind(5, box->max_y).run();
}

void SpatialIndex::remove(std::int64_t fid) {
  if (remove_) remove_->bind(1, fid).run();
}

void create_spatial_index(Database& database, const Schema& schema) {
  const auto name = spatial_index_name(schema);
  if (schema.geometry_column.empty() || database.has_table(name)) return;
  Transaction transaction(database);
  register_index(database, schema);
  database.execute("CREATE VIRTUAL TABLE main." + sql_name(name) +
                   " USING rtree(id, minx, maxx, miny, maxy)");
  fill_index(database, schema);
  database.execute(triggers_of(schema));
  transaction.commit();
}

}  // namespace bdf::io
