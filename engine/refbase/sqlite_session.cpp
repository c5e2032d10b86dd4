// SPDX-License-Identifier: MIT
#include "refbase/sqlite_session.h"

#include <sqlite3.h>

#include <map>

#include "base/error.h"
#include "base/message.h"
#include "io/column_type.h"
#include "io/geometry_blob.h"
#include "io/geopackage.h"
#include "io/layer_statistics.h"
#include "io/spatial_index.h"
#include "io/sql.h"

namespace bdf::refbase {

namespace {

/// Marks the geometries of a query, which lose the GeoPackage's header on their way out.
constexpr std::string_view wkb_mark = "bdf_wkb ";

/// Where the geometry stands among the columns to fill; behind them all: none does.
std::size_t place_of_geometry(const LoadTarget& target) {
  std::size_t at = 0;
  if (target.layer == nullptr || target.layer->geometry_column.empty())
    return target.columns.size();
  while (at < target.columns.size() && target.columns[at] != target.layer->geometry_column) ++at;
  return at;
}

class SqliteSession : public SqlSession {
 public:
  explicit SqliteSession(io::Database database) : database_(std::move(database)) {}

  std::int64_t run(const std::string& sql, const Values& parameters) override {
    auto statement = database_.prepare(sql);
    bind(statement, parameters);
    const auto before = sqlite3_total_changes64(database_.handle());
    statement.run();
    return sqlite3_total_changes64(database_.handle()) - before;
  }

  void run_script(const std::string& sql) override { database_.execute(sql); }

  void read(const std::string& sql, const Values& parameters, const ShowRow& show) override {
    auto statement = database_.prepare(sql);
    bind(statement, parameters);
    std::vector<ValueView> row(static_cast<std::size_t>(statement.column_count()));
    std::vector<bool> is_geometry;
    for (int i = 0; i < statement.column_count(); ++i)
      is_geometry.push_back(
          std::string_view(sqlite3_column_name(statement.handle(), i)).starts_with(wkb_mark));
    while (statement.step()) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        const auto value = statement.column(static_cast<int>(i));
        row[i] = is_geometry[i] ? io::unwrapped_geometry(value) : value;
      }
      show(row);
    }
  }

  void load(const LoadTarget& target, const ShowRows& rows) override {
    auto insert = database_.prepare("INSERT INTO " + io::sql_name(target.table) + " (" +
                                    io::sql_names(target.columns) + ") VALUES (" +
                                    io::placeholders(target.columns.size()) + ")");
    const auto geometry = place_of_geometry(target);
    const bool is_layer = target.layer != nullptr && target.table == target.layer->layer;
    std::optional<io::SpatialIndex> index;
    if (is_layer) index.emplace(database_, *target.layer);
    std::string blob;
    rows([&](Row row) {
      for (std::size_t i = 0; i < row.size(); ++i)
        insert.bind(
            static_cast<int>(i) + 1,
            i == geometry ? io::wrapped_geometry(row[i], target.layer->crs.srs_id, blob) : row[i]);
      insert.run();
      if (!index || geometry == row.size()) return;
      index->put(std::get<std::int64_t>(row.front()), row[geometry]);
      grow(*target.layer, row[geometry]);
    });
  }

  void begin(Access access) override {
    if (access == Access::write && sqlite3_db_readonly(database_.handle(), "main") == 1)
      throw StoreError(msg("{}: there is no right to write this file", name()));
    database_.execute(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN");
  }
  void commit(const Question&) override {
    database_.execute("COMMIT");
    grown_.clear();
  }
  void roll_back() override {
    grown_.clear();
    if (sqlite3_get_autocommit(database_.handle()) == 0) database_.execute("ROLLBACK");
  }

  void keep_readers_out() override {}  // a file's tables are of the reader's state too

  bool is_empty() override {
    return is_null(view_of(value_of(*this, "SELECT 1 FROM sqlite_schema LIMIT 1")));
  }
  void prepare_empty() override { io::create_geopackage(database_); }
  void show_table(const std::string& table) override {
    // Once one is listed, GDAL and QGIS list no table that is not.
    run("INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ($1, 'attributes', "
        "$1)",
        {table});
  }
  std::optional<std::vector<std::string>> readable_columns(std::string_view) override {
    return std::nullopt;
  }
  bool has_table(std::string_view table) override { return database_.has_table(table); }
  std::string type_of(const Column& column) const override {
    const auto definition = io::definition_of(column);
    return definition.substr(io::sql_name(column.name).size() + 1);
  }
  std::string wkb_of(std::string_view column) const override {
    return io::sql_name(column) + " AS " + io::sql_name(std::string(wkb_mark).append(column));
  }

  Schema create_layer(const Schema& schema) override { return io::create_layer(database_, schema); }
  std::string type_of_geometry(const Schema& layer) const override { return layer.geometry_type; }

  void forget_places(const Schema& layer, const std::string& fids) override {
    const auto index = io::spatial_index_name(layer);
    if (!layer.geometry_column.empty() && database_.has_table(index))
      database_.execute("DELETE FROM main." + io::sql_name(index) + " WHERE id IN (" + fids + ")");
  }

  void index_places(const Schema& layer, const std::string& table) override {
    if (table == layer.layer) io::create_spatial_index(database_, layer);
  }

  void finish_layer(const Schema& layer, std::int64_t gained, std::string_view time) override {
    if (const auto box = grown_.find(layer.layer); box != grown_.end())
      io::grow_extent(database_, layer, box->second);
    io::add_to_feature_count(database_, layer.layer, gained);
    io::set_last_change(database_, layer.layer, time);
  }

  std::string meets(const Schema& layer, const std::string& table, const Box& box,
                    Values& parameters) override {
    const auto index = io::spatial_index_name(layer);
    if (table != layer.layer || !database_.has_table(index)) return "TRUE";
    const auto first = parameters.size();
    for (const double bound : {box.max_x, box.min_x, box.max_y, box.min_y})
      parameters.emplace_back(bound);
    return fmt::format(
        "{} IN (SELECT id FROM {} WHERE minx <= ${} AND maxx >= ${} AND miny <= ${} AND maxy >= "
        "${})",
        io::sql_name(layer.primary_key), io::sql_name(index), first + 1, first + 2, first + 3,
        first + 4);
  }

  std::string name() const override { return database_.path().string(); }

 private:
  /// By their numbers, whatever the order in which they stand in the statement.
  static void bind(io::Statement& statement, const Values& parameters) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const auto name = "$" + std::to_string(i + 1);
      const int at = sqlite3_bind_parameter_index(statement.handle(), name.c_str());
      if (at > 0) statement.bind(at, view_of(parameters[i]));
    }
  }

  void grow(const Schema& layer, const ValueView& geometry) {
    const auto box = io::box_of_geometry(geometry);
    if (!box) return;
    const auto [known, is_new] = grown_.emplace(layer.layer, *box);
    if (!is_new) known->second = united(known->second, *box);
  }

  io::Database database_;
  std::map<std::string, Box> grown_;  ///< where features were added since the transaction began
};

}  // namespace

std::unique_ptr<SqlSession> open_sqlite(const std::filesystem::path& file, bool creates) {
  return std::make_unique<SqliteSession>(io::Database::open_store(file, creates));
}

}  // namespace bdf::refbase
