// SPDX-License-Identifier: MIT
#include "world/mesh.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "world/noise.h"
#include "world/random.h"
#include "world/segment.h"

namespace bdf::sample {
namespace {

// A parcel is two steps wide and one row high: a hectare.
constexpr double step_width = 62;
constexpr double row_height = 80;
// How far a brick's vertex leans towards the wall that ends there: 0 for bricks, a third of a row
// for hexagons.
constexpr double lean = 9;
constexpr double jitter = 11;

bool cross(const Position& a, const Position& b, const Position& c, const Position& d) {
  return (turn(a, b, c) > 0) != (turn(a, b, d) > 0) && (turn(c, d, a) > 0) != (turn(c, d, b) > 0);
}

}  // namespace

Mesh::Mesh(const Ground& ground)
    : ground_(ground),
      columns_(2 * std::max(2, static_cast<int>(std::lround(ground.width / step_width / 2)))),
      rows_(std::max(3, static_cast<int>(std::lround(ground.height / row_height)) + 1)) {
  positions_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
  is_water_.resize(edge_limit());
  for (VertexId at = 0; at < positions_.size(); ++at) place(at);
  relax();
}

/// Where a vertex stands: the wall's plan, bent by a slow field (whose slope stays below 1, so that
/// nothing folds) and jittered.
void Mesh::place(VertexId at) {
  const int i = column(at);
  const int j = row(at);
  const double x = i * step_width;
  const double y = j * row_height + ((i + j) % 2 == 0 ? lean : -lean);
  const auto bent = [&](std::uint64_t which) {
    return 1100 * value_noise(ground_.seed + which, x, y, 9000) +
           170 * value_noise(ground_.seed + which + 1, x, y, 1700) +
           26 * value_noise(ground_.seed + which + 2, x, y, 500);
  };
  Random random(ground_.seed, "vertex", at);
  positions_[at] =
      on_grid(Position{ground_.min_x + x + bent(11) + random.between(-jitter, jitter),
                       ground_.min_y + y + bent(21) + random.between(-jitter, jitter), 0});
}

/// Moves the corners of folded parcels between their neighbours until no parcel is folded.
void Mesh::relax() {
  for (int round = 0; round < 20; ++round) {
    bool sound = true;
    for (ParcelId parcel = 0; parcel < parcel_limit(); ++parcel) {
      if (!is_parcel(parcel) || is_simple(parcel)) continue;
      sound = false;
      for (const VertexId at : corners(parcel)) {
        Position sum;
        const Steps around = steps(at);
        for (const Step& step : around) {
          sum.x += positions_[step.to].x / static_cast<double>(around.count);
          sum.y += positions_[step.to].y / static_cast<double>(around.count);
        }
        if (!on_rim(at)) positions_[at] = on_grid(between(positions_[at], sum, 0.5));
      }
    }
    if (sound) return;
  }
}

std::size_t Mesh::parcel_limit() const {
  return static_cast<std::size_t>(columns_ / 2) * static_cast<std::size_t>(rows_ - 1);
}

VertexId Mesh::vertex(int i, int j) const { return static_cast<VertexId>(j * columns_ + i); }

std::optional<ParcelId> Mesh::parcel_at(int i, int j) const {
  if (i < 0 || i + 2 >= columns_ || j < 0 || j + 1 >= rows_) return std::nullopt;
  return static_cast<ParcelId>(j * (columns_ / 2) + i / 2);
}

bool Mesh::is_parcel(ParcelId parcel) const {
  const int j = static_cast<int>(parcel) / (columns_ / 2);
  const int i = static_cast<int>(parcel) % (columns_ / 2) * 2 + j % 2;
  return parcel_at(i, j).has_value();
}

/// Two corners of the plan have a loose end, which bounds no parcel.
bool Mesh::is_edge(EdgeId edge) const {
  const VertexId from = edge / 2;
  if (from >= positions_.size()) return false;
  const bool is_planned = edge % 2 == 0
                              ? column(from) + 1 < columns_
                              : (column(from) + row(from)) % 2 == 0 && row(from) + 1 < rows_;
  if (!is_planned || (row(from) > 0 && row(from) + 1 < rows_)) return is_planned;
  const auto both = sides(edge);
  return both[0] || both[1];
}

bool Mesh::on_rim(VertexId at) const {
  return column(at) == 0 || column(at) + 1 == columns_ || row(at) == 0 || row(at) + 1 == rows_;
}

Steps Mesh::steps(VertexId at) const {
  Steps found;
  const auto width = static_cast<VertexId>(columns_);
  const auto add = [&](EdgeId edge, VertexId to) {
    if (is_edge(edge)) found.items[found.count++] = {edge, to};
  };
  if (column(at) + 1 < columns_) add(at * 2, at + 1);
  if ((column(at) + row(at)) % 2 == 0) {
    if (row(at) + 1 < rows_) add(at * 2 + 1, at + width);
  } else if (row(at) > 0) {
    add((at - width) * 2 + 1, at - width);
  }
  if (column(at) > 0) add((at - 1) * 2, at - 1);
  return found;
}

std::array<VertexId, 2> Mesh::ends(EdgeId edge) const {
  const VertexId from = edge / 2;
  return {from, edge % 2 == 0 ? from + 1 : from + static_cast<VertexId>(columns_)};
}

std::optional<EdgeId> Mesh::edge_between(VertexId a, VertexId b) const {
  for (const Step& step : steps(a)) {
    if (step.to == b) return step.edge;
  }
  return std::nullopt;
}

std::array<std::optional<ParcelId>, 2> Mesh::sides(EdgeId edge) const {
  const int i = column(edge / 2);
  const int j = row(edge / 2);
  if (edge % 2 != 0) return {parcel_at(i - 2, j), parcel_at(i, j)};
  const bool even = (i + j) % 2 == 0;
  return {parcel_at(even ? i : i - 1, j), parcel_at(even ? i - 1 : i, j - 1)};
}

std::array<VertexId, 6> Mesh::corners(ParcelId parcel) const {
  const int j = static_cast<int>(parcel) / (columns_ / 2);
  const int i = static_cast<int>(parcel) % (columns_ / 2) * 2 + j % 2;
  return {vertex(i, j),         vertex(i + 1, j),     vertex(i + 2, j),
          vertex(i + 2, j + 1), vertex(i + 1, j + 1), vertex(i, j + 1)};
}

Position Mesh::centre(ParcelId parcel) const {
  Position sum;
  for (const VertexId at : corners(parcel)) {
    sum.x += positions_[at].x / 6;
    sum.y += positions_[at].y / 6;
  }
  return sum;
}

bool Mesh::is_simple(ParcelId parcel) const {
  const auto at = corners(parcel);
  Path ring;
  for (const VertexId corner : at) ring.push_back(positions_[corner]);
  ring.push_back(ring.front());
  if (signed_area(ring) < 1000) return false;
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = i + 2; j < 6; ++j) {
      if ((j + 1) % 6 != i && cross(ring[i], ring[i + 1], ring[j], ring[j + 1])) return false;
    }
  }
  return true;
}

