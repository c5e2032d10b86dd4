// SPDX-License-Identifier: MIT
#include "jobs/sayable_part.h"

#include <gmock/gmock.h>

#include <limits>

#include "exchange_samples.h"
#include "io/ign_transaction.h"
#include "io/wfs_transaction.h"

namespace bdf::io {
namespace {

using jobs::LeftOut;
using jobs::SayableParts;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// The changes: T1 deleted, part-1 and part-2 in its place, T2 updated, T3 deleted, a-new-one.
class SayablePartTest : public ExchangeTest {
 protected:
  /// No two objects meet.
  void SetUp() override {
    ExchangeTest::SetUp();
    const auto drawn = table_.geometries;
    table_.geometries = {};
    for (std::size_t row = 0; row < table_.size(); ++row) {
      const auto line = wkb(fmt::format("LINESTRING (0 {0}, 5 {0})", 10 * (row + 1)).c_str());
      table_.geometries.push_back(row < 4 ? view_of(Value(line)) : drawn[row]);
    }
    update().geometry->before = to_value(update().feature.geometry());
  }
  [[nodiscard]] std::vector<Change>& changes() { return changeset_.layers[0].changes; }
  [[nodiscard]] Change& update() { return changes()[3]; }
  [[nodiscard]] SayableParts parts(const Sayable& sayable = sayable_in_ign_transactions()) const {
    return jobs::sayable_parts(changeset_.layers, sayable, theme_);
  }
  static std::vector<std::string> ids(const std::vector<LayerChanges>& layers) {
    std::vector<std::string> ids;
    for (const auto& layer : layers)
      for (const auto& change : layer.changes) ids.push_back(change.id);
    return ids;
  }
  static std::vector<std::string> things(const SayableParts& parts) {
    std::vector<std::string> things;
    for (const auto& one : parts.why) things.push_back(one.object + " " + one.thing);
    return things;
  }

  rules::Theme theme_ = rules::load_theme("generic");
};

TEST_F(SayablePartTest, WhatCanBeSaidIsSaidAsItIs) {
  const auto all = parts();
  EXPECT_EQ(ids(all.said), ids(changeset_.layers));
  EXPECT_THAT(all.left_out, IsEmpty());
  EXPECT_THAT(all.why, IsEmpty());
}

TEST_F(SayablePartTest, OneAttributeStaysOutAndTheOthersGo) {
  update().values = {{1, 1.0, no_number, Status::offered},
                     {3, std::int64_t{0}, std::int64_t{1}, Status::offered}};
  const auto halves = parts();
  EXPECT_EQ(ids(halves.said), ids(changeset_.layers));
  const auto& said = halves.said[0].changes[3];
  ASSERT_EQ(said.values.size(), 1U);
  EXPECT_EQ(said.values[0].column, 3U);
  EXPECT_TRUE(said.geometry.has_value());
  EXPECT_THAT(ids(halves.left_out), ElementsAre("T2"));
  const auto& rest = halves.left_out[0].changes[0];
  ASSERT_EQ(rest.values.size(), 1U);
  EXPECT_EQ(rest.values[0].column, 1U);
  EXPECT_EQ(rest.values[0].before, Value(1.0));
  EXPECT_FALSE(rest.geometry.has_value());
  EXPECT_THAT(halves.why,
              ElementsAre(LeftOut{"troncon", "T2", "largeur", "ign-json cannot say nan"}));
}

TEST_F(SayablePartTest, NoPartOfASplitGoesWithoutTheOthers) {
  changes()[2].values = {{1, Null{}, no_number, Status::offered}};
  const auto halves = parts();
  EXPECT_THAT(ids(halves.said), ElementsAre("T2", "T3", "a-new-one"));
  EXPECT_THAT(ids(halves.left_out), ElementsAre("T1", "part-1", "part-2"));
  const std::string company =
      "it goes together with object of part-2 (layer “troncon”), which cannot be said";
  EXPECT_THAT(halves.why, ElementsAre(LeftOut{"troncon", "T1", "object", company},
                                      LeftOut{"troncon", "part-1", "object", company},
                                      LeftOut{"troncon", "part-2", "object",
                                              "“largeur”: ign-json cannot say nan"}));
}

TEST_F(SayablePartTest, GeometriesThatMeetStayTogether) {
  update().geometry->after = wkb("LINESTRING (9 6, nan 1)");
  auto halves = parts();
  EXPECT_THAT(things(halves), ElementsAre("T2 geometry"));
  update().geometry->after = wkb("LINESTRING (5 6, 1 1)");
  changes()[5].values = {{1, Null{}, no_number, Status::offered}};
  halves = parts();
  // It meets the new object at one end, and the parts of the split at the other.
  EXPECT_THAT(things(halves), ElementsAre("T1 object", "part-1 object", "part-2 object",
                                          "T2 geometry", "a-new-one object"));
  EXPECT_THAT(ids(halves.said), ElementsAre("T2", "T3"));
  EXPECT_EQ(halves.said[0].changes[0].values.size(), 2U);
}

TEST_F(SayablePartTest, AnObjectWithoutANameOfItsOwnStaysOutWithAllOfIt) {
  update().id = "2f9d6c3a";
  const auto halves = parts();
  EXPECT_THAT(things(halves),
              ElementsAre("2f9d6c3a largeur", "2f9d6c3a fictif", "2f9d6c3a geometry"));
  EXPECT_THAT(ids(halves.left_out), ElementsAre("2f9d6c3a"));
  EXPECT_EQ(halves.left_out[0].changes[0].values.size(), 2U);
}

TEST_F(SayablePartTest, HousekeepingGoesWithTheRest) {
  theme_.defaults.housekeeping = {"rang"};
  update().values = {{1, 1.0, no_number, Status::offered},
                     {2, std::int64_t{2}, std::int64_t{3}, Status::offered}};
  update().geometry.reset();
  auto halves = parts();
  EXPECT_THAT(things(halves), ElementsAre("T2 largeur"));
  ASSERT_THAT(ids(halves.left_out), ElementsAre("T2"));
  EXPECT_EQ(halves.left_out[0].changes[0].values.size(), 2U);
  EXPECT_THAT(ids(halves.said), testing::Not(testing::Contains("T2")));

  update().values = {{1, 1.0, 2.0, Status::offered},
                     {2, std::int64_t{2}, "three", Status::offered}};
  halves = parts();
  EXPECT_THAT(things(halves), ElementsAre("T2 rang"));
  EXPECT_EQ(halves.said[0].changes[3].values.size(), 1U);

  // Nothing but housekeeping, of an object that has no name.
  update().values.erase(update().values.begin());
  update().id = "2f9d6c3a";
  halves = parts();
  EXPECT_THAT(things(halves), ElementsAre("2f9d6c3a rang"));
  EXPECT_EQ(ids(halves.said).size() + 1, ids(changeset_.layers).size());
}

TEST_F(SayablePartTest, ALayerThatTheFormHasNoWordsForStaysOutAsAWhole) {
  changeset_.layers.push_back(changes_);
  changeset_.layers[1].target.layer = "autre";
  changeset_.layers[1].target.crs.organization = "NONE";
  const auto halves = parts(sayable_in_wfs_transactions());
  EXPECT_EQ(ids(halves.said), ids({changes_}));
  ASSERT_EQ(halves.left_out.size(), 1U);
  EXPECT_EQ(halves.left_out[0].target.layer, "autre");
  EXPECT_EQ(ids(halves.left_out), ids({changes_}));
  EXPECT_EQ(halves.said.size(), 2U);
}

}  // namespace
}  // namespace bdf::io
