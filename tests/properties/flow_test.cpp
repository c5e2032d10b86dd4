// SPDX-License-Identifier: MIT
// Two people turn and take out reaches: where their work together would shut water in or let it go
// round, somebody is asked, or, where there is nothing to be had by asking, told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "geometry/wkb.h"
#include "support/network_edits.h"
#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

using testing::IsEmpty;

constexpr auto layer_name = "troncon_hydrographique";
const std::string direct = "Sens direct";
const std::string inverse = "Sens inverse";

/// Every reach flows to the north or the east.
PlainLayer rivers(int side) {
  auto layer = grid_network(side);
  layer.schema.layer = layer_name;
  layer.schema.columns = {{"cleabs", ColumnType::text, "TEXT"},
                          {"sens_de_l_ecoulement", ColumnType::text, "TEXT"}};
  for (auto& row : layer.rows) row.values[1] = direct;
  return layer;
}

PlainLayer edited(PlainLayer layer, std::mt19937& random, int turned, int taken_out) {
  const auto any = [&] {
    return std::uniform_int_distribution<std::size_t>(0, layer.rows.size() - 1)(random);
  };
  for (int i = 0; i < taken_out; ++i)
    layer.rows.erase(layer.rows.begin() + static_cast<std::ptrdiff_t>(any()));
  for (int i = 0; i < turned; ++i) layer.rows[any()].values[1] = inverse;
  return layer;
}

/// The reaches by key, from where the water comes to where it goes.
using Reaches = std::map<std::string, std::pair<Place, Place>>;

Reaches reaches_of(const PlainLayer& layer) {
  Reaches reaches;
  for (const auto& row : layer.rows) {
    const auto line = *geometry::geometry_of(view_of(row.geometry));
    Place from{line.xy[0], line.xy[1]};
    Place to{line.xy[line.xy.size() - 2], line.xy.back()};
    if (row.values[1] == Value(inverse)) std::swap(from, to);
    reaches.emplace(std::get<std::string>(row.values[0]), std::pair(from, to));
  }
  return reaches;
}

/// Where water can get to.
std::set<Place> downstream(const Reaches& reaches, const Place& place) {
  std::set<Place> reached;
  std::vector<Place> todo{place};
  while (!todo.empty()) {
    const auto here = todo.back();
    todo.pop_back();
    for (const auto& [key, ends] : reaches)
      if (ends.first == here && reached.insert(ends.second).second) todo.push_back(ends.second);
  }
  return reached;
}

std::set<std::string> going_round(const Reaches& reaches) {
  std::set<std::string> keys;
  for (const auto& [key, ends] : reaches)
    if (downstream(reaches, ends.second).contains(ends.first)) keys.insert(key);
  return keys;
}

std::set<Place> sinks(const Reaches& reaches) {
  std::set<Place> places;
  for (const auto& [key, ends] : reaches) places.insert(ends.second);
  for (const auto& [key, ends] : reaches) places.erase(ends.first);
  return places;
}

/// The reaches of `keys` from which water gets to that one, and that it gets to from there.
std::set<std::string> round_with(const Reaches& reaches, const std::string& key) {
  std::set<std::string> with;
  const auto& ends = reaches.at(key);
  const auto after = downstream(reaches, ends.second);
  for (const auto& [other, other_ends] : reaches)
    if (after.contains(other_ends.first) &&
        downstream(reaches, other_ends.second).contains(ends.first))
      with.insert(other);
  return with;
}