/// Whether the parcels around a vertex are simple and no two of its edges nearly coincide.
bool Mesh::is_sound(VertexId at) const {
  for (const Step& step : steps(at)) {
    if (opening(at, step.edge) < 0.5) return false;
    for (const Step& other : steps(step.to)) {
      if (opening(step.to, other.edge) < 0.5) return false;
    }
    for (const auto& parcel : sides(step.edge)) {
      if (parcel && !is_simple(*parcel)) return false;
    }
  }
  return true;
}

/// The least angle between an edge and another one at one of its ends, in radians.
double Mesh::opening(VertexId at, EdgeId edge) const {
  const auto bearing = [&](VertexId to) {
    return std::atan2(positions_[to].y - positions_[at].y, positions_[to].x - positions_[at].x);
  };
  const auto both = ends(edge);
  const double own = bearing(both[0] == at ? both[1] : both[0]);
  double least = std::numbers::pi;
  for (const Step& step : steps(at)) {
    if (step.edge == edge) continue;
    const double turn = std::abs(bearing(step.to) - own);
    least = std::min(least, std::min(turn, 2 * std::numbers::pi - turn));
  }
  return least;
}

void Mesh::smooth(const std::vector<std::vector<VertexId>>& chains) {
  for (const auto& chain : chains) {
    for (std::size_t i = 1; i < chain.size(); ++i) {
      if (const auto edge = edge_between(chain[i - 1], chain[i])) is_water_[*edge] = true;
    }
  }
  for (int round = 0; round < 4; ++round) {
    for (const auto& chain : chains) {
      for (std::size_t i = 1; i + 1 < chain.size(); ++i) {
        const Position middle = between(positions_[chain[i - 1]], positions_[chain[i + 1]], 0.5);
        const Position former = positions_[chain[i]];
        positions_[chain[i]] = on_grid(between(former, middle, 0.45));
        if (on_rim(chain[i]) || !is_sound(chain[i])) positions_[chain[i]] = former;
      }
    }
  }
}

/// The line keeps within a third of the angle to the next edge at either end, so that two edges
/// meet at their ends alone.
Path Mesh::path(EdgeId edge) const {
  const auto [from, to] = ends(edge);
  const Position& a = positions_[from];
  const Position& b = positions_[to];
  const double length = distance(a, b);
  const bool water = is_water_[edge];
  Random random(ground_.seed, water ? "water" : "edge", edge);
  const int pieces = std::max(
      2, static_cast<int>(
             std::lround(length / (water ? random.between(7, 16) : random.between(4, 9)))));
  const double first = std::tan(std::min(0.42, opening(from, edge) / 3));
  const double last = std::tan(std::min(0.42, opening(to, edge) / 3));
  const double wavelength = length / random.between(water ? 1.5 : 2.0, water ? 3.0 : 6.0);
  Path line{a};
  for (int i = 1; i < pieces; ++i) {
    const double t = (i + random.between(-0.3, 0.3)) / pieces;
    const double most = length * std::min({t * first, (1 - t) * last, 0.16});
    const double off = most * value_noise(ground_.seed ^ mixed(edge), t * length, 0.5, wavelength);
    const Position on = between(a, b, t);
    const Position next =
        on_grid(Position{on.x - off * (b.y - a.y) / length, on.y + off * (b.x - a.x) / length, 0});
    if (distance(next, line.back()) > 0.5 && distance(next, b) > 0.5) line.push_back(next);
  }
  line.push_back(b);
  return line;
}

Path Mesh::path_from(EdgeId edge, VertexId start) const {
  Path line = path(edge);
  if (ends(edge)[0] != start) std::reverse(line.begin(), line.end());
  return line;
}

}  // namespace bdf::sample
