// SPDX-License-Identifier: MIT
#include "io/gml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkt.h"
#include "io/srs_name.h"
#include "io_fixture.h"

namespace bdf::io {
namespace {

using testing::HasSubstr;

std::string gml_of(const std::string& wkt, bool swapped = false) {
  XmlOutput xml;
  GmlForm form{"urn:ogc:def:crs:EPSG::2154", swapped};
  xml.open("root").attribute("xmlns:gml", gml_space);
  write_gml(xml, geometry::wkb_from_wkt(wkt), form);
  return xml.finish();
}

/// The geometry in a text whose prefix gml is bound.
GmlGeometry read(const std::string& gml) {
  const auto root =
      parse_xml("<root xmlns:gml='" + std::string(gml_space) + "'>\n" + gml + "</root>");
  return read_gml(root.children.at(0));
}

std::string wkt_in(const std::string& gml) { return geometry::to_wkt(read(gml).wkb); }

std::string refusal(const std::string& gml) {
  set_language("en");
  return message_of<InputError>([&] { static_cast<void>(read(gml)); });
}

TEST(Gml, EveryKindComesBackToTheLastBit) {
  for (const char* wkt :
       {"POINT (0.1 1e-300)", "POINT Z (1 2 3)", "LINESTRING (0.30000000000000004 1, 2 3)",
        "LINESTRING Z (843210.1234567891 6500000.1 -1000, 3 4 5)",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))", "POLYGON EMPTY", "POLYGON Z EMPTY",
        "MULTIPOINT ((1 2), (3 4))", "MULTIPOINT Z EMPTY",
        "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
        "MULTIPOLYGON Z (((0 0 1, 9 0 1, 9 9 1, 0 0 1)))", "CIRCULARSTRING (0 0, 1 1, 2 0)",
        "COMPOUNDCURVE Z ((0 0 1, 1 1 1), CIRCULARSTRING Z (1 1 1, 2 2 1, 3 1 1))",
        "CURVEPOLYGON (CIRCULARSTRING (0 0, 4 0, 0 0), (1 1, 3 3, 3 1, 1 1))",
        "MULTICURVE ((0 0, 5 5), CIRCULARSTRING (4 0, 4 4, 8 4))",
        "MULTISURFACE (((0 0, 9 0, 9 9, 0 0)), CURVEPOLYGON (CIRCULARSTRING (0 0, 4 0, 0 0)))",
        "GEOMETRYCOLLECTION (POINT (1 2), MULTILINESTRING ((1 2, 3 4)))"}) {
    const auto wkb = geometry::wkb_from_wkt(wkt);
    ASSERT_EQ(why_not_gml(wkb), std::nullopt) << wkt;
    const auto back = read_gml(parse_xml(gml_of(wkt)).children.at(0));
    EXPECT_EQ(geometry::to_wkt(back.wkb), geometry::to_wkt(wkb));
    EXPECT_EQ(back.srs_name, "urn:ogc:def:crs:EPSG::2154");
  }
}

TEST(Gml, WithoutAnArcACurveIsStraight) {
  EXPECT_EQ(
      geometry::to_wkt(read_gml(parse_xml(gml_of("MULTICURVE ((1 2, 3 4))")).children[0]).wkb),
      "MULTILINESTRING ((1 2, 3 4))");
  EXPECT_EQ(
      geometry::to_wkt(read_gml(parse_xml(gml_of("COMPOUNDCURVE ((1 2, 3 4))")).children[0]).wkb),
      "LINESTRING (1 2, 3 4)");
}

TEST(Gml, AxesStandInTheOrderOfTheirSystem) {
  EXPECT_THAT(gml_of("POINT Z (5.7 45.2 8)", true), HasSubstr("<gml:pos>45.2 5.7 8</gml:pos>"));
  EXPECT_THAT(gml_of("POINT (5.7 45.2)"), HasSubstr("<gml:pos>5.7 45.2</gml:pos>"));
  EXPECT_TRUE(begins_northwards(4326));
  EXPECT_TRUE(begins_northwards(4171));
  EXPECT_TRUE(begins_northwards(3035));
  EXPECT_FALSE(begins_northwards(2154));
  EXPECT_FALSE(begins_northwards(0));
}

TEST(Gml, NamesOfSystemsSayTheOrder) {
  const auto order = [](const char* name) {
    const auto srs = parse_srs_name(name);
    return !srs ? std::string("unknown")
                : std::to_string(srs->epsg) + (srs->swapped ? " y, x" : " x, y");
  };
  EXPECT_EQ(order("urn:ogc:def:crs:EPSG::4326"), "4326 y, x");
  EXPECT_EQ(order("urn:ogc:def:crs:EPSG:6.9:4326"), "4326 y, x");
  EXPECT_EQ(order("http://www.opengis.net/def/crs/EPSG/0/4326"), "4326 y, x");
  EXPECT_EQ(order("urn:ogc:def:crs:EPSG::2154"), "2154 x, y");
  EXPECT_EQ(order("EPSG:4326"), "4326 x, y");
  EXPECT_EQ(order("http://www.opengis.net/gml/srs/epsg.xml#4326"), "4326 x, y");
  EXPECT_EQ(order("urn:ogc:def:crs:OGC:1.3:CRS84"), "4326 x, y");
  for (const char* name : {"", "2154", "EPSG:", "urn:ogc:def:crs:EPSG::x", "EPSG:-1",
                           "EPSG:99999999999999999999", "IGNF:LAMB93"})
    EXPECT_EQ(order(name), "unknown") << name;
  EXPECT_EQ(srs_urn({1, "EPSG", 2154, ""}), "urn:ogc:def:crs:EPSG::2154");
  EXPECT_EQ(srs_urn({1, "IGNF", 7, ""}), "");
}

