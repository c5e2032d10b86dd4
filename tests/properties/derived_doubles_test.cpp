// SPDX-License-Identifier: MIT
// Two people edit hedges, and what they make of the lines the areas follow: once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "../unit/geometry_polygons.h"
#include "geometry/overlap.h"
#include "io/changeset.h"
#include "io/sync_tables.h"
#include "jobs/apply.h"
#include "jobs/sync.h"
#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

using testing::IsEmpty;

using Place = std::pair<int, int>;  ///< in tenths of a metre
using Course = std::vector<Place>;

/// A hedge: its line, its area, and what lies beside that.
struct Hedge {
  std::string key;
  Course line, outline, wood;
  std::string note;  ///< of the producer's own
};

void move(Place& place, const Place& by) {
  place.first += by.first;
  place.second += by.second;
}
void move(Course& course, const Place& by) {
  for (auto& place : course) move(place, by);
}

Value shape_of(const Course& course, bool closed) {
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

/// Places 100 m apart, each with a hedge of ten metres' width and 90 long; one in three with a wood
/// along its upper side, and one in two has corners alone.
class Hedges {
 public:
  explicit Hedges(int count) {
    for (int i = 0; i < count; ++i) {
      const int y = 1000 * i;
      Hedge hedge{std::to_string(i), {{0, y}, {300, y}, {600, y}, {900, y}}, {}, {}, ""};
      if (i % 2 == 0)
        hedge.outline = {{0, y - 50}, {900, y - 50}, {900, y + 50}, {0, y + 50}};
      else
        hedge.outline = {{0, y - 50},   {300, y - 50}, {900, y - 50}, {900, y + 50},
                         {600, y + 50}, {300, y + 50}, {0, y + 50}};
      if (i % 3 == 0) {
        for (const auto& place : hedge.outline)
          if (place.second > y) hedge.wood.insert(hedge.wood.begin(), place);
        hedge.wood.emplace_back(900, y + 250);
        hedge.wood.emplace_back(0, y + 250);
      }
      hedges_.push_back(hedge);
    }
  }

  /// The last one stays, so that the layers have something in common.
  void work(std::mt19937& random, int edits) {
    for (int i = 0; i < edits; ++i) {
      const auto number = [&](int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random);
      };
      auto& hedge =
          hedges_[static_cast<std::size_t>(number(0, static_cast<int>(hedges_.size()) - 2))];
      const int far = number(0, 1) == 0 ? 30 : 150;
      work(hedge, random, {number(-far, far), number(-far, far)});
    }
  }

  [[nodiscard]] PlainLayer lines() const {
    PlainLayer layer{plain_schema("hedge", "LINESTRING"), {}};
    layer.schema.columns = {{"key", ColumnType::text, "TEXT"}};
    for (const auto& hedge : hedges_)
      if (!hedge.line.empty())
        layer.rows.push_back({{}, shape_of(hedge.line, false), {"H" + hedge.key}});
    return layer;
  }
  [[nodiscard]] PlainLayer areas(bool with_notes) const {
    PlainLayer layer{plain_schema("strip", "POLYGON"), {}};
    layer.schema.columns = {{"key", ColumnType::text, "TEXT"},
                            {"nature", ColumnType::text, "TEXT"}};
    if (with_notes) layer.schema.columns.push_back({"note", ColumnType::text, "TEXT"});
    const auto add = [&](const Course& outline, std::vector<Value> values, const Value& note) {
      if (outline.empty()) return;
      if (with_notes) values.push_back(note);
      layer.rows.push_back({{}, shape_of(outline, true), std::move(values)});
    };
    for (const auto& hedge : hedges_) {
      add(hedge.outline, {"Z" + hedge.key, std::string("Haie")},
          hedge.note.empty() ? Value{Null{}} : Value{hedge.note});
      add(hedge.wood, {"W" + hedge.key, std::string("Bois")}, Null{});
    }
    return layer;
  }
  /// Keys of areas of which the producer holds something.
  [[nodiscard]] std::vector<std::string> noted() const {
    std::vector<std::string> keys;
    for (const auto& hedge : hedges_)
      if (!hedge.note.empty() && !hedge.outline.empty()) keys.push_back("Z" + hedge.key);
    return keys;
  }
  void note(std::mt19937& random) {
    for (auto& hedge : hedges_)
      if (random() % 3 == 0) hedge.note = "planted 1987";
  }

 private:
  static void work(Hedge& hedge, std::mt19937& random, const Place& by) {
    const auto any = [&](Course& course) -> Place& { return course[random() % course.size()]; };
    auto& line = hedge.line;
    auto& outline = hedge.outline;
    switch (random() % 12) {
      case 0:
        line.clear();
        return;
      case 1:
        if (random() % 4 == 0) outline.clear();
        return;
      case 2:
        if (!outline.empty()) move(any(outline), {by.first / 3, by.second / 6});
        return;
      case 3:
        move(line, by);
        return;
      case 4:
        move(line, by);
        move(outline, by);
        return;
      case 5:
        std::reverse(line.begin(), line.end());
        return;
      case 6:
        if (!outline.empty())
          std::rotate(outline.begin(),
                      outline.begin() + static_cast<std::ptrdiff_t>(random() % outline.size()),
                      outline.end());
        return;
      case 7:
        if (line.size() > 1)
          line.insert(line.begin() + 1,
                      {(line[0].first + line[1].first) / 2, (line[0].second + line[1].second) / 2});
        return;
      case 8:
        if (!line.empty()) move(line.back(), {5 * by.first, by.second});
        return;
      default:
        if (!line.empty()) move(any(line), by);
    }
  }

  std::vector<Hedge> hedges_;
};

