// SPDX-License-Identifier: MIT
#include "support/random_triple.h"

#include <algorithm>
#include <cstdlib>
#include <random>

#include "geometry/wkb.h"

namespace bdf::tests {

namespace {

/// Draws that are the same with every standard library.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed * 2654435761U + 1) {}
  /// In [0, bound).
  std::size_t below(std::size_t bound) { return engine_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  double coordinate() { return static_cast<double>(below(1'000'000)) / 1000.0; }
  template <class T>
  const T& of(const std::vector<T>& list) {
    return list[below(list.size())];
  }
  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }

 private:
  std::mt19937 engine_;
};

constexpr std::size_t key = 0;  ///< the first of the columns

std::vector<Column> shared_columns() {
  return {{"key", ColumnType::text, "TEXT(24)"},         {"na\"me 'é\"", ColumnType::text, "TEXT"},
          {"count", ColumnType::integer, "INTEGER"},     {"width", ColumnType::real, "REAL"},
          {"select", ColumnType::boolean, "BOOLEAN"},    {"surveyed", ColumnType::date, "DATE"},
          {"modified", ColumnType::datetime, "DATETIME"}};
}

Value random_value(ColumnType type, Dice& dice) {
  static const std::vector<Value> names{"Lez",  "le Lez", "l'Hérault",  "a;\"b\",'c'",
                                        "1/2",  "NULL",   "\n<b>&amp;", "a\\b",
                                        "%s{}", "00012",  "𝄞"};
  static const std::vector<Value> days{"2024-02-29", "2025-01-01", "1999-12-31"};
  static const std::vector<Value> times{"2024-02-29T12:00:00Z", "2025-01-01T00:00:00.125Z"};
  if (dice.one_in(6)) return Null{};
  switch (type) {
    case ColumnType::integer:
      return static_cast<std::int64_t>(dice.below(1000)) - 500;
    case ColumnType::real:
      return dice.coordinate();
    case ColumnType::boolean:
      return static_cast<std::int64_t>(dice.below(2));
    case ColumnType::date:
      return dice.of(days);
    case ColumnType::datetime:
      return dice.of(times);
    case ColumnType::text:
    case ColumnType::blob:
      break;
  }
  return dice.of(names);
}

// ---- geometries
// ----------------------------------------------------------------------------------

struct Shapes {
  GeometryKind kind = GeometryKind::line;
  bool has_z = false;
};

std::string schema_type(const Shapes& shapes) {
  return shapes.kind == GeometryKind::point  ? "POINT"
         : shapes.kind == GeometryKind::line ? "LINESTRING"
                                             : "POLYGON";
}

void add_vertex(Geometry& geometry, double x, double y, double z) {
  geometry.xy.insert(geometry.xy.end(), {x, y});
  if (geometry.has_z) geometry.z.push_back(z);
}

void close(Geometry& geometry) {
  geometry.rings = {0, static_cast<std::uint32_t>(geometry.vertex_count())};
  geometry.parts = {0, 1};
}

/// A point, a line of 2 to 6 vertices that goes east, or a box.
Value random_geometry(const Shapes& shapes, Dice& dice) {
  Geometry geometry;
  geometry.kind = shapes.kind;
  geometry.has_z = shapes.has_z;
  const double x = dice.coordinate();
  const double y = dice.coordinate();
  const double z = dice.coordinate();
  const double size = 1 + static_cast<double>(dice.below(20));
  if (shapes.kind == GeometryKind::polygon) {
    for (const auto& [dx, dy] : {std::pair{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}})
      add_vertex(geometry, x + dx * size, y + dy * size, z);
  } else {
    const std::size_t vertices = shapes.kind == GeometryKind::point ? 1 : 2 + dice.below(5);
    for (std::size_t i = 0; i < vertices; ++i)
      add_vertex(geometry, x + static_cast<double>(i) * size, y + dice.coordinate() / 100, z);
  }
  close(geometry);
  return Blob{geometry::encode_wkb(geometry)};
}

Geometry decoded(const Value& value) {
  return *geometry::decode_wkb(std::get<Blob>(value).bytes).geometry;
}

/// Shifts the whole, or, of a line, one vertex; by centimetres, so that two shifts are the same or
/// differ by more than the tolerance.
Value moved(const Value& value, Dice& dice) {
  auto geometry = decoded(value);
  const double dy = 0.5 + static_cast<double>(dice.below(1000)) / 100;
  const bool whole = geometry.kind != GeometryKind::line || dice.one_in(3);
  const auto vertex = dice.below(geometry.vertex_count());
  for (std::size_t i = 0; i < geometry.vertex_count(); ++i)
    if (whole || i == vertex) geometry.xy[2 * i + 1] += dy;
  return Blob{geometry::encode_wkb(geometry)};
}

/// The part of a line from one vertex to another.
Value part_of(const Geometry& line, std::size_t first, std::size_t last) {
  Geometry part;
  part.kind = line.kind;
  part.has_z = line.has_z;
  for (std::size_t i = first; i <= last; ++i)
    add_vertex(part, line.xy[2 * i], line.xy[2 * i + 1], line.has_z ? line.z[i] : 0);
  close(part);
  return Blob{geometry::encode_wkb(part)};
}

// ---- features
// ------------------------------------------------------------------------------------

class Maker {
 public:
  Maker(std::uint32_t seed, const TripleOptions& options) : dice_(seed), options_(options) {
    shapes_ = {
        dice_.of<GeometryKind>({GeometryKind::point, GeometryKind::line, GeometryKind::polygon}),
        dice_.one_in(2)};
    breaks_keys_ = options.broken_keys && dice_.one_in(3);
  }

