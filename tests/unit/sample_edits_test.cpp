// SPDX-License-Identifier: MIT
#include "stories/edits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace bdf::sample {
namespace {

const Path line{{0, 0, 10}, {10, 0, 9}, {20, 1, 8}, {30, 0, 7}, {45, 0, 5}};
const Path ring{{0, 0, 0}, {10, 0, 0}, {10, 10, 0}, {0, 10, 0}, {0, 0, 0}};

TEST(SampleEdits, DisplacementsAreThoseOfRealEditions) {
  Random random(1, "displacement");
  std::vector<double> drawn;
  for (int i = 0; i < 100000; ++i) drawn.push_back(real_displacement(random));
  std::sort(drawn.begin(), drawn.end());
  EXPECT_NEAR(drawn[50000], 3.2, 0.1);
  EXPECT_NEAR(drawn[90000], 17, 0.6);
  EXPECT_NEAR(drawn[99000], 92, 5);
  EXPECT_LE(drawn.back(), 349);
  EXPECT_GT(drawn.back(), 300);
  EXPECT_GE(drawn.front(), 0.3);
}

TEST(SampleEdits, AVertexMovesAcrossTheLineAndKeepsItsAltitude) {
  const Path moved = vertex_moved(line, 1, 4);
  ASSERT_EQ(moved.size(), line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (i != 1) {
      EXPECT_EQ(moved[i], line[i]);
    }
  }
  EXPECT_NEAR(distance(moved[1], line[1]), 4, 0.1);
  EXPECT_EQ(moved[1], on_grid(moved[1]));
  EXPECT_EQ(moved[1].z, 9);
  EXPECT_GT(moved[1].y, 0);
  EXPECT_LT(vertex_moved(line, 1, -4)[1].y, 0);
}

TEST(SampleEdits, ReshapingPushesTheMiddleMost) {
  Path straight;
  for (int i = 0; i <= 20; ++i) straight.push_back({i * 10.0, 0, 20.0 - i});
  const Path bent = reshaped(straight, 4, 16, 6);
  for (std::size_t i = 0; i <= 20; ++i) {
    if (i <= 4 || i >= 16) {
      EXPECT_EQ(bent[i], straight[i]);
    } else {
      EXPECT_GT(bent[i].y, 0);
    }
    EXPECT_EQ(bent[i].z, straight[i].z);
    EXPECT_EQ(bent[i], on_grid(bent[i]));
  }
  EXPECT_EQ(bent[10].y, 6);
  EXPECT_LT(bent[5].y, bent[8].y);
}

TEST(SampleEdits, ReversingTwiceChangesNothing) {
  EXPECT_EQ(reversed(line).front(), line.back());
  EXPECT_EQ(reversed(reversed(line)), line);
}

TEST(SampleEdits, DensifyingAddsMiddlesThatDoNotDependOnTheDirection) {
  const Path more = densified(line);
  EXPECT_EQ(more.size(), 2 * line.size() - 1);
  for (std::size_t i = 0; i < line.size(); ++i) EXPECT_EQ(more[2 * i], line[i]);
  EXPECT_EQ(more[1], (Position{5, 0, 9.5}));
  EXPECT_EQ(densified({{0, 0, 0}, {0.8, 0, 0}}).size(), 2U) << "an edge too short for it";
  Random random(3, "edges");
  for (int i = 0; i < 20000; ++i) {
    const auto any = [&] {
      return on_grid(Position{random.between(880000, 890000), random.between(6420000, 6430000),
                              random.between(0, 900)});
    };
    const Path edge{any(), any()};
    ASSERT_EQ(densified(edge)[1], densified(reversed(edge))[1]);
  }
}

double farthest_from(const Path& kept, const Position& at) {
  double least = 1e18;
  for (std::size_t i = 1; i < kept.size(); ++i) {
    const Position& a = kept[i - 1];
    const Position& b = kept[i];
    const double length = std::max(1e-12, distance(a, b));
    const double t = ((at.x - a.x) * (b.x - a.x) + (at.y - a.y) * (b.y - a.y)) / (length * length);
    least = std::min(least, distance(at, between(a, b, std::clamp(t, 0.0, 1.0))));
  }
  return least;
}

TEST(SampleEdits, GeneralisingDropsWhatLiesNearTheLineThatIsLeft) {
  Random random(5, "wave");
  Path wave;
  for (int i = 0; i < 200; ++i)
    wave.push_back({i * 5.0, std::sin(i * 0.2) * 30 + random.between(-1, 1), 0});
  const Path fewer = generalised(wave, 2);
  EXPECT_LT(fewer.size(), wave.size() / 2);
  EXPECT_EQ(fewer.front(), wave.front());
  EXPECT_EQ(fewer.back(), wave.back());
  for (const Position& at : wave) EXPECT_LE(farthest_from(fewer, at), 2 + 1e-9);
  for (const Position& at : fewer)
    EXPECT_NE(std::find(wave.begin(), wave.end(), at), wave.end()) << "none is new";
  const Path square = generalised(densified(ring), 1);
  EXPECT_EQ(square, ring) << "a ring stays closed";
}

TEST(SampleEdits, NoiseIsSmallerThanAskedForAndKeepsRingsClosed) {
  Random random(7, "noise");
  const Path noisy = with_noise(ring, random, 0.045);
  ASSERT_EQ(noisy.size(), ring.size());
  EXPECT_EQ(noisy.front(), noisy.back());
  double most = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    most = std::max(most, distance(noisy[i], ring[i]));
    EXPECT_EQ(noisy[i].z, ring[i].z);
  }
  EXPECT_LT(most, 0.045);
  EXPECT_GT(most, 0.001);
  EXPECT_NE(noisy[1], on_grid(noisy[1]));
}

