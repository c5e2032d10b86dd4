// SPDX-License-Identifier: MIT
// Columns that come, go missing, are called otherwise and are given up.
#include <gmock/gmock.h>

#include <algorithm>

#include "base/error.h"
#include "jobs/import_delta.h"
#include "refbase/base.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using testing::HasSubstr;
using tests::PlainLayer;
using tests::points;
using tests::spots;

std::vector<std::string> columns_of(const PlainLayer& layer) {
  std::vector<std::string> names;
  for (const auto& column : layer.schema.columns) names.push_back(column.name);
  return names;
}

using Names = std::vector<std::string>;

class BaseColumns : public tests::BothBases {
 protected:
  /// A layer of texts: the names of its columns, then its rows.
  static PlainLayer texts(const Names& names, const std::vector<std::vector<Value>>& rows) {
    std::vector<Column> columns;
    for (const auto& name : names) columns.push_back({name, ColumnType::text, "TEXT"});
    return points("spot", columns, rows);
  }
  /// As an edition does whose class has that column no more.
  void give_up(const std::string& column) {
    const auto session = refbase::open_base(base);
    refbase::SqlTransaction all(*session, refbase::Access::write);
    refbase::Transaction transaction;
    transaction.kind = "import";
    refbase::number_next(*session, transaction, next_time());
    auto layer = refbase::layers_at(*session, transaction.parent).front();
    refbase::retire_column(*session, layer, *layer.schema.find(column), transaction.number);
    jobs::print_again(*session, layer);
    transaction.layers = {{"spot", 0, 0, 0, R"({"retired":["name"]})"}};
    refbase::record(*session, transaction);
    all.commit(refbase::was_recorded(transaction));
  }
  /// The values of the only or the first object, NULL as "-".
  Names values_at(const std::string& at) {
    Names values;
    const auto layer = checked_out("spot", at);
    for (const auto& value : layer.rows.at(0).values)
      values.push_back(value == Value{Null{}} ? "-" : to_text(view_of(value)));
    return values;
  }
};
BDF_ON_BOTH_BASES(BaseColumns);

