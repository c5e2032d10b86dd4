// SPDX-License-Identifier: MIT
// A key that is lost changes nothing, where everything else says whose it was.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

/// How often each content occurs, the key left aside.
std::map<Content, int> occurrences(const PlainLayer& layer, const std::set<std::string>& columns) {
  std::map<Content, int> count;
  for (const auto& row : layer.rows) ++count[content_of(layer, row, columns)];
  return count;
}

/// Local without the keys of what is alike, and like nothing else, on all sides.
PlainLayer without_keys(const ThreeWay<PlainLayer>& triple, std::size_t& lost) {
  auto columns = common_columns({&triple.ancestor, &triple.local, &triple.reference});
  columns.erase("key");
  columns.insert("geometry");
  const auto counts =
      triple.map([&](const PlainLayer& layer) { return occurrences(layer, columns); });
  auto local = triple.local;
  const auto key = *local.schema.find("key");
  for (auto& row : local.rows) {
    const auto content = content_of(local, row, columns);
    const bool only = counts.local.at(content) == 1 && counts.ancestor.contains(content) &&
                      counts.ancestor.at(content) == 1 && counts.reference.contains(content) &&
                      counts.reference.at(content) == 1;
    if (!only || !content.contains("geometry")) continue;
    row.values[key] = Null{};
    ++lost;
  }
  return local;
}

TEST(LostKeys, OfWhatNobodyChangedAreGivenBackAndAllElseIsAsItWas) {
  std::size_t lost = 0;
  for (std::uint32_t seed = 0; seed < seed_count(); ++seed) {
    SCOPED_TRACE(seed);
    const auto triple = random_triple(seed, {.broken_keys = false, .other_columns = false});
    match::GeometricOptions geometric;
    geometric.distance = geometric.tolerance = 0.01;
    Trial trial(geometric);
    const auto with = trial.sync(triple);
    const auto without =
        trial.sync({triple.ancestor, without_keys(triple, lost), triple.reference});
    const auto columns = common_columns({&with.merged, &without.merged});
    EXPECT_EQ(contents_of(without.merged, columns), contents_of(with.merged, columns));
    EXPECT_EQ(described(without.contribution), described(with.contribution));
    EXPECT_EQ(without.conflict_ids(), with.conflict_ids());
    if (HasFailure()) return;
  }
  EXPECT_GT(lost, std::size_t{seed_count()});
}

/// Of a class that has a key, which the producer's file has dropped with its column.
PlainLayer without_key_column(PlainLayer layer) {
  const auto key = static_cast<std::ptrdiff_t>(*layer.schema.find("cleabs"));
  layer.schema.columns.erase(layer.schema.columns.begin() + key);
  for (auto& row : layer.rows) row.values.erase(row.values.begin() + key);
  return layer;
}

TEST(LostKeys, WithTheirColumnChangeNothingEither) {
  for (std::uint32_t seed = 0; seed < seed_count() / 4; ++seed) {
    SCOPED_TRACE(seed);
    auto layer = random_triple(seed, {.broken_keys = false, .other_columns = false}).ancestor;
    layer.schema.layer = "haie";
    layer.schema.columns[*layer.schema.find("key")].name = "cleabs";
    Trial trial("schema: bdtopo\nmatching: {distance: 0.01}\n", "haie", {});
    const auto run = trial.sync({layer, without_key_column(layer), layer});
    const auto columns = common_columns({&layer, &run.merged});
    EXPECT_EQ(contents_of(run.merged, columns), contents_of(without_key_column(layer), columns));
    EXPECT_EQ(described(run.update), std::vector<std::string>());
    EXPECT_EQ(described(run.contribution), std::vector<std::string>());
    EXPECT_EQ(run.summary.layers.at(0).outcomes.at(Outcome::unchanged), layer.rows.size());
    const auto applied = trial.apply(run.folder / "update.gpkg", trial.inputs().local, "applied");
    EXPECT_EQ(contents_of(read_layer(applied, "haie"), columns), contents_of(run.merged, columns));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace bdf::tests
