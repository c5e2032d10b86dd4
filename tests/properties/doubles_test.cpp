// SPDX-License-Identifier: MIT
// Two people edit hedges that two layers hold, without a thought for one another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "../unit/geometry_polygons.h"
#include "io/changeset.h"
#include "io/sync_tables.h"
#include "jobs/sync.h"
#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

using testing::IsEmpty;

using Place = std::pair<int, int>;  ///< in tenths of a metre
using Course = std::vector<Place>;

/// A hedge: its line, its area, or both.
struct Hedge {
  std::string key, height = "2";
  Course line, outline;
};

/// Places 300 m apart, each second with a hedge and an area of ten metres' width.
class Hedges {
 public:
  explicit Hedges(int count) {
    for (int i = 0; i < count; ++i) {
      Hedge hedge;
      hedge.key = std::to_string(i);
      if (i % 2 == 0) {
        hedge.line = line_at(i);
        hedge.outline = outline_at(i);
      }
      hedges_.push_back(hedge);
    }
  }

  /// The last one stays, so that the layers have something in common.
  void work(std::mt19937& random, int edits) {
    const auto number = [&](int least, int most) {
      return std::uniform_int_distribution<int>(least, most)(random);
    };
    for (int i = 0; i < edits; ++i) {
      const int place = number(0, static_cast<int>(hedges_.size()) - 2);
      auto& hedge = hedges_[static_cast<std::size_t>(place)];
      const int far = number(0, 1) == 0 ? 40 : 300;
      const Place by{number(-far, far), number(-far, far)};
      switch (number(0, 10)) {
        case 0:
          hedge.line.clear();
          break;
        case 1:
          hedge.outline.clear();
          break;
        case 2:
          move(hedge.outline, by);
          break;
        case 3:
          move(hedge.line, by);
          move(hedge.outline, by);
          break;
        case 4:
          hedge.height += 'x';
          break;
        case 5:
          if (hedge.line.size() > 2) hedge.line.erase(hedge.line.begin() + 1);
          break;
        case 6:
          if (hedge.line.empty()) hedge.line = line_at(place);
          break;
        case 7:
          if (hedge.outline.empty()) hedge.outline = outline_at(place);
          break;
        case 8:
          hedge.line.clear();
          hedge.outline.clear();
          break;
        default:
          if (!hedge.line.empty())
            move(hedge.line[static_cast<std::size_t>(
                     number(0, static_cast<int>(hedge.line.size()) - 1))],
                 by);
      }
    }
  }

  [[nodiscard]] PlainLayer lines() const {
    PlainLayer layer{plain_schema("hedge", "LINESTRING"), {}};
    layer.schema.columns = {{"key", ColumnType::text, "TEXT"},
                            {"height", ColumnType::text, "TEXT"}};
    for (const auto& hedge : hedges_)
      if (!hedge.line.empty())
        layer.rows.push_back({{}, shape_of(hedge.line, false), {"H" + hedge.key, hedge.height}});
    return layer;
  }
  [[nodiscard]] PlainLayer areas() const {
    PlainLayer layer{plain_schema("strip", "POLYGON"), {}};
    layer.schema.columns = {{"key", ColumnType::text, "TEXT"},
                            {"nature", ColumnType::text, "TEXT"}};
    for (const auto& hedge : hedges_)
      if (!hedge.outline.empty())
        layer.rows.push_back(
            {{}, shape_of(hedge.outline, true), {"Z" + hedge.key, std::string("Haie")}});
    return layer;
  }

 private:
  static Course line_at(int i) {
    return {{0, 3000 * i}, {300, 3000 * i}, {600, 3000 * i}, {900, 3000 * i}};
  }
  static Course outline_at(int i) {
    Course outline;
    for (int x = 0; x <= 900; x += 300) outline.emplace_back(x, 3000 * i - 50);
    for (int x = 900; x >= 0; x -= 300) outline.emplace_back(x, 3000 * i + 50);
    return outline;
  }
  static void move(Place& place, const Place& by) {
    place.first += by.first;
    place.second += by.second;
  }
  static void move(Course& course, const Place& by) {
    for (auto& place : course) move(place, by);
  }
  static Value shape_of(const Course& course, bool closed) {
    std::vector<double> xy;
    for (std::size_t i = 0; i < course.size() + (closed ? 1 : 0); ++i) {
      const auto& [x, y] = course[i % course.size()];
      xy.push_back(900000 + x / 10.0);
      xy.push_back(6500000 + y / 10.0);
    }
    auto geometry = geometry::one_ring(xy);
    if (!closed) geometry.kind = GeometryKind::line;
    return Blob{geometry::encode_wkb(geometry)};
  }

  std::vector<Hedge> hedges_;
};

class TwoAtTheHedges {
 public:
  explicit TwoAtTheHedges(const std::string& as) {
    std::ofstream(folder_.path() / "theme.yaml")
        << "name: t\nversion: 1\ntolerance: 0.05\nlayers: {strip: {doubles: {layer: hedge, when: "
           "{nature: Haie}, as: "
        << as << "}}, hedge: {}}\n";
  }

