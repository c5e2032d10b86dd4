// SPDX-License-Identifier: MIT
#include "package/map_sketch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_set>
#include <utility>

#include "report/html.h"

namespace bdf::package {

namespace {

using report::escaped;

constexpr double farthest = 1e12;
constexpr double map_width = 2000;  // in the drawing's units: two a pixel
constexpr double most_height = 2400;
constexpr double least_height = 500;
constexpr double margin = 40;
constexpr double strip = 90;  // below the map: the scale, and where north is
constexpr double grains_across = 4000;
constexpr double finest = 1;     // tolerance of the first try, in the drawing's units
constexpr double coarser = 1.5;  // of each further one
constexpr std::size_t colours = 8;

bool on_any_map(const Point& point) {
  return std::abs(point.x) < farthest && std::abs(point.y) < farthest;  // false for a NaN too
}

Point vertex(const MapLayer& layer, std::size_t i) {
  return {layer.xy[2 * i], layer.xy[2 * i + 1]};
}

std::optional<Box> box_of(const std::vector<MapLayer>& layers) {
  std::optional<Box> box;
  for (const auto& layer : layers)
    for (std::size_t i = 0; i < layer.xy.size() / 2; ++i)
      if (const auto at = vertex(layer, i); on_any_map(at)) {
        const Box here{at.x, at.y, at.x, at.y};
        box = box ? united(*box, here) : here;
      }
  return box;
}

/// From the layers' coordinates to the drawing's, whose y goes down.
struct Sheet {
  Box box{};
  double scale = 1;
  double height = 0;        ///< of the map
  double whole_height = 0;  ///< with the strip below it

  explicit Sheet(const Box& of) : box(of) {
    const double across = std::max(box.max_x - box.min_x, 0.0);
    const double up = std::max(box.max_y - box.min_y, 0.0);
    const double room = map_width - 2 * margin;
    scale = room / (across > 0 ? across : up > 0 ? up : 1);
    if (up * scale > most_height - 2 * margin) scale = (most_height - 2 * margin) / up;
    height = std::clamp(up * scale + 2 * margin, least_height, most_height);
    whole_height = height + strip;
  }
  [[nodiscard]] Point operator()(const Point& at) const {
    const double middle_x = (box.min_x + box.max_x) / 2;
    const double middle_y = (box.min_y + box.max_y) / 2;
    return {map_width / 2 + (at.x - middle_x) * scale, height / 2 - (at.y - middle_y) * scale};
  }
};

double distance_to_segment(const Point& p, const Point& a, const Point& b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double length = dx * dx + dy * dy;
  const double along =
      length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0;
  return std::hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}

/// Which vertices Douglas and Peucker keep; without recursion, whatever the line.
std::vector<Point> simplified(std::span<const Point> line, double tolerance) {
  if (line.size() < 3) return {line.begin(), line.end()};
  std::vector<bool> kept(line.size());
  kept.front() = kept.back() = true;
  std::vector<std::pair<std::size_t, std::size_t>> open{{0, line.size() - 1}};
  while (!open.empty()) {
    const auto [first, last] = open.back();
    open.pop_back();
    double most = tolerance;
    std::size_t farthest_one = first;
    for (std::size_t i = first + 1; i < last; ++i)
      if (const double d = distance_to_segment(line[i], line[first], line[last]); d > most) {
        most = d;
        farthest_one = i;
      }
    if (farthest_one == first) continue;
    kept[farthest_one] = true;
    open.emplace_back(first, farthest_one);
    open.emplace_back(farthest_one, last);
  }
  std::vector<Point> rest;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (kept[i]) rest.push_back(line[i]);
  return rest;
}

struct Place {
  std::int64_t x = 0, y = 0;
  bool operator==(const Place&) const = default;
};

Place rounded(const Point& at, double unit) {
  return {std::llround(at.x / unit), std::llround(at.y / unit)};
}

/// The path data of one layer at one coarseness.
class Pen {
 public:
  Pen(GeometryKind kind, double tolerance) : kind_(kind), tolerance_(tolerance) {}

