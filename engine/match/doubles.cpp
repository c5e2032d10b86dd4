// SPDX-License-Identifier: MIT
#include "match/doubles.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>

#include "base/parallel.h"
#include "index/box_grid.h"
#include "match/sets.h"

namespace bdf::match {

namespace {

constexpr std::size_t most_near = 1000;  ///< areas whose boxes meet that of one line
constexpr double least_places = 8;
constexpr double most_places = 50'000;  ///< 100 km looked at every two metres
constexpr double nearly_all = 0.9;

/// A place in the middle of a piece of a line.
struct Place {
  Point at;
  Point along;    ///< the line's direction there; of length 1
  double length;  ///< of the piece
  double from;    ///< where the piece begins, from the line's first vertex
};

/// Evenly set, however the line's vertices are.
std::vector<Place> places_on(const Geometry& line, double length, double step) {
  const auto count =
      static_cast<std::size_t>(std::clamp(std::ceil(length / step), least_places, most_places));
  const double piece = length / static_cast<double>(count);
  std::vector<Place> places;
  places.reserve(count);
  double before = 0;
  for (std::size_t path = 0; path < line.ring_count(); ++path)
    for (std::size_t i = line.rings[path]; i + 1 < line.rings[path + 1]; ++i) {
      const Point from{line.xy[2 * i], line.xy[2 * i + 1]};
      const Point by{line.xy[2 * i + 2] - from.x, line.xy[2 * i + 3] - from.y};
      const double edge = std::hypot(by.x, by.y);
      if (edge == 0) continue;
      const Point along{by.x / edge, by.y / edge};
      for (double at = piece * (static_cast<double>(places.size()) + 0.5);
           at < before + edge && places.size() < count;
           at = piece * (static_cast<double>(places.size()) + 0.5))
        places.push_back({{from.x + along.x * (at - before), from.y + along.y * (at - before)},
                          along,
                          piece,
                          at - piece / 2});
      before += edge;
    }
  return places;
}

/// Where the straight line across a place meets the area's boundary: signed distances, ascending.
void cross(const Place& place, const Geometry& area, std::vector<double>& crossings) {
  crossings.clear();
  for (std::size_t ring = 0; ring < area.ring_count(); ++ring) {
    double ahead_before = 0;
    double aside_before = 0;
    for (std::size_t i = area.rings[ring]; i < area.rings[ring + 1]; ++i) {
      const double x = area.xy[2 * i] - place.at.x;
      const double y = area.xy[2 * i + 1] - place.at.y;
      const double ahead = x * place.along.x + y * place.along.y;
      const double aside = y * place.along.x - x * place.along.y;
      if (i > area.rings[ring] && (ahead > 0) != (ahead_before > 0))
        crossings.push_back(aside_before +
                            (aside - aside_before) * ahead_before / (ahead_before - ahead));
      ahead_before = ahead;
      aside_before = aside;
    }
  }
  std::sort(crossings.begin(), crossings.end());
}

/// The area across a place that is inside.
struct Across {
  double width;
  double beside;  ///< how far the place is from the middle, in halves of the width
};

Across across_between(double right, double left) {
  const double width = left - right;
  return {width, width > 0 ? std::min(std::abs(left + right) / width, 1.0) : 1.0};
}

/// nullopt where the place is not inside.
std::optional<Across> across(const Place& place, const Geometry& area, double tolerance,
                             std::vector<double>& crossings) {
  cross(place, area, crossings);
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
    if (crossings[i] <= tolerance && crossings[i + 1] >= -tolerance)
      return across_between(crossings[i], crossings[i + 1]);
  return std::nullopt;
}

bool holds(const Box& box, const Point& point) {
  return box.min_x <= point.x && point.x <= box.max_x && box.min_y <= point.y &&
         point.y <= box.max_y;
}

/// The places of a line that are inside an area.
struct Inside {
  std::vector<double> widths;
  double beside = 0;  ///< summed up
  double length = 0;
  double from = 0, to = 0;