TEST(SampleEdits, ShiftingMovesAllAlike) {
  const Path moved = shifted(line, 3.5, -2);
  for (std::size_t i = 0; i < line.size(); ++i)
    EXPECT_EQ(moved[i], (Position{line[i].x + 3.5, line[i].y - 2, line[i].z}));
}

TEST(SampleEdits, CuttingAndJoiningIsTheSameAgain) {
  EXPECT_EQ(share_at(ring, 0), 0);
  EXPECT_EQ(share_at(ring, 2), 0.5);
  EXPECT_EQ(share_at(ring, 4), 1);
  const auto [a, b] = cut_at(line, 2);
  EXPECT_EQ(a.back(), line[2]);
  EXPECT_EQ(b.front(), line[2]);
  EXPECT_NEAR(length_of(a) / length_of(line), share_at(line, 2), 1e-12);
  EXPECT_EQ(joined(a, b), line);
}

TEST(SampleEdits, SimpleIsWhatNeitherCrossesNorTouchesItself) {
  EXPECT_TRUE(is_simple(line));
  EXPECT_TRUE(is_simple(ring));
  EXPECT_FALSE(is_simple({{0, 0}, {10, 10}, {10, 0}, {0, 10}})) << "crosses";
  EXPECT_FALSE(is_simple({{0, 0}, {10, 0}, {10, 10}, {5, 0}})) << "touches";
  EXPECT_FALSE(is_simple({{0, 0}, {10, 0}, {10, 0}, {10, 10}})) << "a vertex twice";
  EXPECT_FALSE(is_simple({{0, 0}, {10, 10}, {10, 0}, {0, 10}, {0, 0}})) << "a bow tie";
  EXPECT_FALSE(is_simple({{0, 0}, {10, 0}, {4, 0}})) << "comes back on itself";
  EXPECT_FALSE(is_simple({{0, 0}}));
}

TEST(SampleEdits, CrossingIsMoreThanMeetingAtAnEnd) {
  const Path across{{5, -5}, {5, 5}};
  EXPECT_TRUE(cross(line, across));
  EXPECT_TRUE(cross(across, line));
  EXPECT_FALSE(cross(line, {{45, 0}, {60, 10}}));
  EXPECT_FALSE(cross(line, {{60, 10}, {0, 0}}));
  EXPECT_TRUE(cross(line, {{5, 0}, {5, 9}})) << "an end on an edge";
  EXPECT_FALSE(cross(line, {{20, 1}, {20, 9}})) << "an end at a vertex";
  EXPECT_TRUE(cross(line, {{20, 9}, {20, 1}, {20, -9}})) << "vertices in common within both";
  EXPECT_FALSE(cross(line, {{0, 20}, {50, 20}}));
}

}  // namespace
}  // namespace bdf::sample
