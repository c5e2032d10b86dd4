// SPDX-License-Identifier: MIT
#include "jobs/package_data.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/message.h"
#include "io/crs.h"
#include "io/layer_statistics.h"
#include "io/sql.h"
#include "jobs/common_crs.h"
#include "jobs/deliverable.h"
#include "jobs/styles.h"
#include "jobs/territories.h"
#include "merge/condition_values.h"

namespace bdf::jobs {

namespace {

/// What is asked of one column of the source.
struct AskedColumn {
  int column = 0;
  merge::ValueKind kind{ColumnType::text};
  const rules::Clause* clause = nullptr;
};

class LayerWriting {
 public:
  LayerWriting(io::Database& source, io::Database& target, const PackageDataRequest& request,
               const PackagedLayer& plan)
      : source_(source), target_(target), request_(request), plan_(plan) {}

  PackagedData write() {
    choose_way();
    data_.schema = io::create_layer(target_, schema_of());
    describe();
    copy_rows();
    io::create_spatial_index(target_, data_.schema);
    io::finish_layer(target_, data_.schema, request_.time);
    data_.content = package::content_of(target_, data_.schema, plan_.key);
    return std::move(data_);
  }

 private:
  [[nodiscard]] bool has_geometry() const { return !plan_.source->geometry_column.empty(); }

  void choose_way() {
    if (!has_geometry() || request_.territory == nullptr) return;
    LayerPlace place{plan_.source, request_.source_name, std::nullopt};
    // A pass of its own, where there is a way to go or to explain.
    if (!io::same_crs(place.schema->crs, io::crs_named(request_.territory->crs)))
      place.extent = io::extent_of_features(source_, *plan_.source);
    if (const auto way = way_of_data_into(*request_.territory, place))
      transform_.emplace(way->operation);
  }

  [[nodiscard]] Schema schema_of() const {
    Schema schema = *plan_.source;
    schema.layer = plan_.name;
    schema.primary_key = "";
    schema.geometry_type = packaged_geometry(schema.geometry_type);
    if (has_geometry()) {
      const auto& known = plan_.rules->schema;
      schema.geometry_column =
          known && !known->geometry.column.empty() ? known->geometry.column : "geometrie";
      if (request_.territory != nullptr) schema.crs = io::crs_named(request_.territory->crs);
      schema.crs.srs_id = schema.crs.code;
    }
    schema.columns.clear();
    for (const auto& column : plan_.columns) schema.columns.push_back(column.column);
    return schema;
  }

  void describe() {
    auto& facts = data_.facts;
    facts.name = plan_.name;
    if (plan_.rules->schema) facts.title = plan_.rules->schema->title;
    if (has_geometry()) facts.geometry = data_.schema.geometry_type;
    facts.has_z = data_.schema.z != 0;
    facts.where = plan_.where;
    facts.left_out = plan_.left_out;
    for (const auto& column : plan_.columns) facts.columns.push_back(column.facts);
  }

  [[nodiscard]] std::string query() const {
    auto names = io::column_names(*plan_.source);
    names.push_back(plan_.source->primary_key);
    if (has_geometry()) names.push_back(plan_.source->geometry_column);
    std::string order;
    for (const auto& column : plan_.columns)
      if (column.facts.is_key) order += order_of(column) + ", ";
    return "SELECT " + io::sql_names(names) + " FROM " + io::sql_name(plan_.source->layer) +
           " ORDER BY " + order + io::sql_name(plan_.source->primary_key);
  }

  /// Of bytes, whatever the source declares; keys that blanks alone tell apart are one.
  static std::string order_of(const PackagedColumn& column) {
    const auto name = io::sql_name(column.facts.in_base);
    const bool is_text = column.column.type == ColumnType::text;
    return (is_text ? "trim(" + name + ")" : name) + " COLLATE BINARY";
  }

  /// Of a column that is not there no condition holds.
  [[nodiscard]] std::optional<std::vector<AskedColumn>> asked_columns() const {
    std::vector<AskedColumn> asked;
    for (const auto& clause : plan_.where) {
      const auto column = column_of(clause.attribute);
      if (!column) return std::nullopt;
      asked.push_back({static_cast<int>(*column), plan_.source->columns[*column].type, &clause});
    }
    return asked;
  }

  [[nodiscard]] std::optional<std::size_t> column_of(const std::string& attribute) const {
    for (const auto& column : plan_.columns)
      if (same_name(column.column.name, attribute)) return column.source;
    const auto& schema = plan_.rules->schema;
    const auto* definition = schema ? schema->find(attribute) : nullptr;
    for (std::size_t i = 0; i < plan_.source->columns.size(); ++i) {
      const auto& name = plan_.source->columns[i].name;
      if (same_name(name, attribute) || (definition != nullptr && schema->find(name) == definition))
        return i;
    }
    return std::nullopt;
  }

  static bool holds(const std::vector<AskedColumn>& asked, const io::Statement& row) {
    return std::all_of(asked.begin(), asked.end(), [&](const AskedColumn& one) {
      return merge::keeps(*one.clause, one.kind, {row.column(one.column), 0});
    });
  }

