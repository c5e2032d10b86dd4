// SPDX-License-Identifier: MIT
#include "world/hedges.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

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
constexpr double shortest_piece = 12;
// Where two hedges pass through a vertex, a third one ends this far from it.
constexpr double passing = 15;
constexpr std::size_t largest_tree = 9;

double distance_to(const Position& p, const Position& a, const Position& b) {
  const double x = b.x - a.x;
  const double y = b.y - a.y;
  const double t = std::clamp(((p.x - a.x) * x + (p.y - a.y) * y) / (x * x + y * y), 0.0, 1.0);
  return std::hypot(p.x - a.x - t * x, p.y - a.y - t * y);
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

/// Groups of pieces, with the size of each.
class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count), size_(count, 1) {
    std::iota(parent_.begin(), parent_.end(), 0U);
  }
  std::uint32_t root(std::uint32_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  [[nodiscard]] bool can_join(std::uint32_t a, std::uint32_t b, std::size_t most) {
    return root(a) != root(b) && size_[root(a)] + size_[root(b)] <= most;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    parent_[b] = a;
    size_[a] += size_[b];
  }

 private:
  std::vector<std::uint32_t> parent_;
  std::vector<std::size_t> size_;
};

class Planter {
 public:
  Planter(const Mesh& mesh, const Land& land, const Cover& cover, std::uint64_t seed)
      : mesh_(mesh), land_(land), cover_(cover), seed_(seed) {}

  HedgeNetwork run() {
    choose_edges();
    join_ends();
    draw_pieces();
    follow_lines();
    gather_trees();
    return std::move(network_);
  }

 private:
  /// How far a hedge ends from a vertex where a river passes.
  [[nodiscard]] double bank(VertexId at) const {
    float widest = 0;
    for (const Step& step : mesh_.steps(at))
      widest = std::max(widest, land_.river_width[step.edge]);
    return widest > 0 ? 4 + 1.2 * static_cast<double>(widest) : 0;
  }

  /// Metres to either side that an area may have; nullopt where no hedge can grow.
  [[nodiscard]] std::optional<float> room(EdgeId edge) const {
    if (!mesh_.is_edge(edge) || land_.river_width[edge] > 0) return std::nullopt;
    for (const auto& side : mesh_.sides(edge))
      if (!side || !cover_.open[*side]) return std::nullopt;
    const auto [from, to] = mesh_.ends(edge);
    const double length = distance(mesh_.position(from), mesh_.position(to));
    const double ends = std::max(passing, bank(from)) + std::max(passing, bank(to));
    const double found = (clearance(mesh_, edge) - bends) / 2;
    if (length < ends + shortest_piece || found < least_room) return std::nullopt;
    return static_cast<float>(found);
  }

  void choose_edges() {
    std::vector<HedgePiece> possible;
    std::vector<float> weights;
    for (EdgeId edge = 0; edge < mesh_.edge_limit(); ++edge) {
      const auto width = room(edge);
      if (!width) continue;
      const auto [from, to] = mesh_.ends(edge);
      const Position at = between(mesh_.position(from), mesh_.position(to), 0.5);
      const double bocage = fractal_noise(seed_ ^ hashed("bocage"), at.x, at.y, 6000, 5, 0.7);
      weights.push_back(static_cast<float>(std::exp(3.2 * bocage)));
      possible.push_back({edge, {}, 0, 0, *width, {}});
    }
    weights = chances(std::move(weights), edges_per_parcel * static_cast<double>(cover_.dry),
                      most_likely);
    network_.piece_of.assign(mesh_.edge_limit(), HedgeNetwork::none);
    for (std::size_t i = 0; i < possible.size(); ++i) {
      const EdgeId edge = possible[i].edge;
      if (!Random(seed_, "hedge", edge).chance(static_cast<double>(weights[i]))) continue;
      network_.piece_of[edge] = static_cast<std::uint32_t>(network_.pieces.size());
      network_.pieces.push_back(possible[i]);
    }
  }

  [[nodiscard]] std::size_t end_of(std::uint32_t piece, VertexId at) const {
    return mesh_.ends(network_.pieces[piece].edge)[0] == at ? 0 : 1;
  }
  [[nodiscard]] std::vector<std::uint32_t> pieces_at(VertexId at) const {
    std::vector<std::uint32_t> found;
    for (const Step& step : mesh_.steps(at))
      if (network_.piece_of[step.edge] != HedgeNetwork::none)
        found.push_back(network_.piece_of[step.edge]);
    return found;
  }

  void join_ends() {
    Groups trees(network_.pieces.size());
    Groups lines(network_.pieces.size());
    fused_.resize(mesh_.vertex_count());
    for (VertexId at = 0; at < mesh_.vertex_count(); ++at) {
      auto here = pieces_at(at);
      if (here.size() < 2) continue;
      Random random(seed_, "joint", at);
      const double how = random.uniform();
      if (here.size() == 3) {
        if (how < 0.35 && join_three(trees, at, here)) continue;
        if (how > 0.88) continue;
        here.erase(here.begin() + static_cast<std::ptrdiff_t>(random.below(3)));
      } else if (how > 0.85) {
        continue;
      }
      if (!trees.can_join(here[0], here[1], largest_tree)) continue;
      join(trees, at, here[0], here[1]);
      const auto most = static_cast<std::size_t>(random.whole(2, 11));
      if (!random.chance(0.8) || !lines.can_join(here[0], here[1], most)) continue;
      lines.join(here[0], here[1]);
      fused_[at] = true;
    }
    for (std::uint32_t i = 0; i < network_.pieces.size(); ++i)
      network_.pieces[i].tree = trees.root(i);
  }
  bool join_three(Groups& trees, VertexId at, const std::vector<std::uint32_t>& here) {
    if (trees.root(here[0]) == trees.root(here[2]) ||
        !trees.can_join(here[0], here[1], largest_tree / 2) ||
        !trees.can_join(here[1], here[2], largest_tree / 2))
      return false;
    join(trees, at, here[0], here[1]);
    join(trees, at, here[1], here[2]);
    return true;
  }
  void join(Groups& trees, VertexId at, std::uint32_t a, std::uint32_t b) {
    trees.join(a, b);
    for (const std::uint32_t piece : {a, b})
      network_.pieces[piece].joined[end_of(piece, at)] = true;
  }

