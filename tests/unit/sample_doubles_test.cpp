// SPDX-License-Identifier: MIT
// Hedges that a made country holds twice, found and held against what was drawn.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "geometry/measure.h"
#include "match/doubles.h"
#include "unit/sample_land.h"
#include "world/vegetation.h"

namespace bdf::sample {
namespace {

using Pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;  ///< zone and hedge, by number

Geometry geometry_of(const Shape& shape, GeometryKind kind) {
  Geometry geometry;
  geometry.kind = kind;
  for (const auto& paths : shape.parts) {
    for (const auto& path : paths) {
      for (const auto& at : path) geometry.xy.insert(geometry.xy.end(), {at.x, at.y});
      geometry.rings.push_back(static_cast<std::uint32_t>(geometry.vertex_count()));
    }
    geometry.parts.push_back(static_cast<std::uint32_t>(geometry.ring_count()));
  }
  return geometry;
}

match::Shapes shapes_of(const Layer& layer, GeometryKind kind, std::string_view nature) {
  match::Shapes shapes;
  for (std::uint32_t i = 0; i < layer.features.size(); ++i) {
    if (!nature.empty() && text_of(layer.features[i], "nature") != nature) continue;
    auto geometry = geometry_of(layer.features[i].shape, kind);
    shapes.rows.push_back(i);
    shapes.boxes.push_back(*box_of(geometry));
    shapes.sizes.push_back(kind == GeometryKind::line ? geometry::length_of(geometry)
                                                      : geometry::area_of(geometry));
    shapes.geometries.push_back(std::move(geometry));
  }
  return shapes;
}

Pairs found_in(const Vegetation& grown, int threads) {
  const auto zones = shapes_of(grown.zones, GeometryKind::polygon, "Haie");
  const auto hedges = shapes_of(grown.hedges, GeometryKind::line, "");
  Pairs pairs;
  for (const auto& found : match::find_doubles(zones, hedges, {0.05, 2, 0.8, threads}).links)
    if (!found.doubtful)
      for (const auto& pair : found.link.pairs) pairs.emplace(pair.a, pair.b);
  return pairs;
}

class DoublesOfACountry : public testing::TestWithParam<std::uint64_t> {};

TEST_P(DoublesOfACountry, AreThoseThatWereDrawn) {
  const Mesh mesh({GetParam(), 420000.2, 6310000.7, 6000, 6000});
  const auto grown = grow(mesh, plain_land(mesh), GetParam(), Flora::temperate);
  Pairs drawn;
  for (std::uint32_t zone = 0; zone < grown.zone_hedges.size(); ++zone)
    for (const auto hedge : grown.zone_hedges[zone]) drawn.emplace(zone, hedge);
  EXPECT_GT(drawn.size(), 100U);
  const auto found = found_in(grown, 2);
  EXPECT_EQ(found == drawn, true) << found.size() << " found, " << drawn.size() << " drawn";
  EXPECT_EQ(found_in(grown, 1) == found, true);
}

INSTANTIATE_TEST_SUITE_P(Seeds, DoublesOfACountry, testing::Values(2, 31, 977));

}  // namespace
}  // namespace bdf::sample