  void copy_rows() {
    io::FeatureWriter writer(target_, data_.schema, io::column_names(data_.schema));
    const auto asked = asked_columns();
    auto rows = source_.prepare(query());
    std::vector<ValueView> values(plan_.columns.size());
    while (rows.step()) {
      if (is_cut() && !lies_inside(rows)) continue;
      ++data_.facts.in_base;
      if (!asked || !holds(*asked, rows)) continue;
      for (std::size_t i = 0; i < values.size(); ++i) values[i] = value_of(rows, i);
      require_new_key(rows);
      const auto geometry = geometry_of(rows);
      widen(rows, geometry);
      writer.add(static_cast<std::int64_t>(++data_.facts.features), values, geometry);
    }
  }

  [[nodiscard]] ValueView value_of(const io::Statement& row, std::size_t column) {
    const auto value = row.column(static_cast<int>(plan_.columns[column].source));
    if (const auto flaw = flaw_of_value(value, plan_.columns[column].column.name))
      refuse(row, *flaw);
    if (!is_null(value)) ++data_.facts.columns[column].filled;
    return value;
  }

  [[nodiscard]] std::vector<ValueView> key_of(const io::Statement& row) const {
    std::vector<ValueView> key;
    for (const auto& column : plan_.columns)
      if (column.facts.is_key) key.push_back(row.column(static_cast<int>(column.source)));
    return key;
  }

  /// By its key, where that can be told.
  [[nodiscard]] std::string name_of(const io::Statement& row) const {
    const auto key = key_of(row);
    const bool is_text = std::none_of(key.begin(), key.end(), [](const ValueView& value) {
      return flaw_of_value(value, "").has_value();
    });
    if (const auto text = is_text ? io::text_of_key(key) : std::nullopt; text && !text->empty())
      return *text;
    return "fid " + std::to_string(row.integer(static_cast<int>(plan_.source->columns.size())));
  }

  [[noreturn]] void refuse(const io::Statement& row, const std::string& flaw) const {
    throw InputError(
        msg("{}, layer {}, feature {}: {}", request_.source_name, plan_.name, name_of(row), flaw));
  }

  /// They come in the order of their keys.
  void require_new_key(const io::Statement& row) {
    if (plan_.key.empty() || !request_.demands_keys) return;
    const auto hash = io::hash_of_key(key_of(row));
    if (hash.none())
      refuse(row, msg("it has no key “{}”, by which features of a package are known: give it one, "
                      "or leave it out",
                      fmt::format("{}", fmt::join(plan_.key, ", "))));
    if (hash == last_key_)
      throw InputError(msg("{}, layer {}: two features are called “{}”", request_.source_name,
                           plan_.name, name_of(row)));
    last_key_ = hash;
  }

  [[nodiscard]] bool is_cut() const {
    return has_geometry() && request_.zones != nullptr && !request_.zones->empty();
  }

  [[nodiscard]] bool lies_inside(const io::Statement& row) {
    const auto place = geometry_of(row);
    return std::any_of(request_.zones->begin(), request_.zones->end(),
                       [&](const geometry::Zone& zone) { return meets(zone, place); });
  }

  /// In the package's system.
  ValueView geometry_of(const io::Statement& row) {
    if (!has_geometry()) return Null{};
    const auto stored = io::unwrapped_geometry(row.column(row.column_count() - 1));
    if (const auto flaw = flaw_of_geometry(stored, plan_.source->geometry_type)) refuse(row, *flaw);
    if (is_null(stored) || !transform_) return stored;
    try {
      wkb_ = crs::transformed(std::get<BlobView>(stored).bytes, *transform_);
    } catch (const InputError& error) {
      refuse(row, error.what());
    }
    return BlobView{wkb_};
  }

  void widen(const io::Statement& row, const ValueView& geometry) {
    const auto box = io::box_of_geometry(geometry);
    if (!box) return;
    if (request_.territory != nullptr && !meet(*box, request_.territory->domain))
      throw InputError(
          msg("{}, layer {}, feature {} lies outside of {}: is it in the coordinate "
              "system that it says?",
              request_.source_name, plan_.name, name_of(row), request_.territory->name));
    auto& all = data_.facts.box;
    all = all ? united(*all, *box) : *box;
  }

  io::Database& source_;
  io::Database& target_;
  const PackageDataRequest& request_;
  const PackagedLayer& plan_;
  std::optional<crs::Transform> transform_;
  Hash128 last_key_;
  std::string wkb_;
  PackagedData data_;
};

}  // namespace

std::vector<PackagedData> write_package_data(io::Database& source, io::Database& target,
                                             const PackageDataRequest& request) {
  io::create_geopackage(target);
  std::vector<PackagedData> written;
  for (const auto& layer : *request.layers) {
    io::Transaction transaction(target);
    written.push_back(LayerWriting(source, target, request, layer).write());
    transaction.commit();
  }
  style_merged(target, request.time);
  return written;
}

}  // namespace bdf::jobs
