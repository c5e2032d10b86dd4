// SPDX-License-Identifier: MIT
// What a package holds, on a small map that is part of a page.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/geometry.h"

namespace bdf::package {

/// Shapes of one kind, in the package's coordinate system.
struct MapLayer {
  std::string name;  ///< for people
  GeometryKind kind = GeometryKind::point;
  std::vector<double> xy;             ///< x,y,x,y…
  std::vector<std::size_t> paths{0};  ///< the first vertex of each point, line or ring, and, last,
                                      ///< the number of vertices
};

/// How fine a map of that extent is worth drawing: what add_shape() may leave out.
[[nodiscard]] double grain_of(const Box& box);

/// Adds the paths of a geometry, without the vertices that lie nearer than `grain` to the one
/// before, so that a country fits in memory: a path shorter than it is one vertex. Vertices that
/// are no numbers, or out of any map (1e12), are skipped.
void add_shape(MapLayer& layer, const Geometry& geometry, double grain);

/// An inline SVG, north up, with a scale bar where coordinates are no degrees; "" where there is no
/// vertex. Layers are drawn in their order with the classes m0, m1 … m7 of paper_page(). However
/// much there is, the drawing takes at most `most_bytes`: lines and rings are simplified (Douglas
/// and Peucker 1973), and what falls on what is drawn already is left out, the more coarsely the
/// more there is. `label` is text.
[[nodiscard]] std::string map_sketch(const std::vector<MapLayer>& layers, const std::string& label,
                                     std::size_t most_bytes = 300'000);

/// The class of the layer with that number: "m0" …
[[nodiscard]] std::string map_class(std::size_t layer);

}  // namespace bdf::package
