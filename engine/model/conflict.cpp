// SPDX-License-Identifier: MIT
#include "model/conflict.h"

#include <algorithm>
#include <array>

namespace bdf {

namespace {
constexpr std::array<std::string_view, 7> kind_names{
    "attribute", "geometry", "delete_edit", "identity", "topology", "recut", "proposal"};
}  // namespace

std::string_view name_of(ConflictKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<ConflictKind> conflict_kind_named(std::string_view name) {
  for (std::size_t i = 0; i < kind_names.size(); ++i)
    if (kind_names[i] == name) return static_cast<ConflictKind>(i);
  return std::nullopt;
}

HeldVersion held_version(const Conflict& conflict) {
  const auto side = conflict.provisional;
  return conflict.held.value_or(HeldVersion{conflict.values[side], conflict.geometries[side]});
}

bool is_about_several(const Conflict& conflict) {
  return std::any_of(all_sides.begin(), all_sides.end(), [&](Side side) {
    return conflict.values[side] && conflict.values[side]->starts_with('[');
  });
}

}  // namespace bdf
