// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "world/hedges.h"
#include "world/noise.h"
#include "world/ring.h"

namespace bdf::sample {
namespace {

constexpr double spacing = 5;
constexpr double narrowest = 0.4;
// Of the angle up to the bisector; the rest absorbs the grid.
constexpr double share_of_sector = 0.88;

double bearing(const Position& from, const Position& to) {
  return std::atan2(to.y - from.y, to.x - from.x);
}
/// Of length 1.
Position heading(const Position& from, const Position& to) {
  const double length = distance(from, to);
  return {(to.x - from.x) / length, (to.y - from.y) / length, 0};
}
/// In (0, 2 pi].
double turn(double from, double to) {
  double angle = to - from;
  while (angle <= 0) angle += 2 * std::numbers::pi;
  while (angle > 2 * std::numbers::pi) angle -= 2 * std::numbers::pi;
  return angle;
}

/// Walks around a tree with the tree on its left.
class Walk {
 public:
  Walk(const Mesh& mesh, const HedgeNetwork& network, std::uint32_t tree, double width)
      : mesh_(mesh), network_(network), tree_(tree), width_(width) {}

  Path run() {
    const auto [piece, from] = leaf();
    const HedgePiece* at = piece;
    std::size_t start = from;
    do {
      if (!at->joined[start]) add_tip(*at, start);
      add_side(*at, start);
      const VertexId corner = mesh_.ends(at->edge)[1 - start];
      if (!at->joined[1 - start]) {
        start = 1 - start;
        continue;
      }
      const Next next = next_at(*at, corner);
      add_corner(*at, corner, next);
      at = next.piece;
      start = mesh_.ends(at->edge)[0] == corner ? 0 : 1;
    } while (at != piece || start != from);
    ring_.push_back(ring_.front());
    return std::move(ring_);
  }

 private:
  /// One end of a piece, and how far from its edge a point may be there.
  struct Bound {
    Position vertex;
    Position heading;  ///< of the edge, of length 1
    double least_cosine = 0;
    bool joined = false;
  };
  using Bounds = std::array<Bound, 2>;
  struct Next {
    const HedgePiece* piece;
    double sector;  ///< the angle between the two edges
  };

  /// A tree has one.
  [[nodiscard]] std::pair<const HedgePiece*, std::size_t> leaf() const {
    for (const std::uint32_t i : network_.trees[tree_]) {
      const HedgePiece& piece = network_.pieces[i];
      if (!piece.joined[0]) return {&piece, 0};
      if (!piece.joined[1]) return {&piece, 1};
    }
    return {&network_.pieces[network_.trees[tree_].front()], 0};
  }

  [[nodiscard]] double half_width(const HedgePiece& piece, const Position& at) const {
    const double wave = 1 + 0.22 * value_noise(network_.trees[tree_].front(), at.x, at.y, 17);
    return std::min(static_cast<double>(piece.room), width_ / 2 * wave);
  }

  [[nodiscard]] double bearing_from(VertexId at, EdgeId edge) const {
    const auto both = mesh_.ends(edge);
    return bearing(mesh_.position(at), mesh_.position(both[0] == at ? both[1] : both[0]));
  }

  /// The angle from an edge to the one beside it, counterclockwise or clockwise: any edge where
  /// the piece ends alone, one of the tree where it is joined.
  [[nodiscard]] double sector(const HedgePiece& piece, std::size_t end, bool clockwise) const {
    const VertexId at = mesh_.ends(piece.edge)[end];
    const double own = bearing_from(at, piece.edge);
    double least = 2 * std::numbers::pi;
    for (const Step& step : mesh_.steps(at)) {
      if (step.edge == piece.edge) continue;
      if (piece.joined[end] && joined_at(at, step.edge) == nullptr) continue;
      const double other = bearing_from(at, step.edge);
      least = std::min(least, clockwise ? turn(other, own) : turn(own, other));
    }
    return least;
  }
  [[nodiscard]] const HedgePiece* joined_at(VertexId at, EdgeId edge) const {
    const HedgePiece* piece = network_.along(edge);
    if (piece == nullptr || piece->tree != tree_) return nullptr;
    return piece->joined[mesh_.ends(edge)[0] == at ? 0 : 1] ? piece : nullptr;
  }

  [[nodiscard]] Next next_at(const HedgePiece& piece, VertexId at) const {
    const double own = bearing_from(at, piece.edge);
    Next next{&piece, 2 * std::numbers::pi};
    for (const Step& step : mesh_.steps(at)) {
      const HedgePiece* other = step.edge == piece.edge ? nullptr : joined_at(at, step.edge);
      const double angle = turn(own, bearing_from(at, step.edge));
      if (other != nullptr && angle < next.sector) next = {other, angle};
    }
    return next;
  }

