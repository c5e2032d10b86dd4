// SPDX-License-Identifier: MIT
// Two people who both keep a coverage clean edit it: what is merged is clean.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "../unit/geometry_polygons.h"
#include "geometry/measure.h"
#include "geometry/wkb.h"
#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

using testing::IsEmpty;

/// Square fields side by side, by corners that they share; coordinates in tenths of a metre.
class Fields {
 public:
  explicit Fields(int side) : side_(side) {
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x) {
        std::vector<std::size_t> ring;
        for (const auto& [dx, dy] :
             {std::pair(0, 0), {1, 0}, {2, 0}, {2, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}})
          ring.push_back(corner(2 * x + dx, 2 * y + dy));
        keys_.emplace_back("ZONEVEGE" + std::to_string(rings_.size()));
        rings_.push_back(ring);
      }
  }

  /// Corners moved, put in and left out, each in all fields that have it.
  void work(std::mt19937& random, int edits) {
    const auto number = [&](int least, int most) {
      return std::uniform_int_distribution<int>(least, most)(random);
    };
    for (int i = 0; i < edits; ++i) {
      auto& ring = rings_[static_cast<std::size_t>(number(0, static_cast<int>(rings_.size()) - 1))];
      const auto at = static_cast<std::size_t>(number(0, static_cast<int>(ring.size()) - 1));
      const auto from = ring[at];
      const auto to = ring[(at + 1) % ring.size()];
      switch (number(0, 3)) {
        case 0:
          put_in(from, to, number(-15, 15), number(-15, 15));
          break;
        case 1:
          if (is_inner(from) && count(from) == 2) leave_out(from);
          break;
        default:
          if (is_inner(from)) {
            corners_[from].first += number(-25, 25);
            corners_[from].second += number(-25, 25);
          }
      }
    }
  }

  /// A field cut in two, of which one keeps the key, or two that become one. Who has no keys to
  /// give (`keys` is "") leaves the other's out.
  void cut_or_join(std::mt19937& random, const std::string& keys) {
    const auto any = [&](std::size_t size) {
      return std::uniform_int_distribution<std::size_t>(0, size - 1)(random);
    };
    const auto field = any(rings_.size());
    if (any(2) == 0)
      cut(field, any(rings_[field].size()), any(rings_[field].size()),
          keys.empty() ? "" : keys + std::to_string(rings_.size()));
    else
      join(field, any(rings_.size()));
  }

  [[nodiscard]] PlainLayer layer() const {
    PlainLayer layer{plain_schema("zone_de_vegetation", "POLYGON"), {}};
    layer.schema.columns = {{"cleabs", ColumnType::text, "TEXT"}};
    for (std::size_t i = 0; i < rings_.size(); ++i) {
      std::vector<double> xy;
      for (std::size_t k = 0; k <= rings_[i].size(); ++k) {
        const auto& [x, y] = corners_[rings_[i][k % rings_[i].size()]];
        xy.push_back(900000 + x / 10.0);
        xy.push_back(6500000 + y / 10.0);
      }
      layer.rows.push_back({{},
                            Blob{geometry::encode_wkb(geometry::one_ring(xy))},
                            {keys_[i].empty() ? Value{Null{}} : Value{keys_[i]}}});
    }
    return layer;
  }

 private:
  std::size_t corner(int x, int y) {
    const std::pair place(100 * x, 100 * y);
    const auto found = std::find(corners_.begin(), corners_.end(), place);
    if (found == corners_.end()) corners_.push_back(place);
    return static_cast<std::size_t>(std::find(corners_.begin(), corners_.end(), place) -
                                    corners_.begin());
  }
  [[nodiscard]] bool is_inner(std::size_t corner) const {
    const auto& [x, y] = corners_[corner];
    const int most = 200 * side_;
    return x > 40 && y > 40 && x < most - 40 && y < most - 40;
  }
  [[nodiscard]] long count(std::size_t corner) const {
    return std::count_if(rings_.begin(), rings_.end(), [&](const auto& ring) {
      return std::find(ring.begin(), ring.end(), corner) != ring.end();
    });
  }
  void put_in(std::size_t from, std::size_t to, int dx, int dy) {
    if (!is_inner(from) && !is_inner(to)) return;
    corners_.emplace_back((corners_[from].first + corners_[to].first) / 2 + dx,
                          (corners_[from].second + corners_[to].second) / 2 + dy);
    for (auto& ring : rings_)
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto next = (i + 1) % ring.size();
        const bool is_edge =
            (ring[i] == from && ring[next] == to) || (ring[i] == to && ring[next] == from);
        if (!is_edge) continue;
        ring.insert(ring.begin() + static_cast<std::ptrdiff_t>(i) + 1, corners_.size() - 1);
        break;
      }
  }
  void leave_out(std::size_t corner) {
    for (auto& ring : rings_)
      if (ring.size() > 5) std::erase(ring, corner);
  }

  /// Along the straight line between two corners that are not next to one another.
  void cut(std::size_t field, std::size_t from, std::size_t to, const std::string& key) {
    auto& ring = rings_[field];
    if (from > to) std::swap(from, to);
    if (to - from < 2 || from + ring.size() - to < 2) return;
    const auto at = [&](std::size_t i) { return ring.begin() + static_cast<std::ptrdiff_t>(i); };
    const Ring part(at(from), at(to) + 1);
    ring.erase(at(from) + 1, at(to));
    rings_.push_back(part);
    keys_.push_back(key);
  }

  /// Two that have one run of corners in common, and no other.
  void join(std::size_t a, std::size_t b) {
    if (a == b) return;
    auto one = rings_[a];
    auto other = rings_[b];
    const auto in = [](const Ring& ring, std::size_t corner) {
      return std::find(ring.begin(), ring.end(), corner) != ring.end();
    };
    // The run to the end of the one, and to the beginning of the other.
    for (std::size_t i = 0; i < one.size() && (in(other, one.front()) || !in(other, one.back()));
         ++i)
      std::rotate(one.begin(), one.begin() + 1, one.end());
    for (std::size_t i = 0; i < other.size() && (!in(one, other.front()) || in(one, other.back()));
         ++i)
      std::rotate(other.begin(), other.begin() + 1, other.end());
    const auto first =
        std::find_if(one.begin(), one.end(), [&](std::size_t c) { return in(other, c); });
    const Ring run(first, one.end());
    const bool is_one_run = run.size() >= 2 && run.size() < std::min(one.size(), other.size()) &&
                            std::equal(run.rbegin(), run.rend(), other.begin()) &&
                            std::none_of(other.begin() + std::ssize(run), other.end(),
                                         [&](std::size_t c) { return in(one, c); });
    if (!is_one_run) return;
    one.erase(first + 1, one.end());
    // From the run's first corner round the other one, back to the run's last, which is its first.
    one.insert(one.end(), other.begin() + std::ssize(run), other.end());
    one.push_back(run.back());
    rings_[a] = one;
    rings_.erase(rings_.begin() + static_cast<std::ptrdiff_t>(b));
    keys_.erase(keys_.begin() + static_cast<std::ptrdiff_t>(b));
  }

  using Ring = std::vector<std::size_t>;

  int side_;
  std::vector<std::pair<int, int>> corners_;
  std::vector<Ring> rings_;
  std::vector<std::string> keys_;  ///< "" for none
};

