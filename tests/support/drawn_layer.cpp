// SPDX-License-Identifier: MIT
#include "support/drawn_layer.h"

#include <algorithm>

namespace bdf::tests {

std::vector<std::string> drawn(const PlainLayer& layer, const Drawing& drawing) {
  std::vector<std::string> lines;
  for (const auto& row : layer.rows)
    lines.push_back(to_text(view_of(row.values[0])) + ' ' + drawing.letters(view_of(row.geometry)));
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace bdf::tests