  void add(const Position& at) {
    const Position point = on_grid(at);
    if (ring_.empty() || distance(ring_.back(), point) > 0.3) ring_.push_back(point);
  }

  /// Where a strip ends: a little beyond the hedge, as it runs.
  void add_tip(const HedgePiece& piece, std::size_t end) {
    const std::size_t count = piece.path.size();
    const Position& last = piece.path[end == 0 ? 0 : count - 1];
    const Position& before = piece.path[end == 0 ? 1 : count - 2];
    const double further = 1.2 / distance(before, last);
    const Position tip = on_grid(between(before, last, 1 + further));
    const double half = std::min(sector(piece, end, true), sector(piece, end, false)) / 2;
    ring_.push_back(is_beyond(tip, bound(piece, end, half)) ? last : tip);
  }

  /// On the bisector of two edges that the tree joins.
  void add_corner(const HedgePiece& piece, VertexId at, const Next& next) {
    const Position& vertex = mesh_.position(at);
    const double half = next.sector / 2;
    const double width = std::min(half_width(piece, vertex), half_width(*next.piece, vertex));
    const double reach =
        half < std::numbers::pi / 2 ? std::min(width / std::sin(half), 2 * width) : width;
    const double direction = bearing_from(at, piece.edge) + half;
    add({vertex.x + reach * std::cos(direction), vertex.y + reach * std::sin(direction), 0});
  }

  /// The right side of a piece, from one of its ends to the other.
  void add_side(const HedgePiece& piece, std::size_t start) {
    Path path = piece.path;
    if (start == 1) std::reverse(path.begin(), path.end());
    const Bounds bounds{bound(piece, start, sector(piece, start, true) / 2),
                        bound(piece, 1 - start, sector(piece, 1 - start, false) / 2)};
    for (std::size_t i = 0; i < path.size(); ++i) {
      const Position& before = path[i == 0 ? 0 : i - 1];
      const Position& after = path[std::min(i + 1, path.size() - 1)];
      add_offset(piece, path[i], heading(before, after), bounds);
      if (i + 1 == path.size()) break;
      const auto pieces = static_cast<int>(distance(path[i], after) / spacing);
      for (int k = 1; k <= pieces; ++k)
        add_offset(piece, between(path[i], after, k / (pieces + 1.0)), heading(path[i], after),
                   bounds);
    }
  }

  void add_offset(const HedgePiece& piece, const Position& on, const Position& heading,
                  const Bounds& bounds) {
    const Position right{heading.y, -heading.x, 0};
    const double wished = half_width(piece, on);
    for (double width = wished; width > narrowest; width *= 0.8) {
      const Position point{on.x + width * right.x, on.y + width * right.y, 0};
      const Bound* beyond = std::find_if(bounds.begin(), bounds.end(),
                                         [&](const Bound& end) { return is_beyond(point, end); });
      if (beyond == bounds.end()) {
        if (advances(point, heading)) add(point);
        return;
      }
      if (beyond->joined) return;
    }
  }
  [[nodiscard]] Bound bound(const HedgePiece& piece, std::size_t end, double to_bisector) const {
    const VertexId at = mesh_.ends(piece.edge)[end];
    const auto both = mesh_.ends(piece.edge);
    return {mesh_.position(at), heading(mesh_.position(at), mesh_.position(both[1 - end])),
            std::cos(std::min(share_of_sector * to_bisector, std::numbers::pi)), piece.joined[end]};
  }
  /// Whether the point is on the other side of the bisector.
  static bool is_beyond(const Position& point, const Bound& end) {
    const double x = point.x - end.vertex.x;
    const double y = point.y - end.vertex.y;
    const double far = std::sqrt(x * x + y * y);
    return far < 0.5 || x * end.heading.x + y * end.heading.y < end.least_cosine * far;
  }
  [[nodiscard]] bool advances(const Position& point, const Position& heading) const {
    if (ring_.empty()) return true;
    const Position& last = ring_.back();
    return (point.x - last.x) * heading.x + (point.y - last.y) * heading.y > 0.5;
  }

  const Mesh& mesh_;
  const HedgeNetwork& network_;
  std::uint32_t tree_;
  double width_;
  Path ring_;
};

}  // namespace

Path strip_along(const Mesh& mesh, const HedgeNetwork& network, std::uint32_t tree, double width) {
  const auto& pieces = network.trees[tree];
  for (const double share : {1.0, 0.8, 0.6}) {
    Path ring = Walk(mesh, network, tree, share * width).run();
    const bool holds_all = std::none_of(pieces.begin(), pieces.end(), [&](std::uint32_t piece) {
      return crosses(ring, network.pieces[piece].path);
    });
    if (holds_all && is_sound_ring(ring)) return ring;
  }
  return {};
}

}  // namespace bdf::sample