TEST(Gml, WhatItHasNoWordForIsSaid) {
  set_language("en");
  EXPECT_THAT(*why_not_gml(geometry::wkb_from_wkt("POINT M (1 2 3)")), HasSubstr("M"));
  EXPECT_THAT(*why_not_gml(geometry::wkb_from_wkt("POINT EMPTY")), HasSubstr("empty POINT"));
  EXPECT_THAT(*why_not_gml(geometry::wkb_from_wkt("MULTILINESTRING (EMPTY)")),
              HasSubstr("empty LINESTRING"));
  EXPECT_THAT(*why_not_gml(geometry::wkb_from_wkt("TIN (((0 0, 1 0, 1 1, 0 0)))")),
              HasSubstr("TIN"));
  EXPECT_THAT(*why_not_gml("no geometry"), HasSubstr("no geometry"));
}

TEST(Gml, OtherWaysToSayTheSameAreRead) {
  EXPECT_EQ(wkt_in("<gml:LineString><gml:pos>1 2</gml:pos>\n<gml:pos>+3.5 4e1</gml:pos>"
                   "</gml:LineString>"),
            "LINESTRING (1 2, 3.5 40)");
  EXPECT_EQ(wkt_in("<gml:Curve><gml:segments><gml:LineStringSegment><gml:posList>1 2 3 4"
                   "</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve>"),
            "LINESTRING (1 2, 3 4)");
  EXPECT_EQ(
      wkt_in("<gml:Surface><gml:patches><gml:PolygonPatch><gml:exterior><gml:LinearRing>"
             "<gml:posList srsDimension='3'>0 0 1 9 0 1 9 9 1 0 0 1</gml:posList>"
             "</gml:LinearRing></gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>"),
      "POLYGON Z ((0 0 1, 9 0 1, 9 9 1, 0 0 1))");
  EXPECT_EQ(wkt_in("<gml:MultiLineString xmlns:gml='http://www.opengis.net/gml'>"
                   "<gml:lineStringMember><gml:LineString><gml:posList>1 2 3 4</gml:posList>"
                   "</gml:LineString></gml:lineStringMember></gml:MultiLineString>"),
            "MULTILINESTRING ((1 2, 3 4))");
  EXPECT_EQ(
      wkt_in("<gml:MultiPoint><gml:pointMembers><gml:Point><gml:pos>1 2</gml:pos></gml:Point>"
             "<gml:Point><gml:pos>3 4</gml:pos></gml:Point></gml:pointMembers></gml:MultiPoint>"),
      "MULTIPOINT ((1 2), (3 4))");
}

TEST(Gml, WhatIsWrongIsNamedWithItsLine) {
  const auto pos = [](const std::string& numbers) {
    return "<gml:Point>\n<gml:pos>" + numbers + "</gml:pos></gml:Point>";
  };
  for (const char* number : {"1 x", "1 1e999", "1 nan", "1 inf", "1 0x10", "1 2)", "1,2 3"})
    EXPECT_THAT(refusal(pos(number)), HasSubstr("line 3")) << number;
  EXPECT_THAT(refusal(pos("1")), HasSubstr("two or three"));
  EXPECT_THAT(refusal(pos("1 2 3 4")), HasSubstr("two or three"));
  EXPECT_THAT(refusal("<gml:LineString><gml:posList>1 2 3</gml:posList></gml:LineString>"),
              HasSubstr("no whole number"));
  EXPECT_THAT(refusal("<gml:LineString/>"), HasSubstr("no position"));
  EXPECT_THAT(refusal("<gml:LineString srsDimension='4'/>"), HasSubstr("srsDimension"));
  EXPECT_THAT(refusal("<gml:LineString><gml:pos>1 2</gml:pos><gml:pos>1 2 3</gml:pos>"
                      "</gml:LineString>"),
              HasSubstr("some positions have Z"));
  EXPECT_THAT(refusal("<gml:Solid/>"), HasSubstr("Solid"));
  EXPECT_THAT(refusal("<Point/>"), HasSubstr("no geometry of GML"));
  EXPECT_THAT(refusal("<gml:Polygon><gml:interior/></gml:Polygon>"), HasSubstr("exterior"));
  EXPECT_THAT(refusal("<gml:MultiPoint srsName='EPSG:2154'><gml:pointMember>"
                      "<gml:Point srsName='EPSG:4326'><gml:pos>1 2</gml:pos></gml:Point>"
                      "</gml:pointMember></gml:MultiPoint>"),
              HasSubstr("EPSG:4326"));
  EXPECT_THAT(refusal("<gml:MultiSurface><gml:surfaceMember><gml:Point><gml:pos>1 2</gml:pos>"
                      "</gml:Point></gml:surfaceMember></gml:MultiSurface>"),
              HasSubstr("POINT"));
}

}  // namespace
}  // namespace bdf::io