  void add(const Place& place, const Across& area) {
    if (widths.empty()) from = place.from;
    to = place.from + place.length;
    length += place.length;
    beside += area.beside;
    widths.push_back(area.width);
  }
  [[nodiscard]] double median_width() const {
    auto sorted = widths;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
  }
  /// The ground across the places; where that looks down another arm of the area, no more of it
  /// than elsewhere.
  [[nodiscard]] double ground(double median) const {
    double sum = 0;
    for (const auto width : widths) sum += std::min(width, 2 * median);
    return sum * length / static_cast<double>(widths.size());
  }
};

std::optional<LineInArea> pair_of(const Inside& inside, double length, double area) {
  if (inside.widths.empty() || !(area > 0)) return std::nullopt;
  const double width = inside.median_width();
  LineInArea pair;
  pair.share_of_line = std::min(inside.length / length, 1.0);
  pair.share_of_area = std::min(inside.ground(width) / area, 1.0);
  pair.beside = inside.beside / static_cast<double>(inside.widths.size());
  pair.on_line = {inside.from / length, std::min(inside.to / length, 1.0)};
  const bool runs_along = pair.share_of_line >= nearly_all ||
                          inside.length > (pair.share_of_area >= nearly_all ? width : 2 * width);
  if (!runs_along) return std::nullopt;
  pair.confidence =
      std::max({pair.share_of_line, pair.share_of_area, 1 - width / inside.length, 0.0});
  return pair;
}

bool is_line(const Shapes& shapes, std::size_t i) {
  const auto& geometry = shapes.geometries[i];
  return geometry.kind == GeometryKind::line && shapes.sizes[i] > 0;
}

class Search {
 public:
  Search(const Shapes& lines, const Shapes& areas, const DoublesOptions& options)
      : lines_(lines), areas_(areas), options_(options), grid_(boxes_of(areas)) {}

  LinesInAreas run() const {
    constexpr std::size_t at_once = 256;
    const auto chunks = (lines_.size() + at_once - 1) / at_once;
    std::vector<LinesInAreas> found(chunks);
    parallel_for_each(chunks, options_.threads, [&](std::size_t chunk) {
      for (auto i = chunk * at_once; i < std::min(lines_.size(), (chunk + 1) * at_once); ++i)
        look_at(static_cast<std::uint32_t>(i), found[chunk]);
    });
    LinesInAreas all;
    for (const auto& one : found) {
      all.pairs.insert(all.pairs.end(), one.pairs.begin(), one.pairs.end());
      all.crowded.insert(all.crowded.end(), one.crowded.begin(), one.crowded.end());
    }
    return all;
  }

 private:
  static std::vector<Box> boxes_of(const Shapes& areas) {
    auto boxes = areas.boxes;
    for (std::size_t i = 0; i < areas.size(); ++i)
      if (areas.geometries[i].kind != GeometryKind::polygon) boxes[i] = nowhere;
    return boxes;
  }

  void look_at(std::uint32_t line, LinesInAreas& found) const {
    if (!is_line(lines_, line)) return;
    std::vector<std::uint32_t> near;
    if (!grid_.meeting(wider(lines_.boxes[line], options_.tolerance), most_near, near)) {
      found.crowded.push_back(line);
      return;
    }
    if (near.empty()) return;
    const double length = lines_.sizes[line];
    const auto places = places_on(lines_.geometries[line], length, options_.step);
    std::sort(near.begin(), near.end());
    for (const auto area : near)
      if (auto pair = pair_of(inside(places, area), length, areas_.sizes[area])) {
        pair->line = line;
        pair->area = area;
        found.pairs.push_back(*pair);
      }
  }

  [[nodiscard]] Inside inside(const std::vector<Place>& places, std::uint32_t area) const {
    const auto box = wider(areas_.boxes[area], options_.tolerance);
    std::vector<double> crossings;
    Inside inside;
    for (const auto& place : places) {
      if (!holds(box, place.at)) continue;
      const auto there = across(place, areas_.geometries[area], options_.tolerance, crossings);
      if (there) inside.add(place, *there);
    }
    return inside;
  }

