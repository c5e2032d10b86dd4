// SPDX-License-Identifier: MIT
// What goes into a reference base, and what comes out of it again.
#include <gmock/gmock.h>

#include "base/error.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using tests::spots;
using tests::spots_in;
using tests::text_of;

class BaseImport : public tests::BothBases {
 protected:
  std::string at(const std::string& when) { return text_of(spots_in(checked_out("spot", when))); }
};
BDF_ON_BOTH_BASES(BaseImport);

TEST_P(BaseImport, AnEditionComesOutAsItWentIn) {
  const auto result = import({spots({{"a", "Alpha", 1, 10, 20}, {"b", "", 2, 30, 40}})});
  EXPECT_TRUE(result.changed);
  EXPECT_EQ(result.transaction.number, 2);
  EXPECT_EQ(at(""), "a/Alpha/1/10/20 b//2/30/40");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseImport, OnlyWhatDiffersMakesVersions) {
  import({spots({{"a", "Alpha", 1}, {"b", "Beta", 2}, { "c", "Gamma", 3 }})}, "first");
  const auto result = import({spots({{"a", "Alpha", 1}, {"b", "Beta", 9}, {"d", "Delta", 4}})});
  ASSERT_EQ(result.layers.size(), 1U);
  const auto& done = result.layers.front();
  EXPECT_EQ(done.count.added, 1);
  EXPECT_EQ(done.count.changed, 1);
  EXPECT_EQ(done.count.removed, 1);
  EXPECT_EQ(done.unchanged, 1);
  EXPECT_EQ(at("@first"), "a/Alpha/1/0/0 b/Beta/2/0/0 c/Gamma/3/0/0");
  EXPECT_EQ(at(""), "a/Alpha/1/0/0 b/Beta/9/0/0 d/Delta/4/0/0");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseImport, TheSameAgainIsNoTransaction) {
  import({spots({{ "a", "Alpha", 1 }})});
  const auto again = import({spots({{"a", "Alpha", 1}})}, "again");
  EXPECT_FALSE(again.changed);
  EXPECT_EQ(again.transaction.number, 2);
  EXPECT_EQ(at("again"), "a/Alpha/1/0/0");
}

TEST_P(BaseImport, WhatMeansTheSameIsNoVersion) {
  import({spots({{ "a", "Alpha", 1, 10, 20 }})});
  EXPECT_FALSE(import({spots({{"a", " Alpha ", 1, 10.0004, 20}})}).changed);
  EXPECT_TRUE(import({spots({{"a", "Alpha", 1, 10.002, 20}})}).changed);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseImport, ObjectsKeepTheirFids) {
  import({spots({{"a"}, {"b"}, { "c" }})});
  import({spots({{"c"}, { "b", "changed" }})});
  const auto now = checked_out("spot");
  ASSERT_EQ(now.rows.size(), 2U);
  EXPECT_EQ(now.rows[0].fid, 2);
  EXPECT_EQ(now.rows[1].fid, 3);
}

TEST_P(BaseImport, AnObjectThatComesBackHasItsFidAgain) {
  import({spots({{"a"}, {"b"}, { "c" }})});
  import({spots({{"a"}, { "c" }})});
  import({spots({{"a"}, {"d"}, {"b"}, { "c" }})});
  const auto now = checked_out("spot");
  ASSERT_EQ(now.rows.size(), 4U);
  EXPECT_EQ(text_of(spots_in(now)), "a//0/0/0 b//0/0/0 c//0/0/0 d//0/0/0");
  EXPECT_EQ(now.rows[1].values[0], Value{std::string("b")});
  EXPECT_EQ(now.rows[1].fid, 2);
  EXPECT_EQ(now.rows[3].fid, 4);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseImport, TwoLayersOfAFileCannotBeOneOfTheBase) {
  jobs::BaseImportJob job;
  job.theme = "hydro";
  auto first = spots({{"a"}}, "troncon_hydrographique");
  first.schema.columns[0].name = "cleabs";
  auto second = first;
  second.schema.layer = "n_troncon_hydrographique_bdt_038";
  EXPECT_THROW(import({first, second}, job), InputError);
}

TEST_P(BaseImport, ADifferentialSaysNothingOfWhatItDoesNotHold) {
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  auto changes = spots({{"b", "Beta", 3}, {"c", "Gamma", 4}});
  changes.schema.columns.push_back({"detruit", ColumnType::boolean, "BOOLEAN"});
  for (auto& row : changes.rows) row.values.emplace_back(std::int64_t{0});
  const auto result = import_differential({changes});
  EXPECT_EQ(result.layers.front().count.removed, 0);
  EXPECT_EQ(at(""), "a/Alpha/1/0/0 b/Beta/3/0/0 c/Gamma/4/0/0");
  auto gone = spots({{"a"}, {"unknown"}});
  gone.schema.columns.push_back({"detruit", ColumnType::boolean, "BOOLEAN"});
  for (auto& row : gone.rows) row.values.emplace_back(std::int64_t{1});
  EXPECT_EQ(import_differential({gone}).layers.front().count.removed, 1);
  EXPECT_EQ(at(""), "b/Beta/3/0/0 c/Gamma/4/0/0");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseImport, AFileThatIsButAPartIsRefused) {
  std::vector<tests::Spot> many;
  for (int i = 0; i < 100; ++i) many.push_back({"s" + std::to_string(i)});
  import({spots(many)});
  many.resize(50);
  jobs::BaseImportJob job;
  job.key = {"id"};
  EXPECT_THROW(import({spots(many)}, job), InputError);
  EXPECT_EQ(checked_out("spot").rows.size(), 100U);
  EXPECT_EQ(wrong(), "");
}

}  // namespace
}  // namespace bdf