  ThreeWay<PlainLayer> triple() {
    layer_ = {plain_schema("stream", schema_type(shapes_)), {}};
    layer_.schema.columns = shared_columns();
    const auto size = 5 + dice_.below(36);
    for (std::size_t i = 0; i < size; ++i) add_feature(layer_, "K" + std::to_string(i));
    if (breaks_keys_) break_keys(layer_);
    ThreeWay<PlainLayer> triple{layer_, layer_, layer_};
    edit(triple.local, "L");
    edit(triple.reference, "R");
    agree(triple);
    if (options_.private_columns) add_private_columns(triple.local);
    if (options_.other_columns && dice_.one_in(4)) drop_column(triple);
    for (const auto side : all_sides)
      triple[side] = shuffled(triple[side], static_cast<std::uint32_t>(dice_.below(1U << 30)));
    return triple;
  }

 private:
  void add_feature(PlainLayer& layer, const std::string& id) {
    PlainRow row{{}, random_geometry(shapes_, dice_), {Value{id}}};
    for (std::size_t i = 1; i < layer.schema.columns.size(); ++i)
      row.values.push_back(random_value(layer.schema.columns[i].type, dice_));
    layer.rows.push_back(std::move(row));
  }

  /// Keys that are missing, blank, or used twice.
  void break_keys(PlainLayer& layer) {
    for (int i = 0; i < 3; ++i) {
      auto& row = layer.rows[dice_.below(layer.rows.size())];
      row.values[key] = dice_.of<Value>({Null{}, "", "K1"});
    }
  }

  void edit(PlainLayer& layer, const std::string& side) {
    std::vector<PlainRow> kept;
    for (auto& row : layer.rows) {
      if (dice_.one_in(15)) continue;
      if (dice_.one_in(options_.edits_one_in))
        for (int i = 0; i < options_.edits; ++i) edit_value(layer, row);
      if (dice_.one_in(6)) row.geometry = moved(row.geometry, dice_);
      kept.push_back(row);
      if (breaks_keys_ && dice_.one_in(12)) cut_or_copy(kept);
    }
    if (!kept.empty()) layer.rows = std::move(kept);
    for (auto more = dice_.below(4); more > 0; --more)
      add_feature(layer, side + std::to_string(more));
    if (breaks_keys_ && dice_.one_in(2)) add_feature(layer, "");
  }

  void edit_value(const PlainLayer& layer, PlainRow& row) {
    const auto column = 1 + dice_.below(layer.schema.columns.size() - 1);
    row.values[column] = random_value(layer.schema.columns[column].type, dice_);
  }

  /// As QGIS leaves it: both have the key.
  void cut_or_copy(std::vector<PlainRow>& rows) {
    auto second = rows.back();
    const auto line = decoded(second.geometry);
    if (line.kind == GeometryKind::line && line.vertex_count() > 2) {
      rows.back().geometry = part_of(line, 0, 1);
      second.geometry = part_of(line, 1, line.vertex_count() - 1);
    } else {
      second.geometry = moved(second.geometry, dice_);
    }
    rows.push_back(std::move(second));
  }

  /// Both sides say the same of a new object, or add one each of the same key, or one and two.
  void agree(ThreeWay<PlainLayer>& triple) {
    add_feature(triple.local, "both");
    triple.reference.rows.push_back(triple.local.rows.back());
    if (dice_.one_in(2)) edit_value(triple.local, triple.local.rows.back());
    if (!breaks_keys_ || dice_.one_in(2)) return;
    cut_or_copy(triple.local.rows);
    auto& first = triple.local.rows[triple.local.rows.size() - 2];
    first.geometry = moved(first.geometry, dice_);
  }

  void add_private_columns(PlainLayer& layer) {
    layer.schema.columns.push_back({"own text", ColumnType::text, "TEXT"});
    layer.schema.columns.push_back({"own_count", ColumnType::integer, "INTEGER"});
    for (auto& row : layer.rows) {
      row.values.push_back(dice_.one_in(2) ? Value{Null{}} : Value{"a secret"});
      row.values.push_back(dice_.one_in(2) ? Value{Null{}} : Value{std::int64_t{424242}});
    }
  }

  /// One or two sides do not carry a column.
  void drop_column(ThreeWay<PlainLayer>& triple) {
    const auto column =
        static_cast<std::ptrdiff_t>(1 + dice_.below(triple.ancestor.schema.columns.size() - 1));
    const auto lacking = 1 + dice_.below(6);  // a bit a side: never none, never all
    for (std::size_t i = 0; i < all_sides.size(); ++i) {
      if ((lacking >> i & 1U) == 0) continue;
      auto& layer = triple[all_sides[i]];
      layer.schema.columns.erase(layer.schema.columns.begin() + column);
      for (auto& row : layer.rows) row.values.erase(row.values.begin() + column);
    }
  }

  Dice dice_;
  TripleOptions options_;
  Shapes shapes_;
  bool breaks_keys_ = false;
  PlainLayer layer_;
};

}  // namespace

std::uint32_t seed_count() {
  const char* wanted = std::getenv("BDF_SEEDS");
  return wanted == nullptr ? 100 : static_cast<std::uint32_t>(std::stoul(wanted));
}

ThreeWay<PlainLayer> random_triple(std::uint32_t seed, const TripleOptions& options) {
  return Maker(seed, options).triple();
}

PlainLayer shuffled(PlainLayer layer, std::uint32_t seed) {
  Dice dice(seed);
  dice.shuffle(layer.rows);
  std::int64_t fid = 0;
  for (auto& row : layer.rows) row.fid = fid += 1 + static_cast<std::int64_t>(dice.below(3));
  return layer;
}

}  // namespace bdf::tests
