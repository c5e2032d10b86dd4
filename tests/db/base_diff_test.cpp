// SPDX-License-Identifier: MIT
// What changed between two transactions of a base, as a file that others apply.
#include <gmock/gmock.h>

#include "base/error.h"
#include "io/changeset.h"
#include "jobs/apply.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::PlainLayer;
using tests::refusal;
using tests::spots;
using tests::spots_in;
using tests::text_of;
using Names = std::vector<std::string>;

class BaseDiff : public tests::BothBases {
 protected:
  std::size_t write(const std::string& from, const std::string& to, const Names& layers = {},
                    const std::string& name = "difference.gpkg") {
    jobs::BaseDiffJob job{base, from, to, layers, file(name), true, "2030-01-01T00:00:00Z"};
    return jobs::diff_of_base(job);
  }
  /// "spot a update name", "way b insert".
  Names changes(const std::string& from, const std::string& to, const Names& layers = {}) {
    const auto count = write(from, to, layers);
    Names lines;
    const auto changeset = io::read_changeset(file("difference.gpkg"));
    for (const auto& layer : changeset.layers)
      for (const auto& change : layer.changes) lines.push_back(line_of(layer, change));
    EXPECT_EQ(lines.size(), count);
    return lines;
  }
  /// Applies the difference to the earlier state: both in the file "applied.gpkg".
  PlainLayer applied(const std::string& from, const std::string& to,
                     const std::string& layer = "spot") {
    write(from, to);
    jobs::BaseCheckoutJob out;
    out.base = base;
    out.at = from;
    out.out = file("before.gpkg");
    out.overwrite = true;
    static_cast<void>(jobs::check_out(out));
    jobs::ApplyJob job;
    job.changeset = file("difference.gpkg");
    job.target = out.out.string();
    job.out = file("applied.gpkg");
    job.overwrite = true;
    jobs::apply_changeset(job);
    return tests::read_layer(job.out, layer);
  }
  void expect_same(const PlainLayer& found, const PlainLayer& expected) {
    EXPECT_EQ(found.schema.columns, expected.schema.columns);
    EXPECT_TRUE(found.rows == expected.rows) << text_of(spots_in(found)) << "\n"
                                             << text_of(spots_in(expected));
  }

 private:
  static std::string line_of(const LayerChanges& layer, const Change& change) {
    auto line = layer.target.layer + " " + change.id + " " + std::string(name_of(change.op));
    if (change.op != Op::update) return line;
    for (const auto& value : change.values) line += " " + layer.target.columns[value.column].name;
    return change.geometry ? line + " geom" : line;
  }
};
BDF_ON_BOTH_BASES(BaseDiff);

TEST_P(BaseDiff, ItTellsWhatCameWentAndChanged) {
  import({spots({{"a", "A", 1}, {"b", "B", 2}, {"c", "C", 3}, { "d", "D", 4, 1, 1 }})});
  import({spots({{"a", "A", 1}, {"b", "B2", 9}, {"d", "D", 4, 5, 5}, { "e", "E", 5 }})});
  EXPECT_THAT(changes("@2", "@3"), ElementsAre("spot b update name number", "spot c delete",
                                               "spot d update geom", "spot e insert"));
}

TEST_P(BaseDiff, BetweenATransactionAndItselfIsNothing) {
  import({spots({{ "a" }})});
  EXPECT_THAT(changes("@2", "@2"), IsEmpty());
  EXPECT_THAT(changes("head", "@2"), IsEmpty());
}

TEST_P(BaseDiff, FromTheBeginningIsEverything) {
  import({spots({{"a"}, { "b" }}), spots({{ "c" }}, "way")});
  EXPECT_THAT(changes("@1", "head"), ElementsAre("spot a insert", "spot b insert", "way c insert"));
}

TEST_P(BaseDiff, ThereAndBackIsNothing) {
  import({spots({{"a", "A", 1}, { "b", "B", 2 }})});
  import({spots({{"a", "A2", 1, 3, 3}, { "c", "C", 3 }})});
  import({spots({{"a", "A", 1}, { "b", "B", 2 }})});
  EXPECT_THAT(changes("@2", "@4"), IsEmpty());
  EXPECT_EQ(changes("@2", "@3").size(), 3U);
  EXPECT_EQ(changes("@3", "@4").size(), 3U);
}