class TwoWhoTurnReaches {
 public:
  void expect_to_be_asked(unsigned seed) {
    std::mt19937 random(seed);
    const auto ancestor = rivers(4);
    const int busy = 1 + static_cast<int>(seed % 2);
    const auto local = edited(ancestor, random, 3 * busy, busy);
    const auto reference = edited(ancestor, random, 3 * busy, busy);
    const auto first =
        sync({trial_.write("a", ancestor), trial_.write("l", local), trial_.write("r", reference)});
    expect_sound(reaches_of(local), reaches_of(reference), reaches_of(first.merged));
    asked_ += open_.empty() ? 0 : 1;
    only_told_ += open_.empty() && !told_.empty() ? 1 : 0;
    const auto before = open_;
    expect_same_in_any_order({ancestor, local, reference}, reaches_of(first.merged), random);
    const auto edition = trial_.path("r.gpkg");
    const auto second = sync({edition, first.folder / "merged.gpkg", edition});
    EXPECT_EQ(second.merged.rows, first.merged.rows);
    EXPECT_EQ(open_, before);
    EXPECT_THAT(described(second.update), IsEmpty());
  }

  /// Whatever the order of the rows, the same is asked, and merged is the same.
  void expect_same_in_any_order(ThreeWay<PlainLayer> layers, const Reaches& merged,
                                std::mt19937& random) {
    const auto asked = open_;
    ThreeWay<std::filesystem::path> files;
    for (const auto side : all_sides) {
      auto& rows = layers[side].rows;
      std::shuffle(rows.begin(), rows.end(), random);
      for (auto& row : rows) row.fid.reset();
      files[side] = trial_.write(std::string(name_of(side)) + "-shuffled", layers[side]);
    }
    const auto outcomes = sync(files);
    EXPECT_EQ(open_, asked);
    EXPECT_EQ(reaches_of(outcomes.merged), merged);
  }

  [[nodiscard]] std::size_t asked() const { return asked_; }
  [[nodiscard]] std::size_t only_told() const { return only_told_; }

 private:
  Outcomes sync(const ThreeWay<std::filesystem::path>& files) {
    auto outcomes = trial_.sync_files(files);
    told_.clear();
    for (const auto& finding : outcomes.summary.findings)
      if (finding.code.starts_with("network_")) told_.insert(finding.code);
    open_ = outcomes.asked_about();
    return outcomes;
  }

  /// No reach goes round, and no place is a sink, that is neither side's, unless something there is
  /// being asked about.
  void expect_sound(const Reaches& local, const Reaches& reference, const Reaches& merged) {
    const auto known_round = [&](const std::string& key) {
      return going_round(local).contains(key) || going_round(reference).contains(key);
    };
    for (const auto& key : going_round(merged))
      EXPECT_TRUE(known_round(key) || is_open(round_with(merged, key)) ||
                  told_.contains("network_circuit"))
          << key << " goes round";
    for (const auto& place : sinks(merged)) {
      if (sinks(local).contains(place) || sinks(reference).contains(place)) continue;
      std::set<std::string> there;
      for (const auto* version : {&local, &reference, &merged})
        for (const auto& [key, ends] : *version)
          if (ends.first == place || ends.second == place) there.insert(key);
      EXPECT_TRUE(is_open(there) || told_.contains("network_sink"))
          << "water is shut in at " << place.first << ' ' << place.second;
    }
  }

  [[nodiscard]] bool is_open(const std::set<std::string>& keys) const {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const std::string& key) { return open_.contains(key); });
  }

  Trial trial_{"schema: bdtopo\nlayers: {troncon_hydrographique: {network: {}}}\n", layer_name, {}};
  std::set<std::string> open_;
  std::set<std::string> told_;  ///< codes of findings
  std::size_t asked_ = 0;
  std::size_t only_told_ = 0;  ///< seeds
};

TEST(Flow, OfTwoWhoTurnReachesIsSoundOrAskedAbout) {
  const auto seeds = static_cast<unsigned>(seed_count() / 3);
  TwoWhoTurnReaches two;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    two.expect_to_be_asked(seed);
    if (testing::Test::HasFailure()) break;
  }
  EXPECT_GT(two.asked(), seeds / 5);
  EXPECT_LT(two.only_told(), two.asked() / 8);
}

}  // namespace
}  // namespace bdf::tests