  /// From the vertex to where the hedge begins.
  [[nodiscard]] double gap(const HedgePiece& piece, std::size_t end, double length) const {
    if (piece.joined[end]) return 0;
    const VertexId at = mesh_.ends(piece.edge)[end];
    Random random(seed_, end == 0 ? "gap before" : "gap after", piece.edge);
    const double least = std::max(pieces_at(at).size() == 3 ? passing : 3.0, bank(at));
    const double most = std::max(least, length * 0.45);
    return random.chance(0.6) ? random.between(least, most)
                              : std::min(most, least + random.between(0, 5));
  }

  void draw_pieces() {
    for (HedgePiece& piece : network_.pieces) {
      const Path whole = mesh_.path(piece.edge);
      const double length = length_of(whole);
      double before = gap(piece, 0, length);
      double after = gap(piece, 1, length);
      const double over = before + after + shortest_piece - length;
      if (over > 0) {
        // The least gaps of both ends always fit: see room().
        const auto least = [&](std::size_t end, double chosen) {
          return chosen == 0 ? 0 : std::max(passing, bank(mesh_.ends(piece.edge)[end]));
        };
        before = std::min(before, least(0, before));
        after = std::min(after, least(1, after));
      }
      piece.path = thinned(whole, before, length - after, piece.edge);
    }
  }

  /// Every second to fourth vertex between two distances along the line.
  [[nodiscard]] Path thinned(const Path& whole, double from, double to, EdgeId edge) const {
    Random random(seed_, "thin", edge);
    const int stride = random.whole(2, 4);
    Path kept{on_grid(along(whole, from))};
    double run = 0;
    int count = 0;
    for (std::size_t i = 1; i < whole.size(); ++i) {
      run += distance(whole[i - 1], whole[i]);
      if (run <= from + 2 || run >= to - 4) continue;
      if (++count % stride == 0) kept.push_back(whole[i]);
    }
    kept.push_back(to >= run ? whole.back() : on_grid(along(whole, to)));
    return kept;
  }

  void follow_lines() {
    for (HedgePiece& piece : network_.pieces) piece.line = HedgeNetwork::none;
    for (std::uint32_t start = 0; start < network_.pieces.size(); ++start) {
      for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
        if (network_.pieces[start].line != HedgeNetwork::none) break;
        const VertexId at = mesh_.ends(network_.pieces[start].edge)[end];
        if (!is_fused(start, at)) follow(start, at);
      }
    }
  }
  [[nodiscard]] bool is_fused(std::uint32_t piece, VertexId at) const {
    return fused_[at] && network_.pieces[piece].joined[end_of(piece, at)];
  }
  void follow(std::uint32_t piece, VertexId at) {
    const auto number = static_cast<std::uint32_t>(network_.lines.size());
    Path line;
    while (true) {
      HedgePiece& own = network_.pieces[piece];
      own.line = number;
      const std::size_t end = end_of(piece, at);
      Path path = own.path;
      if (end == 1) std::reverse(path.begin(), path.end());
      line.insert(line.end(), path.begin() + (line.empty() ? 0 : 1), path.end());
      at = mesh_.ends(own.edge)[1 - end];
      if (!is_fused(piece, at)) break;
      for (const std::uint32_t other : pieces_at(at)) {
        if (other == piece || !network_.pieces[other].joined[end_of(other, at)]) continue;
        piece = other;
        break;
      }
    }
    if (Random(seed_, "turn", number).chance(0.5)) std::reverse(line.begin(), line.end());
    network_.lines.push_back(std::move(line));
  }

  void gather_trees() {
    std::vector<std::uint32_t> number(network_.pieces.size(), HedgeNetwork::none);
    for (std::uint32_t i = 0; i < network_.pieces.size(); ++i) {
      std::uint32_t& tree = number[network_.pieces[i].tree];
      if (tree == HedgeNetwork::none) {
        tree = static_cast<std::uint32_t>(network_.trees.size());
        network_.trees.emplace_back();
      }
      network_.pieces[i].tree = tree;
      network_.trees[tree].push_back(i);
    }
  }

  const Mesh& mesh_;
  const Land& land_;
  const Cover& cover_;
  std::uint64_t seed_;
  HedgeNetwork network_;
  std::vector<bool> fused_;  ///< by vertex: the two hedges that meet there are one
};

}  // namespace

HedgeNetwork plant_hedges(const Mesh& mesh, const Land& land, const Cover& cover,
                          std::uint64_t seed) {
  return Planter(mesh, land, cover, seed).run();
}

}  // namespace bdf::sample
