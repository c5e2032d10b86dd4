// SPDX-License-Identifier: MIT
#include "geometry/wkb_types.h"

#include <algorithm>
#include <array>

namespace bdf::geometry {

namespace {

constexpr std::uint32_t bits() { return 0; }
template <class... Rest>
constexpr std::uint32_t bits(unsigned first, Rest... rest) {
  return 1U << first | bits(rest...);
}

// By their numbers in WKB; 13 and 14 are abstract.
constexpr std::array<TypeInfo, 18> types{{
    {},
    {"POINT", Layout::vertex, 0, 0},
    {"LINESTRING", Layout::path, 0, 0},
    {"POLYGON", Layout::rings, 0, 0},
    {"MULTIPOINT", Layout::members, bits(1U), 1},
    {"MULTILINESTRING", Layout::members, bits(2U), 2},
    {"MULTIPOLYGON", Layout::members, bits(3U), 3},
    {"GEOMETRYCOLLECTION", Layout::members, ~0U, 0},
    {"CIRCULARSTRING", Layout::path, 0, 0},
    {"COMPOUNDCURVE", Layout::members, bits(2U, 8U), 2},
    {"CURVEPOLYGON", Layout::members, bits(2U, 8U, 9U), 2},
    {"MULTICURVE", Layout::members, bits(2U, 8U, 9U), 2},
    {"MULTISURFACE", Layout::members, bits(3U, 10U), 3},
    {},
    {},
    {"POLYHEDRALSURFACE", Layout::members, bits(3U), 3},
    {"TIN", Layout::members, bits(17U), 17},
    {"TRIANGLE", Layout::rings, 0, 0},
}};

}  // namespace

const TypeInfo& info_of(std::uint32_t type) { return types[type < types.size() ? type : 0]; }

std::uint32_t type_named(std::string_view name) {
  const auto found = std::find_if(types.begin() + 1, types.end(),
                                  [&](const TypeInfo& info) { return info.name == name; });
  if (found == types.end() || name.empty()) return 0;
  return static_cast<std::uint32_t>(found - types.begin());
}

std::string full_name(const WkbHeader& header) {
  std::string name(info_of(header.type).name);
  if (header.z || header.m) name += ' ';
  if (header.z) name += 'Z';
  if (header.m) name += 'M';
  return name;
}

}  // namespace bdf::geometry
