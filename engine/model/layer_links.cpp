// SPDX-License-Identifier: MIT
#include "model/layer_links.h"

#include <algorithm>
#include <tuple>

namespace bdf {

std::string reason_of(const FoundLink& found) {
  const std::string name(name_of(found.link.reason));
  return found.doubtful ? "doubtful: " + name : name;
}

void sort_links(std::vector<FoundLink>& links) {
  std::stable_sort(links.begin(), links.end(), [](const FoundLink& one, const FoundLink& other) {
    return std::tie(one.link.a, one.link.b, one.doubtful) <
           std::tie(other.link.a, other.link.b, other.doubtful);
  });
}

LinkedRows linked_rows(const LayerLinks& layer) {
  LinkedRows linked{std::vector<bool>(layer.a.fids.size()), std::vector<bool>(layer.b.fids.size())};
  for (const auto& found : layer.links) {
    if (found.doubtful) continue;
    for (const auto row : found.link.a) linked.a[row] = true;
    for (const auto row : found.link.b) linked.b[row] = true;
  }
  return linked;
}

}  // namespace bdf
