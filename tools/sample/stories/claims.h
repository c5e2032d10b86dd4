// SPDX-License-Identifier: MIT
// Ground on which a story has drawn something, so that no other story draws there too.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "stories/story.h"

namespace bdf::sample {

class Claims {
 public:
  /// Whether nothing that the story has drawn comes near what stories that were added have.
  [[nodiscard]] bool are_free(const Story& story) const;
  void add(const Story& story);

 private:
  struct Extent {
    double min_x, min_y, max_x, max_y;
  };
  /// Boxes, somewhat widened, of the new and moved geometries; recut features cover the same ground
  /// as before.
  [[nodiscard]] static std::vector<Extent> drawn_by(const Story& story);
  /// Calls `act` with the number of each cell that the box touches.
  template <class Act>
  static void for_each_cell(const Extent& extent, const Act& act);

  std::unordered_map<std::uint64_t, std::vector<Extent>> cells_;
};

}  // namespace bdf::sample
