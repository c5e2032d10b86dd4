// SPDX-License-Identifier: MIT
// What the producer says of each place of a line stays said of that place, however often the
// reference cuts, joins and draws the line anew.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <set>

#include "geometry/place.h"
#include "geometry/wkb.h"
#include "io/sync_tables.h"
#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

using testing::IsEmpty;

constexpr int last_vertex = 24;
constexpr double step = 50;  ///< metres between two vertices, eastwards
constexpr double near_a_cut = 9;

/// One river from west to east, cut into reaches at some of its vertices.
class River {
 public:
  explicit River(std::mt19937& random) : random_(random) {
    for (int i = 0; i <= last_vertex; ++i) north_.push_back(between(-6, 6));
    for (int i = 1; i < last_vertex; ++i)
      if (chance(4)) cuts_.insert(i);
    cuts_.insert({0, last_vertex});
    name_reaches();
  }

  void draw_anew() {
    for (int i = 1; i < last_vertex; ++i)
      if (chance(6)) north_[static_cast<std::size_t>(i)] += between(-2, 2);
  }

  void cut_anew() {
    for (int i = 1; i < last_vertex; ++i) {
      if (cuts_.contains(i) && chance(5))
        cuts_.erase(i);
      else if (!cuts_.contains(i) && chance(9))
        cuts_.insert(i);
    }
    name_reaches();
  }

  [[nodiscard]] PlainLayer layer(bool with_status) const {
    PlainLayer layer{plain_schema("stream", "LINESTRING"), {}};
    layer.schema.columns = {{"key", ColumnType::text, "TEXT"}, {"name", ColumnType::text, "TEXT"}};
    if (with_status) layer.schema.columns.push_back({"status", ColumnType::text, "TEXT"});
    for (auto from = cuts_.begin(); std::next(from) != cuts_.end(); ++from) {
      Geometry line;
      line.kind = GeometryKind::line;
      for (int i = *from; i <= *std::next(from); ++i)
        line.xy.insert(line.xy.end(), {step * i, north_[static_cast<std::size_t>(i)]});
      line.rings = {0, static_cast<std::uint32_t>(line.vertex_count())};
      line.parts = {0, 1};
      PlainRow row{{}, Blob{geometry::encode_wkb(line)}, {}};
      row.values = {keys_.at({*from, *std::next(from)}), name_};
      if (with_status) row.values.emplace_back(status_of_new());
      layer.rows.push_back(std::move(row));
    }
    return layer;
  }

  void rename() { name_ = fmt::format("river {}", ++names_); }

 private:
  double between(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random_);
  }
  bool chance(int one_in) { return std::uniform_int_distribution<int>(1, one_in)(random_) == 1; }
  [[nodiscard]] std::string status_of_new() const {
    return std::string(1, "abc"[std::uniform_int_distribution<int>(0, 2)(random_)]);
  }

  /// A reach that is as it was keeps its key; one that only begins where an earlier one did keeps
  /// that one's, now and then, and others have keys of their own.
  void name_reaches() {
    std::map<std::pair<int, int>, std::string> keys;
    std::set<std::string> taken;
    for (auto from = cuts_.begin(); std::next(from) != cuts_.end(); ++from)
      if (const auto known = keys_.find({*from, *std::next(from)}); known != keys_.end())
        taken.insert(known->second);
    for (auto from = cuts_.begin(); std::next(from) != cuts_.end(); ++from) {
      const std::pair<int, int> reach{*from, *std::next(from)};
      const auto known = keys_.lower_bound({*from, 0});
      const bool begins_there = known != keys_.end() && known->first.first == *from;
      if (const auto same = keys_.find(reach); same != keys_.end())
        keys[reach] = same->second;
      else if (begins_there && chance(2) && taken.insert(known->second).second)
        keys[reach] = known->second;
      else
        keys[reach] = fmt::format("K{}", ++reaches_);
    }
    keys_ = std::move(keys);
  }

  std::mt19937& random_;
  std::vector<double> north_;
  std::set<int> cuts_;
  std::map<std::pair<int, int>, std::string> keys_;
  std::string name_ = "river";
  int reaches_ = 0;
  int names_ = 0;
};