TEST_P(BaseDiff, WhatCameAndWentMeanwhileIsNotTold) {
  import({spots({{ "a" }})});
  import({spots({{"a"}, { "b" }})});
  import({spots({{ "a" }})});
  EXPECT_THAT(changes("@2", "@4"), IsEmpty());
}

TEST_P(BaseDiff, SeveralChangesOfOneObjectAreOne) {
  import({spots({{ "a", "A", 1 }})});
  import({spots({{ "a", "A2", 1 }})});
  import({spots({{ "a", "A2", 2 }})});
  import({spots({{ "a", "A2", 2, 7, 7 }})});
  EXPECT_THAT(changes("@2", "@5"), ElementsAre("spot a update name number geom"));
}

TEST_P(BaseDiff, LayersMayBeNamed) {
  import({spots({{ "a" }}), spots({{ "b" }}, "way")});
  EXPECT_THAT(changes("@1", "@2", {"WAY"}), ElementsAre("way b insert"));
  EXPECT_THAT(refusal<UsageError>([&] { write("@1", "@2", {"path"}); }),
              AllOf(HasSubstr("path"), HasSubstr("spot"), HasSubstr("way")));
}

TEST_P(BaseDiff, TheLaterOneComesLast) {
  import({spots({{ "a" }})});
  EXPECT_THAT(refusal<UsageError>([&] { write("@2", "@1"); }), HasSubstr("bdf invert"));
}

TEST_P(BaseDiff, AFileOfAnUnknownFormIsRefused) {
  EXPECT_THROW(write("@1", "@1", {}, "difference.xlsx"), UsageError);
  EXPECT_FALSE(std::filesystem::exists(file("difference.xlsx")));
}

TEST_P(BaseDiff, ItIsWrittenInEveryForm) {
  import({spots({{ "a", "A", 1, 2, 3 }})});
  for (const auto* name : {"d.gpkg", "d.geojson", "d.json", "d.html"}) {
    EXPECT_EQ(write("@1", "@2", {}, name), 1U);
    EXPECT_GT(std::filesystem::file_size(file(name)), 100U) << name;
  }
}

TEST_P(BaseDiff, ItsHeadNamesWhatItIsFor) {
  import({spots({{ "a" }})}, "first");
  import({spots({{ "b" }})});
  write("first", "head");
  const auto head = io::read_changeset(file("difference.gpkg")).head;
  EXPECT_EQ(head.base_edition, "@2");
  EXPECT_EQ(head.base_digest, jobs::show_base(base, "@2").transaction.digest);
}

TEST_P(BaseDiff, AppliedToTheEarlierStateItGivesTheLater) {
  import({spots({{"a", "A", 1}, {"b", "B", 2}, {"c", "C", 3}, { "d", "", 4, 1, 1 }})});
  import({spots({{"a", "A\t\n'\"", 1}, {"b", "", 2}, {"d", "D", 4, 5, 5}, { "e", "E", 5 }})});
  import({spots({{"c", "again", 3}, {"e", "E", 6}, { "f" }})});
  for (const auto& [from, to] : {std::pair("@2", "@3"), {"@3", "@4"}})
    expect_same(applied(from, to), checked_out("spot", to));
  EXPECT_EQ(text_of(spots_in(applied("@2", "@4"))), text_of(spots_in(checked_out("spot"))));
}

TEST_P(BaseDiff, AppliedAndInvertedItGivesTheEarlier) {
  import({spots({{"a", "A", 1}, {"b", "B", 2}, { "c", "C", 3 }})});
  import({spots({{"a", "A2", 1}, {"c", "C", 3, 9, 9}, { "d", "D", 4 }})});
  applied("@2", "@3");
  jobs::invert_changeset(file("difference.gpkg"), file("inverse.gpkg"), true);
  jobs::ApplyJob job;
  job.changeset = file("inverse.gpkg");
  job.target = file("applied.gpkg").string();
  job.out = file("back.gpkg");
  jobs::apply_changeset(job);
  expect_same(tests::read_layer(job.out, "spot"), checked_out("spot", "@2"));
}

