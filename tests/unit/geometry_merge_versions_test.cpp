// SPDX-License-Identifier: MIT
#include "geometry/merge_versions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "geometry/alike.h"
#include "geometry/segments.h"
#include "geometry/validity.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

constexpr double tolerance = 0.05;

std::string text_of(const std::optional<Geometry>& geometry) {
  return geometry ? to_wkt(encode_wkb(*geometry)) : "conflict";
}

/// Whichever side is called local, and whatever is added to all coordinates.
std::string merged(const char* ancestor, const char* local, const char* reference) {
  const ThreeWay<Geometry> versions{from_wkt(ancestor), from_wkt(local), from_wkt(reference)};
  const auto result = merge_versions(versions, tolerance);
  const auto swapped =
      merge_versions({versions.ancestor, versions.reference, versions.local}, tolerance);
  EXPECT_EQ(result.has_value(), swapped.has_value()) << "swapped";
  EXPECT_TRUE(!result || !swapped || alike(*result, *swapped, tolerance)) << text_of(swapped);
  return text_of(result);
}

struct Case {
  const char* why;
  const char* ancestor;
  const char* local;
  const char* reference;
  const char* merged;
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.why; }

const Case cases[] = {
    {"stretches apart", "LINESTRING (0 0, 10 0, 20 0, 30 0, 40 0)",
     "LINESTRING (0 0, 10 5, 20 0, 30 0, 40 0)", "LINESTRING (0 0, 10 0, 20 0, 30 -5, 40 0)",
     "LINESTRING (0 0, 10 5, 20 0, 30 -5, 40 0)"},
    {"stretches that overlap", "LINESTRING (0 0, 10 0, 20 0, 30 0)",
     "LINESTRING (0 0, 10 5, 20 0, 30 0)", "LINESTRING (0 0, 10 -5, 20 -5, 30 0)", "conflict"},
    {"neighbouring vertices", "LINESTRING (0 0, 10 0, 20 0, 30 0)",
     "LINESTRING (0 0, 10 5, 20 0, 30 0)", "LINESTRING (0 0, 10 0, 20 5, 30 0)", "conflict"},
    {"one stretch alike, one of local's", "LINESTRING (0 0, 10 0, 20 0, 30 0, 40 0, 50 0)",
     "LINESTRING (0 0, 10 5, 20 0, 30 0, 40 7, 50 0)",
     "LINESTRING (0 0, 10 5, 20 0, 30 0, 40 0, 50 0)",
     "LINESTRING (0 0, 10 5, 20 0, 30 0, 40 7, 50 0)"},
    {"vertices added and taken out", "LINESTRING (0 0, 10 1, 20 0, 30 1, 40 0)",
     "LINESTRING (0 0, 5 3, 10 1, 20 0, 30 1, 40 0)", "LINESTRING (0 0, 10 1, 20 0, 40 0)",
     "LINESTRING (0 0, 5 3, 10 1, 20 0, 40 0)"},
    {"one side with more vertices, where nothing moved", "LINESTRING (0 0, 10 0, 20 0, 30 0)",
     "LINESTRING (0 0, 5 0, 10 0, 15 0, 20 0, 30 0)", "LINESTRING (0 0, 10 0, 20 0, 30 9)",
     "LINESTRING (0 0, 5 0, 10 0, 15 0, 20 0, 30 9)"},
    {"one side without vertices that say nothing", "LINESTRING (0 0, 10 0, 20 0, 30 0, 40 0)",
     "LINESTRING (0 0, 40 0)", "LINESTRING (0 0, 10 0, 20 0, 30 6, 40 0)",
     "LINESTRING (0 0, 20 0, 30 6, 40 0)"},
    {"other vertices on one course", "LINESTRING (0 0, 10 0, 20 0, 30 0)",
     "LINESTRING (0 0, 7 0, 14 0, 21 0, 30 0)", "LINESTRING (0 0, 10 0, 20 0, 30 0, 40 5)",
     "LINESTRING (0 0, 7 0, 14 0, 21 0, 30 0, 40 5)"},
    {"both ends moved", "LINESTRING (0 0, 10 0, 20 0, 30 0)", "LINESTRING (0 4, 10 0, 20 0, 30 0)",
     "LINESTRING (0 0, 10 0, 20 0, 30 4)", "LINESTRING (0 4, 10 0, 20 0, 30 4)"},
    {"lengthened on both sides", "LINESTRING (0 0, 10 0)", "LINESTRING (-5 1, 0 0, 10 0)",
     "LINESTRING (0 0, 10 0, 15 1)", "LINESTRING (-5 1, 0 0, 10 0, 15 1)"},
    {"lengthened straight on", "LINESTRING (0 0, 10 0, 20 1)", "LINESTRING (-5 0, 10 0, 20 1)",
     "LINESTRING (0 0, 10 0, 30 1)", "LINESTRING (-5 0, 10 0, 30 1)"},
    {"shortened here, bent there", "LINESTRING (0 0, 10 0, 20 0, 30 0, 40 0)",
     "LINESTRING (15 0, 20 0, 30 0, 40 0)", "LINESTRING (0 0, 10 0, 20 0, 30 6, 40 0)",
     "LINESTRING (15 0, 20 0, 30 6, 40 0)"},
    {"shortened where the other bends", "LINESTRING (0 0, 10 0, 20 0, 30 0, 40 0)",
     "LINESTRING (15 0, 20 0, 30 0, 40 0)", "LINESTRING (0 0, 10 6, 20 0, 30 0, 40 0)", "conflict"},
    {"both redrawn", "LINESTRING (0 0, 10 0)", "LINESTRING (0 5, 10 5)", "LINESTRING (0 9, 10 9)",
     "conflict"},
    {"fits, but would cross itself", "LINESTRING (0 0, 10 0, 20 0, 30 0, 30 5, 20 5, 10 5, 0 5)",
     "LINESTRING (0 0, 10 0, 15 4, 20 0, 30 0, 30 5, 20 5, 10 5, 0 5)",
     "LINESTRING (0 0, 10 0, 20 0, 30 0, 30 5, 20 5, 15 1, 10 5, 0 5)", "conflict"},
    {"noise stands, where nobody moved", "LINESTRING (0 0, 10 0, 20 0, 30 0)",
     "LINESTRING (0.01 0, 10 0, 20 0, 30 5)", "LINESTRING (0 7, 10 0, 20 0.01, 30 0)",
     "LINESTRING (0 7, 10 0, 20 0.01, 30 5)"},
    {"altitudes apart", "LINESTRING Z (0 0 5, 10 0 4, 20 0 3)",
     "LINESTRING Z (0 0 6, 10 0 4, 20 0 3)", "LINESTRING Z (0 0 5, 10 0 4, 20 0 2)",
     "LINESTRING Z (0 0 6, 10 0 4, 20 0 2)"},
    {"an altitude and a place", "LINESTRING Z (0 0 5, 10 0 4, 20 0 3, 30 0 2)",
     "LINESTRING Z (0 0 5, 10 4 4, 20 0 3, 30 0 2)", "LINESTRING Z (0 0 5, 10 0 4, 20 0 3, 30 0 1)",
     "LINESTRING Z (0 0 5, 10 4 4, 20 0 3, 30 0 1)"},
    {"an altitude where the other goes around", "LINESTRING Z (0 0 5, 10 0 4, 20 0 3)",
     "LINESTRING Z (0 0 5, 10 4 4, 20 0 3)", "LINESTRING Z (0 0 5, 10 0 3.5, 20 0 3)", "conflict"},
    {"one altitude, twice altered", "LINESTRING Z (0 0 5, 10 0 4)", "LINESTRING Z (0 0 6, 10 0 4)",
     "LINESTRING Z (0 0 7, 10 0 4)", "conflict"},
    {"a flat side has altered no altitude", "LINESTRING Z (0 0 5, 10 0 4, 20 0 3, 30 0 2)",
     "LINESTRING (0 0, 10 4, 20 0, 30 0)", "LINESTRING Z (0 0 5, 10 0 4, 20 0 3, 30 4 2)",
     "LINESTRING Z (0 0 5, 10 4 4, 20 0 3, 30 4 2)"},
    {"corners of a ring, which begins elsewhere and turns otherwise",
     "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))", "POLYGON ((10 10, 12 0, 0 0, 0 10, 10 10))",
     "POLYGON ((10 0, 10 10, -2 10, 0 0, 10 0))", "POLYGON ((0 0, -2 10, 10 10, 12 0, 0 0))"},
    {"sides of a ring", "POLYGON ((0 0, 5 0, 10 0, 10 10, 5 10, 0 10, 0 0))",
     "POLYGON ((10 10, 10 0, 5 -3, 0 0, 0 10, 5 10, 10 10))",
     "POLYGON ((10 0, 10 10, 5 13, 0 10, 0 0, 5 0, 10 0))",
     "POLYGON ((0 0, 0 10, 5 13, 10 10, 10 0, 5 -3, 0 0))"},
    {"a hole here, a corner there", "POLYGON ((0 0, 20 0, 20 20, 0 20, 0 0))",
     "POLYGON ((0 0, 20 0, 20 20, 0 20, 0 0), (5 5, 5 8, 8 8, 8 5, 5 5))",
     "POLYGON ((0 0, 20 0, 25 25, 0 20, 0 0))",
     "POLYGON ((0 0, 20 0, 25 25, 0 20, 0 0), (5 5, 5 8, 8 8, 8 5, 5 5))"},
    {"a hole here that would lie outside", "POLYGON ((0 0, 10 0, 20 0, 20 20, 0 20, 0 0))",
     "POLYGON ((0 0, 10 0, 20 0, 20 20, 0 20, 0 0), (9 3, 9 5, 11 5, 11 3, 9 3))",
     "POLYGON ((0 0, 10 8, 20 0, 20 20, 0 20, 0 0))", "conflict"},
    {"a hole filled here, one altered there",
     "POLYGON ((0 0, 20 0, 20 20, 0 20, 0 0), (2 2, 2 5, 5 5, 5 2, 2 2), (9 9, 9 12, 12 12, 12 9, "
     "9 9))",
     "POLYGON ((0 0, 20 0, 20 20, 0 20, 0 0), (9 9, 9 12, 12 12, 12 9, 9 9))",
     "POLYGON ((0 0, 20 0, 20 20, 0 20, 0 0), (2 2, 2 5, 5 5, 5 2, 2 2), (9 9, 9 12, 13 13, 12 9, "
     "9 9))",
     "POLYGON ((0 0, 20 0, 20 20, 0 20, 0 0), (9 9, 9 12, 13 13, 12 9, 9 9))"},
    {"a hole filled here that was altered there",
     "POLYGON ((0 0, 20 0, 20 20, 0 20, 0 0), (2 2, 2 5, 5 5, 5 2, 2 2))",
     "POLYGON ((0 0, 20 0, 20 20, 0 20, 0 0))",
     "POLYGON ((0 0, 20 0, 20 20, 0 20, 0 0), (2 2, 2 6, 6 6, 5 2, 2 2))", "conflict"},
    {"parts added on both sides", "MULTIPOINT (0 0, 1 1)", "MULTIPOINT (0 0, 1 1, 2 2)",
     "MULTIPOINT (3 3, 1 1)", "MULTIPOINT ((1 1), (2 2), (3 3))"},
    {"the same part added", "MULTILINESTRING ((0 0, 9 0))",
     "MULTILINESTRING ((0 0, 9 0), (0 5, 9 5))", "MULTILINESTRING ((0 5, 9 5), (0 0, 9 3))",
     "MULTILINESTRING ((0 0, 9 3), (0 5, 9 5))"},
    {"a part taken out that was altered", "MULTILINESTRING ((0 0, 9 0), (0 5, 9 5))",
     "MULTILINESTRING ((0 0, 9 0))", "MULTILINESTRING ((0 0, 9 0), (0 5, 4 7, 9 5))", "conflict"},
    {"one part moved by both", "MULTILINESTRING ((0 0, 9 0), (0 50, 9 50))",
     "MULTILINESTRING ((0 3, 9 3), (0 50, 9 50))", "MULTILINESTRING ((0 -3, 9 -3), (0 50, 9 50))",
     "conflict"},
    {"a part moved here and taken out there", "MULTIPOINT (0 0, 50 0)", "MULTIPOINT (0 5, 50 0)",
     "MULTIPOINT (50 0)", "conflict"},
    {"the same vertex set at other altitudes", "LINESTRING Z (0 0 1, 100 0 1)",
     "LINESTRING Z (0 0 1, 50 0 9, 100 0 1)", "LINESTRING Z (0 0 1, 50 0 5, 100 0 1)", "conflict"},
    {"an altitude altered where the other took the vertex out",
     "LINESTRING Z (0 0 1, 50 0 1, 100 0 1)", "LINESTRING Z (0 0 1, 100 0 1)",
     "LINESTRING Z (0 0 1, 50 0 9, 100 0 1)", "LINESTRING Z (0 0 1, 50 0 9, 100 0 1)"},
    {"a vertex set high where the other goes around", "LINESTRING Z (0 0 1, 100 0 1)",
     "LINESTRING Z (0 0 1, 50 0 9, 100 0 1)", "LINESTRING Z (0 0 1, 50 10 1, 100 0 1)", "conflict"},
    {"one point moved twice", "POINT (0 0)", "POINT (1 0)", "POINT (0 1)", "conflict"},
    {"another kind", "POINT (0 0)", "LINESTRING (0 0, 1 0)", "POINT (0 1)", "conflict"},
};