  void draw(std::span<const Point> path) {
    if (path.empty()) return;
    if (kind_ == GeometryKind::point) {
      for (const auto& at : path) dot(at);
      return;
    }
    const auto line = simplified(path, tolerance_);
    std::vector<Place> places;
    for (const auto& at : line)
      if (const auto place = rounded(at, 1); places.empty() || places.back() != place)
        places.push_back(place);
    if (!takes_new_cells(line)) return;
    if (places.size() < 2 || (places.size() < 4 && kind_ == GeometryKind::polygon))
      stroke({places.front(), places.front()});
    else
      stroke(places);
  }
  [[nodiscard]] const std::string& data() const { return data_; }

 private:
  /// A cell of the drawing is as good as drawn once something lies in it.
  bool take(const Point& at) {
    const auto cell = rounded(at, 2 * tolerance_);
    return taken_.insert(cell.x << 32 ^ (cell.y & 0xFFFFFFFF)).second;
  }
  bool takes_new_cells(const std::vector<Point>& line) {
    bool is_new = false;
    for (const auto& at : line) is_new |= take(at);
    return is_new;
  }
  void dot(const Point& at) {
    if (!take(at)) return;
    const auto place = rounded(at, 1);
    stroke({place, place});
  }
  void stroke(const std::vector<Place>& places) {
    move('m', places.front());
    char command = 'l';
    const bool closes = kind_ == GeometryKind::polygon && places.size() > 2;
    const bool ends_where_it_begins = closes && places.front() == places.back();
    for (std::size_t i = 1; i + (ends_where_it_begins ? 1 : 0) < places.size(); ++i) {
      move(command, places[i]);
      command = ' ';  // further vertices of one line need no letter
    }
    if (!closes) return;
    data_ += 'z';
    last_ = places.front();
  }
  /// Relative to the last place: the shortest way to say it.
  void move(char command, const Place& to) {
    const auto dx = to.x - last_.x;
    const auto dy = to.y - last_.y;
    if (command != ' ')
      data_ += command;
    else if (dx >= 0)
      data_ += ' ';
    data_ += fmt::format("{}{}{}", dx, dy >= 0 ? " " : "", dy);
    last_ = to;
  }

