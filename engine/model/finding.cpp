// SPDX-License-Identifier: MIT
#include "model/finding.h"

#include <array>

namespace bdf {

std::string_view name_of(Level level) {
  constexpr std::array<std::string_view, 3> names{"information", "warning", "error"};
  return names[static_cast<std::size_t>(level)];
}

}  // namespace bdf