struct Said {
  std::vector<PlainRow> lines, areas;
  std::map<std::string, Geometry> shapes;  ///< of areas, by key
  std::set<std::string> conflicts;
  std::vector<std::string> update, contribution;
  std::filesystem::path folder;

  /// Keys and shapes of either layer, whatever the order and the fids.
  [[nodiscard]] std::set<std::pair<std::string, std::string>> content() const {
    std::set<std::pair<std::string, std::string>> content;
    for (const auto* rows : {&lines, &areas})
      for (const auto& row : *rows)
        content.emplace(to_text(view_of(row.values[0])), std::get<Blob>(row.geometry).bytes);
    return content;
  }
};

class AtTheHedges {
 public:
  std::string write(const std::string& name, const Hedges& hedges, bool local = false,
                    unsigned order = 0) {
    const auto path = folder_.path() / (name + ".gpkg");
    auto areas = hedges.areas(local);
    auto lines = hedges.lines();
    if (order > 0) {
      areas = shuffled(areas, order);
      lines = shuffled(lines, order + 1);
    }
    write_geopackage(path, {areas, lines});
    return path.string();
  }
  /// Somewhere else, where nothing is known of it but what it holds.
  std::string copy(const Said& said) {
    const auto path = folder_.path() / "copy.gpkg";
    std::filesystem::copy_file(said.folder / "merged.gpkg", path,
                               std::filesystem::copy_options::overwrite_existing);
    return path.string();
  }
  Said sync(const std::string& as, const ThreeWay<std::string>& files, int threads = 1) {
    const auto theme = folder_.path() / (as + ".yaml");
    std::ofstream(theme) << "name: t\nversion: 1\ntolerance: 0.05\nlayers: {strip: {coverage: {}, "
                            "doubles: {layer: hedge, when: {nature: Haie}, as: "
                         << as << "}}, hedge: {}}\n";
    jobs::SyncJob job;
    job.theme = theme.string();
    job.ancestor = files.ancestor;
    job.local = files.local;
    job.reference = files.reference;
    job.key = {"key"};
    job.now = "2026-01-01T00:00:00Z";
    job.confirm_deletions = true;
    job.threads = threads;
    job.out = folder_.path() / ("out" + std::to_string(++syncs_));
    jobs::sync(job);
    Said said;
    said.folder = job.out;
    const auto merged = job.out / "merged.gpkg";
    said.lines = read_layer(merged, "hedge").rows;
    said.areas = read_layer(merged, "strip").rows;
    for (const auto& row : said.areas)
      said.shapes[to_text(view_of(row.values[0]))] = *geometry::geometry_of(view_of(row.geometry));
    auto database = io::Database::open_input(merged);
    for (const auto& conflict : io::read_pending(database)) said.conflicts.insert(conflict.id);
    said.update = described(io::read_changeset(job.out / "update.gpkg"));
    said.contribution = described(io::read_changeset(job.out / "contribution.gpkg"));
    return said;
  }
  /// Local with the update applied.
  Said patched(const Said& said, const std::string& local) {
    jobs::ApplyJob job;
    job.changeset = (said.folder / "update.gpkg").string();
    job.target = local;
    job.out = (folder_.path() / ("patched" + std::to_string(++syncs_) + ".gpkg")).string();
    jobs::apply_changeset(job);
    Said patched;
    patched.lines = read_layer(job.out, "hedge").rows;
    patched.areas = read_layer(job.out, "strip").rows;
    return patched;
  }

 private:
  TemporaryFolder folder_;
  int syncs_ = 0;
};

double overlap(const Said& said, const std::string& one, const std::string& other) {
  const auto a = said.shapes.find(one);
  const auto b = said.shapes.find(other);
  if (a == said.shapes.end() || b == said.shapes.end()) return 0;
  return geometry::common_area(a->second, b->second);
}

