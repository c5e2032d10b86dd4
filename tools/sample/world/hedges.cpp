// SPDX-License-Identifier: MIT
#include "world/hedges.h"

#include <algorithm>
#include <utility>

#include "world/hedge_steps.h"
#include "world/random.h"

namespace bdf::sample {
namespace {

class Planter {
 public:
  explicit Planter(const Field& field) : field_(field), network_(choose_edges(field)) {}

  HedgeNetwork run() {
    fused_ = join_ends(field_, network_);
    draw_pieces();
    follow_lines();
    gather_trees();
    return std::move(network_);
  }

 private:
  /// From the vertex to where the hedge begins.
  [[nodiscard]] double gap(const HedgePiece& piece, std::size_t end, double length) const {
    if (piece.joined[end]) return 0;
    const VertexId at = field_.mesh.ends(piece.edge)[end];
    Random random(field_.seed, end == 0 ? "gap before" : "gap after", piece.edge);
    const double least = std::max(pieces_at(field_.mesh, network_, at).size() == 3 ? passing : 3.0,
                                  bank(field_, at));
    const double most = std::max(least, length * 0.45);
    return random.chance(0.6) ? random.between(least, most)
                              : std::min(most, least + random.between(0, 5));
  }

  void draw_pieces() {
    for (HedgePiece& piece : network_.pieces) {
      const Path whole = field_.mesh.path(piece.edge);
      const double length = length_of(whole);
      double before = gap(piece, 0, length);
      double after = gap(piece, 1, length);
      const double over = before + after + shortest_piece - length;
      if (over > 0) {
        // The least gaps of both ends always fit: see room().
        const auto least = [&](std::size_t end, double chosen) {
          return chosen == 0 ? 0
                             : std::max(passing, bank(field_, field_.mesh.ends(piece.edge)[end]));
        };
        before = std::min(before, least(0, before));
        after = std::min(after, least(1, after));
      }
      piece.path = thinned(whole, before, length - after, piece.edge);
    }
  }

  /// Every second to fourth vertex between two distances along the line.
  [[nodiscard]] Path thinned(const Path& whole, double from, double to, EdgeId edge) const {
    Random random(field_.seed, "thin", edge);
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
        const VertexId at = field_.mesh.ends(network_.pieces[start].edge)[end];
        if (!is_fused(start, at)) follow(start, at);
      }
    }
  }
  [[nodiscard]] bool is_fused(std::uint32_t piece, VertexId at) const {
    return fused_[at] &&
           network_.pieces[piece].joined[end_at(field_.mesh, network_.pieces[piece], at)];
  }
  void follow(std::uint32_t piece, VertexId at) {
    const auto number = static_cast<std::uint32_t>(network_.lines.size());
    Path line;
    while (true) {
      HedgePiece& own = network_.pieces[piece];
      own.line = number;
      const std::size_t end = end_at(field_.mesh, network_.pieces[piece], at);
      Path path = own.path;
      if (end == 1) std::reverse(path.begin(), path.end());
      line.insert(line.end(), path.begin() + (line.empty() ? 0 : 1), path.end());
      at = field_.mesh.ends(own.edge)[1 - end];
      if (!is_fused(piece, at)) break;
      for (const std::uint32_t other : pieces_at(field_.mesh, network_, at)) {
        if (other == piece ||
            !network_.pieces[other].joined[end_at(field_.mesh, network_.pieces[other], at)])
          continue;
        piece = other;
        break;
      }
    }
    if (Random(field_.seed, "turn", number).chance(0.5)) std::reverse(line.begin(), line.end());
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

  const Field& field_;
  HedgeNetwork network_;
  std::vector<bool> fused_;  ///< by vertex: the two hedges that meet there are one
};

}  // namespace

HedgeNetwork plant_hedges(const Field& field) { return Planter(field).run(); }

}  // namespace bdf::sample
