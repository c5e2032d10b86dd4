// SPDX-License-Identifier: MIT
#include "support/base_trial.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "geometry/wkb.h"
#include "refbase/base.h"
#include "support/postgres_server.h"

namespace bdf::tests {

std::string name_of(BaseKind kind) {
  return kind == BaseKind::geopackage ? "geopackage" : "postgres";
}

std::string new_base_address(BaseKind kind, const TemporaryFolder& folder) {
  return kind == BaseKind::geopackage ? (folder.path() / "base.gpkg").string()
                                      : PostgresServer::instance().new_database();
}

BothBases::BothBases() {
  set_verbosity(Verbosity::quiet);
  begin_anew();
}

void BothBases::begin_anew() {
  std::filesystem::remove(folder.path() / "base.gpkg");
  base = new_base_address(GetParam(), folder);
  refbase::Transaction first;
  first.organisation = "IGN";
  first.time = next_time();
  refbase::create_base(base, first);
}

std::string BothBases::next_time() {
  ++days_;
  return fmt::format("{}-{:02}-{:02}T00:00:00Z", 2020 + days_ / 336, days_ / 28 % 12 + 1,
                     days_ % 28 + 1);
}

jobs::ImportResult BothBases::import(const std::vector<PlainLayer>& layers,
                                     jobs::BaseImportJob job) {
  const auto path = file(fmt::format("input_{}.gpkg", ++files_));
  write_geopackage(path, layers);
  job.base = base;
  job.input = path.string();
  job.now = next_time();
  job.threads = 1;
  return jobs::import_into_base(job);
}

jobs::ImportResult BothBases::import(const std::vector<PlainLayer>& layers,
                                     const std::string& edition) {
  jobs::BaseImportJob job;
  job.key = {"id"};
  job.edition = edition;
  job.confirm_deletions = true;
  return import(layers, job);
}

jobs::ImportResult BothBases::import_differential(const std::vector<PlainLayer>& layers) {
  jobs::BaseImportJob job;
  job.key = {"id"};
  job.differential = true;
  return import(layers, job);
}

PlainLayer BothBases::checked_out(const std::string& layer, const std::string& at) {
  jobs::BaseCheckoutJob job;
  job.base = base;
  job.at = at;
  job.out = file("checkout.gpkg");
  job.overwrite = true;
  static_cast<void>(jobs::check_out(job));
  return read_layer(job.out, layer);
}

refbase::Transaction BothBases::revert(const std::string& transaction) {
  jobs::BaseRevertJob job;
  job.base = base;
  job.transaction = transaction;
  job.now = next_time();
  return jobs::revert_in_base(job);
}

void BothBases::behind_its_back(const std::string& sql) {
  if (GetParam() == BaseKind::geopackage) return run_sql(base, sql);
  PostgresServer::instance().query(base, "SET search_path TO bdfrance, public; " + sql);
}

std::string BothBases::wrong() const {
  std::string all;
  for (const auto& finding : jobs::verify_base(base)) all += finding.message + "\n";
  return all;
}

namespace {

Value point_at(double x, double y) {
  Geometry point;
  point.xy = {x, y};
  point.rings = {0, 1};
  point.parts = {0, 1};
  return Blob{geometry::encode_wkb(point)};
}

}  // namespace

PlainLayer two_territories(const std::string& west_code, const std::string& east_code) {
  PlainLayer layer{plain_schema("territory", "POLYGON"), {}};
  layer.schema.columns = {{"code", ColumnType::text, "TEXT"}};
  for (const double west : {0.0, 100.0}) {
    Geometry square;
    square.kind = GeometryKind::polygon;
    square.xy = {west, 0, west + 100, 0, west + 100, 100, west, 100, west, 0};
    square.rings = {0, 5};
    square.parts = {0, 1};
    layer.rows.push_back(
        {std::nullopt, Blob{geometry::encode_wkb(square)}, {west == 0.0 ? west_code : east_code}});
  }
  return layer;
}

PlainLayer points(const std::string& layer, const std::vector<Column>& columns,
                  const std::vector<std::vector<Value>>& rows) {
  PlainLayer plain{plain_schema(layer, "POINT"), {}};
  plain.schema.columns = columns;
  for (const auto& row : rows)
    plain.rows.push_back({std::nullopt, point_at(static_cast<double>(plain.rows.size()), 0), row});
  return plain;
}

PlainLayer spots(const std::vector<Spot>& spots, const std::string& layer) {
  PlainLayer plain{plain_schema(layer, "POINT"), {}};
  plain.schema.columns = {{"id", ColumnType::text, "TEXT"},
                          {"name", ColumnType::text, "TEXT"},
                          {"number", ColumnType::integer, "INTEGER"}};
  for (const auto& spot : spots)
    plain.rows.push_back(
        {std::nullopt,
         point_at(spot.x, spot.y),
         {spot.id, spot.name.empty() ? Value{Null{}} : Value{spot.name}, spot.number}});
  return plain;
}

std::vector<Spot> spots_in(const PlainLayer& layer) {
  std::vector<Spot> found;
  const auto value = [&](const PlainRow& row, const char* column) {
    const auto at = layer.schema.find(column);
    return at ? row.values[*at] : Value{Null{}};
  };
  for (const auto& row : layer.rows) {
    const auto point = geometry::geometry_of(view_of(row.geometry));
    const auto number = value(row, "number");
    found.push_back(
        {to_text(view_of(value(row, "id"))), to_text(view_of(value(row, "name"))),
         std::holds_alternative<std::int64_t>(number) ? std::get<std::int64_t>(number) : 0,
         point ? point->xy[0] : 0, point ? point->xy[1] : 0});
  }
  std::sort(found.begin(), found.end(), [](const Spot& a, const Spot& b) { return a.id < b.id; });
  return found;
}

std::string text_of(const std::vector<Spot>& spots) {
  std::string text;
  for (const auto& spot : spots)
    text += fmt::format("{}{}/{}/{}/{}/{}", text.empty() ? "" : " ", spot.id, spot.name,
                        spot.number, spot.x, spot.y);
  return text;
}

}  // namespace bdf::tests
