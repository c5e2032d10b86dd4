// SPDX-License-Identifier: MIT
// The words of manifest.json, for writing and reading.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "package/manifest.h"

namespace bdf::package {

inline constexpr int manifest_version = 1;

template <class Kind, std::size_t N>
using Words = std::array<std::pair<Kind, std::string_view>, N>;

inline constexpr Words<PackageKind, 2> kind_words{
    {{PackageKind::full, "full"}, {PackageKind::differential, "differential"}}};
inline constexpr Words<Audience, 2> audience_words{
    {{Audience::open, "open"}, {Audience::restricted, "restricted"}}};
inline constexpr std::array<std::string_view, 9> geometry_words{
    "",           "GEOMETRY",        "POINT",        "LINESTRING",        "POLYGON",
    "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"};

template <class Kind, std::size_t N>
[[nodiscard]] std::string word_of(Kind kind, const Words<Kind, N>& words) {
  for (const auto& [known, word] : words)
    if (known == kind) return std::string(word);
  return "";
}

}  // namespace bdf::package
