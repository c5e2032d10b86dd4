// SPDX-License-Identifier: MIT
#include "jobs/package_data.h"

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkb.h"
#include "io/crs.h"
#include "io/sql.h"
#include "jobs/common_crs.h"
#include "jobs/styles.h"
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
    if (const auto way =
            way_into(*request_.territory, {plan_.source, request_.source_name, std::nullopt}))
      transform_.emplace(way->operation);
  }

  [[nodiscard]] Schema schema_of() const {
    Schema schema = *plan_.source;
    schema.layer = plan_.name;
    schema.primary_key = "";
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
    if (has_geometry()) names.push_back(plan_.source->geometry_column);
    std::string order;
    for (const auto& column : plan_.columns)
      if (column.facts.is_key) order += io::sql_name(column.facts.in_base) + ", ";
    return "SELECT " + io::sql_names(names) + " FROM " + io::sql_name(plan_.source->layer) +
           " ORDER BY " + order + io::sql_name(plan_.source->primary_key);
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
      ++data_.facts.in_base;
      if (!asked || !holds(*asked, rows)) continue;
      for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = rows.column(static_cast<int>(plan_.columns[i].source));
        if (!is_null(values[i])) ++data_.facts.columns[i].filled;
      }
      require_new_key(values);
      writer.add(static_cast<std::int64_t>(++data_.facts.features), values,
                 geometry_of(rows, values));
    }
  }

  [[nodiscard]] std::string key_text(const std::vector<ValueView>& values) const {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (plan_.columns[i].facts.is_key) text += (text.empty() ? "" : ",") + to_text(values[i]);
    return text;
  }

  /// They come in the order of their keys.
  void require_new_key(const std::vector<ValueView>& values) {
    auto key = key_text(values);
    if (!plan_.key.empty() && data_.facts.features > 0 && key == last_key_)
      throw InputError(
          msg("{}, layer {}: two features are called “{}”", request_.source_name, plan_.name, key));
    last_key_ = std::move(key);
  }

  ValueView geometry_of(const io::Statement& row, const std::vector<ValueView>& values) {
    if (!has_geometry()) return Null{};
    const auto stored = io::unwrapped_geometry(row.column(row.column_count() - 1));
    const auto* blob = std::get_if<BlobView>(&stored);
    if (blob == nullptr) return stored;
    wkb_ = std::string(blob->bytes);
    try {
      if (transform_) wkb_ = crs::transformed(wkb_, *transform_);
    } catch (const InputError& error) {
      throw InputError(msg("{}, layer {}, feature {}: {}", request_.source_name, plan_.name,
                           key_text(values), std::string(error.what())));
    }
    widen(values);
    return BlobView{wkb_};
  }

  void widen(const std::vector<ValueView>& values) {
    const auto box = geometry::box_of_wkb(wkb_);
    if (!box) return;
    if (request_.territory != nullptr && !meet(*box, request_.territory->domain))
      throw InputError(
          msg("{}, layer {}, feature {} lies outside of {}: is it in the coordinate "
              "system that it says?",
              request_.source_name, plan_.name, key_text(values), request_.territory->name));
    auto& all = data_.facts.box;
    all = all ? united(*all, *box) : *box;
  }

  io::Database& source_;
  io::Database& target_;
  const PackageDataRequest& request_;
  const PackagedLayer& plan_;
  std::optional<crs::Transform> transform_;
  std::string last_key_;
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
