// SPDX-License-Identifier: MIT
#include "support/random_changeset.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <random>

#include "geometry/wkt.h"
#include "io/change_rows.h"
#include "io/crs.h"
#include "io/key.h"
#include "support/plain_layer.h"

namespace bdf::tests {

namespace {

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed * 2654435761U + 7) {}
  std::size_t below(std::size_t bound) { return engine_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class T>
  const T& of(const std::vector<T>& list) {
    return list[below(list.size())];
  }
  /// With all 53 bits, so that nothing shorter than 17 digits says it.
  double coordinate() { return static_cast<double>(engine_()) / 4294.967295 + 0.1; }

 private:
  std::mt19937 engine_;
};

enum class Key { one, two, fid };
Key key_in(std::uint32_t seed) { return static_cast<Key>(seed % 3); }

// ---- values

Value text_value(Dice& dice, bool xml) {
  static const std::vector<Value> fine{"l'Hérault", "",          " a ",       "<b>&amp;\"'</b>",
                                       "]]>",       "\r\n\ttab", "a,b;\"c\"", "é e\xCC\x81 𝄞",
                                       "null",      "true",      "\\x00",     "1e999"};
  static const std::vector<Value> control{"\x01\x02", "bell\a", "\x1b[0m"};
  return !xml && dice.one_in(8) ? dice.of(control) : dice.of(fine);
}

Value value_of(ColumnType type, Dice& dice, bool xml) {
  static const std::vector<Value> integers{
      std::int64_t{0}, std::int64_t{-7}, std::numeric_limits<std::int64_t>::max(),
      std::numeric_limits<std::int64_t>::min(), std::int64_t{9007199254740993}};
  static const std::vector<Value> reals{0.1,        5e-324, -1.7976931348623157e308, 1.0, 1e22,
                                        123456.789, 1.0 / 3};
  static const std::vector<Value> days{"2024-02-29", "1999-12-31"};
  static const std::vector<Value> times{"2024-02-29T12:00:00Z", "2025-01-01T00:00:00.125Z"};
  static const std::vector<Value> blobs{Blob{std::string("\0\xff<", 3)}, Blob{""}};
  if (dice.one_in(5)) return Null{};
  if (type == ColumnType::integer) return dice.of(integers);
  if (type == ColumnType::real) return dice.of(reals);
  if (type == ColumnType::boolean) return static_cast<std::int64_t>(dice.below(2));
  if (type == ColumnType::date) return dice.of(days);
  if (type == ColumnType::datetime) return dice.of(times);
  if (type == ColumnType::blob) return dice.of(blobs);
  return text_value(dice, xml);
}

// ---- geometries

/// Well-known text in which each N is to become the ordinates of a vertex.
const std::vector<std::string>& shapes() {
  static const std::vector<std::string> all{
      "POINT#(N)",
      "LINESTRING#(N, N, N)",
      "MULTIPOINT#((N), (N))",
      "MULTILINESTRING#((N, N), (N, N, N))",
      "POLYGON#(R)",
      "POLYGON#(R, R)",
      "MULTIPOLYGON#((R), (R, R))",
      "GEOMETRYCOLLECTION#(POINT#(N), LINESTRING#(N, N))",
      "CIRCULARSTRING#(N, N, N)",
      "COMPOUNDCURVE#((A, B), CIRCULARSTRING#(B, N, N))",
      "CURVEPOLYGON#(CIRCULARSTRING#(A, N, A))",
      "MULTICURVE#((N, N), CIRCULARSTRING#(N, N, N))",
      "MULTISURFACE#((R), CURVEPOLYGON#(CIRCULARSTRING#(A, N, A)))",
      "MULTIPOINT# EMPTY",
      "POLYGON# EMPTY"};
  return all;
}

std::string vertex(Dice& dice, bool z) {
  const auto x = dice.coordinate();
  const auto y = dice.coordinate();
  auto text = to_text(x) + ' ' + to_text(y);
  if (z) text += ' ' + to_text(dice.coordinate());
  return text;
}

Value random_geometry(Dice& dice, bool xml) {
  if (dice.one_in(10)) return Null{};
  const bool z = dice.one_in(2);
  const auto a = vertex(dice, z);
  const auto b = vertex(dice, z);
  std::string wkt;
  for (const char c : !xml && dice.one_in(12) ? std::string("POINT# EMPTY") : dice.of(shapes())) {
    if (c == '#')
      wkt += z ? " Z " : " ";
    else if (c == 'A' && wkt.ends_with('('))
      wkt += a;
    else if (c == 'A' && wkt.ends_with(' '))
      wkt += a;
    else if (c == 'B' && (wkt.ends_with('(') || wkt.ends_with(' ')))
      wkt += b;
    else if (c == 'N' && (wkt.ends_with('(') || wkt.ends_with(' ')))
      wkt += vertex(dice, z);
    else if (c == 'R' && (wkt.ends_with('(') || wkt.ends_with(' '))) {
      const auto first = vertex(dice, z);
      wkt += '(' + first + ", " + vertex(dice, z) + ", " + vertex(dice, z) + ", " + first + ')';
    } else
      wkt += c;
  }
  return Blob{geometry::wkb_from_wkt(wkt)};
}

// ---- a file and what changes in it

class Maker {
 public:
  Maker(std::uint32_t seed, bool xml) : dice_(seed), key_(key_in(seed)), xml_(xml) {
    layer_.schema = plain_schema("things é", "GEOMETRY");
    static const std::vector<const char*> systems{"EPSG:2154", "EPSG:4326", "EPSG:3035"};
    layer_.schema.crs = io::crs_named(dice_.of(systems));
    layer_.schema.crs.srs_id = layer_.schema.crs.code;
    layer_.schema.columns = {
        {"id", ColumnType::text, "TEXT(24)"},     {"number", ColumnType::integer, "INTEGER"},
        {"na\"me 'é'", ColumnType::text, "TEXT"}, {"_x0041_ 1", ColumnType::text, "TEXT"},
        {"2width", ColumnType::real, "REAL"},     {"select", ColumnType::boolean, "BOOLEAN"},
        {"day", ColumnType::date, "DATE"},        {"moment", ColumnType::datetime, "DATETIME"},
        {"raw", ColumnType::blob, "BLOB"}};
    const auto size = 3 + dice_.below(12);
    for (std::size_t i = 0; i < size; ++i) layer_.rows.push_back(row("K <" + std::to_string(i), i));
  }