  struct Said {
    std::vector<PlainRow> lines, areas;
    std::set<std::string> conflicts;
    std::vector<std::string> update, contribution, findings;
  };

  void expect_settled(unsigned seed) {
    std::mt19937 random(seed);
    const Hedges ancestor(7);
    auto local = ancestor;
    auto reference = ancestor;
    local.work(random, 8);
    reference.work(random, 8);
    const auto edition = write("reference", reference);
    const auto first = sync(write("ancestor", ancestor), write("local", local), edition);
    const auto second = sync(edition, (job_.out / "merged.gpkg").string(), edition);
    EXPECT_EQ(second.lines == first.lines, true);
    EXPECT_EQ(second.areas == first.areas, true);
    EXPECT_EQ(second.conflicts, first.conflicts);
    EXPECT_EQ(second.contribution, first.contribution);
    EXPECT_THAT(second.update, IsEmpty());
    EXPECT_THAT(second.findings, IsEmpty());
    told_ += first.findings.size();
  }
  /// Of what only one side has changed merged is that side.
  void expect_that_side(unsigned seed) {
    std::mt19937 random(seed);
    const Hedges ancestor(7);
    auto edited = ancestor;
    edited.work(random, 8);
    const auto old = write("ancestor", ancestor);
    const auto edition = write("edited", edited);
    for (const auto& [local, reference] : {std::pair(old, edition), std::pair(edition, old)}) {
      const auto said = sync(old, local, reference);
      EXPECT_EQ(shapes_of(said.lines), shapes_of(edited.lines().rows));
      EXPECT_EQ(shapes_of(said.areas), shapes_of(edited.areas().rows));
      EXPECT_THAT(said.findings, IsEmpty());
    }
  }
  [[nodiscard]] std::size_t told() const { return told_; }

 private:
  static std::set<std::pair<std::string, std::string>> shapes_of(
      const std::vector<PlainRow>& rows) {
    std::set<std::pair<std::string, std::string>> shapes;
    for (const auto& row : rows)
      shapes.emplace(to_text(view_of(row.values[0])), std::get<Blob>(row.geometry).bytes);
    return shapes;
  }
  std::string write(const std::string& name, const Hedges& hedges) {
    const auto path = folder_.path() / (name + ".gpkg");
    write_geopackage(path, {hedges.areas(), hedges.lines()});
    return path.string();
  }
  Said sync(const std::string& ancestor, const std::string& local, const std::string& reference) {
    job_.theme = (folder_.path() / "theme.yaml").string();
    job_.ancestor = ancestor;
    job_.local = local;
    job_.reference = reference;
    job_.key = {"key"};
    job_.now = "2026-01-01T00:00:00Z";
    job_.confirm_deletions = true;
    job_.threads = 1;
    job_.out = folder_.path() / ("out" + std::to_string(++syncs_));
    const auto summary = jobs::sync(job_);
    Said said;
    const auto merged = job_.out / "merged.gpkg";
    said.lines = read_layer(merged, "hedge").rows;
    said.areas = read_layer(merged, "strip").rows;
    auto database = io::Database::open_input(merged);
    for (const auto& conflict : io::read_pending(database)) said.conflicts.insert(conflict.id);
    said.update = described(io::read_changeset(job_.out / "update.gpkg"));
    said.contribution = described(io::read_changeset(job_.out / "contribution.gpkg"));
    for (const auto& finding : summary.findings)
      if (finding.code == "held_twice" || finding.code == "double_left_behind")
        said.findings.push_back(finding.feature);
    return said;
  }

  TemporaryFolder folder_;
  jobs::SyncJob job_;
  int syncs_ = 0;
  std::size_t told_ = 0;
};

class Doubles : public testing::TestWithParam<const char*> {};
class DoublesOfOneSide : public testing::TestWithParam<const char*> {};

TEST_P(Doubles, ASecondSyncChangesNothing) {
  const auto seeds = static_cast<unsigned>(seed_count() / 3);
  TwoAtTheHedges two(GetParam());
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    two.expect_settled(seed);
    if (HasFailure()) break;
  }
  EXPECT_GT(two.told(), 0U);
}

TEST_P(DoublesOfOneSide, Stand) {
  TwoAtTheHedges two(GetParam());
  for (unsigned seed = 0; seed < static_cast<unsigned>(seed_count() / 6); ++seed) {
    SCOPED_TRACE(seed);
    two.expect_that_side(seed);
    if (HasFailure()) break;
  }
}

INSTANTIATE_TEST_SUITE_P(As, Doubles, testing::Values("reported", "kept"));
INSTANTIATE_TEST_SUITE_P(As, DoublesOfOneSide, testing::Values("reported", "kept"));

}  // namespace
}  // namespace bdf::tests
