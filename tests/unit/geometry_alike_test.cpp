// SPDX-License-Identifier: MIT
#include "geometry/alike.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "geometry/canonical.h"
#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

constexpr double tolerance = 0.05;

bool alike_wkt(const char* a, const char* b, double within = tolerance) {
  const bool one = alike(from_wkt(a), from_wkt(b), within);
  EXPECT_EQ(one, alike(from_wkt(b), from_wkt(a), within)) << "symmetry: " << a << " " << b;
  return one;
}

bool same_canonical(const char* a, const char* b) {
  return canonical_bytes(wkb_from_wkt(a)) == canonical_bytes(wkb_from_wkt(b));
}

struct Case {
  const char* why;
  const char* a;
  const char* b;
};

// Same at tolerance 0, and so in canonical form.
const Case same_cases[] = {
    {"ring start", "POLYGON ((0 0, 4 0, 4 3, 0 0))", "POLYGON ((4 3, 0 0, 4 0, 4 3))"},
    {"ring orientation", "POLYGON ((0 0, 4 0, 4 3, 0 0))", "POLYGON ((0 0, 4 3, 4 0, 0 0))"},
    {"start and orientation, with Z", "POLYGON Z ((0 0 1, 4 0 2, 4 3 3, 0 0 1))",
     "POLYGON Z ((4 0 2, 0 0 1, 4 3 3, 4 0 2))"},
    {"single and multi", "LINESTRING (0 0, 1 1)", "MULTILINESTRING ((0 0, 1 1))"},
    {"order of parts", "MULTIPOINT (0 0, 5 5, 1 1)", "MULTIPOINT (5 5, 1 1, 0 0)"},
    {"order of holes", "POLYGON ((0 0, 9 0, 9 9, 0 0), (4 1, 5 1, 5 2, 4 1), (7 1, 8 1, 8 2, 7 1))",
     "POLYGON ((0 0, 9 0, 9 9, 0 0), (7 1, 8 1, 8 2, 7 1), (5 1, 5 2, 4 1, 5 1))"},
    {"empties", "POINT EMPTY", "MULTIPOINT Z EMPTY"},
    {"negative zero", "POINT (0 0)", "POINT (-0 0)"},
    {"repeated first vertex", "POLYGON ((0 0, 0 0, 4 0, 4 3, 0 0))",
     "POLYGON ((4 0, 4 3, 0 0, 0 0, 4 0))"},
    {"NaN at one place", "LINESTRING (nan 1, 2 3)", "LINESTRING (nan 1, 2 3)"},
    {"no Z at a vertex", "LINESTRING Z (0 0 nan, 1 1 2)", "LINESTRING Z (0 0 nan, 1 1 2)"},
    {"Z that is none", "LINESTRING Z (0 0 nan, 1 1 nan)", "LINESTRING (0 0, 1 1)"},
};

// Different at any small tolerance, and in canonical form.
const Case different_cases[] = {
    {"line direction", "LINESTRING (0 0, 1 1)", "LINESTRING (1 1, 0 0)"},
    {"start of a closed line", "LINESTRING (0 0, 4 0, 4 3, 0 0)",
     "LINESTRING (4 0, 4 3, 0 0, 4 0)"},
    {"extra vertex", "LINESTRING (0 0, 2 2)", "LINESTRING (0 0, 1 1, 2 2)"},
    {"kind", "LINESTRING EMPTY", "POLYGON EMPTY"},
    {"empty or not", "POINT EMPTY", "POINT (0 0)"},
    {"Z", "POINT Z (0 0 1)", "POINT Z (0 0 2)"},
    {"number of parts", "MULTIPOINT (0 0)", "MULTIPOINT (0 0, 0 0)"},
    {"which part is twice", "MULTIPOINT (0 0, 0 0, 1 1)", "MULTIPOINT (0 0, 1 1, 1 1)"},
    {"closed or not", "POLYGON ((0 0, 4 0, 4 3, 0 0))", "POLYGON ((0 0, 4 0, 4 3, 4 3))"},
    {"shell and hole swapped", "POLYGON ((0 0, 9 0, 9 9, 0 0), (4 1, 5 1, 5 2, 4 1))",
     "POLYGON ((4 1, 5 1, 5 2, 4 1), (0 0, 9 0, 9 9, 0 0))"},
    {"NaN on one side", "LINESTRING (nan 1, 2 3)", "LINESTRING (1 1, 2 3)"},
    {"hole's owner",
     "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0), (4 1, 5 1, 5 2, 4 1)), ((20 0, 21 0, 21 1, 20 0)))",
     "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((20 0, 21 0, 21 1, 20 0), (4 1, 5 1, 5 2, 4 1)))"},
};

TEST(Alike, IgnoresWhatHasNoMeaning) {
  for (const Case& c : same_cases) {
    EXPECT_TRUE(alike_wkt(c.a, c.b)) << c.why;
    EXPECT_TRUE(alike_wkt(c.a, c.b, 0)) << c.why;
    EXPECT_TRUE(same_canonical(c.a, c.b)) << c.why;
  }
}