TEST_P(BaseDiff, AcrossAColumnThatCameItGivesTheLaterOfWhatChanged) {
  import({spots({{"a", "A", 1}, { "b", "B", 2 }})});
  auto wider = spots({{"a", "A2", 1}, {"b", "B", 2}, {"c", "C", 3}});
  wider.schema.columns.push_back({"kind", ColumnType::text, "TEXT"});
  for (auto& row : wider.rows) row.values.emplace_back("x");
  import({wider});
  EXPECT_THAT(changes("@2", "@3"), ElementsAre("spot a update name kind", "spot c insert"));
  const auto layer = applied("@2", "@3");
  EXPECT_EQ(layer.rows.size(), 3U);
  EXPECT_EQ(layer.rows[0].values[*layer.schema.find("kind")], Value{"x"});
}

TEST_P(BaseDiff, AcrossAColumnThatCameBeforeAChangeItCanBeApplied) {
  import({spots({{"a", "A", 1}, { "b", "B", 2 }})});
  auto wider = spots({{"a", "A", 1}, {"b", "B", 2}});
  wider.schema.columns.push_back({"kind", ColumnType::text, "TEXT"});
  for (auto& row : wider.rows) row.values.emplace_back("x");
  import({wider});
  wider.rows[0].values[3] = "y";
  import({wider});
  const auto layer = applied("@2", "@4");
  EXPECT_EQ(layer.rows[0].values[*layer.schema.find("kind")], Value{"y"});
}

class BaseRevert : public BaseDiff {
 protected:
  std::string now(const std::string& when = "") {
    return text_of(spots_in(checked_out("spot", when)));
  }
  std::string refused(const std::string& transaction) {
    return refusal<InputError>([&] { revert(transaction); });
  }
};
BDF_ON_BOTH_BASES(BaseRevert);

TEST_P(BaseRevert, WhatATransactionDidIsUndone) {
  import({spots({{"a", "A", 1}, {"b", "B", 2}, { "c", "C", 3 }})});
  const auto before = now();
  import({spots({{"a", "A2", 1, 5, 5}, {"c", "C", 3}, { "d", "D", 4 }})});
  const auto undone = revert("@3");
  EXPECT_EQ(undone.kind, "revert");
  ASSERT_EQ(undone.layers.size(), 1U);
  EXPECT_EQ(undone.layers[0].added, 1);
  EXPECT_EQ(undone.layers[0].changed, 1);
  EXPECT_EQ(undone.layers[0].removed, 1);
  EXPECT_EQ(now(), before);
  EXPECT_THAT(changes("@2", "head"), IsEmpty());
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseRevert, ObjectsComeBackWithTheirFids) {
  import({spots({{"a"}, { "b" }})});
  import({spots({{ "b" }})});
  revert("head");
  EXPECT_EQ(checked_out("spot").rows[0].fid, 1);
}

