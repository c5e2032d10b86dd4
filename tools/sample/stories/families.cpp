// SPDX-License-Identifier: MIT
#include "stories/families.h"

namespace bdf::sample {

const std::vector<Family>& families() {
  static const std::vector<Family> all = [] {
    std::vector<Family> joined;
    for (const auto& some : {recut_families(), key_families(), existence_families(),
                             geometry_families(), attribute_families()})
      joined.insert(joined.end(), some.begin(), some.end());
    return joined;
  }();
  return all;
}

}  // namespace bdf::sample
