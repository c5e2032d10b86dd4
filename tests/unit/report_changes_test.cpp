// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "base/message.h"
#include "report/changes_page.h"
#include "unit/report_samples.h"

namespace bdf::report {
namespace {

FeatureTable roads() {
  FeatureTable table;
  table.schema.layer = "road";
  table.schema.columns = {{"name", ColumnType::text, "TEXT"}, {"width", ColumnType::real, "REAL"}};
  table.columns.resize(2);
  table.fids = {1};
  table.columns[0].push_back(std::string_view("<b>lane"));
  table.columns[1].push_back(Null{});
  const Value line = samples::line({0, 0, 10, 10});
  table.geometries.push_back(view_of(line));
  return table;
}

Change change_of(Op op, const FeatureTable& table) {
  Change change;
  change.op = op;
  change.id = "r1";
  change.feature = {&table, 0};
  return change;
}

std::string page_of_changes(const FeatureTable& table, std::vector<Change> changes) {
  set_language("en");
  return changes_as_html({}, {{table.schema, {}, std::move(changes)}});
}

bool has(const std::string& page, const std::string& what) {
  return page.find(what) != std::string::npos;
}

TEST(ReportChanges, ShowsValuesBeforeAndAfter) {
  const auto table = roads();
  auto change = change_of(Op::update, table);
  change.values.push_back({0, std::string("old"), std::string("new & wide"), Status::taken});
  change.geometry = GeometryChange{Null{}, samples::line({0, 0, 5, 5, 9, 9}), Status::taken};
  const auto page = page_of_changes(table, {change});
  EXPECT_TRUE(has(page, "name = old<br>geometry = none<br>"));
  EXPECT_TRUE(has(page, "name = new &amp; wide<br>geometry = 3 vertices, LINESTRING<br>"));
  EXPECT_TRUE(has(page, "road: modified (1)."));
  EXPECT_TRUE(has(page, "class=\"local\""));
}

TEST(ReportChanges, ShowsWholeFeaturesThatComeOrGo) {
  const auto table = roads();
  const auto page =
      page_of_changes(table, {change_of(Op::insert, table), change_of(Op::remove, table)});
  EXPECT_TRUE(has(page, "<td></td><td>name = &lt;b&gt;lane<br>geometry = 2 vertices"));
  EXPECT_TRUE(
      has(page, "<td>name = &lt;b&gt;lane<br>geometry = 2 vertices, LINESTRING<br></td><td></td>"));
  EXPECT_FALSE(has(page, "width = "));
}

TEST(ReportChanges, ListsTheFirstAndSaysHowManyMore) {
  const auto table = roads();
  const auto page = page_of_changes(table, std::vector<Change>(502, change_of(Op::insert, table)));
  EXPECT_TRUE(has(page, "2 more changes are not listed here."));
}

TEST(ReportChanges, SaysThatNothingChanged) {
  EXPECT_TRUE(has(page_of_changes(roads(), {}), "road: nothing changed."));
}

}  // namespace
}  // namespace bdf::report
