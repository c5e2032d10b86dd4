// SPDX-License-Identifier: MIT
#include "geometry/place.h"

#include <gtest/gtest.h>

#include <limits>

#include "geometry/wkb.h"
#include "geometry/wkt.h"

namespace bdf::geometry {
namespace {

Geometry shape(const std::string& wkt) { return *decode_wkb(wkb_from_wkt(wkt)).geometry; }

TEST(Place, OfALineIsAtThatPartOfItsLength) {
  const auto line = shape("LINESTRING (0 0, 10 0, 10 30)");
  EXPECT_EQ(place_of(line, 0), (Point{0, 0}));
  EXPECT_EQ(place_of(line, 0.5), (Point{10, 10}));
  EXPECT_EQ(place_of(line, 1), (Point{10, 30}));
}

TEST(Place, WhatLiesBetweenThePartsOfALineHasNoLength) {
  const auto line = shape("MULTILINESTRING ((0 0, 10 0), (100 0, 130 0))");
  EXPECT_EQ(place_of(line, 0.5), (Point{110, 0}));
}

TEST(Place, OfManyPartsIsThatOfEach) {
  const auto line = shape("MULTILINESTRING ((0 0, 10 0, 10 0, 10 20), (100 0, 130 0))");
  const std::vector<double> parts{0, 0, 0.1, 0.25, 0.5, 0.75, 0.75, 1};
  const auto places = places_of(line, parts);
  ASSERT_EQ(places.size(), parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) EXPECT_EQ(places[i], place_of(line, parts[i]));
  EXPECT_EQ(places_of(shape("POLYGON ((0 0, 8 0, 8 4, 0 4, 0 0))"), parts)[7], (Point{4, 2}));
  EXPECT_TRUE(places_of(line, {}).empty());
}

TEST(Place, OfAnAreaIsInsideIt) {
  EXPECT_EQ(place_of(shape("POLYGON ((0 0, 8 0, 8 4, 0 4, 0 0))"), 0.5), (Point{4, 2}));
  const auto ring = shape("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 5 1, 5 8, 1 8, 1 1))");
  EXPECT_EQ(place_of(ring, 0.5), (Point{7, 4.5}));
}

TEST(Place, OfWhatIsFlatIsAVertex) {
  EXPECT_EQ(place_of(shape("POLYGON ((3 3, 9 3, 3 3, 3 3))"), 0.5), (Point{3, 3}));
  EXPECT_EQ(place_of(shape("LINESTRING (3 3, 3 3)"), 0.5), (Point{3, 3}));
  EXPECT_EQ(place_of(shape("MULTIPOINT ((3 4), (5 6))"), 0.5), (Point{3, 4}));
}

TEST(Place, IsNoneOfWhatIsEmptyOrNotFinite) {
  Geometry line;
  line.kind = GeometryKind::line;
  EXPECT_FALSE(place_of(line, 0.5));
  auto odd = shape("LINESTRING (0 0, 1 1)");
  odd.xy[2] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(place_of(odd, 0.5));
}

}  // namespace
}  // namespace bdf::geometry
