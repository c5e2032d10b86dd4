// SPDX-License-Identifier: MIT
#include "geometry/redrawn_parts.h"

#include <algorithm>
#include <cmath>

#include "geometry/closeness.h"
#include "geometry/collect.h"
#include "geometry/follow.h"
#include "geometry/linear_reference.h"
#include "geometry/measure.h"
#include "geometry/merge_versions.h"
#include "geometry/pieces.h"

namespace bdf::geometry {

namespace {

using Parts = std::vector<Geometry>;

std::vector<const Geometry*> pointers_to(std::span<const Geometry> parts) {
  std::vector<const Geometry*> pointers;
  for (const auto& part : parts) pointers.push_back(&part);
  return pointers;
}

Point last_point_of(const Geometry& line) { return {line.xy[line.xy.size() - 2], line.xy.back()}; }

double distance_between(const Point& a, const Point& b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// Where a point that stood on the line goes.
Point followed_point(const Point& point, const RedrawnWhole& whole, double tolerance) {
  Geometry place;
  place.xy = {point.x, point.y};
  place.rings = place.parts = {0, 1};
  const auto now = followed(place, {{{whole.before}, {whole.after}, {}}}, {}, tolerance);
  return now ? Point{now->xy[0], now->xy[1]} : point;
}

std::optional<Parts> parts_of_line(const RedrawnWhole& whole, std::span<const Geometry> parts,
                                   double tolerance, double distance) {
  if (!is_one_path(whole.before) || !is_one_path(whole.after)) return std::nullopt;
  const auto cut = joined(pointers_to(parts), std::vector<bool>(parts.size()), tolerance);
  if (!cut || !same_course(cut->line, whole.before, tolerance)) return std::nullopt;
  const auto now = merge_versions({whole.before, cut->line, whole.after}, tolerance);
  if (!now || !same_course(*now, whole.after, tolerance)) return std::nullopt;
  const double stretch = length_of(*now) / length_of(cut->line);
  const double end = length_of(*now);
  Parts redrawn(parts.size());
  double from = 0;
  for (std::size_t i = 0; i < cut->order.size(); ++i) {
    const auto number = cut->order[i];
    const bool is_last = i + 1 == cut->order.size();
    const auto mark = last_point_of(parts[number]);
    const auto place = followed_point(mark, whole, tolerance);
    const auto to = is_last ? end : position_on(*now, place, cut->spans[i].to * stretch);
    const bool is_far = !is_last && distance_between(place, mark) > std::max(distance, tolerance);
    if (is_far || to - from <= tolerance || (!is_last && end - to <= tolerance))
      return std::nullopt;
    redrawn[number] = cut_out(*now, {from, to}, tolerance);
    from = to;
  }
  return redrawn;
}

std::optional<Parts> parts_of_area(const RedrawnWhole& whole, std::span<const Geometry> parts,
                                   double tolerance) {
  const PiecesOptions exactly{tolerance, tolerance};
  if (!tile(whole.before, pointers_to(parts), exactly)) return std::nullopt;
  const std::vector<Redrawn> drawn{{{whole.before}, {whole.after}, {}}};
  Parts redrawn;
  for (const auto& part : parts)
    redrawn.push_back(followed(part, drawn, {}, tolerance).value_or(part));
  // As much ground in all may still be a notch somewhere.
  if (!tile(whole.after, pointers_to(redrawn), exactly) ||
      !lies_along(whole.after, together(pointers_to(redrawn)), tolerance))
    return std::nullopt;
  return redrawn;
}

}  // namespace

std::optional<std::vector<Geometry>> redrawn_parts(const RedrawnWhole& whole,
                                                   std::span<const Geometry> parts,
                                                   double tolerance, double distance) {
  const auto kind = whole.before.kind;
  const auto is_other = [&](const Geometry& one) { return one.kind != kind || one.empty(); };
  if (is_other(whole.before) || is_other(whole.after) || parts.size() < 2) return std::nullopt;
  for (const auto& part : parts)
    if (is_other(part)) return std::nullopt;
  if (kind == GeometryKind::line) return parts_of_line(whole, parts, tolerance, distance);
  if (kind == GeometryKind::polygon) return parts_of_area(whole, parts, tolerance);
  return std::nullopt;
}

}  // namespace bdf::geometry