/// Three versions of the hedges.
struct Triple {
  explicit Triple(unsigned seed) : random(seed) {
    local.work(random, 6);
    reference.work(random, 6);
    local.note(random);
  }
  std::mt19937 random;
  Hedges ancestor{7}, local{ancestor}, reference{ancestor};
};

class DerivedDoubles : public testing::Test {
 protected:
  /// Over all seeds.
  template <class Check>
  void for_each_seed(unsigned share, Check&& check) {
    for (unsigned seed = 0; seed < seed_count() / share && !HasFailure(); ++seed) {
      SCOPED_TRACE(seed);
      Triple triple(seed);
      const ThreeWay<std::string> files{hedges_.write("ancestor", triple.ancestor),
                                        hedges_.write("local", triple.local, true),
                                        hedges_.write("edition", triple.reference)};
      check(triple, files);
    }
  }
  static void expect_same(const Said& second, const Said& first) {
    EXPECT_EQ(second.content() == first.content(), true);
    EXPECT_THAT(second.update, IsEmpty());
    EXPECT_EQ(second.conflicts, first.conflicts);
    EXPECT_EQ(second.contribution, first.contribution);
  }

  AtTheHedges hedges_;
};

TEST_F(DerivedDoubles, ASecondSyncChangesNothing) {
  std::size_t moved = 0;
  for_each_seed(3, [&](const Triple&, const ThreeWay<std::string>& files) {
    const auto first = hedges_.sync("derived", files);
    const auto merged = (first.folder / "merged.gpkg").string();
    const ThreeWay<std::string> next{files.reference, merged, files.reference};
    expect_same(hedges_.sync("derived", next), first);
    const ThreeWay<std::string> copied{files.reference, hedges_.copy(first), files.reference};
    expect_same(hedges_.sync("derived", copied), first);
    if (hedges_.sync("kept", files).content() != first.content()) ++moved;
  });
  EXPECT_GT(moved, seed_count() / 30);
}

/// What the reference has drawn anew and then gone along is asked about, if the edition by which
/// that was seen is held back.
TEST_F(DerivedDoubles, NorDoesOneAgainstTheOldEdition) {
  std::size_t same = 0;
  for_each_seed(3, [&](const Triple&, const ThreeWay<std::string>& files) {
    const auto first = hedges_.sync("derived", files);
    const ThreeWay<std::string> next{files.ancestor, hedges_.copy(first), files.reference};
    const auto second = hedges_.sync("derived", next);
    if (second.conflicts != first.conflicts) return;
    EXPECT_EQ(second.content() == first.content(), true);
    ++same;
  });
  EXPECT_GT(same, seed_count() / 6);
}

TEST_F(DerivedDoubles, LoseNothingThatIsTheProducers) {
  std::size_t held = 0;
  for_each_seed(6, [&](const Triple& triple, const ThreeWay<std::string>& files) {
    const auto first = hedges_.sync("derived", files);
    for (const auto& key : triple.local.noted()) {
      EXPECT_TRUE(first.shapes.contains(key)) << key;
      ++held;
    }
  });
  EXPECT_GT(held, 0U);
}

TEST_F(DerivedDoubles, OverlapNothingThatTheyWouldNotIfKept) {
  std::size_t looked_at = 0;
  for_each_seed(3, [&](const Triple&, const ThreeWay<std::string>& files) {
    const auto derived = hedges_.sync("derived", files);
    const auto kept = hedges_.sync("kept", files);
    for (const auto& [one, shape] : derived.shapes)
      for (const auto& [other, unused] : derived.shapes)
        if (one < other) {
          const double now = overlap(derived, one, other);
          EXPECT_LE(now, overlap(kept, one, other) + 0.05 * 0.05 + 1e-6) << one << ' ' << other;
          ++looked_at;
        }
  });
  EXPECT_GT(looked_at, 0U);
}

TEST_F(DerivedDoubles, AreTheSameInAnyOrderAndNumberOfThreads) {
  for_each_seed(12, [&](const Triple& triple, const ThreeWay<std::string>& files) {
    const auto first = hedges_.sync("derived", files);
    const auto order = static_cast<unsigned>(files.local.size()) + 7;
    const ThreeWay<std::string> shuffled_files{
        hedges_.write("ancestor2", triple.ancestor, false, order),
        hedges_.write("local2", triple.local, true, order + 2),
        hedges_.write("edition2", triple.reference, false, order + 4)};
    const auto other = hedges_.sync("derived", shuffled_files, 4);
    EXPECT_EQ(other.content() == first.content(), true);
    EXPECT_EQ(other.conflicts, first.conflicts);
    EXPECT_EQ(hedges_.patched(first, files.local).content() == first.content(), true);
  });
}

}  // namespace
}  // namespace bdf::tests