class MergeVersions : public testing::TestWithParam<Case> {};

TEST_P(MergeVersions, ComeTo) {
  const auto& one = GetParam();
  EXPECT_EQ(merged(one.ancestor, one.local, one.reference), one.merged);
}

INSTANTIATE_TEST_SUITE_P(Cases, MergeVersions, testing::ValuesIn(cases));

TEST(MergeVersionsOfRings, ThatBeginElsewhereAndTurnOtherwise) {
  const auto result =
      merge_versions({from_wkt("POLYGON ((0 0, 10 0, 20 0, 20 20, 10 20, 0 20, 0 0))"),
                      from_wkt("POLYGON ((20 20, 20 0, 10 -4, 0 0, 0 20, 10 20, 20 20))"),
                      from_wkt("POLYGON ((10 0, 20 0, 20 20, 10 24, 0 20, 0 0, 10 0))")},
                     tolerance);
  ASSERT_TRUE(result);
  EXPECT_TRUE(
      alike(*result, from_wkt("POLYGON ((0 0, 10 -4, 20 0, 20 20, 10 24, 0 20, 0 0))"), tolerance));
}

// ---- properties on random histories of lines and rings ----

class Histories : public testing::Test {
 protected:
  double between(double least, double most) {
    return std::uniform_real_distribution<double>(least, most)(random_);
  }
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }
  static double grid(double at) { return std::round(at * 10) / 10; }

  /// On the grid; a ring around (0 0) that does not cross itself, or a line along x.
  Geometry base(bool ring) {
    Geometry made;
    made.kind = ring ? GeometryKind::polygon : GeometryKind::line;
    const std::size_t count = 12 + below(20);
    for (std::size_t i = 0; i < count; ++i) {
      const double turn =
          2 * 3.14159265358979 * static_cast<double>(i) / static_cast<double>(count);
      const double far = between(80, 100);
      const double x = ring ? far * std::cos(turn) : 20 * static_cast<double>(i);
      const double y = ring ? far * std::sin(turn) : between(-5, 5);
      made.xy.insert(made.xy.end(), {grid(x), grid(y)});
    }
    if (ring) made.xy.insert(made.xy.end(), {made.xy[0], made.xy[1]});
    made.rings = {0, static_cast<std::uint32_t>(made.vertex_count())};
    made.parts = {0, 1};
    return made;
  }
  /// Some vertices in [from, to) by up to `by`.
  Geometry shaken(Geometry geometry, std::size_t from, std::size_t to, double by) {
    for (auto i = from; i < to; ++i) {
      geometry.xy[2 * i] = grid(geometry.xy[2 * i] + between(-by, by));
      geometry.xy[2 * i + 1] =
          grid(geometry.xy[2 * i + 1] + between(1, by) * (below(2) == 0 ? 1 : -1));
    }
    return geometry;
  }
  /// A vertex in the middle of each edge.
  static Geometry densified(const Geometry& geometry) {
    Geometry more = geometry;
    more.xy.clear();
    for (std::size_t i = 0; i < geometry.vertex_count(); ++i) {
      if (i > 0)
        for (int axis = 0; axis < 2; ++axis)
          more.xy.push_back((geometry.xy[2 * i - 2 + static_cast<std::size_t>(axis)] +
                             geometry.xy[2 * i + static_cast<std::size_t>(axis)]) /
                            2);
      more.xy.insert(more.xy.end(), {geometry.xy[2 * i], geometry.xy[2 * i + 1]});
    }
    more.rings[1] = static_cast<std::uint32_t>(more.vertex_count());
    return more;
  }
  static bool passes(const Geometry& geometry, double x, double y) {
    for (std::size_t i = 0; i + 1 < geometry.vertex_count(); ++i)
      if (distance_of({x, y}, {{geometry.xy[2 * i], geometry.xy[2 * i + 1]},
                               {geometry.xy[2 * i + 2], geometry.xy[2 * i + 3]}}) <= tolerance)
        return true;
    return false;
  }
  static bool sound(const Geometry& geometry) {
    return !invalidity_of(geometry) && (geometry.kind != GeometryKind::line || is_simple(geometry));
  }
  static Geometry moved(Geometry geometry, double x, double y) {
    for (std::size_t i = 0; i < geometry.vertex_count(); ++i) {
      geometry.xy[2 * i] += x;
      geometry.xy[2 * i + 1] += y;
    }
    return geometry;
  }

  std::mt19937 random_{20261126};
};