TEST_P(BaseColumns, OneThatComesIsNoVersion) {
  import({texts({"id"}, {{"a"}, { "b" }})});
  const auto result = import({texts({"id", "name"}, {{"a", "A"}, {"b", Null{}}})});
  EXPECT_TRUE(result.changed);
  EXPECT_EQ(result.layers.front().count.changed, 0);
  EXPECT_EQ(result.layers.front().unchanged, 2);
  EXPECT_THAT(result.layers.front().count.detail, HasSubstr("name"));
  EXPECT_EQ(columns_of(checked_out("spot", "@2")), Names{"id"});
  EXPECT_EQ(columns_of(checked_out("spot")), (Names{"id", "name"}));
  EXPECT_EQ(values_at(""), (Names{"a", "A"}));
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseColumns, OneThatComesWithAChangeIsInTheNewVersion) {
  import({texts({"id", "name"}, {{"a", "A"}, { "b", "B" }})});
  const auto result =
      import({texts({"id", "name", "kind"}, {{"a", "A2", "x"}, {"b", "B", "y"}, {"c", "C", "z"}})});
  EXPECT_EQ(result.layers.front().count.changed, 1);
  EXPECT_EQ(values_at(""), (Names{"a", "A2", "x"}));
  EXPECT_EQ(values_at("@2"), (Names{"a", "A"}));
  EXPECT_FALSE(
      import({texts({"id", "name", "kind"}, {{"a", "A2", "x"}, {"b", "B", "y"}, {"c", "C", "z"}})})
          .changed);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseColumns, OneThatIsMissingKeepsWhatItHeld) {
  import({texts({"id", "name", "kind"}, {{"a", "A", "x"}, { "b", "B", "y" }})});
  EXPECT_FALSE(import({texts({"id", "name"}, {{"a", "A"}, {"b", "B"}})}).changed);
  import({texts({"id", "name"}, {{"a", "A2"}, {"b", "B"}, { "c", "C" }})});
  EXPECT_EQ(values_at(""), (Names{"a", "A2", "x"}));
  EXPECT_EQ(checked_out("spot").rows.at(2).values.at(2), Value{Null{}});
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseColumns, TheirOrderSaysNothing) {
  import({texts({"id", "name", "kind"}, {{ "a", "A", "x" }})});
  EXPECT_FALSE(import({texts({"kind", "id", "name"}, {{"x", "a", "A"}})}).changed);
  import({texts({"kind", "name", "id"}, {{ "y", "A", "a" }})});
  EXPECT_EQ(values_at(""), (Names{"a", "A", "y"}));
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseColumns, ADifferentialBringsOneToWhatItHolds) {
  import({texts({"id", "name"}, {{"a", "A"}, { "b", "B" }})});
  import_differential({texts({"id", "name", "kind"}, {{"b", "B", "y"}})});
  const auto now = checked_out("spot");
  EXPECT_EQ(now.rows.at(0).values.at(2), Value{Null{}});
  EXPECT_EQ(now.rows.at(1).values.at(2), Value{"y"});
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseColumns, WhatADifferentialTellsOfItselfIsNoColumn) {
  import_differential({texts({"id", "detruit", "date_destruction"},
                             {{"a", "false", Null{}}, {"b", "true", "2024-01-01"}})});
  const auto now = checked_out("spot");
  EXPECT_EQ(columns_of(now), Names{"id"});
  EXPECT_EQ(now.rows.size(), 1U);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseColumns, OneMayComeInEveryType) {
  import({texts({"id"}, {{ "a" }})});
  const std::vector<std::pair<Column, Value>> added{
      {{"t", ColumnType::text, "TEXT(5)"}, "x"},
      {{"i", ColumnType::integer, "MEDIUMINT"}, std::int64_t{3}},
      {{"r", ColumnType::real, "DOUBLE"}, 0.5},
      {{"b", ColumnType::boolean, "BOOLEAN"}, std::int64_t{1}},
      {{"d", ColumnType::date, "DATE"}, "2024-02-29"},
      {{"m", ColumnType::datetime, "DATETIME"}, "2024-02-29T12:00:00.000Z"},
      {{"x", ColumnType::blob, "BLOB"}, Blob{"xyz"}}};
  std::vector<Column> columns{{"id", ColumnType::text, "TEXT"}};
  std::vector<Value> row{"a"};
  for (const auto& [column, value] : added) {
    columns.push_back(column);
    row.push_back(value);
    import({points("spot", columns, {row})});
  }
  EXPECT_EQ(checked_out("spot").rows.at(0).values, row);
  EXPECT_EQ(checked_out("spot", "@4").schema.columns.size(), 3U);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseColumns, AnAddedOneGoesWithWhatIsRemovedAndComesAgain) {
  import({texts({"id", "name"}, {{"a", "A"}, { "b", "B" }})});
  import({texts({"id", "name", "kind"}, {{"a", "A", "x"}, { "b", "B", "y" }})});
  import({texts({"id", "name", "kind"}, {{ "b", "B", "y" }})});
  revert("head");
  EXPECT_EQ(values_at(""), (Names{"a", "A", "x"}));
  EXPECT_EQ(values_at("@2"), (Names{"a", "A"}));
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseColumns, OneThatIsGivenUpLeavesItsNameToAnother) {
  import({texts({"id", "name"}, {{"a", "old"}, { "b", "B" }})});
  give_up("name");
  EXPECT_EQ(values_at(""), Names{"a"});
  import({texts({"id", "name"}, {{"a", "new"}, { "b", "B" }})});
  import({texts({"id", "name"}, {{"a", "newer"}, { "b", "B" }})});
  EXPECT_EQ(values_at("@2"), (Names{"a", "old"}));
  EXPECT_EQ(values_at("@3"), Names{"a"});
  EXPECT_EQ(values_at("@4"), (Names{"a", "new"}));
  EXPECT_EQ(wrong(), "");
  give_up("name");
  import({texts({"id", "name"}, {{"a", "last"}, { "b", "B" }})});
  EXPECT_EQ(values_at("@2"), (Names{"a", "old"}));
  EXPECT_EQ(values_at("@5"), (Names{"a", "newer"}));
  EXPECT_EQ(values_at("@6"), Names{"a"});
  EXPECT_EQ(values_at(""), (Names{"a", "last"}));
  EXPECT_EQ(wrong(), "");
}

/// The classes of the theme hydro in two versions of BD TOPO: one column came, some went.
class BaseVersionsOfAClass : public tests::BothBases {
 protected:
  void SetUp() override {
    old_ = import_file("ancestor.gpkg"), new_ = import_file("reference.gpkg");
  }
  jobs::ImportResult import_file(const std::string& name) {
    jobs::BaseImportJob job;
    job.base = base;
    job.theme = "hydro";
    job.input = std::string(BDF_REPOSITORY) + "/sample_data/hydro/" + name;
    job.now = next_time();
    return jobs::import_into_base(job);
  }
  PlainLayer at(const std::string& when) { return checked_out("troncon_hydrographique", when); }
  static bool has(const PlainLayer& layer, const char* column) {
    return layer.schema.find(column).has_value();
  }
  jobs::ImportResult old_, new_;
};
BDF_ON_BOTH_BASES(BaseVersionsOfAClass);