TEST(Alike, KeepsWhatHasMeaning) {
  for (const Case& c : different_cases) {
    EXPECT_FALSE(alike_wkt(c.a, c.b)) << c.why;
    EXPECT_FALSE(same_canonical(c.a, c.b)) << c.why;
  }
}

TEST(Alike, ToleranceIsADistance) {
  EXPECT_TRUE(alike_wkt("POINT (0 0)", "POINT (0.03 0.04)"));
  EXPECT_FALSE(alike_wkt("POINT (0 0)", "POINT (0.04 0.04)"));
  EXPECT_TRUE(alike_wkt("POINT Z (0 0 1)", "POINT Z (0 0 1.04)"));
  EXPECT_FALSE(alike_wkt("POINT Z (0 0 1)", "POINT Z (0 0 1.06)"));
  EXPECT_FALSE(alike_wkt("POINT (0 0)", "POINT (5e-324 0)", 0)) << "the least difference there is";
  EXPECT_TRUE(alike_wkt("POINT (inf 0)", "POINT (inf 0)"));
  EXPECT_FALSE(alike_wkt("POINT (inf 0)", "POINT (-inf 0)"));
}

TEST(Alike, ZCountsOnlyWhereBothCarryIt) {
  EXPECT_TRUE(alike_wkt("LINESTRING Z (0 0 7, 1 1 8)", "LINESTRING (0 0, 1 1)"));
  EXPECT_FALSE(alike_wkt("LINESTRING Z (0 0 7, 1 1 8)", "LINESTRING Z (0 0 nan, 1 1 8)"))
      << "an altitude that is new is a change";
  EXPECT_TRUE(
      alike_wkt("POLYGON Z ((0 0 1, 4 0 2, 4 3 3, 0 0 1))", "POLYGON ((4 3, 0 0, 4 0, 4 3))"));
}

// The first part of a would take the only partner of the second: an augmenting path undoes it.
TEST(Alike, PairsPartsThatLieWithinTolerance) {
  EXPECT_TRUE(alike_wkt("MULTIPOINT (0 0, 0.04 0)", "MULTIPOINT (0.04 0, 0.08 0)"));
  EXPECT_TRUE(alike_wkt("MULTIPOINT (0.04 0, 0 0)", "MULTIPOINT (0.04 0, -0.04 0)"));
  EXPECT_TRUE(alike_wkt("MULTIPOINT (0 0, 0.04 0, 0.02 9)", "MULTIPOINT (0.05 9, 0.08 0, 0.04 0)"));
  EXPECT_FALSE(alike_wkt("MULTIPOINT (0 0, 0.04 0)", "MULTIPOINT (0.08 0, 0.08 0)"));
}

TEST(Alike, IsNotTransitive) {
  EXPECT_TRUE(alike_wkt("POINT (0 0)", "POINT (0.04 0)"));
  EXPECT_TRUE(alike_wkt("POINT (0.04 0)", "POINT (0.08 0)"));
  EXPECT_FALSE(alike_wkt("POINT (0 0)", "POINT (0.08 0)"));
}

void copy_path(const Geometry& from, std::size_t path, Geometry& to, Samples& samples) {
  std::vector<std::size_t> order;
  for (std::size_t i = from.rings[path]; i < from.rings[path + 1]; ++i) order.push_back(i);
  if (from.kind == GeometryKind::polygon) {
    order.pop_back();
    const int turn = samples.upto(static_cast<int>(order.size()) - 1);
    std::rotate(order.begin(), order.begin() + turn, order.end());
    if (samples.upto(1) == 1) std::reverse(order.begin(), order.end());
    order.push_back(order.front());
  }
  for (const std::size_t i : order) {
    to.xy.insert(to.xy.end(), {from.xy[2 * i], from.xy[2 * i + 1]});
    if (from.has_z) to.z.push_back(from.z[i]);
  }
  to.rings.push_back(static_cast<std::uint32_t>(to.vertex_count()));
}

/// The same geometry written differently: parts, holes, ring starts and orientations at random.
Geometry rewritten(const Geometry& geometry, Samples& samples) {
  Geometry result;
  result.kind = geometry.kind;
  result.has_z = geometry.has_z;
  result.multi = geometry.part_count() > 1 || samples.upto(1) == 1;
  std::vector<std::size_t> parts(geometry.part_count());
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = i;
  if (samples.upto(1) == 1) std::reverse(parts.begin(), parts.end());
  if (!parts.empty())
    std::rotate(parts.begin(), parts.begin() + samples.upto(static_cast<int>(parts.size()) - 1),
                parts.end());
  for (const std::size_t part : parts) {
    const std::size_t shell = geometry.parts[part];
    copy_path(geometry, shell, result, samples);
    for (std::size_t hole = geometry.parts[part + 1] - 1; hole > shell; --hole) {
      copy_path(geometry, hole, result, samples);
    }
    result.parts.push_back(static_cast<std::uint32_t>(result.ring_count()));
  }
  return result;
}

