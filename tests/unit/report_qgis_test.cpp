// SPDX-License-Identifier: MIT
// Well-formed, in the language of messages, and the same each time. What QGIS makes of the styles
// is tested in tests/qgis.
#include "report/qgis_style.h"

#include <cpl_minixml.h>
#include <gmock/gmock.h>

#include <memory>

#include "base/message.h"

namespace bdf::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<GeometryKind> every_kind{GeometryKind::point, GeometryKind::line,
                                           GeometryKind::polygon};

bool is_well_formed(const std::string& xml) {
  struct Destroy {
    void operator()(CPLXMLNode* node) const noexcept { CPLDestroyXMLNode(node); }
  };
  return std::unique_ptr<CPLXMLNode, Destroy>(CPLParseXMLString(xml.c_str())) != nullptr;
}

class QgisStyleTest : public ::testing::Test {
 protected:
  QgisStyleTest() { set_language("en"); }
  ~QgisStyleTest() override { set_language("en"); }
};

Schema changes_of(const std::string& column) {
  Schema layer;
  layer.layer = "river";
  layer.primary_key = "fid";
  layer.columns = {{"bdf_op", ColumnType::text, "TEXT"}, {column, ColumnType::text, "TEXT"}};
  return layer;
}

TEST_F(QgisStyleTest, AllAreWellFormed) {
  for (const auto& kinds : {std::vector<GeometryKind>{}, {GeometryKind::polygon}, every_kind}) {
    EXPECT_TRUE(is_well_formed(conflict_style(kinds, {})));
    EXPECT_TRUE(is_well_formed(changes_style(changes_of("name"), kinds, true)));
    EXPECT_TRUE(is_well_formed(plain_style(kinds)));
    EXPECT_TRUE(is_well_formed(links_style()));
    for (const auto side : all_sides) EXPECT_TRUE(is_well_formed(conflict_side_style(side, kinds)));
  }
}

TEST_F(QgisStyleTest, ColumnsOfAnyNameAreEscaped) {
  const auto style = changes_style(changes_of("a\"<b>&'c"), every_kind, false);
  EXPECT_TRUE(is_well_formed(style));
  EXPECT_THAT(style, Not(HasSubstr("<b>")));
}

TEST_F(QgisStyleTest, AttributesOfAnyNameAreEscaped) {
  LayerTerms known;
  known.layout.attributes.emplace_back("a\"<b>&'c\\\n\xff", ColumnType::text);
  EXPECT_TRUE(is_well_formed(conflict_style(every_kind, {{"it's", known}})));
}

TEST_F(QgisStyleTest, SpeaksTheLanguageOfMessages) {
  EXPECT_THAT(conflict_style(every_kind, {}), HasSubstr("Keep my version"));
  set_language("fr");
  EXPECT_THAT(conflict_style(every_kind, {}), HasSubstr("Garder ma version"));
}

TEST_F(QgisStyleTest, RulesAreGroupedOnlyWhereKindsAreMixed) {
  EXPECT_THAT(conflict_style({GeometryKind::line}, {}), Not(HasSubstr("geometry_type(")));
  EXPECT_THAT(conflict_style(every_kind, {}), HasSubstr("geometry_type("));
}

TEST_F(QgisStyleTest, OurColumnsAreListedOnce) {
  const auto style = changes_style(changes_of("name"), {GeometryKind::line}, false);
  const auto once = style.find("<column name=\"bdf_op\"");
  ASSERT_NE(once, std::string::npos);
  EXPECT_EQ(style.find("<column name=\"bdf_op\"", once + 1), std::string::npos);
}

}  // namespace
}  // namespace bdf::report
