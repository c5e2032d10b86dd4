// SPDX-License-Identifier: MIT
#include "geometry/pieces.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "base/error.h"
#include "geometry/closeness.h"
#include "geometry/collect.h"
#include "geometry/geos.h"
#include "geometry/measure.h"

namespace bdf::geometry {

namespace {

using Pieces = std::span<const Geometry* const>;

constexpr double tenth = 0.1;

struct End {
  double x, y;
  std::size_t piece;
};

bool near(const End& a, const End& b, double distance) {
  return std::hypot(a.x - b.x, a.y - b.y) <= distance;
}

bool is_path(const Geometry& geometry) {
  return geometry.kind == GeometryKind::line && geometry.ring_count() == 1 &&
         geometry.vertex_count() > 1;
}

std::pair<End, End> ends_of(const Geometry& path, std::size_t piece) {
  const auto& xy = path.xy;
  return {{xy[0], xy[1], piece}, {xy[xy.size() - 2], xy[xy.size() - 1], piece}};
}

/// The ends of all pieces: those of piece i stand at 2i and 2i + 1.
std::vector<End> all_ends(Pieces pieces) {
  std::vector<End> ends;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto [from, to] = ends_of(*pieces[i], i);
    ends.push_back(from);
    ends.push_back(to);
  }
  return ends;
}

/// For each end the one other end that it meets, itself where it meets none; nullopt where one
/// meets several or its own piece's.
std::optional<std::vector<std::size_t>> joints_of(const std::vector<End>& ends, double joint) {
  std::vector<std::size_t> partner(ends.size());
  for (std::size_t i = 0; i < ends.size(); ++i) {
    partner[i] = i;
    for (std::size_t j = 0; j < ends.size(); ++j) {
      if (j == i || !near(ends[i], ends[j], joint)) continue;
      if (partner[i] != i || ends[i].piece == ends[j].piece) return std::nullopt;
      partner[i] = j;
    }
  }
  return partner;
}

/// How many pieces one passes from this end on, going from joint to joint.
std::size_t length_of_chain(const std::vector<std::size_t>& partner, std::size_t start) {
  std::size_t count = 0;
  for (std::size_t end = start; count <= partner.size() / 2;) {
    ++count;
    const std::size_t far_end = end ^ 1U;
    end = partner[far_end];
    if (end == far_end || end == start) break;
  }
  return count;
}

bool as_long(const Geometry& whole, Pieces pieces) {
  double length = 0;
  for (const auto* piece : pieces) length += length_of(*piece);
  return std::abs(length - length_of(whole)) <= tenth * length_of(whole);
}

bool starts_and_ends_alike(const Geometry& whole, const std::vector<End>& free, double distance) {
  const auto [from, to] = ends_of(whole, 0);
  if (free.empty()) return near(from, to, distance);
  if (free.size() != 2) return false;
  return (near(free[0], from, distance) && near(free[1], to, distance)) ||
         (near(free[0], to, distance) && near(free[1], from, distance));
}

double area_of(const GEOSGeometry* geometry) {
  double area = 0;
  if (geometry == nullptr || GEOSArea_r(geos(), geometry, &area) != 1) geos_failed();
  return area;
}

/// Invalid polygons make GEOS refuse; then nothing can be said.
template <class Question>
bool asked_of_geos(Question&& question) {
  try {
    return question();
  } catch (const LawError&) {
    return false;
  }
}

}  // namespace

bool chain_along(const Geometry& whole, Pieces pieces, const PiecesOptions& options) {
  const bool paths = is_path(whole) && std::all_of(pieces.begin(), pieces.end(),
                                                   [](const auto* one) { return is_path(*one); });
  if (!paths || pieces.size() < 2 || !as_long(whole, pieces)) return false;
  const auto ends = all_ends(pieces);
  const auto partner = joints_of(ends, options.joint);
  if (!partner) return false;
  std::vector<End> free;
  std::size_t start = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if ((*partner)[i] != i) continue;
    free.push_back(ends[i]);
    start = i;
  }
  return length_of_chain(*partner, start) == pieces.size() &&
         starts_and_ends_alike(whole, free, options.distance) &&
         same_course(whole, together(pieces), options.distance);
}

bool tile(const Geometry& whole, Pieces pieces, const PiecesOptions& options) {
  if (pieces.size() < 2) return false;
  return asked_of_geos([&] {
    double sum = 0;
    double seams = 0;
    for (const auto* piece : pieces) {
      sum += area_of(*piece);
      seams += length_of(*piece);
    }
    const auto outline = to_geos(whole);
    const GeosGeometry united(GEOSUnaryUnion_r(geos(), to_geos(together(pieces)).get()));
    if (sum - area_of(united.get()) > options.joint * seams) return false;
    const GeosGeometry rest(GEOSSymDifference_r(geos(), outline.get(), united.get()));
    return area_of(rest.get()) <=
           std::min(options.distance * length_of(whole), tenth * area_of(whole));
  });
}

}  // namespace bdf::geometry