TEST_F(Histories, OneSidedEditsAreTaken) {
  for (int round = 0; round < 400; ++round) {
    const auto a = base(round % 2 == 0);
    const auto x = shaken(a, 2, a.vertex_count() - 2, 8);
    for (const auto& versions : {ThreeWay<Geometry>{a, x, a}, {a, a, x}, {a, x, x}}) {
      const auto result = merge_versions(versions, tolerance);
      ASSERT_TRUE(result);
      EXPECT_TRUE(alike(*result, x, tolerance)) << text_of(result);
    }
  }
}

/// What two hands do to different thirds is composed, vertex by vertex, or told as a conflict only
/// where the composition would not be sound.
TEST_F(Histories, EditsApartAreComposed) {
  int composed = 0;
  for (int round = 0; round < 2000; ++round) {
    const auto a = base(round % 2 == 0);
    const auto third = a.vertex_count() / 3;
    const auto here = shaken(a, 1, third, 12);
    const auto there = shaken(a, 2 * third, a.vertex_count() - 1, 12);
    Geometry both = here;
    std::copy(there.xy.begin() + static_cast<std::ptrdiff_t>(4 * third), there.xy.end(),
              both.xy.begin() + static_cast<std::ptrdiff_t>(4 * third));
    if (!sound(here) || !sound(there)) continue;
    for (const auto& versions :
         {ThreeWay<Geometry>{a, here, there}, {a, there, here}, {a, densified(here), there}}) {
      const auto result = merge_versions(versions, tolerance);
      ASSERT_EQ(result.has_value(), sound(both)) << text_of(both) << '\n' << text_of(result);
      if (!result) continue;
      ++composed;
      EXPECT_TRUE(sound(*result));
      const auto expected = versions.local.vertex_count() == a.vertex_count() ? both : *result;
      EXPECT_TRUE(alike(*result, expected, tolerance)) << text_of(both) << '\n' << text_of(result);
    }
  }
  EXPECT_GT(composed, 1000);
}

