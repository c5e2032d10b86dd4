// SPDX-License-Identifier: MIT
#include "jobs/area_along_lines.h"

#include <algorithm>
#include <map>
#include <utility>

#include "geometry/carried.h"
#include "geometry/wkb.h"

namespace bdf::jobs {

namespace {

std::optional<match::LineInArea> pair_of(const ValueView& line, const Geometry& area,
                                         const match::DoublesOptions& options) {
  match::Shapes lines;
  match::Shapes areas;
  match::append(lines, 0, line);
  match::append(areas, 0, BlobView{geometry::encode_wkb(area)});
  auto found = match::lines_in_areas(lines, areas, options);
  return found.pairs.empty() ? std::nullopt : std::optional(found.pairs.front());
}

/// How badly a line runs along in an area; 0: in its middle, and all through it.
double misfit(const match::LineInArea& pair) {
  return pair.beside + (1 - pair.share_of_line) + (1 - pair.share_of_area);
}

}  // namespace

std::optional<Geometry> along(Geometry outline, const DrawnArea& area,
                              const std::vector<std::uint32_t>& moved, const LinesToFollow& with) {
  std::map<std::uint32_t, Geometry> lines;  // as far as they have been followed
  for (const auto line : area.lines)
    if (auto geometry = geometry::geometry_of(with.lines.all()[line].was[*area.by].front()))
      lines.emplace(line, std::move(*geometry));
  for (const auto line : moved) {
    const auto before = lines.find(line);
    auto after = geometry::geometry_of(with.lines.all()[line].is.front());
    if (before == lines.end() || !after) return std::nullopt;
    std::vector<const Geometry*> held;
    for (const auto& [other, geometry] : lines)
      if (other != line) held.push_back(&geometry);
    auto next = geometry::carried(outline, {before->second, *after}, held, with.options.tolerance);
    if (!next) return std::nullopt;
    outline = std::move(*next);
    before->second = std::move(*after);
  }
  return holds_lines(outline, area, with) ? std::optional(std::move(outline)) : std::nullopt;
}

bool holds_lines(const Geometry& outline, const DrawnArea& area, const LinesToFollow& with) {
  return std::all_of(area.lines.begin(), area.lines.end(), [&](std::uint32_t line) {
    const auto& now = with.lines.all()[line].is;
    return std::all_of(now.begin(), now.end(), [&](const ValueView& value) {
      return pair_of(value, outline, with.options).has_value();
    });
  });
}

bool fits_better_now(const Geometry& outline, const DrawnArea& area, std::uint32_t line,
                     const LinesToFollow& with) {
  const auto& versions = with.lines.all()[line];
  const auto was = pair_of(versions.was[*area.by].front(), outline, with.options);
  const auto is = pair_of(versions.is.front(), outline, with.options);
  return is && (!was || misfit(*is) < misfit(*was) / 2);
}

}  // namespace bdf::jobs
