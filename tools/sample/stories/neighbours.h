// SPDX-License-Identifier: MIT
// Which features of a layer lie near each other, and which lines meet at their ends.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "world/feature.h"

namespace bdf::sample {

/// One end of a line.
struct LineEnd {
  std::uint32_t feature = 0;
  bool last = false;  ///< the line's last vertex; else its first
};

class Neighbours {
 public:
  /// Keeps a reference to the layer, which must outlive it and stay as it is.
  explicit Neighbours(const Layer& layer);

  /// The ends of lines at exactly that place, in the features' order.
  [[nodiscard]] const std::vector<LineEnd>& ends_at(const Position& at) const;
  /// Features whose boxes come within `margin` metres of the path's, in order, each once.
  [[nodiscard]] std::vector<std::uint32_t> near(const Path& path, double margin = 0) const;
  /// Whether a line or ring crosses, or touches but at ends, a feature that is not among `except`.
  [[nodiscard]] bool crosses_any(const Path& path, const std::vector<std::uint32_t>& except) const;

 private:
  struct Extent {
    double min_x, min_y, max_x, max_y;
  };
  [[nodiscard]] std::uint64_t cell(double x, double y) const;

  const Layer& layer_;
  std::vector<Extent> extents_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells_;
  std::unordered_map<std::uint64_t, std::vector<LineEnd>> ends_;
};

}  // namespace bdf::sample
