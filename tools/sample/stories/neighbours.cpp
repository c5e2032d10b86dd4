// SPDX-License-Identifier: MIT
#include "stories/neighbours.h"

#include <algorithm>
#include <cmath>

#include "stories/edits.h"
#include "world/random.h"

namespace bdf::sample {
namespace {

constexpr double cell_size = 250;  // metres: a little more than most features

std::uint64_t place(double x, double y) {
  const auto decimetres = [](double metres) {
    return static_cast<std::uint64_t>(std::llround(metres * 10));
  };
  return mixed(mixed(decimetres(x)) + decimetres(y));
}

template <class Extent, class Act>
void for_each_cell(const Extent& extent, double margin, const Act& act) {
  for (double y = std::floor((extent.min_y - margin) / cell_size);
       y <= std::floor((extent.max_y + margin) / cell_size); ++y) {
    for (double x = std::floor((extent.min_x - margin) / cell_size);
         x <= std::floor((extent.max_x + margin) / cell_size); ++x)
      act(x, y);
  }
}

template <class Extent>
void widen(Extent& extent, const Path& path) {
  for (const Position& at : path) {
    extent.min_x = std::min(extent.min_x, at.x);
    extent.min_y = std::min(extent.min_y, at.y);
    extent.max_x = std::max(extent.max_x, at.x);
    extent.max_y = std::max(extent.max_y, at.y);
  }
}

}  // namespace

Neighbours::Neighbours(const Layer& layer) : layer_(layer) {
  for (std::uint32_t i = 0; i < layer.features.size(); ++i) {
    const Shape& shape = layer.features[i].shape;
    Extent extent{1e18, 1e18, -1e18, -1e18};
    for (const Rings& part : shape.parts) {
      for (const Path& path : part) widen(extent, path);
    }
    extents_.push_back(extent);
    for_each_cell(extent, 0, [&](double x, double y) { cells_[cell(x, y)].push_back(i); });
    if (shape.kind != ShapeKind::line || shape.parts.size() != 1) continue;
    ends_[place(shape.path().front().x, shape.path().front().y)].push_back({i, false});
    ends_[place(shape.path().back().x, shape.path().back().y)].push_back({i, true});
  }
}

std::uint64_t Neighbours::cell(double x, double y) const {
  return mixed(mixed(static_cast<std::uint64_t>(static_cast<std::int64_t>(x))) +
               static_cast<std::uint64_t>(static_cast<std::int64_t>(y)));
}

const std::vector<LineEnd>& Neighbours::ends_at(const Position& at) const {
  static const std::vector<LineEnd> none;
  const auto found = ends_.find(place(at.x, at.y));
  return found == ends_.end() ? none : found->second;
}

std::vector<std::uint32_t> Neighbours::near(const Path& path, double margin) const {
  Extent extent{1e18, 1e18, -1e18, -1e18};
  widen(extent, path);
  std::vector<std::uint32_t> found;
  for_each_cell(extent, margin, [&](double x, double y) {
    const auto at = cells_.find(cell(x, y));
    if (at == cells_.end()) return;
    for (const std::uint32_t feature : at->second) {
      const Extent& other = extents_[feature];
      if (other.min_x <= extent.max_x + margin && other.max_x >= extent.min_x - margin &&
          other.min_y <= extent.max_y + margin && other.max_y >= extent.min_y - margin)
        found.push_back(feature);
    }
  });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

bool Neighbours::crosses_any(const Path& path, const std::vector<std::uint32_t>& except) const {
  for (const std::uint32_t feature : near(path)) {
    if (std::find(except.begin(), except.end(), feature) != except.end()) continue;
    for (const Rings& part : layer_.features[feature].shape.parts) {
      for (const Path& other : part) {
        if (cross(path, other)) return true;
      }
    }
  }
  return false;
}

}  // namespace bdf::sample