TEST(Alike, HoldsForEveryWayToWriteARandomGeometry) {
  Samples samples(3);
  for (int i = 0; i < 3000; ++i) {
    const Geometry g = samples.geometry();
    const Geometry other = rewritten(g, samples);
    const std::string text = to_wkt(encode_wkb(g)) + "  " + to_wkt(encode_wkb(other));
    ASSERT_TRUE(alike(g, g, 0)) << text;
    ASSERT_TRUE(alike(g, other, 0) && alike(other, g, 0)) << text;
    ASSERT_EQ(canonical_bytes(encode_wkb(g)), canonical_bytes(encode_wkb(other))) << text;
  }
}

TEST(Alike, AgreesWithTheCanonicalFormAndIsSymmetric) {
  Samples samples(4);
  int same = 0;
  for (int i = 0; i < 20000; ++i) {
    const Geometry a = samples.geometry();
    Geometry b = samples.geometry();
    if (i % 2 == 0) b = rewritten(a, samples);
    if (i % 4 == 0 && !b.xy.empty())
      b.xy[static_cast<std::size_t>(samples.upto(static_cast<int>(b.xy.size()) - 1))] = 1;
    const std::string text = to_wkt(encode_wkb(a)) + "  " + to_wkt(encode_wkb(b));
    ASSERT_EQ(alike(a, b, 1), alike(b, a, 1)) << text;
    ASSERT_EQ(alike(a, b, 0), alike(b, a, 0)) << text;
    if (a.has_z != b.has_z) continue;
    const bool equal = canonical_bytes(encode_wkb(a)) == canonical_bytes(encode_wkb(b));
    ASSERT_EQ(alike(a, b, 0), equal) << text;
    same += equal ? 1 : 0;
  }
  EXPECT_GT(same, 1000);
}

TEST(Alike, NoiseIsNoChange) {
  Samples samples(5);
  for (int i = 0; i < 3000; ++i) {
    const Geometry g = samples.geometry();
    ASSERT_TRUE(alike(g, samples.shaken(rewritten(g, samples), 0.03), tolerance));
  }
}

Geometry circle(std::size_t vertices, std::size_t start, bool backwards) {
  Geometry g;
  g.kind = GeometryKind::polygon;
  for (std::size_t i = 0; i <= vertices; ++i) {
    const std::size_t at = (start + (backwards ? vertices - i : i)) % vertices;
    const double angle =
        2 * 3.14159265358979 * static_cast<double>(at) / static_cast<double>(vertices);
    g.xy.insert(g.xy.end(), {1e5 * std::cos(angle), 1e5 * std::sin(angle)});
  }
  g.rings.push_back(static_cast<std::uint32_t>(vertices + 1));
  g.parts.push_back(1);
  return g;
}

// Quadratic work would take minutes here.
TEST(Alike, IsQuickOnALongRingAndManyParts) {
  const Geometry ring = circle(200000, 0, false);
  EXPECT_TRUE(alike(ring, circle(200000, 100000, true), tolerance));
  Geometry dented = circle(200000, 100000, true);
  dented.xy[200] += 1;
  EXPECT_FALSE(alike(ring, dented, tolerance));
  Geometry points = ring;
  points.kind = GeometryKind::point;
  points.multi = true;
  points.rings.clear();
  for (std::uint32_t i = 0; i <= points.vertex_count(); ++i) points.rings.push_back(i);
  points.parts = points.rings;
  Geometry other = points;
  for (std::size_t i = 0; i < other.xy.size() / 2; i += 2) {
    std::swap_ranges(other.xy.begin() + static_cast<std::ptrdiff_t>(i),
                     other.xy.begin() + static_cast<std::ptrdiff_t>(i) + 2,
                     other.xy.end() - static_cast<std::ptrdiff_t>(i) - 2);
  }
  EXPECT_TRUE(alike(points, other, tolerance));
}

TEST(AlikeWkb, ComparesOpaqueGeometriesAsBytes) {
  const std::string arc = wkb_from_wkt("CIRCULARSTRING (0 0, 1 1, 2 0)");
  const std::string other = wkb_from_wkt("CIRCULARSTRING (0 0, 1 1, 2 0.001)");
  EXPECT_TRUE(alike_wkb(arc, arc, tolerance));
  EXPECT_FALSE(alike_wkb(arc, other, tolerance));
  EXPECT_TRUE(alike_wkb("junk", "junk", tolerance));
  EXPECT_FALSE(alike_wkb("junk", arc, tolerance));
  EXPECT_TRUE(
      alike_wkb(wkb_from_wkt("POINT (0 0)"), wkb_from_wkt("MULTIPOINT (0.01 0)"), tolerance));
  EXPECT_EQ(canonical_bytes(arc), arc);
  EXPECT_EQ(canonical_bytes("junk"), "junk");
}

}  // namespace
}  // namespace bdf::geometry
