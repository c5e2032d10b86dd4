// SPDX-License-Identifier: MIT
#include "support/network_edits.h"

#include <cmath>
#include <stdexcept>

#include "geometry/nearest.h"
#include "geometry/wkb.h"

namespace bdf::tests {

namespace {

Geometry line_of(const PlainRow& row) {
  return geometry::decode_wkb(std::get<Blob>(row.geometry).bytes).geometry.value();
}

Value blob_of(const Geometry& line) { return Blob{geometry::encode_wkb(line)}; }

Place vertex(const Geometry& line, std::size_t i) { return {line.xy[2 * i], line.xy[2 * i + 1]}; }

void put(Geometry& line, std::size_t i, const Place& place) {
  line.xy[2 * i] = place.first;
  line.xy[2 * i + 1] = place.second;
}

Geometry line_through(const std::vector<Place>& places, bool has_z) {
  Geometry line;
  line.kind = GeometryKind::line;
  line.has_z = has_z;
  for (const auto& place : places) {
    line.xy.insert(line.xy.end(), {place.first, place.second});
    if (has_z) line.z.push_back(100);
  }
  line.rings.push_back(static_cast<std::uint32_t>(places.size()));
  line.parts.push_back(1);
  return line;
}

double tenth(double value) { return std::round(value * 10) / 10; }

}  // namespace

Geometry piece(const Geometry& line, std::size_t from, std::size_t to) {
  auto cut = line;
  cut.xy.assign(line.xy.begin() + static_cast<std::ptrdiff_t>(2 * from),
                line.xy.begin() + static_cast<std::ptrdiff_t>(2 * to + 2));
  if (line.has_z)
    cut.z.assign(line.z.begin() + static_cast<std::ptrdiff_t>(from),
                 line.z.begin() + static_cast<std::ptrdiff_t>(to + 1));
  cut.rings = {0, static_cast<std::uint32_t>(to - from + 1)};
  return cut;
}

NetworkEdits::NetworkEdits(PlainLayer layer, std::string name, unsigned seed)
    : layer_(std::move(layer)), name_(std::move(name)), random_(seed) {}

std::size_t NetworkEdits::any_row() {
  return std::uniform_int_distribution<std::size_t>(0, layer_.rows.size() - 1)(random_);
}

void NetworkEdits::work(int edits) {
  for (int i = 0; i < edits; ++i) switch (std::uniform_int_distribution<int>(0, 6)(random_)) {
      case 0:
      case 1:
        move_junction();
        break;
      case 2:
      case 3:
        bend();
        break;
      case 4:
        add_affluent();
        break;
      case 5:
        cut();
        break;
      default:
        take_out();
    }
}

void NetworkEdits::move_junction() {
  const auto one = line_of(layer_.rows[any_row()]);
  const auto place = vertex(one, random_() % 2 == 0 ? 0 : one.vertex_count() - 1);
  const Place there{tenth(place.first + shift()), tenth(place.second + shift())};
  for (auto& row : layer_.rows) {
    auto line = line_of(row);
    bool moved = false;
    for (std::size_t i = 0; i < line.vertex_count(); ++i)
      if (vertex(line, i) == place) {
        put(line, i, there);
        moved = true;
      }
    if (moved) row.geometry = blob_of(line);
  }
}

void NetworkEdits::bend() {
  auto& row = layer_.rows[any_row()];
  auto line = line_of(row);
  if (line.vertex_count() < 3) return;
  const auto i = 1 + random_() % (line.vertex_count() - 2);
  const auto place = vertex(line, i);
  const Place there{tenth(place.first + shift()), tenth(place.second + shift())};
  for (auto& other : layer_.rows) {  // whatever ends there goes along
    auto its = line_of(other);
    bool moved = false;
    for (std::size_t k = 0; k < its.vertex_count(); ++k)
      if (vertex(its, k) == place) {
        put(its, k, there);
        moved = true;
      }
    if (moved) other.geometry = blob_of(its);
  }
}

void NetworkEdits::add(PlainRow row, const Value& geometry) {
  row.fid.reset();
  row.geometry = geometry;
  row.values.at(*layer_.schema.find("key")) = name_ + std::to_string(++added_);
  layer_.rows.push_back(std::move(row));
}

void NetworkEdits::add_affluent() {
  const auto row = layer_.rows[any_row()];
  const auto line = line_of(row);
  const auto end = vertex(line, random_() % line.vertex_count());
  std::vector<Place> places;
  for (int i = 3; i > 0; --i)
    places.emplace_back(tenth(end.first + 17 * i + shift() / 3),
                        tenth(end.second + 23 * i + shift() / 3));
  places.push_back(end);
  add(row, blob_of(line_through(places, line.has_z)));
}

void NetworkEdits::cut() {
  const auto number = any_row();
  const auto line = line_of(layer_.rows[number]);
  if (line.vertex_count() < 3) return;
  const auto at = 1 + random_() % (line.vertex_count() - 2);
  add(layer_.rows[number], blob_of(piece(line, at, line.vertex_count() - 1)));
  layer_.rows[number].geometry = blob_of(piece(line, 0, at));
}

void NetworkEdits::take_out() {
  const auto number = any_row();
  const auto line = line_of(layer_.rows[number]);
  int meeting[2] = {0, 0};
  for (const auto& row : layer_.rows) {
    const auto other = line_of(row);
    for (const int end : {0, 1})
      for (std::size_t i = 0; i < other.vertex_count(); ++i)
        if (vertex(other, i) == vertex(line, end == 0 ? 0 : line.vertex_count() - 1))
          ++meeting[end];
  }
  if (meeting[0] > 1 && meeting[1] > 1) return;  // it joins something
  layer_.rows.erase(layer_.rows.begin() + static_cast<std::ptrdiff_t>(number));
}

std::string key_in(const PlainLayer& layer, const PlainRow& row) {
  return to_text(view_of(row.values.at(*layer.schema.find("key"))));
}

std::map<std::string, std::pair<Place, Place>> ends_by_key(const PlainLayer& layer) {
  std::map<std::string, std::pair<Place, Place>> ends;
  std::set<std::string> twice;
  for (const auto& row : layer.rows) {
    const auto line = line_of(row);
    const auto key = key_in(layer, row);
    if (!ends.emplace(key, std::pair{vertex(line, 0), vertex(line, line.vertex_count() - 1)})
             .second)
      twice.insert(key);
  }
  for (const auto& key : twice) ends.erase(key);
  return ends;
}

std::set<std::pair<std::string, std::string>> meetings(const PlainLayer& layer) {
  std::map<Place, std::set<std::string>> at;
  for (const auto& [key, ends] : ends_by_key(layer)) {
    at[ends.first].insert(key + '<');
    at[ends.second].insert(key + '>');
  }
  std::set<std::pair<std::string, std::string>> pairs;
  for (const auto& [place, names] : at)
    for (const auto& one : names)
      for (const auto& other : names)
        if (one < other) pairs.emplace(one, other);
  return pairs;
}

std::map<Place, std::set<std::string>> places_of(const PlainLayer& layer, const PlainLayer& other) {
  std::set<std::string> known;
  for (const auto& row : other.rows) known.insert(key_in(other, row));
  std::map<Place, std::set<std::string>> places;
  for (const auto& row : layer.rows) {
    const auto key = key_in(layer, row);
    const auto line = line_of(row);
    for (std::size_t i = 0; known.contains(key) && i < line.vertex_count(); ++i)
      places[vertex(line, i)].insert(key);
  }
  return places;
}

double distance_to(const PlainLayer& layer, const std::string& key, const Place& place) {
  Geometry point;
  point.xy = {place.first, place.second};
  point.rings = {0, 1};
  point.parts = {0, 1};
  for (const auto& row : layer.rows)
    if (key_in(layer, row) == key) return geometry::nearest_distance(point, line_of(row)).value();
  throw std::out_of_range(key);
}

PlainLayer grid_network(int side) {
  PlainLayer layer{plain_schema("reach", "LINESTRING"), {}};
  layer.schema.columns = {{"key", ColumnType::text, "TEXT"}, {"name", ColumnType::text, "TEXT"}};
  const auto add = [&](const Place& from, const Place& to) {
    std::vector<Place> places;
    for (int i = 0; i <= 4; ++i) {
      const double aside = i % 2 == 1 ? 3 : 0;
      places.emplace_back(from.first + (to.first - from.first) * i / 4 + aside,
                          from.second + (to.second - from.second) * i / 4 + aside);
    }
    const auto number = std::to_string(layer.rows.size() + 1);
    layer.rows.push_back(
        {{}, blob_of(line_through(places, false)), {"K" + number, std::string("n")}});
  };
  for (int x = 0; x < side; ++x)
    for (int y = 0; y < side; ++y) {
      const Place here{100.0 * x, 100.0 * y};
      if (x + 1 < side && (x + y) % 3 != 0) add(here, {100.0 * (x + 1), 100.0 * y});
      if (y + 1 < side) add(here, {100.0 * x, 100.0 * (y + 1)});
    }
  return layer;
}

}  // namespace bdf::tests
