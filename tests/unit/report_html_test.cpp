// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <regex>

#include "base/message.h"
#include "report/html.h"
#include "unit/report_samples.h"

namespace bdf::report {
namespace {

std::size_t count_of(const std::string& page, const std::string& what) {
  std::size_t count = 0;
  for (auto at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) ++count;
  return count;
}

bool has(const std::string& page, const std::string& what) { return count_of(page, what) > 0; }

/// Every element that is opened is closed, in order.
bool is_balanced(const std::string& page) {
  const std::regex tag("<(/?)([a-z0-9]+)[^<>]*?(/?)>");
  std::vector<std::string> open;
  for (std::sregex_iterator i(page.begin(), page.end(), tag), end; i != end; ++i) {
    const auto name = (*i)[2].str();
    if (name == "meta" || name == "br" || (*i)[3].length() > 0) continue;
    if ((*i)[1].length() == 0) {
      open.push_back(name);
    } else {
      if (open.empty() || open.back() != name) return false;
      open.pop_back();
    }
  }
  return open.empty();
}

class ReportHtml : public testing::Test {
 protected:
  void SetUp() override { set_language("en"); }
  void TearDown() override { set_language("en"); }
};

TEST_F(ReportHtml, TellsTheRunInOnePage) {
  const auto page = summary_as_html(samples::busy(), {{samples::conflict()}});
  for (const auto* what : {"<html lang=\"en\">", "20 of your edits kept", "9 conflicts are left",
                           "old lane", "my lane", "their lane", "both sides changed it", "DDT 38",
                           "2026-09", "<svg", "href=\"#conflict-1\"", "id=\"conflict-1\""})
    EXPECT_TRUE(has(page, what)) << what;
  EXPECT_TRUE(is_balanced(page));
}

TEST_F(ReportHtml, LoadsNothingAndRunsNothing) {
  const auto page = summary_as_html(samples::busy(), {{samples::conflict()}});
  for (const auto* what : {"<script", "<link", "<img", "src=", "url(", "@import", "https://"})
    EXPECT_FALSE(has(page, what)) << what;
}

TEST_F(ReportHtml, SpeaksFrench) {
  set_language("fr");
  const auto page = summary_as_html(samples::busy(), {{samples::conflict()}});
  EXPECT_TRUE(has(page, "<html lang=\"fr\">"));
  EXPECT_TRUE(has(page, "Conflits à trancher"));
  EXPECT_FALSE(has(page, "Outcome"));
}

TEST_F(ReportHtml, HoldsForARunWithoutAnything) {
  EXPECT_TRUE(is_balanced(summary_as_html({}, {})));
  const auto page = summary_as_html(samples::quiet(), {});
  EXPECT_TRUE(has(page, "nothing changed"));
  EXPECT_FALSE(has(page, "<svg"));
}

TEST_F(ReportHtml, EscapesWhateverComesFromData) {
  const std::string hostile = "</style><script>alert(1)</script>\"'&\xFF";
  auto summary = samples::busy();
  summary.theme = summary.theme_version = summary.producer = summary.time = hostile;
  summary.layers.front().name = summary.layers.front().crs = hostile;
  summary.inputs.local = InputSummary{hostile, hostile, hostile};
  summary.findings.push_back({Level::error, hostile, hostile, hostile, hostile, hostile});
  auto attribute = samples::conflict();
  attribute.layer = attribute.attribute = attribute.reason = attribute.id = hostile;
  attribute.ids = {hostile, hostile, hostile};
  attribute.values = {hostile, hostile, hostile};
  auto object = attribute;
  object.kind = ConflictKind::delete_edit;
  object.values = {R"({"<script>":"<script>"})", std::nullopt, R"({"<script>":"'<b>\""})"};
  auto proposal = attribute;
  proposal.kind = ConflictKind::proposal;
  const auto page = summary_as_html(summary, {{attribute, object}, {proposal}});
  EXPECT_FALSE(has(page, "<script"));
  EXPECT_FALSE(has(page, "<b>"));
  EXPECT_FALSE(has(page, "\xFF"));
  EXPECT_TRUE(has(page, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\uFFFD"));
  EXPECT_TRUE(is_balanced(page));
}

TEST_F(ReportHtml, ListsTheFirstConflictsAndSaysHowManyMore) {
  const std::vector<Conflict> conflicts(503, samples::conflict());
  const auto page = summary_as_html(samples::busy(), {conflicts});
  EXPECT_EQ(count_of(page, "id=\"conflict-"), 500U);
  EXPECT_TRUE(has(page, "3 more conflicts are in conflicts.gpkg."));
}

TEST_F(ReportHtml, ShowsOfObjectsWhatDistinguishesThem) {
  auto conflict = samples::conflict();
  conflict.kind = ConflictKind::delete_edit;
  conflict.values = {R"({"name":"a","width":3})", std::nullopt, R"({"name":"b","width":3})"};
  const auto page = summary_as_html(samples::busy(), {{conflict}});
  EXPECT_TRUE(has(page, "name: a"));
  EXPECT_TRUE(has(page, "name: b"));
  EXPECT_TRUE(has(page, "(deleted)"));
  EXPECT_FALSE(has(page, "<br>width"));
}

TEST_F(ReportHtml, ListsWhatGaveWayAndTheFindingsFoldedAway) {
  auto summary = samples::busy();
  summary.findings.push_back({Level::warning, "key_missing", "local", "road", "", "no key"});
  auto proposal = samples::conflict();
  proposal.kind = ConflictKind::proposal;
  const auto page = summary_as_html(summary, {{}, {proposal}});
  EXPECT_TRUE(has(page, "<summary>1 value that gave way and is proposed</summary>"));
  EXPECT_TRUE(has(page, "<td>my lane</td><td>their lane</td>"));
  EXPECT_TRUE(has(page, "<summary>1 finding</summary>"));
  EXPECT_TRUE(is_balanced(page));
}

TEST_F(ReportHtml, SharesAreOfAllObjects) {
  const auto page = summary_as_html(samples::busy(), {});
  EXPECT_TRUE(has(page, "width:84.8%"));
  EXPECT_TRUE(has(page, "84.8 %"));
  set_language("fr");
  EXPECT_TRUE(has(summary_as_html(samples::busy(), {}), "84,8"));
}

TEST_F(ReportHtml, NumbersOnTheMapAreThoseOfTheList) {
  auto other = samples::conflict();
  other.geometries.local = samples::line({500, 0, 600, 0});
  const auto page = summary_as_html(samples::busy(), {{samples::conflict(), other, other}});
  EXPECT_TRUE(has(page, ">1</text>"));
  EXPECT_TRUE(has(page, ">2, 3</text>"));
}

TEST_F(ReportHtml, NamesTheObjectByTheReferencesKey) {
  auto conflict = samples::conflict();
  conflict.ids = {"r7", "0cf5a9c1-uid", "r7"};
  EXPECT_FALSE(has(summary_as_html(samples::busy(), {{conflict}}), "0cf5a9c1-uid"));
}

TEST_F(ReportHtml, TakesObjectsThatAreNoJson) {
  auto conflict = samples::conflict();
  conflict.kind = ConflictKind::recut;
  conflict.values = {"[{\"name\":1},{\"name\":2}]", "{", "null"};
  EXPECT_TRUE(is_balanced(summary_as_html(samples::busy(), {{conflict}})));
}

TEST_F(ReportHtml, CutsLongValues) {
  auto conflict = samples::conflict();
  conflict.kind = ConflictKind::geometry;
  conflict.values.local = "LINESTRING(" + std::string(100000, '1') + ")";
  EXPECT_LT(summary_as_html(samples::busy(), {{conflict}}).size(), 20000U);
}

}  // namespace
}  // namespace bdf::report
