// SPDX-License-Identifier: MIT
// Columns that not every side carries: ours alone, gained, dropped.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "support/still_lines.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(PrivateColumn, StaysAndNeverLeaves) {
  Scenario map(still);
  map.only("visited", {Side::local});
  map.ancestor(with({{"name", "Lez"}})).reference(with({{"name", "Lez"}}));
  map.local({{"K1", "AB", {{"name", "le Lez"}, {"visited", "a secret"}}},
             {"K2", "AB", {{"name", "new"}, {"visited", "a secret"}}},
             neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez visited=a secret",
                                        "K2 AB name=new visited=a secret", "K9 YZ"));
  EXPECT_THAT(after.contribution,
              ElementsAre("insert K2 AB name=new: offered", "update K1: name offered"));
  const auto sent = bytes_of(after.folder / "contribution.gpkg");
  EXPECT_THAT(sent, Not(HasSubstr("a secret")));
  EXPECT_THAT(sent, Not(HasSubstr("visited")));
}

TEST(PrivateColumn, StaysWhenTheReferenceChangesTheRest) {
  Scenario map(still);
  map.only("visited", {Side::local});
  map.ancestor(with({{"name", "Lez"}})).reference(with({{"name", "le Lez"}}));
  map.local(with({{"name", "Lez"}, {"visited", "2025"}}));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez visited=2025", "K9 YZ"));
}

TEST(GainedColumn, ComesWithTheReferenceForEveryObject) {
  Scenario map(still);
  map.only("width", {Side::reference});
  map.ancestor(with({})).local(with({})).reference(with({{"width", 3}}));
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB width=3", "K9 YZ"));
  EXPECT_THAT(first.contribution, IsEmpty());
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_THAT(second.update, IsEmpty());
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST(DroppedColumn, ThatTheReferenceDroppedStaysWithUs) {
  Scenario map(still);
  map.only("width", {Side::ancestor, Side::local});
  map.ancestor(with({{"width", 3}})).local(with({{"width", 4}})).reference(with({}));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB width=4", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.conflicts, IsEmpty());
}

TEST(DroppedColumn, ThatWeDroppedIsNoEditOfTheReference) {
  Scenario map(still);
  map.only("width", {Side::ancestor, Side::reference});
  map.ancestor(with({{"width", 3}})).local(with({})).reference(with({{"width", 4}}));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(NewColumn, ThatBothSidesHaveAndTheAncestorLacksMergesValueByValue) {
  Scenario map(still);
  map.only("width", {Side::local, Side::reference});
  map.ancestor(with({})).local(with({{"width", 3}})).reference(with({{"width", 4}}));
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, ElementsAre("attribute width of K1: NULL | 3 | 4, holds reference"));
}

TEST(ColumnNames, MatchWithoutRegardToCase) {
  Scenario map(still);
  map.only("name", {Side::ancestor, Side::reference}).only("NAME", {Side::local});
  map.ancestor(with({{"name", "Lez"}})).reference(with({{"name", "Lez"}}));
  map.local(with({{"NAME", "le Lez"}}));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB NAME=le Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name offered"));
}

TEST(Types, ANumberWrittenAsTextIsTheNumber) {
  Scenario map(still);
  map.ancestor(with({{"width", 3}}))
      .local(with({{"width", "3"}}))
      .reference(with({{"width", 3.0}}));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "unchanged");
  EXPECT_THAT(after.contribution, IsEmpty());
}

}  // namespace
}  // namespace bdf::tests