  void write(const std::filesystem::path& folder) {
    write_geopackage(folder / "base.gpkg", {layer_});
    const auto base = read_layer(folder / "base.gpkg", layer_.schema.layer);
    table_ = io::empty_table(base.schema);
    for (const auto& row : base.rows) push(row, *row.fid);
    io::Changeset changeset;
    LayerChanges changes{base.schema, key_columns(), {}};
    for (std::size_t i = 0; i < base.rows.size(); ++i) change(changes, i);
    for (auto more = dice_.below(4); more > 0; --more) insert(changes, "N" + std::to_string(more));
    std::stable_sort(changes.changes.begin(), changes.changes.end(),
                     [](const Change& a, const Change& b) {
                       if (a.id != b.id) return a.id < b.id;
                       return a.op == Op::remove && b.op != Op::remove;
                     });
    changeset.head.producer = "tester";
    io::write_changeset(folder / "changes.gpkg", changeset.head, {changes});
  }

  [[nodiscard]] std::vector<std::string> key_columns() const {
    if (key_ == Key::fid) return {};
    return key_ == Key::one ? std::vector<std::string>{"id"}
                            : std::vector<std::string>{"id", "number"};
  }

 private:
  PlainRow row(const std::string& id, std::size_t number) {
    PlainRow row{{}, random_geometry(dice_, xml_), {id, static_cast<std::int64_t>(number)}};
    for (std::size_t i = 2; i < layer_.schema.columns.size(); ++i)
      row.values.push_back(value_of(layer_.schema.columns[i].type, dice_, xml_));
    return row;
  }

  FeatureRef push(const PlainRow& row, std::int64_t fid) {
    table_.fids.push_back(fid);
    for (std::size_t i = 0; i < row.values.size(); ++i)
      table_.columns[i].push_back(view_of(row.values[i]));
    table_.geometries.push_back(view_of(row.geometry));
    return {&table_, table_.size() - 1};
  }

  [[nodiscard]] std::string id_of(FeatureRef feature) const {
    if (key_ == Key::fid) return std::to_string(feature.fid());
    std::vector<ValueView> values{feature.value(0)};
    if (key_ == Key::two) values.push_back(feature.value(1));
    return *io::text_of_key(values);
  }

