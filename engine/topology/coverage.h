// SPDX-License-Identifier: MIT
// Areas that cover a land side by side, and their edges.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "model/geometry.h"

namespace bdf::topology {

/// A valid polygon, single or multi; others have no edges. The geometry outlives what is made of
/// it.
struct CoverageArea {
  std::size_t feature = 0;  ///< whatever the caller calls it by
  const Geometry* geometry = nullptr;
};

/// An edge of a ring, with its area on the left.
struct CoverageEdge {
  Point from, to;
  std::uint32_t area = 0;  ///< by its number in the coverage
};

/// All edges, area by area and ring by ring; those of no length left out.
[[nodiscard]] std::vector<CoverageEdge> edges_of(std::span<const CoverageArea> areas);

/// The edges of areas, and which of them two areas share: found by hashing, with nothing overlaid.
/// Two edges are shared where their ends are the same numbers and an area lies on either side of
/// them. n log n for n edges; 60 bytes an edge.
class Coverage {
 public:
  explicit Coverage(std::span<const CoverageArea> areas);

  [[nodiscard]] std::span<const CoverageArea> areas() const { return areas_; }
  [[nodiscard]] std::span<const CoverageEdge> edges() const { return edges_; }

  /// The edge of another area that runs the other way between the same places, by number; the
  /// edge's own number where there is none.
  [[nodiscard]] std::uint32_t twin(std::uint32_t edge) const { return twins_[edge]; }
  /// Whether no other area lies beyond the edge.
  [[nodiscard]] bool is_outline(std::uint32_t edge) const { return twins_[edge] == edge; }

  /// The edges between two places, either way.
  [[nodiscard]] std::vector<std::uint32_t> edges_between(const Point& a, const Point& b) const;

  /// Pairs of edges that run the same way: their areas lie on one another. By number, the lesser
  /// first.
  struct Pair {
    std::uint32_t one, other;
  };
  [[nodiscard]] const std::vector<Pair>& doubles() const { return doubles_; }

 private:
  std::span<const CoverageArea> areas_;
  std::vector<CoverageEdge> edges_;
  std::vector<std::uint32_t> twins_;
  std::vector<Pair> doubles_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_hash_;  ///< of both ends
};

/// Two areas that have ground in common.
struct AreaOverlap {
  std::size_t one = 0, other = 0;  ///< areas, by their number in the coverage, the lesser first
  double common = 0;               ///< in the square of the CRS's unit
};

/// The pairs that have more than `least` in common, in order. Only pairs are compared of which an
/// edge that is not shared meets the other's, or one lies in the box of the other: n log n for n
/// edges where little overlaps. `wanted`, by area: one of a pair must be; empty: all are.
[[nodiscard]] std::vector<AreaOverlap> overlaps_of(const Coverage& coverage, double least,
                                                   int threads,
                                                   const std::vector<bool>& wanted = {});

/// Ground that areas enclose, and none covers.
struct CoverageGap {
  std::vector<std::size_t> areas;  ///< those around it, by number, ascending
  Point place{};                   ///< on its edge
  double size = 0;                 ///< in the square of the CRS's unit
  double width = 0;                ///< on average: twice its area over its circumference
};

/// Those between two areas or more that are narrower than `width`, in the order of their edges.
[[nodiscard]] std::vector<CoverageGap> gaps_of(const Coverage& coverage, double width);

/// Boundaries of two areas that run within `reach` of one another and are not the same.
struct BoundariesApart {
  std::size_t one = 0, other = 0;  ///< areas, by number, the lesser first
  Point place{};                   ///< where they are farthest apart
  double distance = 0;
};

/// One for each pair of areas, whether they overlap or not, in order; what is nearer than
/// `tolerance` meets. Where boundaries meet at an angle they are near one another, too: nothing is
/// told within three times `reach` of a place where they meet.
[[nodiscard]] std::vector<BoundariesApart> boundaries_apart(const Coverage& coverage,
                                                            double tolerance, double reach,
                                                            int threads);

}  // namespace bdf::topology
