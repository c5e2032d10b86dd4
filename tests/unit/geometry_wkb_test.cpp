// SPDX-License-Identifier: MIT
#include "geometry/wkb.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

using namespace std::string_literals;

std::string number(double value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

std::string reversed(std::string bytes) {
  std::reverse(bytes.begin(), bytes.end());
  return bytes;
}

/// A count, little-endian.
std::string count(int value) { return {static_cast<char>(value), 0, 0, 0}; }

bool same(const Geometry& a, const Geometry& b) {
  const auto same_bits = [](const std::vector<double>& u, const std::vector<double>& v) {
    return u.size() == v.size() &&
           (u.empty() || std::memcmp(u.data(), v.data(), u.size() * sizeof(double)) == 0);
  };
  return a.kind == b.kind && a.multi == b.multi && a.has_z == b.has_z && a.rings == b.rings &&
         a.parts == b.parts && same_bits(a.xy, b.xy) && same_bits(a.z, b.z);
}

TEST(Wkb, LaysPartsAndRingsOutFlat) {
  const Geometry g = from_wkt(
      "MULTIPOLYGON Z (((0 0 1, 9 0 2, 9 9 3, 0 0 1), (1 1 4, 2 1 5, 2 2 6, 1 1 4)), "
      "((20 0 7, 21 0 8, 21 1 9, 20 0 7)))");
  EXPECT_EQ(g.kind, GeometryKind::polygon);
  EXPECT_TRUE(g.multi);
  EXPECT_TRUE(g.has_z);
  EXPECT_EQ(g.rings, (std::vector<std::uint32_t>{0, 4, 8, 12}));
  EXPECT_EQ(g.parts, (std::vector<std::uint32_t>{0, 2, 3}));
  EXPECT_EQ(g.xy[2], 9);
  EXPECT_EQ(g.z, (std::vector<double>{1, 2, 3, 1, 4, 5, 6, 4, 7, 8, 9, 7}));
}

TEST(Wkb, WritesWhatItReadsBitForBit) {
  Samples samples(1);
  for (int i = 0; i < 500; ++i) {
    const Geometry g = samples.shaken(samples.geometry(), 1e-9);
    const std::string wkb = encode_wkb(g);
    const Decoded back = decode_wkb(wkb);
    ASSERT_TRUE(back.geometry && !back.malformed) << to_wkt(wkb);
    ASSERT_TRUE(same(g, *back.geometry)) << to_wkt(wkb);
    ASSERT_EQ(box_of_wkb(wkb), box_of(g));
    ASSERT_EQ(is_empty_wkb(wkb), g.empty());
    ASSERT_EQ(vertex_count_of_wkb(wkb), g.vertex_count());
  }
}

TEST(Wkb, KeepsNegativeZeroAndNanZ) {
  Geometry g = from_wkt("LINESTRING Z (-0 1 2, 3 4 nan)");
  const Geometry back = *decode_wkb(encode_wkb(g)).geometry;
  EXPECT_TRUE(std::signbit(back.xy[0]));
  EXPECT_TRUE(std::isnan(back.z[1]));
}

TEST(Wkb, ReadsBigEndian) {
  const std::string wkb = "\0"s + reversed(count(2)) + reversed(count(2)) + reversed(number(1)) +
                          reversed(number(2)) + reversed(number(3)) + reversed(number(4));
  EXPECT_TRUE(same(*decode_wkb(wkb).geometry, from_wkt("LINESTRING (1 2, 3 4)")));
  EXPECT_EQ(box_of_wkb(wkb), (Box{1, 2, 3, 4}));
}

TEST(Wkb, ReadsEwkbFlagsAndSkipsTheSrid) {
  const std::string point = number(1) + number(2) + number(3);
  EXPECT_EQ(to_wkt("\1\1\0\0\x80"s + point), "POINT Z (1 2 3)");
  EXPECT_EQ(to_wkt("\1\1\0\0\x40"s + point), "POINT M (1 2 3)");
  const std::string with_srid = "\1\1\0\0\xA0"s + "\x6A\x08\0\0"s + point;
  EXPECT_EQ(encode_wkb(*decode_wkb(with_srid).geometry), wkb_from_wkt("POINT Z (1 2 3)"));
}

TEST(Wkb, AnEmptyGeometryHasNoPart) {
  for (const char* wkt : {"POINT EMPTY", "POINT Z EMPTY", "LINESTRING EMPTY", "POLYGON EMPTY",
                          "MULTIPOINT EMPTY", "MULTILINESTRING Z EMPTY", "MULTIPOLYGON EMPTY"}) {
    const std::string wkb = wkb_from_wkt(wkt);
    const Decoded decoded = decode_wkb(wkb);
    ASSERT_TRUE(decoded.geometry) << wkt;
    EXPECT_EQ(decoded.geometry->part_count(), 0U) << wkt;
    EXPECT_EQ(encode_wkb(*decoded.geometry), wkb) << wkt;
    EXPECT_TRUE(is_empty_wkb(wkb)) << wkt;
    EXPECT_EQ(box_of_wkb(wkb), std::nullopt) << wkt;
  }
}

TEST(Wkb, KeepsApartWhatItCannotHold) {
  for (const char* wkt :
       {"POINT M (1 2 3)", "LINESTRING ZM (1 2 3 4, 5 6 7 8)", "GEOMETRYCOLLECTION (POINT (1 2))",
        "CIRCULARSTRING (0 0, 1 1, 2 0)",
        "COMPOUNDCURVE ((0 0, 1 1), CIRCULARSTRING (1 1, 2 2, 3 1))",
        "CURVEPOLYGON ((0 0, 1 1, 1 0, 0 0))", "MULTICURVE ((0 0, 1 1))",
        "MULTISURFACE (((0 0, 1 1, 1 0, 0 0)))", "TIN Z (((0 0 0, 1 1 1, 1 0 1, 0 0 0)))",
        "POLYHEDRALSURFACE (((0 0, 1 1, 1 0, 0 0)))", "TRIANGLE ((0 0, 1 1, 1 0, 0 0))",
        "MULTIPOINT ((1 2), EMPTY)", "MULTILINESTRING (EMPTY, (0 0, 1 1))", "MULTIPOLYGON (EMPTY)",
        "POLYGON ((0 0, 1 1, 1 0, 0 0), EMPTY)"}) {
    const std::string wkb = wkb_from_wkt(wkt);
    const Decoded decoded = decode_wkb(wkb);
    EXPECT_FALSE(decoded.geometry) << wkt;
    EXPECT_FALSE(decoded.malformed) << wkt;
    EXPECT_EQ(to_wkt(wkb), wkt);
  }
}

TEST(Wkb, EveryCutAndEveryExtraByteIsMalformed) {
  for (const char* wkt :
       {"POINT (1 2)", "POLYGON Z ((0 0 0, 1 1 1, 1 0 1, 0 0 0))", "MULTIPOINT (1 2, 3 4)",
        "GEOMETRYCOLLECTION M (LINESTRING M (0 0 1, 1 1 2))", "COMPOUNDCURVE ((0 0, 1 1))"}) {
    const std::string wkb = wkb_from_wkt(wkt);
    for (std::size_t size = 0; size < wkb.size(); ++size) {
      EXPECT_TRUE(decode_wkb(wkb.substr(0, size)).malformed) << wkt << " at " << size;
    }
    EXPECT_TRUE(decode_wkb(wkb + '\0').malformed) << wkt;
    EXPECT_EQ(box_of_wkb(wkb + '\0'), std::nullopt);
    EXPECT_EQ(type_name_of_wkb(wkb + '\0'), "");
    EXPECT_FALSE(is_empty_wkb(wkb + '\0'));
  }
}

TEST(Wkb, AbsurdCountsAndWrongMembersAreMalformed) {
  const std::string many = "\xFF\xFF\xFF\xFF"s;
  for (int type = 2; type < 18; ++type) {
    EXPECT_TRUE(decode_wkb("\1"s + count(type) + many).malformed) << type;
  }
  const std::string point = wkb_from_wkt("POINT (1 2)");
  EXPECT_TRUE(decode_wkb("\1"s + count(5) + count(1) + point).malformed) << "line of a point";
  EXPECT_TRUE(decode_wkb("\1\xEC\3\0\0"s + count(1) + point).malformed) << "MULTIPOINT Z of XY";
  for (const int type : {0, 13, 14, 18, 99}) {
    EXPECT_TRUE(decode_wkb("\1"s + count(type) + count(0)).malformed) << type;
  }
  EXPECT_TRUE(decode_wkb("\2"s + count(1) + number(1) + number(2)).malformed) << "byte order 2";
}

TEST(Wkb, EndlessNestingIsMalformed) {
  std::string nested;
  for (int i = 0; i < 100000; ++i) nested += "\1"s + count(7) + count(1);
  EXPECT_TRUE(decode_wkb(nested + wkb_from_wkt("POINT (1 2)")).malformed);
}

TEST(Wkb, TheBoxHoldsArcsAndSkipsNan) {
  const auto box = [](const char* wkt) { return box_of_wkb(wkb_from_wkt(wkt)); };
  EXPECT_EQ(box("GEOMETRYCOLLECTION ZM (POINT ZM (1 2 3 4), LINESTRING ZM (5 6 7 8, 0 9 0 0))"),
            (Box{0, 2, 5, 9}));
  EXPECT_EQ(box("LINESTRING (1 2, nan 50, 3 4)"), (Box{1, 2, 3, 4}));
  EXPECT_EQ(box("CIRCULARSTRING (0 0, 2 0, 0 0)"), (Box{0, -1, 2, 1})) << "a full circle";
  EXPECT_EQ(box("CIRCULARSTRING (0 0, 1 1, 2 0)"), (Box{0, 0, 2, 1}));
  EXPECT_EQ(box("CIRCULARSTRING (0 0, 1 0, 2 0)"), (Box{0, 0, 2, 0})) << "straight";
  const Box bulge =
      *box("CURVEPOLYGON (COMPOUNDCURVE (CIRCULARSTRING (3 4, 5 0, 3 -4), (3 -4, 3 4)))");
  EXPECT_NEAR(bulge.max_x, 5, 1e-12);
  EXPECT_EQ(bulge.min_x, 3);
}

TEST(Wkb, NamesTypesAndDimensions) {
  const std::string zm = wkb_from_wkt("COMPOUNDCURVE ZM EMPTY");
  EXPECT_EQ(type_name_of_wkb(zm), "COMPOUNDCURVE ZM");
  EXPECT_TRUE(wkb_has_z(zm) && wkb_has_m(zm));
  const std::string m = wkb_from_wkt("POINT M (1 2 3)");
  EXPECT_TRUE(!wkb_has_z(m) && wkb_has_m(m));
  EXPECT_EQ(type_name_of_wkb(""), "");
  EXPECT_FALSE(wkb_has_z("\1"));
}

/// Whatever the bytes: no crash, and what can be read at all is stable from then on.
TEST(Wkb, MutatedBytesNeverHurt) {
  Samples samples(2);
  std::size_t read = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string wkb = i % 10 == 0 ? wkb_from_wkt(
                                        "GEOMETRYCOLLECTION (CURVEPOLYGON ((0 0, 1 1, 1 0, "
                                        "0 0)), MULTICURVE (CIRCULARSTRING (0 0, 1 1, 2 0)))")
                                  : encode_wkb(samples.geometry());
    for (int flips = samples.upto(3); flips >= 0; --flips) {
      const int place = samples.upto(samples.upto(1) == 0 ? 12 : static_cast<int>(wkb.size()) - 1);
      wkb[static_cast<std::size_t>(place) % wkb.size()] = static_cast<char>(samples.upto(255));
    }
    if (samples.upto(9) == 0) wkb.resize(wkb.size() - 1);
    const Decoded decoded = decode_wkb(wkb);
    EXPECT_EQ(type_name_of_wkb(wkb).empty(), decoded.malformed);
    static_cast<void>(box_of_wkb(wkb));
    static_cast<void>(describe(wkb));
    if (decoded.malformed) continue;
    EXPECT_EQ(decode_wkb(wkb_from_wkt(to_wkt(wkb))).malformed, false) << to_wkt(wkb);
    if (!decoded.geometry) continue;
    ++read;
    const Decoded again = decode_wkb(encode_wkb(*decoded.geometry));
    ASSERT_TRUE(again.geometry && same(*decoded.geometry, *again.geometry)) << to_wkt(wkb);
  }
  EXPECT_GT(read, 2000U);
}

}  // namespace
}  // namespace bdf::geometry
