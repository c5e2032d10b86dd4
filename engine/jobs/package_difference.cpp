// SPDX-License-Identifier: MIT
#include "jobs/package_difference.h"

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/message.h"
#include "io/change_rows.h"
#include "io/geometry_blob.h"
#include "io/key.h"
#include "io/sql.h"
#include "io/sqlite.h"

namespace bdf::jobs {

namespace {

/// The rows of a layer in the order of its key.
class KeyedReading {
 public:
  KeyedReading(io::Database& database, const Schema& schema,
               const std::vector<std::string>& columns, const std::vector<std::string>& key)
      : columns_(static_cast<int>(columns.size())),
        has_geometry_(!schema.geometry_column.empty()),
        rows_(database.prepare(query(schema, columns, key))) {
    for (const auto& name : key)
      key_.push_back(
          static_cast<int>(std::find(columns.begin(), columns.end(), name) - columns.begin()));
    next();
  }

  void next() { there_ = rows_.step(); }
  [[nodiscard]] bool is_there() const { return there_; }
  [[nodiscard]] std::int64_t fid() const { return rows_.integer(columns_); }
  [[nodiscard]] ValueView value(int column) const { return rows_.column(column); }
  [[nodiscard]] ValueView geometry() const {
    return has_geometry_ ? io::unwrapped_geometry(rows_.column(columns_ + 1)) : ValueView{Null{}};
  }
  [[nodiscard]] std::vector<ValueView> key() const {
    std::vector<ValueView> values;
    for (const auto column : key_) values.push_back(value(column));
    return values;
  }

 private:
  static std::string query(const Schema& schema, const std::vector<std::string>& columns,
                           const std::vector<std::string>& key) {
    auto names = columns;
    names.push_back(schema.primary_key);
    if (!schema.geometry_column.empty()) names.push_back(schema.geometry_column);
    std::string order;
    for (const auto& name : key)  // as order_of() has it, whatever the layer declares
      order += (order.empty() ? "" : ", ") + io::sql_name(name) + " COLLATE BINARY";
    return "SELECT " + io::sql_names(names) + " FROM " + io::sql_name(schema.layer) + " ORDER BY " +
           order;
  }

  int columns_;
  bool has_geometry_;
  std::vector<int> key_;
  io::Statement rows_;
  bool there_ = false;
};

/// SQLite's order: NULL, numbers, text, blobs.
int rank_of(const ValueView& value) {
  if (is_null(value)) return 0;
  if (std::holds_alternative<std::string_view>(value)) return 2;
  return std::holds_alternative<BlobView>(value) ? 3 : 1;
}

double number_of(const ValueView& value) {
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
}

/// Negative where `a` comes first.
int order_of(const ValueView& a, const ValueView& b) {
  if (rank_of(a) != rank_of(b)) return rank_of(a) < rank_of(b) ? -1 : 1;
  if (const auto* text = std::get_if<std::string_view>(&a))
    return text->compare(std::get<std::string_view>(b));
  if (const auto* blob = std::get_if<BlobView>(&a))
    return blob->bytes.compare(std::get<BlobView>(b).bytes);
  if (is_null(a)) return 0;
  const auto *whole = std::get_if<std::int64_t>(&a), *other = std::get_if<std::int64_t>(&b);
  if (whole != nullptr && other != nullptr) return *whole < *other ? -1 : *whole > *other ? 1 : 0;
  return number_of(a) < number_of(b) ? -1 : number_of(a) > number_of(b) ? 1 : 0;
}

int order_of(const std::vector<ValueView>& a, const std::vector<ValueView>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (const int order = order_of(a[i], b[i]); order != 0) return order;
  return 0;
}

class Comparing {
 public:
  Comparing(io::Database& before, io::Database& after, const LayerEditions& layer)
      : columns_(io::column_names(*layer.before)),
        before_(before, *layer.before, columns_, layer.key),
        after_(after, *layer.after, columns_, layer.key) {
    difference_.features = std::make_unique<FeatureTable>();
    difference_.features->schema = *layer.before;
    difference_.features->columns.resize(columns_.size());
    difference_.changes.target = *layer.before;
    difference_.changes.key = layer.key;
  }

  LayerDifference run() {
    while (before_.is_there() || after_.is_there()) {
      const int order = !before_.is_there()  ? 1
                        : !after_.is_there() ? -1
                                             : order_of(before_.key(), after_.key());
      if (order < 0)
        add(Op::remove, before_);
      else if (order > 0)
        add(Op::insert, after_);
      else
        compare();
      if (order <= 0) before_.next();
      if (order >= 0) after_.next();
    }
    // Refers to the table once it no longer grows.
    std::size_t row = 0;
    for (auto& change : difference_.changes.changes)
      change.feature = {difference_.features.get(), row++};
    return std::move(difference_);
  }

 private:
  Change& add(Op op, const KeyedReading& row) {
    auto& table = *difference_.features;
    table.fids.push_back(op == Op::insert ? io::no_fid : row.fid());
    for (std::size_t i = 0; i < columns_.size(); ++i)
      table.columns[i].push_back(row.value(static_cast<int>(i)));
    table.geometries.push_back(row.geometry());
    Change change;
    change.op = op;
    change.id = io::text_of_key(row.key()).value_or("");
    difference_.changes.changes.push_back(std::move(change));
    return difference_.changes.changes.back();
  }

  void compare() {
    std::vector<ValueChange> values;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto column = static_cast<int>(i);
      if (before_.value(column) != after_.value(column))
        values.push_back(
            {i, to_value(before_.value(column)), to_value(after_.value(column)), Status::taken});
    }
    const bool moved = before_.geometry() != after_.geometry();
    if (values.empty() && !moved) return;
    auto& change = add(Op::update, before_);
    change.values = std::move(values);
    if (moved)
      change.geometry =
          GeometryChange{to_value(before_.geometry()), to_value(after_.geometry()), Status::taken};
  }

  std::vector<std::string> columns_;
  KeyedReading before_;
  KeyedReading after_;
  LayerDifference difference_;
};

void require_alike(const Schema& before, const Schema& after) {
  if (have_one_form(before, after)) return;
  throw InputError(
      msg("layer {}: its columns or its kind of geometry are others than in the "
          "package before, which no differential can say: make a full package",
          after.layer));
}

}  // namespace

bool have_one_form(const Schema& before, const Schema& after) {
  return before.geometry_type == after.geometry_type && before.z == after.z &&
         before.columns == after.columns;
}

LayerDifference difference_of(io::Database& before, io::Database& after,
                              const LayerEditions& layer) {
  require_alike(*layer.before, *layer.after);
  return Comparing(before, after, layer).run();
}

package::ChangeCount counted(const std::string& layer, const LayerDifference& difference) {
  package::ChangeCount count;
  count.layer = layer;
  for (const auto& change : difference.changes.changes)
    ++(change.op == Op::insert   ? count.added
       : change.op == Op::remove ? count.removed
                                 : count.changed);
  return count;
}

}  // namespace bdf::jobs