class SaidAlong : public testing::TestWithParam<const char*> {
 protected:
  static std::string rules() {
    return std::string("tolerance: 0.05\nmatching: {distance: 10, far: 1000}\nvalues_meet: ") +
           GetParam() + "\nauthority: {by_attribute: {status: {owner: producer}}}\n";
  }
};

/// Where a feature, or an interval of one, says what: from and to in metres east.
struct Said {
  double from, to;
  std::string status;
  bool operator<(const Said& other) const { return from < other.from; }
};

std::pair<double, double> range_of(const Value& wkb) {
  const auto line = geometry::geometry_of(view_of(wkb)).value();
  return {line.xy[0], line.xy[line.xy.size() - 2]};
}

std::string at(const std::vector<Said>& said, double east) {
  std::string found = "nothing";
  for (const auto& one : said)
    if (one.from <= east && east <= one.to) found = one.status;
  return found;
}

/// An interval is said after its line.
std::vector<Said> said_in(const std::filesystem::path& file) {
  std::vector<Said> said;
  const auto layer = read_layer(file, "stream");
  for (const auto& row : layer.rows) {
    const auto [from, to] = range_of(row.geometry);
    said.push_back({from, to, to_text(view_of(value_in(layer, row, "status")))});
  }
  auto database = io::Database::open_input(file);
  for (const auto& one : io::read_intervals(database)) {
    const auto [from, to] = range_of(one.geometry);
    said.push_back({from, to, one.value.value_or("")});
  }
  return said;
}

TEST_P(SaidAlong, StaysSaid) {
  int rounds = 0;
  int parts = 0;
  for (std::uint32_t seed = 1; seed <= seed_count() / 10; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    River river(random);
    Trial trial(rules());
    auto before = trial.write("r0", river.layer(false));
    auto local = trial.write("l0", river.layer(true));
    auto said = said_in(local);
    for (int round = 1; round <= 5; ++round) {
      if (round % 2 == 0) river.draw_anew();
      if (round != 3) river.cut_anew();
      if (round == 3) river.rename();
      const auto after = trial.write(fmt::format("r{}", round), river.layer(false));
      const auto synced = trial.sync_files({before, local, after});
      for (const auto& conflict : synced.conflicts)
        ADD_FAILURE() << "round " << round << ", " << conflict.ids.reference << ": "
                      << conflict.reason << "\n"
                      << conflict.values.local.value_or("") << "\n"
                      << conflict.values.reference.value_or("");
      EXPECT_THAT(described(synced.contribution), IsEmpty()) << "round " << round;
      local = synced.folder / "merged.gpkg";
      before = after;
      const auto now = said_in(local);
      std::vector<double> cuts;
      for (const auto& all : {said, now})
        for (const auto& one : all) cuts.insert(cuts.end(), {one.from, one.to});
      for (double east = 1; east < step * last_vertex; east += 7) {
        const bool unclear = std::any_of(cuts.begin(), cuts.end(), [&](double cut) {
          return std::abs(cut - east) < near_a_cut;
        });
        if (unclear) continue;
        EXPECT_EQ(at(now, east), at(said, east)) << "round " << round << " at " << east;
      }
      auto database = io::Database::open_input(local);
      parts +=
          static_cast<int>(io::read_lineage(database).size() + io::read_intervals(database).size());
      const auto again = trial.sync_files({after, local, after});
      EXPECT_EQ(again.merged.rows, synced.merged.rows) << "round " << round;
      EXPECT_THAT(described(again.contribution), IsEmpty());
      EXPECT_THAT(described(again.update), IsEmpty());
      said = now;
      ++rounds;
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(parts, rounds);
}

INSTANTIATE_TEST_SUITE_P(ValuesMeet, SaidAlong, testing::Values("split", "interval"));

}  // namespace
}  // namespace bdf::tests
