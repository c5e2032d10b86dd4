// SPDX-License-Identifier: MIT
#include "merge/context.h"

#include <algorithm>

namespace bdf::merge {

std::string ClusterFeatures::id_of(Side side) const {
  auto sorted = ids[side];
  std::sort(sorted.begin(), sorted.end());
  std::string joined;
  for (const auto& id : sorted) {
    if (!joined.empty()) joined += '/';
    joined += id;
  }
  return joined;
}

std::string ClusterFeatures::name() const {
  for (const auto side : {Side::reference, Side::local, Side::ancestor})
    if (!ids[side].empty()) return *std::min_element(ids[side].begin(), ids[side].end());
  return {};
}

ValueView value_of(FeatureRef feature, const Attribute& attribute, Side side) {
  const auto& column = attribute.column[side];
  if (!feature || !column) return Null{};
  return feature.value(*column);
}

}  // namespace bdf::merge
