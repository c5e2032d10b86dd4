// SPDX-License-Identifier: MIT
#include "jobs/usable_decision.h"

#include <gmock/gmock.h>

#include "base/message.h"

namespace bdf::jobs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class UsableDecision : public testing::Test {
 protected:
  UsableDecision() {
    set_language("en");
    schema_.layer = "river";
    schema_.geometry_column = "geom";
    schema_.geometry_type = "LINESTRING";
    schema_.crs = {2154, "EPSG", 2154, ""};
    schema_.columns = {
        {"rank", ColumnType::integer, "INTEGER"}, {"width", ColumnType::real, "REAL"},
        {"dry", ColumnType::boolean, "BOOLEAN"},  {"seen", ColumnType::date, "DATE"},
        {"at", ColumnType::datetime, "DATETIME"}, {"name", ColumnType::text, "TEXT(4)"}};
  }

  std::string value(const std::string& attribute, const std::string& text) {
    Conflict conflict;
    conflict.layer = "River";
    conflict.attribute = attribute;
    return asked(conflict, {std::nullopt, text, "", ""});
  }
  std::string shape(const std::string& wkt) {
    Conflict conflict;
    conflict.layer = "river";
    conflict.kind = ConflictKind::geometry;
    conflict.values = {"LINESTRING (0 0, 10 0)", "LINESTRING (0 0, 10 5)",
                       "LINESTRING (0 0, 10 -5)"};
    return asked(conflict, {std::nullopt, wkt, "", ""});
  }
  std::string side(ConflictKind kind, Side side) {
    Conflict conflict;
    conflict.layer = "river";
    conflict.kind = kind;
    conflict.ids = {"", "R1", "R1"};
    return asked(conflict, {side, "", "", ""});
  }

  Schema schema_;

 private:
  std::string asked(const Conflict& conflict, const Resolution& resolution) {
    io::Catalog catalog;
    catalog.layers = {schema_};
    return why_unusable(conflict, resolution, catalog);
  }
};

TEST_F(UsableDecision, ValuesOfTheColumnsType) {
  for (const auto& [attribute, text] : {std::pair{"rank", "12"},
                                        {"RANK", "-3"},
                                        {"width", "2.5"},
                                        {"width", "2"},
                                        {"dry", "oui"},
                                        {"seen", "2026-01-31"},
                                        {"at", "2026-01-31T10:00:00Z"},
                                        {"name", "Léze"},
                                        {"rank", ""},
                                        {"unknown", "anything"}})
    EXPECT_EQ(value(attribute, text), "") << attribute << " = " << text;
  for (const auto& [attribute, text] : {std::pair{"rank", "twelve"},
                                        {"rank", "1.5"},
                                        {"width", "2,5"},
                                        {"width", "nan"},
                                        {"width", "inf"},
                                        {"dry", "perhaps"},
                                        {"seen", "31/01/2026"},
                                        {"at", "noon"}})
    EXPECT_THAT(value(attribute, text), AllOf(HasSubstr(text), HasSubstr(attribute)));
  EXPECT_THAT(value("name", "Loire"), HasSubstr("longer"));
}

TEST_F(UsableDecision, ShapesOfTheLayersKind) {
  EXPECT_EQ(shape("LINESTRING (0 0, 5 5, 10 0)"), "");
  EXPECT_EQ(shape("LINESTRING Z (0 0 1, 10 0 2)"), "");
  EXPECT_EQ(shape("MULTILINESTRING ((0 0, 10 1))"), "");
  EXPECT_THAT(shape("POINT (0 0)"), AllOf(HasSubstr("POINT"), HasSubstr("LINESTRING")));
  EXPECT_THAT(shape("MULTILINESTRING ((0 0, 1 1), (5 5, 6 6))"), HasSubstr("cannot stand"));
  EXPECT_THAT(shape("GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1))"), HasSubstr("cannot stand"));
  EXPECT_THAT(shape("CIRCULARSTRING (0 0, 5 5, 10 0)"), HasSubstr("cannot stand"));
  schema_.geometry_type = "MULTILINESTRING";
  EXPECT_EQ(shape("MULTILINESTRING ((0 0, 1 1), (5 5, 6 6))"), "");
  EXPECT_EQ(shape("LINESTRING (0 0, 1 1)"), "");
}

TEST_F(UsableDecision, InALayerOfAnyKindTheVersionsTellWhichIsMeant) {
  schema_.geometry_type = "GEOMETRY";
  EXPECT_EQ(shape("MULTILINESTRING ((0 0, 1 1), (5 5, 6 6))"), "");
  EXPECT_THAT(shape("POLYGON ((0 0, 5 0, 5 5, 0 0))"), HasSubstr("cannot stand"));
}

TEST_F(UsableDecision, ShapesThatAreNone) {
  EXPECT_THAT(shape(""), HasSubstr("change it on the map"));
  EXPECT_THAT(shape("LINESTRING (0 0"), testing::Not(IsEmpty()));
  EXPECT_THAT(shape("LINESTRING EMPTY"), HasSubstr("empty"));
  EXPECT_THAT(shape("LINESTRING (0 0, 0 0)"), HasSubstr("not valid"));
  schema_.geometry_type = "POLYGON";
  EXPECT_THAT(shape("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))"), HasSubstr("not valid"));
}

TEST_F(UsableDecision, ShapesInAnotherPlace) {
  EXPECT_EQ(shape("LINESTRING (105 0, 120 0)"), "");
  EXPECT_THAT(shape("LINESTRING (115 0, 120 0)"), HasSubstr("EPSG:2154"));
  EXPECT_THAT(shape("LINESTRING (700000 6600000, 700000 6600050)"), HasSubstr("merged.gpkg"));
  schema_.crs = {4326, "EPSG", 4326, ""};
  EXPECT_THAT(shape("LINESTRING (11 0, 12 0)"), HasSubstr("EPSG:4326"));
}

TEST_F(UsableDecision, SidesThatHaveASay) {
  using Kind = ConflictKind;
  EXPECT_EQ(side(Kind::attribute, Side::local), "");
  EXPECT_EQ(side(Kind::delete_edit, Side::reference), "");
  EXPECT_THAT(side(Kind::delete_edit, Side::ancestor), HasSubstr("local or reference"));
  EXPECT_THAT(side(Kind::attribute, Side::ancestor), HasSubstr("no version before"));
}

}  // namespace
}  // namespace bdf::jobs
