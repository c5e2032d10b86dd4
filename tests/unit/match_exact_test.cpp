// SPDX-License-Identifier: MIT
#include "match/exact.h"

#include <gmock/gmock.h>

#include "match_samples.h"

namespace bdf::match {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Wkts = std::vector<std::string>;

ExactMatches exactly(const Wkts& a, const Wkts& b) {
  return match_exactly(shapes_from(a), shapes_from(b), 2);
}

Wkts several(std::size_t n, const std::string& wkt) { return Wkts(n, wkt); }

TEST(MatchExactly, LinksWhatHasTheSameCoordinatesInTheOrderOfA) {
  const auto found = exactly({"POINT (3 3)", "LINESTRING (0 0, 1 1)", "POINT (1 1)"},
                             {"POINT (1 1)", "POINT (3 3)", "LINESTRING (0 0, 1 1)"});
  ASSERT_THAT(found.links, SizeIs(3));
  EXPECT_THAT(as_text(found.links),
              ElementsAre("0 = 1 same_geometry", "1 = 2 same_geometry", "2 = 0 same_geometry"));
  for (std::uint32_t row = 0; row < 3; ++row) EXPECT_THAT(found.links[row].a, ElementsAre(row));
  EXPECT_THAT(found.done_a, Each(true));
  EXPECT_THAT(found.done_b, Each(true));
  EXPECT_EQ(found.links[0].confidence, 1);
}

TEST(MatchExactly, AltitudesAndBeingMultiDoNotCount) {
  EXPECT_THAT(exactly({"POINT Z (1 1 5)"}, {"POINT Z (1 1 9)"}).links, SizeIs(1));
  EXPECT_THAT(exactly({"POINT Z (1 1 5)"}, {"POINT (1 1)"}).links, SizeIs(1));
  EXPECT_THAT(exactly({"LINESTRING (0 0, 1 1)"}, {"MULTILINESTRING ((0 0, 1 1))"}).links,
              SizeIs(1));
}

TEST(MatchExactly, KindVerticesAndPartsDo) {
  EXPECT_THAT(exactly({"LINESTRING (0 0, 1 1)"}, {"MULTIPOINT (0 0, 1 1)"}).links, IsEmpty());
  EXPECT_THAT(exactly({"LINESTRING (0 0, 1 1)"}, {"LINESTRING (1 1, 0 0)"}).links, IsEmpty());
  EXPECT_THAT(exactly({"LINESTRING (0 0, 1 1)"}, {"LINESTRING (0 0, 1 1.0000001)"}).links,
              IsEmpty());
  EXPECT_THAT(
      exactly({"MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))"}, {"LINESTRING (0 0, 1 1, 2 2, 3 3)"})
          .links,
      IsEmpty());
}

TEST(MatchExactly, DuplicatesOfEitherSideAreLeftForLater) {
  const std::string point = "POINT (1 1)";
  for (const auto& found : {exactly({point}, {point, point}), exactly({point, point}, {point}),
                            exactly({point, point}, {point, point})}) {
    EXPECT_THAT(found.links, IsEmpty());
    EXPECT_THAT(found.done_a, Each(false));
    EXPECT_THAT(found.done_b, Each(false));
    EXPECT_THAT(found.crowded_a, IsEmpty());
    EXPECT_THAT(found.crowded_b, IsEmpty());
  }
}

TEST(MatchExactly, MoreThanAreToldApartAreACrowdOfTheirSide) {
  const std::string point = "POINT (1 1)";
  const auto found = exactly(several(most_at_a_place + 1, point), {point, "POINT (2 2)"});
  EXPECT_THAT(found.links, IsEmpty());
  EXPECT_THAT(found.crowded_a, SizeIs(most_at_a_place + 1));
  EXPECT_THAT(found.done_a, Each(true));
  EXPECT_THAT(found.crowded_b, IsEmpty());
  EXPECT_THAT(found.done_b, Each(false));
  EXPECT_THAT(exactly(several(most_at_a_place, point), {point}).crowded_a, IsEmpty());
}

TEST(MatchExactly, EmptyGeometriesAreNothing) {
  const auto found = exactly({"POINT EMPTY", "LINESTRING EMPTY", "POLYGON EMPTY"},
                             {"POINT EMPTY", "LINESTRING EMPTY", "POLYGON EMPTY"});
  EXPECT_THAT(found.links, IsEmpty());
  EXPECT_THAT(found.done_a, Each(false));
  EXPECT_THAT(exactly(several(1000, "POINT EMPTY"), {}).crowded_a, IsEmpty());
}

TEST(MatchExactly, OfEmptySides) {
  EXPECT_THAT(exactly({}, {}).links, IsEmpty());
  const auto found = exactly({}, {"POINT (0 0)"});
  EXPECT_THAT(found.links, IsEmpty());
  EXPECT_THAT(found.done_b, ElementsAre(false));
}

}  // namespace
}  // namespace bdf::match
