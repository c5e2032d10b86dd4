// SPDX-License-Identifier: MIT
#include "match/recuts.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "geometry/coverage.h"
#include "index/box_grid.h"

namespace bdf::match {

namespace {

constexpr double most_of_it = 0.9;    ///< of each, that the others cover
constexpr double as_large = 1.15;     ///< one side to the other
constexpr double least_share = 0.05;  ///< of a piece, for what covers it to be beneath it
constexpr double ends_apart = 2;      ///< times the distance: less in common is a seam

/// Those that hang together with loose pieces, by their boxes.
struct Reached {
  std::vector<bool> wholes;
  std::vector<bool> pieces;
};

Reached reached_from(const std::vector<bool>& loose, const Shapes& wholes, const Shapes& pieces,
                     double distance) {
  Reached reached{std::vector<bool>(wholes.size()), loose};
  const index::BoxGrid whole_grid(wholes.boxes);
  const index::BoxGrid piece_grid(pieces.boxes);
  std::vector<std::uint32_t> next;
  for (std::uint32_t piece = 0; piece < loose.size(); ++piece)
    if (loose[piece]) next.push_back(piece);
  while (!next.empty()) {
    const auto piece = next.back();
    next.pop_back();
    for (const auto whole : whole_grid.meeting(wider(pieces.boxes[piece], distance))) {
      if (reached.wholes[whole]) continue;
      reached.wholes[whole] = true;
      for (const auto other : piece_grid.meeting(wider(wholes.boxes[whole], distance))) {
        if (reached.pieces[other]) continue;
        reached.pieces[other] = true;
        next.push_back(other);
      }
    }
  }
  return reached;
}

/// By each shape that is looked at, what share of it each near one of the others covers.
std::vector<std::map<std::uint32_t, double>> covered_by(const Shapes& shapes,
                                                        const std::vector<bool>& looked_at,
                                                        const Shapes& others, double distance) {
  const index::BoxGrid grid(others.boxes);
  std::vector<std::map<std::uint32_t, double>> covered(shapes.size());
  for (std::uint32_t i = 0; i < shapes.size(); ++i) {
    if (!looked_at[i] || shapes.geometries[i].kind == GeometryKind::point || shapes.sizes[i] <= 0)
      continue;
    std::vector<std::uint32_t> near;
    std::vector<const Geometry*> geometries;
    for (const auto other : grid.meeting(wider(shapes.boxes[i], distance))) {
      near.push_back(other);
      geometries.push_back(&others.geometries[other]);
    }
    const auto shares = geometry::covered_shares(shapes.geometries[i], geometries, distance);
    for (std::size_t k = 0; k < near.size(); ++k)
      if (shares[k] > 0) covered[i][near[k]] = shares[k];
  }
  return covered;
}

double total(const std::map<std::uint32_t, double>& shares) {
  return std::accumulate(shares.begin(), shares.end(), 0.0,
                         [](double sum, const auto& one) { return sum + one.second; });
}

/// Which wholes hang together (union–find).
class Groups {
 public:
  explicit Groups(std::size_t count) : parents_(count) {
    std::iota(parents_.begin(), parents_.end(), 0U);
  }
  std::uint32_t of(std::uint32_t one) {
    while (parents_[one] != one) one = parents_[one] = parents_[parents_[one]];
    return one;
  }
  void join(std::uint32_t one, std::uint32_t other) { parents_[of(one)] = of(other); }

 private:
  std::vector<std::uint32_t> parents_;
};

}  // namespace

std::vector<Recut> recuts(const Shapes& wholes, const Shapes& pieces,
                          const std::vector<bool>& loose, double distance) {
  const auto reached = reached_from(loose, wholes, pieces, distance);
  const auto beneath = covered_by(pieces, reached.pieces, wholes, distance);
  const auto above = covered_by(wholes, reached.wholes, pieces, distance);
  Groups groups(wholes.size());
  std::vector<std::vector<std::uint32_t>> along(pieces.size());
  for (std::uint32_t i = 0; i < pieces.size(); ++i) {
    const bool is_line = pieces.geometries[i].kind == GeometryKind::line;
    for (const auto& [whole, share] : beneath[i])
      if (share >= least_share && (!is_line || share * pieces.sizes[i] >= ends_apart * distance))
        along[i].push_back(whole);
    for (const auto whole : along[i]) groups.join(along[i].front(), whole);
  }
  std::map<std::uint32_t, Recut> found;
  for (std::uint32_t i = 0; i < wholes.size(); ++i) found[groups.of(i)].wholes.push_back(i);
  for (std::uint32_t i = 0; i < pieces.size(); ++i)
    if (!along[i].empty()) found[groups.of(along[i].front())].pieces.push_back(i);
  std::vector<Recut> sound;
  for (auto& [group, one] : found) {
    double size_of_wholes = 0;
    double size_of_pieces = 0;
    bool covered = one.wholes.size() > 1;
    for (const auto i : one.wholes) {
      size_of_wholes += wholes.sizes[i];
      covered = covered && total(above[i]) >= most_of_it;
    }
    for (const auto i : one.pieces) {
      size_of_pieces += pieces.sizes[i];
      covered = covered && total(beneath[i]) >= most_of_it;
    }
    const auto [less, more] = std::minmax(size_of_wholes, size_of_pieces);
    if (covered && more <= as_large * less) sound.push_back(std::move(one));
  }
  return sound;
}

}  // namespace bdf::match
