// SPDX-License-Identifier: MIT
#include "support/drawing.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <sstream>
#include <vector>

#include "geometry/adapt.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"

namespace bdf::tests {

namespace {

constexpr int metres_a_cell = 10;

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> parts;
  std::istringstream in(line);
  for (std::string part; std::getline(in, part, '|');) parts.push_back(trimmed(part));
  return parts;
}

/// "^7" where all vertices are at 7 m; "^7,8" where they are at several altitudes.
std::string altitude_of(const Geometry& geometry) {
  std::ostringstream text;
  const bool level = std::adjacent_find(geometry.z.begin(), geometry.z.end(),
                                        std::not_equal_to<>()) == geometry.z.end();
  for (std::size_t i = 0;
       i < (level ? std::min<std::size_t>(geometry.z.size(), 1) : geometry.z.size()); ++i)
    text << (i == 0 ? '^' : ',') << geometry.z[i];
  return text.str();
}

}  // namespace

Drawing::Drawing(std::string_view rows) {
  int column = 0;
  int row = 0;
  for (const char sign : rows) {
    if (sign == '\n') {
      ++row;
      column = 0;
    } else if (sign != ' ') {
      if (std::isalpha(static_cast<unsigned char>(sign)) != 0) cells_[sign] = {column, row};
      ++column;
    }
  }
}

Value Drawing::geometry(std::string_view letters) const {
  if (letters.empty()) return Null{};
  if (const auto sign = letters.find('^'); sign != std::string_view::npos) {
    const auto flat = geometry(letters.substr(0, sign));
    auto high = geometry::decode_wkb(std::get<Blob>(flat).bytes).geometry.value();
    high =
        geometry::with_altitude(std::move(high), std::stod(std::string(letters.substr(sign + 1))));
    return Blob{geometry::encode_wkb(high)};
  }
  const bool polygon = letters.front() == '(';
  std::string path(polygon ? letters.substr(1, letters.size() - 2) : letters);
  if (polygon) path += path.front();
  std::string vertices;
  for (const char letter : path) {
    const auto& [column, row] = cells_.at(letter);
    vertices += (vertices.empty() ? "" : ", ") +
                std::to_string(place_.first + column * metres_a_cell) + ' ' +
                std::to_string(place_.second - row * metres_a_cell);
  }
  const std::string wkt = polygon            ? "POLYGON ((" + vertices + "))"
                          : path.size() == 1 ? "POINT (" + vertices + ")"
                                             : "LINESTRING (" + vertices + ")";
  return Blob{geometry::wkb_from_wkt(wkt)};
}

std::string Drawing::letter_at(double x, double y) const {
  for (const auto& [letter, cell] : cells_)
    if (std::hypot(place_.first + cell.first * metres_a_cell - x,
                   place_.second - cell.second * metres_a_cell - y) < 1e-6)
      return {letter};
  std::ostringstream coordinates;
  coordinates << '[' << x << ' ' << y << ']';
  return coordinates.str();
}

std::string Drawing::letters(const ValueView& geometry) const {
  const auto* wkb = std::get_if<BlobView>(&geometry);
  if (wkb == nullptr) return "no geometry";
  const auto decoded = geometry::decode_wkb(wkb->bytes).geometry;
  if (!decoded || decoded->ring_count() != 1) return geometry::to_wkt(wkb->bytes);
  const bool polygon = decoded->kind == GeometryKind::polygon;
  std::string text;
  for (std::size_t i = 0; i + (polygon ? 1 : 0) < decoded->vertex_count(); ++i)
    text += letter_at(decoded->xy[2 * i], decoded->xy[2 * i + 1]);
  return (polygon ? '(' + text + ')' : text) + altitude_of(*decoded);
}

std::map<std::string, Drawing> drawings_in(std::string_view text) {
  std::vector<std::string> titles;
  std::vector<std::string> rows;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) {
    if (trimmed(line).empty()) continue;
    const auto parts = split(line);
    if (titles.empty()) {
      titles = parts;
      rows.resize(titles.size());
      continue;
    }
    for (std::size_t i = 0; i < titles.size(); ++i)
      rows[i] += (i < parts.size() ? parts[i] : std::string()) + '\n';
  }
  std::map<std::string, Drawing> drawings;
  for (std::size_t i = 0; i < titles.size(); ++i) drawings.emplace(titles[i], Drawing(rows[i]));
  return drawings;
}

}  // namespace bdf::tests