TEST_P(BaseRevert, WhatWasUndoneCanBeDoneAgain) {
  import({spots({{"a", "A", 1}, { "b", "B", 2 }})});
  import({spots({{"a", "A2", 1}, { "c", "C", 3 }})});
  const auto after = now();
  revert("@3");
  revert("@4");
  EXPECT_EQ(now(), after);
  revert("@5");
  EXPECT_EQ(now(), now("@2"));
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseRevert, WhatLaterTransactionsLeftAloneCanBeUndone) {
  import({spots({{"a", "A", 1}, { "b", "B", 2 }})});
  import({spots({{"a", "A2", 1}, { "b", "B", 2 }})});
  import({spots({{"a", "A2", 1}, {"b", "B2", 2}, { "c", "C", 3 }})});
  revert("@3");
  EXPECT_EQ(now(), "a/A/1/0/0 b/B2/2/0/0 c/C/3/0/0");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseRevert, WhatHasChangedSinceStandsInTheWay) {
  import({spots({{"a", "A", 1}, { "b", "B", 2 }})});
  import({spots({{"a", "A2", 1}, { "b", "B", 2 }})});
  import({spots({{"a", "A3", 1}, { "b", "B", 2 }})});
  import({spots({{"a", "A4", 1}, { "b", "B", 2 }})});
  const auto before = now();
  EXPECT_THAT(refused("@3"), AllOf(HasSubstr("transaction 3"), HasSubstr("4")));
  EXPECT_THAT(refused("@2"), HasSubstr("3"));
  EXPECT_EQ(now(), before);
  EXPECT_EQ(jobs::show_base(base, "").transaction.number, 5);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseRevert, OneAfterTheOtherLeadsBack) {
  import({spots({{ "a", "A", 1 }})});
  import({spots({{ "a", "A2", 1 }})});
  import({spots({{ "a", "A3", 1 }})});
  EXPECT_THAT(refused("@3"), HasSubstr("4"));
  revert("@4");
  revert("@3");
  EXPECT_EQ(now(), "a/A/1/0/0");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseRevert, WhatCameAgainStandsInTheWay) {
  import({spots({{"a", "A", 1}, { "b", "B", 2 }})});
  import({spots({{ "b", "B", 2 }})});
  import({spots({{"a", "another", 7}, { "b", "B", 2 }})});
  EXPECT_THAT(refused("@3"), HasSubstr("4"));
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseRevert, TheFirstOneCannotBeUndone) {
  EXPECT_THAT(refusal<UsageError>([&] { revert("@1"); }), HasSubstr("made the base"));
  EXPECT_THROW(revert("@9"), UsageError);
}

TEST_P(BaseRevert, ColumnsStay) {
  import({spots({{"a", "A", 1}, { "b", "B", 2 }})});
  auto wider = spots({{"a", "A2", 1}, {"b", "B", 2}});
  wider.schema.columns.push_back({"kind", ColumnType::text, "TEXT"});
  for (auto& row : wider.rows) row.values.emplace_back("x");
  import({wider});
  revert("@3");
  const auto layer = checked_out("spot");
  ASSERT_EQ(layer.schema.columns.size(), 4U);
  EXPECT_EQ(layer.rows[0].values[1], Value{"A"});
  EXPECT_EQ(layer.rows[1].values[3], Value{"x"});
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseRevert, AColumnThatCameSinceKeepsWhatItHolds) {
  import({spots({{"a", "A", 1}, { "b", "B", 2 }})});
  import({spots({{"a", "A2", 1}, { "b", "B", 2 }})});
  auto wider = spots({{"a", "A2", 1}, {"b", "B", 2}});
  wider.schema.columns.push_back({"kind", ColumnType::text, "TEXT"});
  for (auto& row : wider.rows) row.values.emplace_back("x");
  import({wider});
  revert("@3");
  const auto layer = checked_out("spot");
  EXPECT_EQ(layer.rows[0].values[1], Value{"A"});
  EXPECT_EQ(layer.rows[0].values[3], Value{"x"});
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseRevert, AllLayersOfATransactionAreUndone) {
  import({spots({{ "a" }}), spots({{ "b" }}, "way")});
  import({spots({{ "a", "A" }}), spots({{ "c" }}, "way")});
  EXPECT_EQ(revert("@3").layers.size(), 2U);
  EXPECT_THAT(changes("@2", "@4"), IsEmpty());
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseRevert, TheTransactionThatBroughtALayerLeavesItEmpty) {
  import({spots({{"a"}, { "b" }})});
  EXPECT_EQ(revert("@2").layers[0].removed, 2);
  EXPECT_TRUE(checked_out("spot").rows.empty());
  revert("@3");
  EXPECT_EQ(now(), now("@2"));
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseRevert, ItsMessageSaysWhatItUndoes) {
  import({spots({{ "a" }})});
  EXPECT_THAT(revert("@2").message, HasSubstr("2"));
  EXPECT_EQ(jobs::show_base(base, "").transaction.theme, "generic");
}

}  // namespace
}  // namespace bdf