TEST_P(BaseVersionsOfAClass, EachTimeHasTheColumnsOfItsVersion) {
  const auto before = at("@2"), after = at("@3");
  EXPECT_TRUE(has(before, "delimitation"));
  EXPECT_FALSE(has(before, "trace_connu"));
  EXPECT_FALSE(has(after, "delimitation"));
  EXPECT_TRUE(has(after, "trace_connu"));
  EXPECT_EQ(before.rows.size(), 292U);
  EXPECT_EQ(after.rows.size(), 295U);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseVersionsOfAClass, OnlyWhatChangedMakesVersions) {
  const auto& layer = new_.layers.front();
  EXPECT_EQ(layer.count.added - layer.count.removed, 3);
  EXPECT_GT(layer.unchanged, 100);
  EXPECT_THAT(layer.count.detail, HasSubstr("trace_connu"));
  EXPECT_THAT(layer.count.detail, HasSubstr("delimitation"));
  EXPECT_FALSE(import_file("reference.gpkg").changed);
}

TEST_P(BaseVersionsOfAClass, WhatComesOutIsWhatWentInToTheLetter) {
  const auto expected = tests::read_layer(
      std::string(BDF_REPOSITORY) + "/sample_data/hydro/ancestor.gpkg", "troncon_hydrographique");
  const auto found = at("@2");
  ASSERT_EQ(columns_of(found), columns_of(expected));
  ASSERT_EQ(found.rows.size(), expected.rows.size());
  for (std::size_t i = 0; i < found.rows.size(); ++i) {
    EXPECT_EQ(found.rows[i].values, expected.rows[i].values) << i;
    EXPECT_EQ(found.rows[i].geometry, expected.rows[i].geometry) << i;
  }
}

TEST_P(BaseVersionsOfAClass, AnOlderFileChangesNoNames) {
  import_file("ancestor.gpkg");
  EXPECT_FALSE(has(at(""), "delimitation"));
  EXPECT_TRUE(has(at(""), "trace_connu"));
  EXPECT_TRUE(has(at(""), "lien_vers_noeud_hydrographique_ini"));
  EXPECT_TRUE(has(at("@3"), "trace_connu"));
  EXPECT_EQ(at("").rows.size(), 292U);
  EXPECT_EQ(at("@3").rows.size(), 295U);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseVersionsOfAClass, WhatANewVersionBroughtIsUndoneUnderItsNames) {
  revert("@3");
  const auto now = at(""), before = at("@2");
  EXPECT_EQ(now.schema.columns.size(), at("@3").schema.columns.size());
  ASSERT_EQ(now.rows.size(), before.rows.size());
  const auto toponym = *now.schema.find("cpx_toponyme_de_cours_d_eau");
  const auto then = *before.schema.find("cpx_toponyme_de_cours_d_eau");
  for (std::size_t i = 0; i < now.rows.size(); ++i) {
    EXPECT_EQ(now.rows[i].fid, before.rows[i].fid);
    EXPECT_EQ(now.rows[i].geometry, before.rows[i].geometry);
    EXPECT_EQ(now.rows[i].values[toponym], before.rows[i].values[then]);
  }
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseVersionsOfAClass, ALayerOfNoClassIsLeftOutAndTold) {
  jobs::BaseImportJob job;
  job.theme = "hydro";
  EXPECT_THROW(import({spots({{"a"}})}, job), InputError);
  EXPECT_EQ(jobs::show_base(base, "").layers.size(), 1U);
}

TEST_P(BaseVersionsOfAClass, AnObjectIsFollowedToItsNextIdentifier) {
  auto layer = at("");
  const std::string after = "TRON_EAU0000000099999999";
  auto& cleabs = layer.rows[20].values[*layer.schema.find("cleabs")];
  const auto before = to_text(view_of(cleabs));
  cleabs = after;
  jobs::BaseImportJob job;
  job.theme = "hydro";
  EXPECT_EQ(import({layer}, job).layers.front().succeeded, 1);
  const auto steps = jobs::log_of_base({base, after, {}}).steps;
  ASSERT_GE(steps.size(), 3U);
  const auto is = [&](const std::string& id, const std::string& what) {
    return std::find_if(steps.begin(), steps.end(), [&](const jobs::ObjectStep& step) {
      return step.id == id && step.what == what;
    });
  };
  EXPECT_EQ(is(after, "added")->succeeds, before);
  EXPECT_EQ(is(before, "removed")->succeeded_by, after);
  EXPECT_NE(is(before, "added"), steps.end());
  EXPECT_EQ(jobs::log_of_base({base, before, {}}).steps.size(), steps.size());
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseVersionsOfAClass, ADifferenceIsInTheColumnsOfTheLaterTime) {
  jobs::BaseDiffJob job{base, "@2", "@3", {}, file("difference.gpkg"), false, ""};
  EXPECT_EQ(jobs::diff_of_base(job), static_cast<std::size_t>(new_.layers.front().count.added +
                                                              new_.layers.front().count.changed +
                                                              new_.layers.front().count.removed));
}

}  // namespace
}  // namespace bdf
