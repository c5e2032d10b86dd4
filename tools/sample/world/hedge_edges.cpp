// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "world/hedge_steps.h"
#include "world/noise.h"
#include "world/random.h"

namespace bdf::sample {
namespace {

// A département of 6 250 km2 has 550 000 hedges (BD TOPO 3.5: D032 413 239, D086 555 203).
constexpr double edges_per_parcel = 1.33;
constexpr float most_likely = 0.94F;
// What keeps an edge's line and those of the edges opposite apart (see Mesh::path), and two areas.
constexpr double bends = 24;
constexpr double least_room = 3;

double distance_to(const Position& p, const Position& a, const Position& b) {
  const double x = b.x - a.x;
  const double y = b.y - a.y;
  const double t = std::clamp(((p.x - a.x) * x + (p.y - a.y) * y) / (x * x + y * y), 0.0, 1.0);
  return distance(p, {a.x + t * x, a.y + t * y, 0});
}

/// Between the straight edge and the edges of its parcels that it does not meet.
double clearance(const Mesh& mesh, EdgeId edge) {
  const auto [from, to] = mesh.ends(edge);
  const Position& a = mesh.position(from);
  const Position& b = mesh.position(to);
  double least = 1e9;
  for (const auto& side : mesh.sides(edge)) {
    if (!side) continue;
    const auto corners = mesh.corners(*side);
    std::size_t first = 0;
    while (corners[first] == from || corners[first] == to ||
           (corners[(first + 5) % 6] != from && corners[(first + 5) % 6] != to))
      ++first;
    for (std::size_t i = 0; i < 4; ++i) {
      const Position& p = mesh.position(corners[(first + i) % 6]);
      least = std::min(least, distance_to(p, a, b));
      if (i == 0) continue;
      const Position& q = mesh.position(corners[(first + i - 1) % 6]);
      if (i > 1) least = std::min({least, distance_to(a, p, q), distance_to(b, p, q)});
    }
  }
  return least;
}

/// Metres to either side that an area may have; nullopt where no hedge can grow.
std::optional<float> room(const Field& field, EdgeId edge) {
  if (!field.mesh.is_edge(edge) || field.land.river_width[edge] > 0) return std::nullopt;
  for (const auto& side : field.mesh.sides(edge))
    if (!side || !field.cover.open[*side]) return std::nullopt;
  const auto [from, to] = field.mesh.ends(edge);
  const double length = distance(field.mesh.position(from), field.mesh.position(to));
  const double ends = std::max(passing, bank(field, from)) + std::max(passing, bank(field, to));
  const double found = (clearance(field.mesh, edge) - bends) / 2;
  if (length < ends + shortest_piece || found < least_room) return std::nullopt;
  return static_cast<float>(found);
}

}  // namespace

double bank(const Field& field, VertexId at) {
  float widest = 0;
  for (const Step& step : field.mesh.steps(at))
    widest = std::max(widest, field.land.river_width[step.edge]);
  return widest > 0 ? 4 + 1.2 * static_cast<double>(widest) : 0;
}

HedgeNetwork choose_edges(const Field& field) {
  HedgeNetwork network;
  std::vector<HedgePiece> possible;
  std::vector<float> weights;
  for (EdgeId edge = 0; edge < field.mesh.edge_limit(); ++edge) {
    const auto width = room(field, edge);
    if (!width) continue;
    const auto [from, to] = field.mesh.ends(edge);
    const Position at = between(field.mesh.position(from), field.mesh.position(to), 0.5);
    const double bocage = fractal_noise(field.seed ^ hashed("bocage"), at.x, at.y, 6000, 5, 0.7);
    weights.push_back(static_cast<float>(std::exp(3.2 * bocage)));
    possible.push_back({edge, {}, 0, 0, *width, {}});
  }
  weights = chances(std::move(weights), edges_per_parcel * static_cast<double>(field.cover.dry),
                    most_likely);
  network.piece_of.assign(field.mesh.edge_limit(), HedgeNetwork::none);
  for (std::size_t i = 0; i < possible.size(); ++i) {
    const EdgeId edge = possible[i].edge;
    if (!Random(field.seed, "hedge", edge).chance(static_cast<double>(weights[i]))) continue;
    network.piece_of[edge] = static_cast<std::uint32_t>(network.pieces.size());
    network.pieces.push_back(possible[i]);
  }
  return network;
}

}  // namespace bdf::sample
