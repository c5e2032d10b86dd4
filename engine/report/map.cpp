// SPDX-License-Identifier: MIT
#include "report/map.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "geometry/wkb.h"
#include "report/html.h"

namespace bdf::report {

namespace {

constexpr double width = 900;
constexpr double margin = 20;
constexpr double least_height = 160;
constexpr double most_height = 900;
constexpr double farthest = 1e12;

struct Point {
  double x = 0;
  double y = 0;
};

bool on_any_map(Point point) {  // false for a NaN too
  return std::abs(point.x) < farthest && std::abs(point.y) < farthest;
}

Point vertex(const Geometry& geometry, std::size_t i) {
  return {geometry.xy[2 * i], geometry.xy[2 * i + 1]};
}

Point middle_of(const Box& box) {
  return {(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2};
}

/// A place on the geometry for points and lines, the middle of its box for all else.
std::optional<Point> position_of(std::string_view wkb) {
  const auto decoded = geometry::decode_wkb(wkb).geometry;
  std::optional<Point> position;
  if (decoded && !decoded->empty() && decoded->kind != GeometryKind::polygon)
    position = vertex(*decoded, decoded->vertex_count() / 2);
  else if (const auto box = geometry::box_of_wkb(wkb))
    position = middle_of(*box);
  return position && on_any_map(*position) ? position : std::nullopt;
}

std::optional<Point> position_of(const Place& place) {
  for (const auto side : {Side::local, Side::reference, Side::ancestor})
    if (const auto position = position_of(place.geometries[side])) return position;
  return std::nullopt;
}

/// From map units to the drawing's, whose y goes down.
class Projection {
 public:
  void cover(Point point) {
    if (!on_any_map(point)) return;
    box_ = box_ ? Box{std::min(box_->min_x, point.x), std::min(box_->min_y, point.y),
                      std::max(box_->max_x, point.x), std::max(box_->max_y, point.y)}
                : Box{point.x, point.y, point.x, point.y};
  }
  void cover(const Geometry& geometry) {
    for (std::size_t i = 0; i < geometry.vertex_count(); ++i) cover(vertex(geometry, i));
  }

  [[nodiscard]] bool empty() const { return !box_; }
  [[nodiscard]] double height() const {
    const auto natural = (box_->max_y - box_->min_y) * scale_to(width) + 2 * margin;
    return std::clamp(natural, least_height, most_height);
  }
  [[nodiscard]] Point operator()(Point point) const {
    const auto middle = middle_of(*box_);
    const auto scale =
        std::min(scale_to(width), (height() - 2 * margin) / extent(box_->max_y - box_->min_y));
    return {width / 2 + (point.x - middle.x) * scale, height() / 2 - (point.y - middle.y) * scale};
  }

 private:
  /// A single point has no extent: any scale shows it.
  static double extent(double length) { return length > 0 ? length : 1; }
  [[nodiscard]] double scale_to(double room) const {
    const auto across = box_->max_x - box_->min_x;
    return (room - 2 * margin) / extent(across > 0 ? across : box_->max_y - box_->min_y);
  }

  std::optional<Box> box_;
};

/// SVG path data of one path, without the vertices that fall on the one before.
std::string path_data(const Geometry& geometry, std::size_t path, const Projection& project) {
  std::string data;
  std::optional<Point> last;
  const std::size_t end = geometry.rings[path + 1];
  for (std::size_t i = geometry.rings[path]; i < end; ++i) {
    if (!on_any_map(vertex(geometry, i))) continue;
    const auto at = project(vertex(geometry, i));
    const bool seen = !last || std::hypot(at.x - last->x, at.y - last->y) >= 1;
    if (!seen && i + 1 < end) continue;
    data += fmt::format("{}{:.1f} {:.1f}", last ? 'L' : 'M', at.x, at.y);
    last = at;
  }
  return data;
}

std::string drawing_of(const Geometry& geometry, Side side, const Projection& project) {
  if (geometry.kind == GeometryKind::point) return "";
  std::string data;
  for (std::size_t path = 0; path < geometry.ring_count(); ++path)
    data += path_data(geometry, path, project);
  return data.empty() ? "" : fmt::format("<path class=\"{}\" d=\"{}\"/>\n", name_of(side), data);
}

std::string label_of(const std::string& label, Point at) {
  if (label.empty()) return "";
  const bool fits = at.x < width - 7 * static_cast<double>(label.size()) - margin;
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>",
                     at.x + (fits ? 7 : -7), at.y + 4, fits ? "start" : "end", escaped(label));
}

std::string mark_of(const Place& place, const std::string& label, Point at) {
  const auto circle =
      fmt::format(
          "<circle class=\"place\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\"><title>{}</title></circle>",
          at.x, at.y, escaped(place.title)) +
      label_of(label, at);
  if (place.link.empty()) return circle + "\n";
  return fmt::format("<a href=\"{}\" aria-label=\"{}\">{}</a>\n", escaped(place.link),
                     escaped(place.title), circle);
}

struct Drawing {
  Geometry geometry;
  Side side;
};

std::vector<Drawing> drawings_of(const std::vector<Place>& places) {
  std::vector<Drawing> drawings;
  for (const auto& place : places)
    for (const auto side : all_sides)
      if (place.drawn)
        if (auto decoded = geometry::decode_wkb(place.geometries[side]).geometry)
          drawings.push_back({std::move(*decoded), side});
  return drawings;
}

/// The first of the places that would cover each other, and what all of them are called.
struct Mark {
  const Place* place = nullptr;
  Point at;
  std::string labels;
};

std::string marks_of(const std::vector<Place>& places,
                     const std::vector<std::optional<Point>>& positions,
                     const Projection& project) {
  std::vector<Mark> marks;
  std::map<std::pair<long, long>, std::size_t> taken;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!positions[i]) continue;
    const auto at = project(*positions[i]);
    const auto [found, is_new] =
        taken.try_emplace({std::lround(at.x), std::lround(at.y)}, marks.size());
    if (is_new) marks.push_back({&places[i], at, ""});
    auto& labels = marks[found->second].labels;
    if (!places[i].label.empty()) labels += (labels.empty() ? "" : ", ") + places[i].label;
  }
  std::string drawn;
  for (const auto& mark : marks) drawn += mark_of(*mark.place, mark.labels, mark.at);
  return drawn;
}

}  // namespace

std::string_view wkb_of(const ValueView& value) {
  const auto* blob = std::get_if<BlobView>(&value);
  return blob == nullptr ? std::string_view() : blob->bytes;
}

std::string map_of(const std::vector<Place>& places, std::string_view title) {
  const auto drawings = drawings_of(places);
  std::vector<std::optional<Point>> positions;
  Projection project;
  for (const auto& drawing : drawings) project.cover(drawing.geometry);
  for (const auto& place : places) {
    positions.push_back(position_of(place));
    if (positions.back()) project.cover(*positions.back());
  }
  if (project.empty()) return "";
  auto svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"group\" "
      "aria-label=\"{}\">\n<title>{}</title>\n",
      width, project.height(), escaped(title), escaped(title));
  for (const auto& drawing : drawings) svg += drawing_of(drawing.geometry, drawing.side, project);
  return svg + marks_of(places, positions, project) + "</svg>\n";
}

}  // namespace bdf::report
