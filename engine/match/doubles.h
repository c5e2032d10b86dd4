// SPDX-License-Identifier: MIT
// One thing of the field held twice: as a line, and as an area along it.
#pragma once

#include <cstdint>
#include <vector>

#include "match/shapes.h"
#include "model/layer_links.h"

namespace bdf::match {

struct DoublesOptions {
  double tolerance = 0;  ///< units of the CRS: a line so little beside an area is inside it
  double step = 2;  ///< units of the CRS: how far apart a line is looked at; 8 places at least, 50
                    ///< 000 at most
  double confidence = 0;  ///< links below it are doubtful; 0 to 1
  int threads = 0;
};

/// A line that runs along inside an area.
struct LineInArea {
  std::uint32_t line = 0;  ///< numbers of shapes
  std::uint32_t area = 0;
  double share_of_line = 0;  ///< the part of its length that is inside
  double share_of_area = 0;  ///< the part that lies straight across the line, to either side of it
  /// How far beside the area's middle the line runs inside, in halves of its width: the mean.
  double beside = 0;
  Stretch on_line;        ///< from the first to the last place inside
  double confidence = 0;  ///< the greatest of both shares and of 1 - width / length inside
};

struct LinesInAreas {
  std::vector<LineInArea> pairs;       ///< ordered by line and then area
  std::vector<std::uint32_t> crowded;  ///< lines with so many areas near that none was looked at
};

/// All pairs in which the line runs along: nine tenths of it lie inside, or the length inside is
/// more than twice the area's width, measured straight across the line (the median); or more than
/// once, where that covers nine tenths of the area. So a line that crosses an area, or ends in one,
/// is no pair. Shapes that are no lines, or no areas, are in none; several parts and holes count.
///
/// Costs as much as there are places on lines, each times the edges of the areas in whose box it
/// is. The same whatever the number of threads.
[[nodiscard]] LinesInAreas lines_in_areas(const Shapes& lines, const Shapes& areas,
                                          const DoublesOptions& options);

/// The same as links between the rows of two layers of which one has the lines and the other the
/// areas: what hangs together is one link, with its pairs; its confidence is that of the least of
/// them, its shares are of all its features. `crowded` are rows of the lines.
struct Doubles {
  std::vector<FoundLink> links;
  std::vector<std::uint32_t> crowded_a, crowded_b;
};
[[nodiscard]] Doubles find_doubles(const Shapes& a, const Shapes& b, const DoublesOptions& options);

}  // namespace bdf::match
