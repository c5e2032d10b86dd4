// SPDX-License-Identifier: MIT
#include "jobs/deliverable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geometry/wkt.h"

namespace bdf::jobs {
namespace {

using testing::HasSubstr;
using testing::Optional;

const std::string any = "GEOMETRY";

ValueView blob(const std::string& bytes) { return BlobView{bytes}; }

TEST(Deliverable, TextIsUtf8) {
  for (const auto& fine :
       {ValueView{std::string_view("Isère")}, ValueView{std::string_view("")}, ValueView{Null{}},
        ValueView{std::int64_t{7}}, ValueView{1.5}, blob("\xE9")})
    EXPECT_EQ(flaw_of_value(fine, "nom"), std::nullopt);
  for (const auto* broken : {"Is\xE8re", "\xC3", "\xED\xA0\x80", "\xC0\x80"})
    EXPECT_THAT(flaw_of_value(std::string_view(broken), "nom"), Optional(HasSubstr("nom")));
}

TEST(Deliverable, GeometriesAreWhole) {
  EXPECT_EQ(flaw_of_geometry(Null{}, any), std::nullopt);
  for (const auto* text : {"POINT (1 2)", "POINT EMPTY", "LINESTRING Z (0 0 1, 1 1 2)",
                           "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))", "LINESTRING EMPTY"}) {
    const auto wkb = geometry::wkb_from_wkt(text);
    EXPECT_EQ(flaw_of_geometry(BlobView{wkb}, any), std::nullopt) << text;
    for (std::size_t length = 0; length < wkb.size(); ++length)
      EXPECT_TRUE(flaw_of_geometry(BlobView{std::string_view(wkb).substr(0, length)}, any)) << text;
    const auto longer = wkb + "x";
    EXPECT_TRUE(flaw_of_geometry(BlobView{longer}, any)) << text;
  }
  EXPECT_THAT(flaw_of_geometry(std::string_view("POINT (1 2)"), any),
              Optional(HasSubstr("broken")));
  EXPECT_TRUE(flaw_of_geometry(std::int64_t{1}, any));
}

TEST(Deliverable, CoordinatesAreNumbers) {
  auto wkb = geometry::wkb_from_wkt("LINESTRING (0 0, 1 1)");
  for (const auto& infinite : {std::string("\x00\x00\x00\x00\x00\x00\xF0\x7F", 8),
                               std::string("\x00\x00\x00\x00\x00\x00\xF8\x7F", 8)}) {
    wkb.replace(wkb.size() - 8, 8, infinite);
    EXPECT_THAT(flaw_of_geometry(BlobView{wkb}, any), Optional(HasSubstr("no numbers")));
  }
}

TEST(Deliverable, NoPackageHasCurves) {
  for (const auto* kind : {"GEOMETRY", "POINT", "MULTIPOLYGON", "GEOMETRYCOLLECTION"})
    EXPECT_EQ(packaged_geometry(kind), kind);
  EXPECT_EQ(packaged_geometry("MultiPolygon"), "MULTIPOLYGON");
  for (const auto* kind : {"", "CIRCULARSTRING", "CURVEPOLYGON", "TIN", "POLYHEDRALSURFACE"})
    EXPECT_EQ(packaged_geometry(kind), "");
  auto wkb = geometry::wkb_from_wkt("LINESTRING (0 0, 1 1, 2 0)");
  wkb[1] = 8;
  EXPECT_THAT(flaw_of_geometry(BlobView{wkb}, any), Optional(HasSubstr("CIRCULARSTRING")));
}

TEST(Deliverable, GeometriesAreOfTheKindThatTheLayerDeclares) {
  const auto line = geometry::wkb_from_wkt("LINESTRING Z (0 0 1, 1 1 2)");
  for (const auto* kind : {"LINESTRING", "MULTILINESTRING", "GEOMETRY"})
    EXPECT_EQ(flaw_of_geometry(BlobView{line}, kind), std::nullopt) << kind;
  for (const auto* kind : {"POINT", "MULTIPOLYGON", "GEOMETRYCOLLECTION"})
    EXPECT_THAT(flaw_of_geometry(BlobView{line}, kind), Optional(HasSubstr(kind))) << kind;
}

}  // namespace
}  // namespace bdf::jobs
