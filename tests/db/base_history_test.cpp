// SPDX-License-Identifier: MIT
// A long history, told to a base and to a model in memory: both know every object at every
// transaction alike.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "base/error.h"
#include "geometry/wkb.h"
#include "io/changeset.h"
#include "refbase/base.h"
#include "refbase/history.h"
#include "support/base_model.h"
#include "support/base_trial.h"
#include "support/nightly.h"
#include "support/random_triple.h"

namespace bdf::tests {
namespace {

const std::int64_t transactions = is_nightly() ? 500 : 200;
const int pairs = is_nightly() ? 60 : 30;
/// One history is as long as what other laws are held against.
const std::uint32_t histories = std::max(seed_count() / 300, 1U);

/// Draws that are the same with every standard library.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed * 2654435761U + 1) {}
  std::size_t below(std::size_t bound) { return engine_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::mt19937 engine_;
};

Value random_value(const Column& column, Dice& dice) {
  static const std::vector<std::string> names{
      "Lez", " Lez ", "l'Hérault", "a;\"b\"\t'c'", "", "\\N", "\n\\.\n", "a\\b", "𝄞", "NULL"};
  if (dice.one_in(5)) return Null{};
  if (column.type == ColumnType::integer) return static_cast<std::int64_t>(dice.below(90)) - 45;
  if (column.type == ColumnType::real) return static_cast<double>(dice.below(900)) / 7;
  if (column.type == ColumnType::date) return fmt::format("2024-02-{:02}", 1 + dice.below(29));
  if (column.type == ColumnType::boolean) return static_cast<std::int64_t>(dice.below(2));
  return names[dice.below(names.size())];
}

/// A point or a line of two vertices; now and then none.
Value random_geometry(const std::string& type, Dice& dice) {
  if (dice.one_in(12)) return Null{};
  Geometry drawn;
  drawn.kind = type == "POINT" ? GeometryKind::point : GeometryKind::line;
  const std::uint32_t vertices = drawn.kind == GeometryKind::point ? 1 : 2;
  for (std::uint32_t i = 0; i < vertices * 2; ++i)
    drawn.xy.push_back(static_cast<double>(dice.below(10'000)) + i);
  drawn.rings = {0, vertices};
  drawn.parts = {0, 1};
  return Blob{geometry::encode_wkb(drawn)};
}

/// Moved by less than the tolerance.
Value noisy(const Value& geometry) {
  auto drawn = geometry::geometry_of(view_of(geometry));
  if (!drawn) return geometry;
  drawn->xy.front() += 0.0003;
  return Blob{geometry::encode_wkb(*drawn)};
}

PlainLayer empty_layer(const std::string& name) {
  const bool keyed_by_text = name == "spot";
  PlainLayer layer{plain_schema(name, keyed_by_text ? "POINT" : "LINESTRING"), {}};
  layer.schema.columns = {keyed_by_text ? Column{"id", ColumnType::text, "TEXT"}
                                        : Column{"id", ColumnType::integer, "INTEGER"},
                          {"name", ColumnType::text, "TEXT"},
                          {"number", ColumnType::integer, "INTEGER"},
                          {"open", ColumnType::boolean, "BOOLEAN"}};
  return layer;
}

/// Writes what a producer might send of a layer that the model holds.
class Edition {
 public:
  Edition(ModelLayer& known, bool differential, Dice& dice)
      : known_(known), differential_(differential), dice_(dice) {}

  PlainLayer write() {
    choose_columns();
    for (const auto& version : known_.versions)
      if (version.to == ModelVersion::still) put_known(version);
    for (auto more = dice_.below(4); more > 0; --more) put_other();
    return std::move(layer_);
  }

 private:
  void choose_columns() {
    layer_.schema = known_.schema;
    layer_.schema.columns.clear();
    const bool partial = dice_.one_in(5);
    for (const auto& [column, since] : known_.columns)
      if (column.name == "id" || !partial || !dice_.one_in(3))
        layer_.schema.columns.push_back(column);
    if (known_.columns.size() < 10 && dice_.one_in(40)) add_column();
    if (differential_) layer_.schema.columns.push_back({"detruit", ColumnType::boolean, "BOOLEAN"});
  }

  void add_column() {
    static const std::vector<Column> types{{"", ColumnType::text, "TEXT"},
                                           {"", ColumnType::integer, "INTEGER"},
                                           {"", ColumnType::real, "REAL"},
                                           {"", ColumnType::date, "DATE"}};
    auto column = types[dice_.below(types.size())];
    column.name = fmt::format("c{}", known_.columns.size());
    new_is_empty_ = dice_.one_in(2);
    new_ = column.name;
    layer_.schema.columns.push_back(column);
  }

  void put_known(const ModelVersion& version) {
    if (differential_ ? !dice_.one_in(5) : dice_.one_in(20)) return;
    auto object = version.object;
    if (dice_.one_in(10))
      for (const auto& column : layer_.schema.columns)
        if (column.name != "id" && dice_.one_in(2))
          object.values[column.name] = random_value(column, dice_);
    if (dice_.one_in(20)) object.geometry = random_geometry(layer_.schema.geometry_type, dice_);
    if (dice_.one_in(20)) object.geometry = noisy(object.geometry);
    put(object, differential_ && dice_.one_in(5));
  }

  /// A new one, or one that was there before.
  void put_other() {
    const auto number = static_cast<std::int64_t>(dice_.below(400));
    const auto text = std::to_string(number);
    if (known_.live(text) != nullptr || !seen_.insert(number).second) return;
    ModelObject object{{}, random_geometry(layer_.schema.geometry_type, dice_)};
    for (const auto& column : layer_.schema.columns)
      object.values[column.name] = random_value(column, dice_);
    const bool is_text = layer_.schema.columns.front().type == ColumnType::text;
    object.values["id"] = is_text ? Value{text} : Value{number};
    put(object, differential_ && dice_.one_in(5));
  }

  void put(ModelObject& object, bool destroyed) {
    if (!new_.empty())
      object.values[new_] = new_is_empty_
                                ? Value{Null{}}
                                : random_value(layer_.schema.columns[place_of_new()], dice_);
    object.values["detruit"] = std::int64_t{destroyed ? 1 : 0};
    PlainRow row{std::nullopt, object.geometry, {}};
    for (const auto& column : layer_.schema.columns)
      row.values.push_back(object.values[column.name]);
    layer_.rows.push_back(std::move(row));
  }

  [[nodiscard]] std::size_t place_of_new() const { return *layer_.schema.find(new_); }

  ModelLayer& known_;
  bool differential_;
  Dice& dice_;
  PlainLayer layer_;
  std::string new_;  ///< a column that the model lacks
  bool new_is_empty_ = false;
  std::set<std::int64_t> seen_;
};

std::vector<std::string> state_of(refbase::SqlSession& session, const refbase::BaseLayer& layer,
                                  std::int64_t number) {
  const auto features = refbase::features_of(session, layer, number, {});
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < features.size(); ++row) {
    auto line = to_text(features.columns[0][row]);
    for (std::size_t i = 0; i < features.columns.size(); ++i)
      line += ' ' + layer.schema.columns[i].name + '=' + shown(features.columns[i][row]);
    lines.push_back(line + " geom=" + shown(features.geometries[row]));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::string line_of(const LayerChanges& layer, const Change& change) {
  auto line = change.id + (change.op == Op::insert   ? " insert"
                           : change.op == Op::remove ? " delete"
                                                     : " update");
  if (change.op != Op::update) return line;
  for (const auto& value : change.values)
    line += fmt::format(" {}: {} > {}", layer.target.columns[value.column].name,
                        shown(view_of(value.before)), shown(view_of(value.after)));
  return change.geometry ? line + " geom" : line;
}

class BaseHistory : public BothBases {
 protected:
  void begin(std::uint32_t seed) {
    if (seed > 0) begin_anew();
    model = BaseModel();
    editions_.clear();
    reverted_ = refused_ = 0;
  }

  /// A history in which little happens would prove little.
  void expect_events() {
    const auto told = static_cast<std::size_t>(transactions);
    EXPECT_GT(reverted_, 5);
    EXPECT_GT(refused_, 5);
    EXPECT_GT(editions_.size(), 5U);
    for (const auto& [name, layer] : model.layers()) {
      EXPECT_GT(layer.columns.size(), 4 + told / 250);
      EXPECT_GT(layer.versions.size(), 2 * told);
      EXPECT_GT(model.state(name, transactions / 2).size(), 15U);
    }
  }

  void step(Dice& dice) {
    if (model.head() > 5 && dice.one_in(12)) return revert_one(dice);
    const bool differential = dice.one_in(3);
    std::vector<PlainLayer> layers;
    for (const std::string name : {"spot", "way"})
      if (dice.one_in(2)) layers.push_back(edition_of(name, differential, dice));
    if (!layers.empty()) import_both(layers, differential, dice.one_in(25));
  }

  void expect_states() {
    const auto session = refbase::open_base(base);
    const refbase::SqlTransaction reading(*session, refbase::Access::read);
    for (std::int64_t number = 1; number <= model.head() && !HasFailure(); ++number) {
      const auto layers = refbase::layers_at(*session, number);
      for (const auto& [name, layer] : model.layers()) {
        SCOPED_TRACE(fmt::format("{} after {}", name, number));
        const auto* found = refbase::find_layer(layers, name);
        ASSERT_EQ(found != nullptr, layer.since <= number);
        if (found == nullptr) continue;
        EXPECT_EQ(state_of(*session, *found, number), model.state(name, number));
      }
    }
  }

  void expect_editions() {
    const auto session = refbase::open_base(base);
    const refbase::SqlTransaction reading(*session, refbase::Access::read);
    for (const auto& [name, number] : editions_)
      EXPECT_EQ(refbase::transaction_named(*session, name).number, number) << name;
  }

  void expect_differences(Dice& dice) {
    for (int i = 0; i < pairs && !HasFailure(); ++i) {
      auto from = static_cast<std::int64_t>(1 + dice.below(model.head()));
      auto to = static_cast<std::int64_t>(1 + dice.below(model.head()));
      if (from > to) std::swap(from, to);
      expect_difference(from, to);
    }
  }

  BaseModel model;

 private:
  PlainLayer edition_of(const std::string& name, bool differential, Dice& dice) {
    auto& layers = model.layers();
    if (layers.contains(name)) return Edition(layers.at(name), differential, dice).write();
    ModelLayer none;
    none.schema = empty_layer(name).schema;
    for (const auto& column : none.schema.columns) none.columns.push_back({column, 0});
    return Edition(none, false, dice).write();
  }

  void import_both(const std::vector<PlainLayer>& layers, bool differential, bool named) {
    jobs::BaseImportJob job;
    job.key = {"id"};
    job.differential = differential;
    job.confirm_deletions = true;
    if (named) job.edition = fmt::format("e{}", editions_.size());
    const auto result = import(layers, job);
    const auto before = model.head();
    const auto counts = model.import(layers, differential);
    EXPECT_EQ(result.transaction.number, model.head());
    EXPECT_EQ(result.changed, model.head() > before);
    for (const auto& layer : result.layers) expect_count(layer.count, counts);
    if (named) editions_[job.edition] = model.head();
  }

  static void expect_count(const refbase::LayerCount& count,
                           const std::map<std::string, ModelCount>& counts) {
    const auto& expected = counts.at(count.layer);
    EXPECT_EQ(count.added, expected.added);
    EXPECT_EQ(count.changed, expected.changed);
    EXPECT_EQ(count.removed, expected.removed);
  }

  void revert_one(Dice& dice) {
    const auto number = model.head() - static_cast<std::int64_t>(dice.below(4));
    const auto name = fmt::format("@{}", number);
    if (model.blocked(number)) {
      EXPECT_THROW(revert(name), InputError) << number;
      ++refused_;
    } else {
      EXPECT_EQ(revert(name).number, model.head() + 1);
      model.revert(number);
      ++reverted_;
    }
  }

  void expect_difference(std::int64_t from, std::int64_t to) {
    SCOPED_TRACE(fmt::format("from {} to {}", from, to));
    jobs::BaseDiffJob job;
    job.base = base;
    job.from = fmt::format("@{}", from);
    job.to = fmt::format("@{}", to);
    job.out = file("difference.gpkg");
    job.overwrite = true;
    jobs::diff_of_base(job);
    const auto changeset = io::read_changeset(job.out);
    for (const auto& layer : changeset.layers) {
      std::vector<std::string> lines;
      for (const auto& change : layer.changes) lines.push_back(line_of(layer, change));
      EXPECT_EQ(lines, model.difference(layer.target.layer, from, to));
    }
  }

  std::map<std::string, std::int64_t> editions_;
  int reverted_ = 0;
  int refused_ = 0;
};
BDF_ON_BOTH_BASES(BaseHistory);

TEST_P(BaseHistory, EveryObjectIsWhatItWasAfterEveryTransaction) {
  for (std::uint32_t seed = 0; seed < histories; ++seed) {
    SCOPED_TRACE(seed);
    begin(seed);
    Dice dice(seed);
    while (model.head() < transactions && !HasFailure()) step(dice);
    expect_events();
    expect_states();
    expect_editions();
    EXPECT_EQ(wrong(), "");
    expect_differences(dice);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace bdf::tests
