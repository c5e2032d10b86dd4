// SPDX-License-Identifier: MIT
#include "stories/claims.h"

#include <algorithm>
#include <cmath>

#include "world/random.h"

namespace bdf::sample {
namespace {

constexpr double cell_size = 250;  // metres
constexpr double margin = 6;       // metres around each box

}  // namespace

template <class Act>
void Claims::for_each_cell(const Extent& extent, const Act& act) {
  const auto column = [](double metres) {
    return static_cast<std::int64_t>(std::floor(metres / cell_size));
  };
  for (std::int64_t y = column(extent.min_y); y <= column(extent.max_y); ++y) {
    for (std::int64_t x = column(extent.min_x); x <= column(extent.max_x); ++x)
      act(mixed(mixed(static_cast<std::uint64_t>(x)) + static_cast<std::uint64_t>(y)));
  }
}

std::vector<Claims::Extent> Claims::drawn_by(const Story& story) {
  std::vector<Extent> drawn;
  if (story.outcome == "recut") return drawn;
  for (const auto* side : {&story.local, &story.reference}) {
    for (const Version& version : *side) {
      if (!version.changed.contains(geometry)) continue;
      Extent extent{1e18, 1e18, -1e18, -1e18};
      for (const Rings& part : version.feature.shape.parts) {
        for (const Position& at : part.front()) {
          extent.min_x = std::min(extent.min_x, at.x - margin);
          extent.min_y = std::min(extent.min_y, at.y - margin);
          extent.max_x = std::max(extent.max_x, at.x + margin);
          extent.max_y = std::max(extent.max_y, at.y + margin);
        }
      }
      drawn.push_back(extent);
    }
  }
  return drawn;
}

bool Claims::are_free(const Story& story) const {
  bool free = true;
  for (const Extent& one : drawn_by(story)) {
    for_each_cell(one, [&](std::uint64_t cell) {
      const auto at = cells_.find(cell);
      if (at == cells_.end()) return;
      for (const Extent& other : at->second) {
        if (one.min_x <= other.max_x && other.min_x <= one.max_x && one.min_y <= other.max_y &&
            other.min_y <= one.max_y)
          free = false;
      }
    });
  }
  return free;
}

void Claims::add(const Story& story) {
  for (const Extent& extent : drawn_by(story))
    for_each_cell(extent, [&](std::uint64_t cell) { cells_[cell].push_back(extent); });
}

}  // namespace bdf::sample
