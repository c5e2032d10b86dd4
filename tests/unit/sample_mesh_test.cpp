// SPDX-License-Identifier: MIT
#include "world/mesh.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "unit/sample_geos.h"
#include "world/noise.h"
#include "world/random.h"

namespace bdf::sample {
namespace {

class MeshTest : public testing::TestWithParam<std::uint64_t> {
 protected:
  Mesh mesh_{{GetParam(), 500000.3, 6250000.1, 4000, 4000}};
  Geos geos_;

  [[nodiscard]] std::vector<ParcelId> parcels() const {
    std::vector<ParcelId> all;
    for (ParcelId parcel = 0; parcel < mesh_.parcel_limit(); ++parcel)
      if (mesh_.is_parcel(parcel)) all.push_back(parcel);
    return all;
  }
  [[nodiscard]] std::vector<EdgeId> edges() const {
    std::vector<EdgeId> all;
    for (EdgeId edge = 0; edge < mesh_.edge_limit(); ++edge)
      if (mesh_.is_edge(edge)) all.push_back(edge);
    return all;
  }

  /// Parcels chosen by a field, so that they cling together in parts with holes.
  [[nodiscard]] std::vector<ParcelId> some_parcels(std::uint64_t which, double wavelength) const {
    std::vector<ParcelId> some;
    for (const ParcelId parcel : parcels()) {
      const Position at = mesh_.centre(parcel);
      if (value_noise(which, at.x, at.y, wavelength) > 0.1) some.push_back(parcel);
    }
    return some;
  }

  void expect_sound_parcels() const {
    for (const ParcelId parcel : parcels()) {
      const Shape shape = outline(mesh_, {parcel});
      ASSERT_EQ(shape.parts.size(), 1U) << parcel;
      EXPECT_TRUE(geos_.valid(geos_.polygon(shape))) << parcel;
      EXPECT_GT(signed_area(shape.path()), 500) << parcel;
    }
  }

