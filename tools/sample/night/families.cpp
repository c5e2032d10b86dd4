// SPDX-License-Identifier: MIT
#include "night/families.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.h"
#include "stories/edits.h"
#include "stories/telling.h"

namespace bdf::sample {
namespace {

/// A stretch of an outline pushed outwards, where nothing stands.
std::optional<Story> extended(const Scene& scene, std::uint32_t feature, Random& random) {
  const Shape& before = scene.layer.features[feature].shape;
  if (before.kind != ShapeKind::area || !can_be_redrawn(scene, feature, 9)) return std::nullopt;
  const std::size_t last_vertex = before.path().size() - 1;
  const std::size_t first = random.below(last_vertex / 2);
  const std::size_t last = first + std::max<std::size_t>(3, last_vertex / 4);
  for (double metres = random.between(6, 20); metres > 1; metres /= 2) {
    // An outer ring runs counterclockwise: outwards is to its right.
    auto shape = with_path(scene, feature, reshaped(before.path(), first, last, -metres));
    if (!shape || area_of(*shape) <= area_of(before)) continue;
    Story story = about(scene, {feature});
    reshape(story.local.front(), std::move(*shape));
    return story;
  }
  return std::nullopt;
}

Tell told_as(std::string_view name) {
  for (const Family& family : families()) {
    if (family.name == name) return family.tell;
  }
  throw LawError("There is no family " + std::string(name) + " of edits.");
}

}  // namespace

const std::vector<Family>& night_families() {
  using Weighted = std::pair<std::string_view, double>;
  static constexpr std::array weights{
      Weighted{"inventory_local", 24},   Weighted{"attribute_local", 26},
      Weighted{"vertex_local", 14},      Weighted{"reshape_local", 8},
      Weighted{"insert_local", 10},      Weighted{"split_local", 4},
      Weighted{"delete_local", 2},       Weighted{"merge_local", 1},
      Weighted{"hostile_text_local", 1}, Weighted{"attribute_newest_local", 2},
      Weighted{"generalised_local", 1}};
  static const std::vector<Family> all = [] {
    std::vector<Family> some{{"extended_local", 6, extended}};
    for (const auto& [name, weight] : weights) some.push_back({name, weight, told_as(name)});
    return some;
  }();
  return all;
}

}  // namespace bdf::sample