  GeometryKind kind_;
  double tolerance_;
  std::unordered_set<std::int64_t> taken_;
  std::string data_;
  Place last_;
};

/// In the drawing's coordinates.
struct DrawnLayer {
  GeometryKind kind;
  std::vector<std::vector<Point>> paths;
};

DrawnLayer drawn(const MapLayer& layer, const Sheet& sheet) {
  DrawnLayer result{layer.kind, {}};
  for (std::size_t path = 0; path + 1 < layer.paths.size(); ++path) {
    std::vector<Point> line;
    for (auto i = layer.paths[path]; i < layer.paths[path + 1]; ++i)
      if (const auto at = vertex(layer, i); on_any_map(at)) line.push_back(sheet(at));
    result.paths.push_back(std::move(line));
  }
  return result;
}

std::string data_of(const DrawnLayer& layer, double tolerance) {
  Pen pen(layer.kind, tolerance);
  for (const auto& path : layer.paths) pen.draw(path);
  return pen.data();
}

std::vector<std::string> within(const std::vector<DrawnLayer>& layers, std::size_t most_bytes) {
  for (double tolerance = finest; tolerance < 4 * map_width; tolerance *= coarser) {
    std::vector<std::string> data;
    std::size_t size = 0;
    for (const auto& layer : layers) {
      data.push_back(data_of(layer, tolerance));
      size += data.back().size();
      if (size > most_bytes) break;
    }
    if (size <= most_bytes) return data;
  }
  return std::vector<std::string>(layers.size());
}

bool are_degrees(const Box& box) {
  return box.min_x >= -180 && box.max_x <= 180 && box.min_y >= -90 && box.max_y <= 90;
}

/// 1, 2 or 5 times a power of ten, at most that long.
double round_length(double most) {
  const double power = std::pow(10.0, std::floor(std::log10(most)));
  for (const double times : {5.0, 2.0})
    if (times * power <= most) return times * power;
  return power;
}

std::string scale_bar(const Sheet& sheet) {
  constexpr double share = 0.3;
  constexpr double kilometre = 1000;
  if (are_degrees(sheet.box)) return "";
  const double length = round_length(share * map_width / sheet.scale);
  const auto text = length >= kilometre ? fmt::format("{:g} km", length / kilometre)
                                        : fmt::format("{:g} m", length);
  const double y = sheet.whole_height - 36;
  return fmt::format(
      "<path class=\"scale\" d=\"M{0} {1:.0f}v12h{2:.1f}v-12\"/>"
      "<text x=\"{0}\" y=\"{3:.0f}\" font-size=\"36\">{4}</text>\n",
      margin, y, length * sheet.scale, y - 12, text);
}

std::string north_arrow(const Sheet& sheet) {
  return fmt::format(
      "<path class=\"scale\" d=\"M{0} {1:.0f}v-60m-14 20l14 -20l14 20\"/>"
      "<text x=\"{2}\" y=\"{1:.0f}\" font-size=\"36\">N</text>\n",
      map_width - 90, sheet.whole_height - 24, map_width - 66);
}

std::string_view class_of(GeometryKind kind) {
  switch (kind) {
    case GeometryKind::point:
      return "point";
    case GeometryKind::line:
      return "line";
    case GeometryKind::polygon:
      return "area";
  }
  return "";
}

std::string path_of(std::size_t layer, GeometryKind kind, const std::string& data) {
  if (data.empty()) return "";
  const auto colour = map_class(layer);
  return fmt::format(
      "<path class=\"{}\" style=\"stroke:var(--{}){}\" d=\"{}\"/>\n", class_of(kind), colour,
      kind == GeometryKind::polygon ? fmt::format(";fill:var(--{})", colour) : "", data);
}

}  // namespace

double grain_of(const Box& box) {
  return std::max(box.max_x - box.min_x, box.max_y - box.min_y) / grains_across;
}

void add_shape(MapLayer& layer, const Geometry& geometry, double grain) {
  for (std::size_t path = 0; path < geometry.ring_count(); ++path) {
    std::optional<Point> last;
    for (std::size_t i = geometry.rings[path]; i < geometry.rings[path + 1]; ++i) {
      const Point at{geometry.xy[2 * i], geometry.xy[2 * i + 1]};
      const bool near = last && std::hypot(at.x - last->x, at.y - last->y) < grain;
      if (near || !on_any_map(at)) continue;
      layer.xy.insert(layer.xy.end(), {at.x, at.y});
      last = at;
    }
    if (const auto end = layer.xy.size() / 2; end > layer.paths.back()) layer.paths.push_back(end);
  }
}

std::string map_class(std::size_t layer) { return fmt::format("m{}", layer % colours); }

std::string map_sketch(const std::vector<MapLayer>& layers, const std::string& label,
                       std::size_t most_bytes) {
  const auto box = box_of(layers);
  if (!box) return "";
  const Sheet sheet(*box);
  std::vector<DrawnLayer> drawings;
  for (const auto& layer : layers) drawings.push_back(drawn(layer, sheet));
  const auto data = within(drawings, most_bytes);
  auto svg = fmt::format(
      "<svg class=\"map\" role=\"img\" aria-label=\"{0}\" viewBox=\"0 0 {1:.0f} {2:.0f}\">\n"
      "<title>{0}</title>\n",
      escaped(label), map_width, sheet.whole_height);
  for (std::size_t i = 0; i < layers.size(); ++i) svg += path_of(i, layers[i].kind, data[i]);
  return svg + scale_bar(sheet) + north_arrow(sheet) + "</svg>\n";
}

}  // namespace bdf::package
