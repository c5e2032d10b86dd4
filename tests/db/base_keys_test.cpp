// SPDX-License-Identifier: MIT
// By what the objects of a base are known.
#include <gmock/gmock.h>

#include "base/error.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::points;
using tests::refusal;
using tests::spots;

class BaseKeys : public tests::BothBases {
 protected:
  jobs::ImportResult import_by(const std::vector<std::string>& key,
                               const tests::PlainLayer& layer) {
    jobs::BaseImportJob job;
    job.key = key;
    job.confirm_deletions = true;
    return import({layer}, job);
  }
  /// "added/changed/removed/unchanged".
  static std::string counts(const jobs::ImportResult& result) {
    const auto& layer = result.layers.front();
    return std::to_string(layer.count.added) + "/" + std::to_string(layer.count.changed) + "/" +
           std::to_string(layer.count.removed) + "/" + std::to_string(layer.unchanged);
  }
};
BDF_ON_BOTH_BASES(BaseKeys);

const std::vector<Column> by_text{{"id", ColumnType::text, "TEXT"},
                                  {"name", ColumnType::text, "TEXT"}};

TEST_P(BaseKeys, AnObjectWithoutAKeyIsRefused) {
  for (const Value& none : {Value{Null{}}, Value{std::string()}, Value{std::string(" \t")}})
    EXPECT_THAT(refusal<InputError>([&] {
                  import({points("spot", by_text, {{"a", "A"}, { none, "B" }})});
                }),
                AllOf(HasSubstr("spot"), HasSubstr("feature 2"), HasSubstr("no key")));
  EXPECT_TRUE(jobs::show_base(base, "").layers.empty());
}

TEST_P(BaseKeys, AKeyThatStandsTwiceIsRefused) {
  EXPECT_THAT(refusal<InputError>([&] {
                import({points("spot", by_text, {{"a", "A"}, {"b", "B"}, { " a ", "C" }})});
              }),
              AllOf(HasSubstr("spot"), HasSubstr("key a")));
  EXPECT_EQ(jobs::show_base(base, "").transaction.number, 1);
}

TEST_P(BaseKeys, AColumnThatIsNotThereIsNoKey) {
  EXPECT_THAT(refusal<InputError>([&] { import_by({"cleabs"}, spots({{"a"}})); }),
              AllOf(HasSubstr("cleabs"), HasSubstr("spot")));
}

TEST_P(BaseKeys, AKeyMayBeOfSeveralColumns) {
  const std::vector<Column> columns{{"com", ColumnType::text, "TEXT"},
                                    {"section", ColumnType::text, "TEXT"},
                                    {"no", ColumnType::integer, "INTEGER"}};
  const auto parcels = [&](const char* section) {
    return points("parcel", columns,
                  {{"34001", "A", std::int64_t{1}},
                   {"34001", section, std::int64_t{2}},
                   {"3,4", "A\\", std::int64_t{1}}});
  };
  EXPECT_EQ(counts(import_by({"com", "no"}, parcels("A"))), "3/0/0/0");
  EXPECT_EQ(counts(import_by({"com", "no"}, parcels("B"))), "0/1/0/2");
  EXPECT_EQ(jobs::show_base(base, "").layers.front().key, (std::vector<std::string>{"com", "no"}));
  EXPECT_EQ(jobs::log_of_base({base, "parcel/34001,2", {}}).steps.size(), 2U);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseKeys, AKeyMayBeANumber) {
  const std::vector<Column> columns{{"no", ColumnType::integer, "INTEGER"},
                                    {"name", ColumnType::text, "TEXT"}};
  import_by({"no"}, points("spot", columns, {{std::int64_t{7}, "A"}, {std::int64_t{-3}, "B"}}));
  const std::vector<Column> real{{"no", ColumnType::real, "REAL"},
                                 {"name", ColumnType::text, "TEXT"}};
  const auto again = import_by({"no"}, points("spot", real, {{7.0, "A"}, {-3.0, "B"}}));
  EXPECT_EQ(counts(again), "0/0/0/2");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseKeys, WithoutAKeyThePrimaryKeyIsIt) {
  auto layer = points("spot", by_text, {{"a", "A"}, {"b", "B"}});
  layer.rows[0].fid = 17;
  layer.rows[1].fid = 4;
  EXPECT_EQ(counts(import_by({}, layer)), "2/0/0/0");
  layer.rows[1].values[1] = "changed";
  layer.rows[1].fid = 17;
  layer.rows[0].fid = 3;
  EXPECT_EQ(counts(import_by({}, layer)), "1/1/1/0");
  const auto now = checked_out("spot");
  ASSERT_EQ(now.rows.size(), 2U);
  EXPECT_THAT((std::vector{now.rows[0].fid, now.rows[1].fid}), ElementsAre(3, 17));
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseKeys, ALayerKeepsItsKeyWhereNoneIsSaid) {
  import_by({"id"}, points("spot", by_text, {{"a", "A"}, {"b", "B"}}));
  const auto again = import_by({}, points("spot", by_text, {{" a", "A"}, {"b", "B"}}));
  EXPECT_FALSE(again.changed);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseKeys, ALayerIsNotKnownByAnotherKeyLater) {
  import_by({"id"}, points("spot", by_text, {{"a", "A"}, {"b", "B"}}));
  EXPECT_THAT(refusal<InputError>([&] {
                import_by({"name"}, points("spot", by_text, {{"a", "A"}, {"b", "B"}}));
              }),
              AllOf(HasSubstr("spot"), HasSubstr("id")));
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseKeys, AKeyMayBeAnyText) {
  const std::vector<std::string> keys{
      "l'eau", "a\"b", "x; DROP TABLE spot;--", "é",   "𝄞 clef",   "a,b", "c\\d", "$1",
      "%s{}",  "NULL", std::string(2000, 'k'),  "a/b", "line\nend"};
  std::vector<std::vector<Value>> rows;
  for (const auto& key : keys) rows.push_back({key, "old"});
  import({points("spot", by_text, rows)});
  for (auto& row : rows) row[1] = "new";
  EXPECT_EQ(counts(import({points("spot", by_text, rows)})), "0/13/0/0");
  EXPECT_EQ(counts(import({points("spot", by_text, {rows.begin(), rows.begin() + 6})})), "0/0/7/6");
  for (const auto& key : {"l'eau", "x; DROP TABLE spot;--", "𝄞 clef", "a/b"})
    EXPECT_GE(jobs::log_of_base({base, key, {}}).steps.size(), 2U) << key;
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseKeys, KeysAreComparedByTheirMeaning) {
  import({points("spot", by_text, {{"e\u0301", "A"}, {" b", "B"}, { "007", "C" }})});
  const auto again = import({points("spot", by_text, {{"\u00e9", "A"}, {"b ", "B"}, {"7", "C"}})});
  EXPECT_EQ(counts(again), "1/0/1/2");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseKeys, CaseTellsKeysApart) {
  EXPECT_EQ(counts(import({points("spot", by_text, {{"a", "1"}, {"A", "2"}})})), "2/0/0/0");
  EXPECT_EQ(counts(import({points("spot", by_text, {{"a", "1"}})})), "0/0/1/1");
  EXPECT_EQ(wrong(), "");
}

}  // namespace
}  // namespace bdf