  void change(LayerChanges& changes, std::size_t row) {
    Change change;
    change.feature = {&table_, row};
    change.id = id_of(change.feature);
    switch (dice_.below(5)) {
      case 0:
        change.op = Op::remove;
        break;
      case 1:
        return split(changes, change);
      case 2:
        return;
      default:
        update(change);
    }
    changes.changes.push_back(std::move(change));
  }

  void update(Change& change) {
    change.status = Status::taken;
    const auto count = layer_.schema.columns.size();
    for (std::size_t i = 2; i < count; ++i) {
      if (!dice_.one_in(3)) continue;
      auto after = value_of(layer_.schema.columns[i].type, dice_, xml_);
      change.values.push_back(
          {i, to_value(change.feature.value(i)), std::move(after), Status::proposed});
    }
    if (dice_.one_in(3) || change.values.empty())
      change.geometry = GeometryChange{
          to_value(change.feature.geometry()), random_geometry(dice_, xml_), Status::offered, {}};
  }

  /// One part keeps the key, the other has none yet; without a key, none keeps its fid.
  void split(LayerChanges& changes, Change removed) {
    removed.op = Op::remove;
    removed.lineage_group = "g" + removed.id;
    changes.changes.push_back(removed);
    const auto table = table_;
    for (const bool first : {true, false}) {
      PlainRow part{{}, random_geometry(dice_, xml_), {}};
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        part.values.push_back(to_value(table.columns[i][removed.feature.row]));
      const bool keeps_key = first && key_ != Key::fid;
      if (!keeps_key) part.values[0] = Null{};
      add(changes, part, keeps_key ? removed.id : "part of " + removed.id + (first ? "" : " 2"));
      changes.changes.back().op = Op::split;
      changes.changes.back().lineage_group = removed.lineage_group;
    }
  }

  void insert(LayerChanges& changes, const std::string& name) {
    const bool known = key_ != Key::fid && dice_.one_in(2);
    auto fresh = row(name, 99);
    if (!known && key_ != Key::fid) fresh.values[0] = Null{};
    add(changes, fresh, "new " + name);
    auto& change = changes.changes.back();
    if (known) change.id = id_of(change.feature);
    if (key_ != Key::fid || dice_.one_in(2)) return;
    change.fid = 1000 + static_cast<std::int64_t>(changes.changes.size());
    change.id = std::to_string(*change.fid);
  }

  void add(LayerChanges& changes, const PlainRow& row, const std::string& id) {
    Change change;
    change.op = Op::insert;
    change.id = id;
    change.status = Status::offered;
    change.feature = push(row, io::no_fid);
    changes.changes.push_back(std::move(change));
  }

  Dice dice_;
  Key key_;
  bool xml_;
  PlainLayer layer_;
  FeatureTable table_;
};

std::string text_of(const ValueView& value) {
  const auto kind = std::to_string(value.index());
  const auto* blob = std::get_if<BlobView>(&value);
  return kind + ":" + (blob != nullptr ? to_hex(blob->bytes) : to_text(value));
}

std::string row_text(const FeatureTable& table, std::size_t row) {
  std::string text;
  for (const auto& column : table.columns) text += "|" + text_of(column[row]);
  return text + "|" + text_of(table.geometries[row]);
}

}  // namespace

void write_random_changeset(const std::filesystem::path& folder, std::uint32_t seed, bool xml) {
  Maker(seed, xml).write(folder);
}

std::string random_key(std::uint32_t seed) {
  return key_in(seed) == Key::fid ? "" : key_in(seed) == Key::one ? "id" : "id,number";
}

std::vector<std::string> carried(const io::Changeset& changeset) {
  std::vector<std::string> lines;
  for (const auto& layer : changeset.layers) {
    const auto after = io::materialised(layer);
    for (std::size_t i = 0; i < layer.changes.size(); ++i) {
      const auto& change = layer.changes[i];
      const bool adds = io::adds_feature(change);
      auto line = layer.target.layer + " " + std::string(name_of(adds ? Op::insert : change.op)) +
                  " " + change.id + " -> " + row_text(after, i);
      if (!adds || layer.key.empty())
        line += " fid " + std::to_string(io::fid_in_target(change).value_or(-1));
      if (change.op == Op::update) {
        line += " <- " + row_text(*change.feature.table, change.feature.row) + " changes";
        std::vector<std::size_t> columns;
        for (const auto& value : change.values) columns.push_back(value.column);
        std::sort(columns.begin(), columns.end());
        for (const auto column : columns) line += " " + std::to_string(column);
        if (change.geometry) line += " geometry";
      }
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

}  // namespace bdf::tests