  const Shapes& lines_;
  const Shapes& areas_;
  const DoublesOptions& options_;
  index::BoxGrid grid_;
};

/// A pair in the rows of both layers, and how sure it is.
struct SurePair {
  LinkedPair pair;
  double confidence;
};

bool have_lines(const Shapes& shapes) {
  for (std::size_t i = 0; i < shapes.size(); ++i)
    if (is_line(shapes, i)) return true;
  return false;
}

/// What the pairs cover together of the features of one side.
double share_of(const std::map<std::uint32_t, double>& shares, const Shapes& shapes) {
  double covered = 0;
  double whole = 0;
  for (const auto& [row, share] : shares) {
    const double size = shapes.sizes[shape_of(shapes, row)];
    covered += std::min(share, 1.0) * size;
    whole += size;
  }
  return whole > 0 ? covered / whole : 0;
}

/// Pairs that hang together, as one link.
Link link_of(const std::vector<SurePair>& pairs, const Shapes& a, const Shapes& b) {
  std::map<std::uint32_t, double> of_a;
  std::map<std::uint32_t, double> of_b;
  Link link;
  link.reason = LinkReason::runs_inside;
  link.confidence = 1;
  for (const auto& one : pairs) {
    of_a[one.pair.a] += one.pair.share_a;
    of_b[one.pair.b] += one.pair.share_b;
    link.confidence = std::min(link.confidence, one.confidence);
    link.pairs.push_back(one.pair);
  }
  for (const auto& [row, share] : of_a) link.a.push_back(row);
  for (const auto& [row, share] : of_b) link.b.push_back(row);
  link.share_a = share_of(of_a, a);
  link.share_b = share_of(of_b, b);
  return link;
}

/// By the least feature of `a` that they hang on.
std::map<std::uint32_t, std::vector<SurePair>> groups_of(const std::vector<SurePair>& pairs,
                                                         const Shapes& a, const Shapes& b) {
  const auto count_a = static_cast<std::uint32_t>(a.size());
  Sets sets(a.size() + b.size());
  for (const auto& one : pairs)
    sets.join(shape_of(a, one.pair.a), count_a + shape_of(b, one.pair.b));
  std::map<std::uint32_t, std::vector<SurePair>> groups;
  for (const auto& one : pairs) groups[sets.find(shape_of(a, one.pair.a))].push_back(one);
  return groups;
}

std::vector<SurePair> in_rows(const LinesInAreas& found, const Shapes& a, const Shapes& b,
                              bool lines_are_a) {
  std::vector<SurePair> pairs;
  for (const auto& one : found.pairs) {
    LinkedPair pair;
    pair.a = a.rows[lines_are_a ? one.line : one.area];
    pair.b = b.rows[lines_are_a ? one.area : one.line];
    pair.share_a = lines_are_a ? one.share_of_line : one.share_of_area;
    pair.share_b = lines_are_a ? one.share_of_area : one.share_of_line;
    (lines_are_a ? pair.on_a : pair.on_b) = one.on_line;
    pairs.push_back({pair, one.confidence});
  }
  std::sort(pairs.begin(), pairs.end(), [](const SurePair& x, const SurePair& y) {
    return std::pair(x.pair.a, x.pair.b) < std::pair(y.pair.a, y.pair.b);
  });
  return pairs;
}

}  // namespace

LinesInAreas lines_in_areas(const Shapes& lines, const Shapes& areas,
                            const DoublesOptions& options) {
  return Search(lines, areas, options).run();
}

Doubles find_doubles(const Shapes& a, const Shapes& b, const DoublesOptions& options) {
  const bool lines_are_a = have_lines(a);
  const auto found = lines_are_a ? lines_in_areas(a, b, options) : lines_in_areas(b, a, options);
  const auto pairs = in_rows(found, a, b, lines_are_a);
  const auto doubtful = [&](const SurePair& one) { return one.confidence < options.confidence; };
  Doubles doubles;
  std::vector<SurePair> sure;
  for (const auto& one : pairs) {
    if (doubtful(one))
      doubles.links.push_back({link_of({one}, a, b), true});
    else
      sure.push_back(one);
  }
  for (const auto& group : groups_of(sure, a, b))
    doubles.links.push_back({link_of(group.second, a, b), false});
  (lines_are_a ? doubles.crowded_a : doubles.crowded_b) =
      rows_of(lines_are_a ? a : b, found.crowded);
  sort_links(doubles.links);
  return doubles;
}

}  // namespace bdf::match