/// Whatever two hands do: never an invalid result, the same on both sides and after a translation
/// by the grid, and with each vertex that either has set.
TEST_F(Histories, AnyEditsAreMergedSoundlyOrNotAtAll) {
  int merged = 0;
  int refused = 0;
  for (int round = 0; round < 2000; ++round) {
    const auto a = base(round % 2 == 0);
    const auto edit = [&] {
      const auto from = 1 + below(a.vertex_count() - 3);
      const auto to = std::min(from + 1 + below(4), a.vertex_count() - 1);
      return shaken(a, from, to, 15);
    };
    const ThreeWay<Geometry> versions{a, edit(), edit()};
    if (!sound(versions.local) || !sound(versions.reference)) continue;
    const auto result = merge_versions(versions, tolerance);
    const auto swapped = merge_versions({a, versions.reference, versions.local}, tolerance);
    const auto shifted = merge_versions(
        versions.map([](const Geometry& one) { return moved(one, 4096, -8192); }), tolerance);
    ASSERT_EQ(result.has_value(), swapped.has_value());
    ASSERT_EQ(result.has_value(), shifted.has_value());
    ++(result ? merged : refused);
    if (!result) continue;
    EXPECT_TRUE(sound(*result)) << text_of(result);
    EXPECT_TRUE(alike(*result, *swapped, tolerance));
    EXPECT_TRUE(alike(moved(*result, 4096, -8192), *shifted, tolerance));
    for (const auto side : {Side::local, Side::reference})
      for (std::size_t i = 0; i < a.vertex_count(); ++i) {
        const double x = versions[side].xy[2 * i];
        const double y = versions[side].xy[2 * i + 1];
        EXPECT_TRUE(passes(a, x, y) || passes(*result, x, y))
            << x << ' ' << y << " of " << name_of(side) << "\n"
            << text_of(a) << '\n'
            << text_of(versions.local) << '\n'
            << text_of(versions.reference) << '\n'
            << text_of(result);
      }
  }
  EXPECT_GT(merged, 500);
  EXPECT_GT(refused, 300);
}

TEST(MergeVersionsOfMany, VerticesTakesNoTime) {
  Geometry a;
  a.kind = GeometryKind::line;
  for (int i = 0; i < 200'000; ++i) a.xy.insert(a.xy.end(), {i * 5.0, std::sin(i * 0.1) * 40});
  a.rings = {0, 200'000};
  a.parts = {0, 1};
  auto here = a;
  here.xy[2 * 50'000 + 1] += 3;
  auto there = a;
  there.xy[2 * 150'000 + 1] += 3;
  const auto result = merge_versions({a, here, there}, tolerance);
  ASSERT_TRUE(result);
  auto both = here;
  both.xy[2 * 150'000 + 1] += 3;
  EXPECT_EQ(result->xy, both.xy);
}

}  // namespace
}  // namespace bdf::geometry