  void expect_paths_to_meet_at_ends_only() const {
    std::vector<Geos::Geometry> lines;
    const auto all = edges();
    lines.reserve(all.size());
    for (const EdgeId edge : all) lines.push_back(geos_.line(mesh_.path(edge)));
    for (std::size_t i = 0; i < all.size(); ++i)
      EXPECT_TRUE(geos_.simple(lines[i])) << "edge " << all[i];
    // Interiors and boundaries of the one meet neither the interior of the other nor its boundary,
    // unless they share an end.
    geos_.near(lines, lines, [&](std::size_t i, std::size_t j) {
      if (i >= j) return;
      const auto a = mesh_.ends(all[i]);
      const auto b = mesh_.ends(all[j]);
      const bool joined = a[0] == b[0] || a[0] == b[1] || a[1] == b[0] || a[1] == b[1];
      EXPECT_TRUE(geos_.relate(lines[i], lines[j], joined ? "FF*F0****" : "FF*FF****"))
          << "edges " << all[i] << " and " << all[j];
    });
  }
};

TEST_P(MeshTest, ParcelsAreSimple) { expect_sound_parcels(); }

TEST_P(MeshTest, SidesEndsCornersAndStepsAgree) {
  std::set<EdgeId> seen;
  for (const ParcelId parcel : parcels()) {
    const auto corners = mesh_.corners(parcel);
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const VertexId from = corners[i];
      const VertexId to = corners[(i + 1) % corners.size()];
      const auto edge = mesh_.edge_between(from, to);
      ASSERT_TRUE(edge.has_value());
      EXPECT_TRUE(mesh_.is_edge(*edge));
      EXPECT_EQ(mesh_.edge_between(to, from), edge);
      const bool forward = mesh_.ends(*edge)[0] == from;
      EXPECT_EQ(mesh_.ends(*edge)[forward ? 1 : 0], to);
      EXPECT_EQ(mesh_.sides(*edge)[forward ? 0 : 1], parcel);
      const Path line = mesh_.path_from(*edge, from);
      EXPECT_EQ(line.front(), mesh_.position(from));
      EXPECT_EQ(line.back(), mesh_.position(to));
      seen.insert(*edge);
    }
  }
  const auto all = edges();
  EXPECT_EQ(std::vector<EdgeId>(seen.begin(), seen.end()), all) << "edges of no parcel";
}

TEST_P(MeshTest, AVertexHasThreeEdgesAndLessAtTheRim) {
  std::size_t steps = 0;
  for (VertexId at = 0; at < mesh_.vertex_count(); ++at) {
    const Steps around = mesh_.steps(at);
    steps += around.count;
    if (!mesh_.on_rim(at)) {
      EXPECT_EQ(around.count, 3U);
    }
    EXPECT_NE(around.count, 1U) << "a loose end";
    for (const Step& step : around) {
      EXPECT_TRUE(mesh_.is_edge(step.edge));
      EXPECT_EQ(mesh_.edge_between(at, step.to), step.edge);
    }
  }
  EXPECT_EQ(steps, edges().size() * 2);
}

TEST_P(MeshTest, PathsMeetAtEndsOnly) { expect_paths_to_meet_at_ends_only(); }

TEST_P(MeshTest, SmoothChainsKeepParcelsSoundAndPathsApart) {
  std::vector<std::vector<VertexId>> chains;
  Random random(GetParam(), "chains");
  for (int i = 0; i < 60; ++i) {
    std::vector<VertexId> chain{static_cast<VertexId>(random.below(mesh_.vertex_count()))};
    std::set<VertexId> passed{chain.front()};
    for (std::size_t length = random.below(60); length > 0; --length) {
      const Steps around = mesh_.steps(chain.back());
      if (around.count == 0) break;
      const VertexId next = around.items[random.below(around.count)].to;
      if (passed.insert(next).second) chain.push_back(next);
    }
    chains.push_back(chain);
  }
  mesh_.smooth(chains);
  expect_sound_parcels();
  expect_paths_to_meet_at_ends_only();
}

TEST_P(MeshTest, OutlinesAreValidAndAddUp) {
  for (const double wavelength : {1.0, 300.0, 900.0}) {
    const auto some = some_parcels(GetParam(), wavelength);
    double sum = 0;
    for (const ParcelId parcel : some) sum += area_of(outline(mesh_, {parcel}));
    const Shape whole = outline(mesh_, some);
    EXPECT_NEAR(area_of(whole), sum, 1e-3);
    for (const Rings& part : whole.parts)
      EXPECT_TRUE(geos_.valid(geos_.polygon({ShapeKind::area, {part}})));
  }
}

using Segment = std::tuple<double, double, double, double>;

/// As their rings run, or against it.
std::set<Segment> segments(const Shape& shape, bool reversed) {
  std::set<Segment> found;
  for (const Rings& rings : shape.parts) {
    for (const Path& ring : rings) {
      for (std::size_t i = 1; i < ring.size(); ++i) {
        const Position& a = ring[reversed ? i : i - 1];
        const Position& b = ring[reversed ? i - 1 : i];
        found.emplace(a.x, a.y, b.x, b.y);
      }
    }
  }
  return found;
}

TEST_P(MeshTest, ASetAndItsComplementShareTheirBoundary) {
  const auto all = parcels();
  const auto some = some_parcels(GetParam() + 5, 400);
  std::vector<ParcelId> others;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(others));
  auto left = segments(outline(mesh_, some), false);
  const auto right = segments(outline(mesh_, others), true);
  const auto rim = segments(outline(mesh_, all), false);
  const auto back = segments(outline(mesh_, all), true);
  EXPECT_GT(left.size(), 1000U);
  for (const Segment& segment : left)
    EXPECT_TRUE(right.count(segment) != rim.count(segment)) << std::get<0>(segment);
  for (const Segment& segment : right)
    EXPECT_TRUE(left.count(segment) != back.count(segment)) << std::get<0>(segment);
}

TEST_P(MeshTest, TheSameSeedGivesTheSameMesh) {
  const Mesh again(mesh_.ground());
  Ground other_ground = mesh_.ground();
  other_ground.seed += 1;
  const Mesh other(other_ground);
  std::size_t same = 0;
  for (const EdgeId edge : edges()) {
    EXPECT_EQ(mesh_.path(edge), again.path(edge));
    same += mesh_.path(edge) == other.path(edge) ? 1U : 0U;
  }
  EXPECT_EQ(same, 0U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, MeshTest, testing::Values(1, 20, 4711));

}  // namespace
}  // namespace bdf::sample