class TwoInTheFields {
 public:
  explicit TwoInTheFields(const std::string& authority)
      : trial_("schema: bdtopo\ntolerance: 0.05\nmatching: {distance: 5}\nauthority: {geometry: " +
                   authority +
                   "}\nlayers: {zone_de_vegetation: {coverage: {}, attached_to: "
                   "[zone_de_vegetation]}}\n",
               "zone_de_vegetation", {}) {}

  void expect_a_coverage(unsigned seed, int cuts) {
    std::mt19937 random(seed);
    const Fields ancestor(4);
    auto local = ancestor;
    auto reference = ancestor;
    local.work(random, 5);
    reference.work(random, 5);
    for (int i = 0; i < cuts; ++i) {
      local.cut_or_join(random, "");
      reference.cut_or_join(random, "ZONEVEGE1");
    }
    if (!is_sound(local.layer()) || !is_sound(reference.layer())) return;
    const auto first = trial_.sync({ancestor.layer(), local.layer(), reference.layer()});
    const bool is_told =
        std::any_of(first.summary.findings.begin(), first.summary.findings.end(),
                    [](const Finding& finding) { return finding.code.starts_with("coverage_"); });
    EXPECT_TRUE(is_sound(first.merged) || is_told);
    told_ += is_told ? 1 : 0;
    ++looked_at_;
    const auto edition = trial_.inputs().reference;
    const auto second = trial_.sync_files({edition, first.folder / "merged.gpkg", edition});
    EXPECT_EQ(second.merged.rows == first.merged.rows, true);
    EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
    EXPECT_THAT(described(second.update), IsEmpty());
  }
  [[nodiscard]] int looked_at() const { return looked_at_; }
  /// How many merges told of a flaw that they could not help.
  [[nodiscard]] int told() const { return told_; }

 private:
  /// All ground is covered, and none twice.
  static bool is_sound(const PlainLayer& layer) {
    std::vector<Geometry> areas;
    double sum = 0;
    for (const auto& row : layer.rows) {
      areas.push_back(*geometry::geometry_of(view_of(row.geometry)));
      sum += geometry::area_of(areas.back());
    }
    for (std::size_t i = 0; i < areas.size(); ++i) {
      const auto valid = geometry::to_geos(areas[i]);
      if (GEOSisValid_r(geometry::geos(), valid.get()) != 1) return false;
      for (std::size_t j = i + 1; j < areas.size(); ++j)
        if (geometry::geos_common_area(areas[i], areas[j]) > 1e-6) return false;
    }
    return std::abs(sum - 80 * 80) < 1e-3;
  }

  Trial trial_;
  int looked_at_ = 0;
  int told_ = 0;
};

class Coverage : public testing::TestWithParam<const char*> {};

TEST_P(Coverage, OfTwoWhoKeepItCleanIsClean) {
  const auto seeds = static_cast<unsigned>(seed_count() / 3);
  TwoInTheFields two(GetParam());
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    two.expect_a_coverage(seed, 0);
    if (HasFailure()) break;
  }
  EXPECT_EQ(two.told(), 0);
  EXPECT_GT(two.looked_at(), static_cast<int>(seeds) / 2);
}

INSTANTIATE_TEST_SUITE_P(Authority, Coverage,
                         testing::Values("{owner: shared}", "{owner: reference}"));

/// Where everything is shared: what one side has cut, and the other side's boundaries do not fit,
/// is asked about, and held as local has it with all that hangs together with it.
TEST(CutCoverage, OfTwoWhoKeepItCleanIsClean) {
  const auto seeds = static_cast<unsigned>(seed_count() / 3);
  TwoInTheFields two("{owner: shared}");
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    two.expect_a_coverage(seed, 2);
    if (HasFailure()) break;
  }
  EXPECT_LE(two.told(), two.looked_at() / 200);
  EXPECT_GT(two.looked_at(), static_cast<int>(seeds) / 2);
}

}  // namespace
}  // namespace bdf::tests
