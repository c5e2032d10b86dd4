// SPDX-License-Identifier: MIT
// A small map, drawn in the page itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/three_way.h"
#include "model/value.h"

namespace bdf::report {

/// One place of a map: a thing in its versions.
struct Place {
  ThreeWay<std::string_view> geometries;  ///< WKB, "" for none; borrowed while the map is drawn
  std::string title;                      ///< text, shown on pointing
  std::string link;                       ///< "#…" or ""
  std::string label = {};                 ///< text beside the mark, or ""
  bool drawn = true;                      ///< with its geometries, and not its position alone
};

/// The bytes of a geometry; "" for what is none. Lives as long as the value.
[[nodiscard]] std::string_view wkb_of(const ValueView& value);

/// An inline SVG, north up, all places within it. "" where no place has a position. Geometries are
/// simplified to what can be seen; places that would cover each other are marked once,
/// with all their labels. Curves have
/// a position and no drawing; vertices that are no numbers, or out of any map (1e12), are skipped.
[[nodiscard]] std::string map_of(const std::vector<Place>& places, std::string_view title);

}  // namespace bdf::report
