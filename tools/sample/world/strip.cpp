// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "world/hedges.h"
#include "world/noise.h"

namespace bdf::sample {
namespace {

constexpr double spacing = 5;
constexpr double narrowest = 0.4;
// Of the angle up to the bisector; the rest absorbs the grid.
constexpr double share_of_sector = 0.88;

double bearing(const Position& from, const Position& to) {
  return std::atan2(to.y - from.y, to.x - from.x);
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
  struct Bounds {
    std::array<VertexId, 2> ends;
    std::array<bool, 2> joined;
    std::array<double, 2> angles;  ///< to the bisectors
  };
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
      if (piece.joined[end] && !joined_at(at, step.edge)) continue;
      const double other = bearing_from(at, step.edge);
      least = std::min(least, clockwise ? turn(other, own) : turn(own, other));
    }
    return least;
  }
  [[nodiscard]] const HedgePiece* joined_at(VertexId at, EdgeId edge) const {
    const HedgePiece* piece = network_.along(edge);
    if (!piece || piece->tree != tree_) return nullptr;
    return piece->joined[mesh_.ends(edge)[0] == at ? 0 : 1] ? piece : nullptr;
  }

  [[nodiscard]] Next next_at(const HedgePiece& piece, VertexId at) const {
    const double own = bearing_from(at, piece.edge);
    Next next{&piece, 2 * std::numbers::pi};
    for (const Step& step : mesh_.steps(at)) {
      const HedgePiece* other = step.edge == piece.edge ? nullptr : joined_at(at, step.edge);
      const double angle = turn(own, bearing_from(at, step.edge));
      if (other && angle < next.sector) next = {other, angle};
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
    const VertexId vertex = mesh_.ends(piece.edge)[end];
    const Bounds bounds{{vertex, vertex}, {false, false}, {half, half}};
    ring_.push_back(beyond_bisector(piece, tip, bounds) ? last : tip);
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
    const Bounds bounds{{mesh_.ends(piece.edge)[start], mesh_.ends(piece.edge)[1 - start]},
                        {piece.joined[start], piece.joined[1 - start]},
                        {sector(piece, start, true) / 2, sector(piece, 1 - start, false) / 2}};
    for (std::size_t i = 0; i < path.size(); ++i) {
      const Position& before = path[i == 0 ? 0 : i - 1];
      const Position& after = path[std::min(i + 1, path.size() - 1)];
      add_offset(piece, path[i], bearing(before, after), bounds);
      if (i + 1 == path.size()) break;
      const auto pieces = static_cast<int>(distance(path[i], after) / spacing);
      for (int k = 1; k <= pieces; ++k)
        add_offset(piece, between(path[i], after, k / (pieces + 1.0)), bearing(path[i], after),
                   bounds);
    }
  }

  void add_offset(const HedgePiece& piece, const Position& on, double heading,
                  const Bounds& bounds) {
    const Position right{std::sin(heading), -std::cos(heading), 0};
    const double wished = half_width(piece, on);
    for (double width = wished; width > narrowest; width *= 0.8) {
      const Position point{on.x + width * right.x, on.y + width * right.y, 0};
      const auto beyond = beyond_bisector(piece, point, bounds);
      if (!beyond) {
        if (advances(point, heading)) add(point);
        return;
      }
      if (bounds.joined[*beyond]) return;
    }
  }
  /// At which end the point is on the other side of the bisector.
  [[nodiscard]] std::optional<std::size_t> beyond_bisector(const HedgePiece& piece,
                                                           const Position& point,
                                                           const Bounds& bounds) const {
    for (std::size_t end = 0; end < 2; ++end) {
      const Position& vertex = mesh_.position(bounds.ends[end]);
      if (distance(vertex, point) < 0.5) return end;
      const double own = bearing_from(bounds.ends[end], piece.edge);
      const double off = turn(own, bearing(vertex, point));
      const double angle = std::min(off, 2 * std::numbers::pi - off);
      if (angle > share_of_sector * bounds.angles[end]) return end;
    }
    return std::nullopt;
  }
  [[nodiscard]] bool advances(const Position& point, double heading) const {
    if (ring_.empty()) return true;
    const Position& last = ring_.back();
    return (point.x - last.x) * std::cos(heading) + (point.y - last.y) * std::sin(heading) > 0.5;
  }

  const Mesh& mesh_;
  const HedgeNetwork& network_;
  std::uint32_t tree_;
  double width_;
  Path ring_;
};

/// Negative where c and d are on either side of the line through a and b.
double sides_of(const Position& a, const Position& b, const Position& c, const Position& d) {
  const auto side = [&](const Position& p) {
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
  };
  return side(c) * side(d);
}
bool boxes_meet(const Position& a, const Position& b, const Position& c, const Position& d) {
  return std::min(a.x, b.x) <= std::max(c.x, d.x) && std::min(c.x, d.x) <= std::max(a.x, b.x) &&
         std::min(a.y, b.y) <= std::max(c.y, d.y) && std::min(c.y, d.y) <= std::max(a.y, b.y);
}

constexpr double on_the_line = 1e-6;

bool is_simple(const Path& ring) {
  const std::size_t last = ring.size() - 1;
  for (std::size_t i = 1; i <= last; ++i) {
    for (std::size_t j = i + 2; j <= last; ++j) {
      const Position &a = ring[i - 1], &b = ring[i], &c = ring[j - 1], &d = ring[j];
      if (!boxes_meet(a, b, c, d) || (i == 1 && j == last)) continue;
      if (sides_of(a, b, c, d) <= on_the_line && sides_of(c, d, a, b) <= on_the_line) return false;
    }
  }
  return ring.size() > 4 && signed_area(ring) > 20;
}

bool crosses(const Path& ring, const Path& line) {
  for (std::size_t i = 1; i < line.size(); ++i) {
    for (std::size_t j = 1; j < ring.size(); ++j) {
      const Position &a = line[i - 1], &b = line[i], &c = ring[j - 1], &d = ring[j];
      if (boxes_meet(a, b, c, d) && sides_of(a, b, c, d) < -on_the_line &&
          sides_of(c, d, a, b) < -on_the_line)
        return true;
    }
  }
  return false;
}

}  // namespace

Path strip_along(const Mesh& mesh, const HedgeNetwork& network, std::uint32_t tree, double width) {
  const auto& pieces = network.trees[tree];
  for (const double share : {1.0, 0.8, 0.6}) {
    Path ring = Walk(mesh, network, tree, share * width).run();
    const bool holds_all = std::none_of(pieces.begin(), pieces.end(), [&](std::uint32_t piece) {
      return crosses(ring, network.pieces[piece].path);
    });
    if (holds_all && is_simple(ring)) return ring;
  }
  return {};
}

}  // namespace bdf::sample
