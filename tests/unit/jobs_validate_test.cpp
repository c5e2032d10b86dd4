// SPDX-License-Identifier: MIT
// Layers held against classes: one test a code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "io/crs.h"
#include "jobs/domains.h"
#include "jobs/layer_check.h"
#include "jobs/schema_choice.h"
#include "report/validation.h"
#include "support/json_schema.h"

namespace bdf::jobs {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

rules::AttributeDefinition attribute(const std::string& name, ColumnType type = ColumnType::text) {
  rules::AttributeDefinition definition;
  definition.name = name;
  definition.names = {name};
  definition.type = type;
  return definition;
}

class LayerCheckTest : public ::testing::Test {
 protected:
  LayerCheckTest() {
    set_language("en");
    schema_.layer = "hedge";
    schema_.key = "id";
    schema_.key_pattern = "^H[0-9]+$";
    schema_.geometry.type = "LINESTRING";
    schema_.attributes = {attribute("id")};
    schema_.attributes[0].unique = true;
    table_.schema.layer = "hedges";
    table_.schema.geometry_column = "geom";
    table_.schema.geometry_type = "LINESTRING";
    add_column("id");
  }

  void add_column(const std::string& name, ColumnType type = ColumnType::text) {
    table_.schema.columns.push_back({name, type, ""});
    table_.columns.emplace_back();
  }
  /// An attribute of the class, carried by the layer.
  rules::AttributeDefinition& carry(rules::AttributeDefinition definition) {
    add_column(definition.name, definition.type);
    schema_.attributes.push_back(std::move(definition));
    return schema_.attributes.back();
  }
  void add(const std::vector<ValueView>& values, const std::string& wkt = "LINESTRING (0 0, 2 4)") {
    table_.fids.push_back(static_cast<std::int64_t>(table_.fids.size()) + 1);
    for (std::size_t i = 0; i < values.size(); ++i) table_.columns[i].push_back(values[i]);
    if (wkt.empty()) return table_.geometries.push_back(Null{});
    const auto wkb = geometry::wkb_from_wkt(wkt);
    table_.geometries.push_back(BlobView{wkb});
  }
  std::vector<ValidationFinding> findings(int threads = 1) {
    LayerCheck check;
    check.definition = &schema_;
    check.targets = targets_;
    check.domains = domains_;
    check.threads = threads;
    return check_layer(table_, check);
  }
  /// "LEVEL CODE column fid", one a finding.
  std::vector<std::string> lines() {
    std::vector<std::string> lines;
    for (const auto& finding : findings())
      lines.push_back(std::string(name_of(finding.level)) + " " + finding.code + " " +
                      finding.attribute + (finding.fid ? " " + std::to_string(*finding.fid) : ""));
    return lines;
  }
  /// What is said of the second column's value in a layer of one feature.
  std::vector<std::string> lines_about(const ValueView& value) {
    add({"H1", value});
    return lines();
  }

  rules::LayerSchema schema_;
  FeatureTable table_;
  LinkTargets targets_;
  std::vector<Box> domains_;
};

TEST_F(LayerCheckTest, NothingIsSaidOfWhatIsRight) {
  carry(attribute("when", ColumnType::datetime));
  carry(attribute("sure", ColumnType::boolean)).required = true;
  carry(attribute("wide", ColumnType::real));
  add({"H1", "2026-11-24 01:09:08", "Oui", "3.0"});
  add({"H2", Null{}, std::int64_t{0}, std::int64_t{3}});
  add({"H3", "", "Faux", 3.5}, "MULTILINESTRING Z ((0 0 1, 1 1 1))");
  EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(LayerCheckTest, ColumnsThatAreMissingOrTheProducersOwn) {
  auto required = attribute("nature");
  required.required = true;
  schema_.attributes.push_back(required);
  schema_.attributes.push_back(attribute("height"));
  add_column("remark");
  add({"H1", "x"});
  EXPECT_THAT(lines(), ElementsAre("warning TABLE_MISSING_ATTRIBUTE nature",
                                   "information TABLE_MISSING_PRESENCE_OPTIONAL_ATTRIBUTE height",
                                   "information TABLE_UNEXPECTED_ATTRIBUTE remark"));
  schema_.key = "nature";
  EXPECT_EQ(lines().front(), "error TABLE_MISSING_ATTRIBUTE nature");
}

TEST_F(LayerCheckTest, ALayerWithoutFeatures) {
  EXPECT_THAT(lines(), ElementsAre("warning FILE_EMPTY "));
}

TEST_F(LayerCheckTest, Keys) {
  add({"H1"});
  add({Null{}});
  add({" H1 "});
  add({"x"});
  EXPECT_THAT(lines(),
              ElementsAre("error ATTRIBUTE_NOT_UNIQUE id 1", "error ATTRIBUTE_UNEXPECTED_NULL id 2",
                          "warning ATTRIBUTE_INVALID_REGEXP id 4"));
  EXPECT_EQ(findings()[0].message, "“H1” stands 2 times, in the features 1, 3.");
  EXPECT_EQ(findings()[0].flaws, 1U);
  EXPECT_EQ(findings()[0].feature, "H1");
  EXPECT_EQ(findings()[0].position, (Point{1, 2}));
}

TEST_F(LayerCheckTest, AValueThatIsMissing) {
  carry(attribute("nature")).required = true;
  EXPECT_THAT(lines_about("  "), ElementsAre("warning ATTRIBUTE_UNEXPECTED_NULL nature 1"));
}

TEST_F(LayerCheckTest, ValuesOfAnotherType) {
  carry(attribute("sure", ColumnType::boolean));
  carry(attribute("count", ColumnType::integer));
  carry(attribute("wide", ColumnType::real));
  carry(attribute("day", ColumnType::date));
  carry(attribute("when", ColumnType::datetime));
  carry(attribute("name"));
  add({"H1", "perhaps", 1.5, "3,5", "24 Nov", "yesterday", BlobView{"ab"}});
  EXPECT_THAT(
      lines(),
      ElementsAre("error ATTRIBUTE_INVALID_FORMAT sure 1", "error ATTRIBUTE_INVALID_FORMAT count 1",
                  "error ATTRIBUTE_INVALID_FORMAT wide 1", "error ATTRIBUTE_INVALID_FORMAT day 1",
                  "error ATTRIBUTE_INVALID_FORMAT when 1",
                  "error ATTRIBUTE_INVALID_FORMAT name 1"));
  EXPECT_EQ(findings()[0].message, "“perhaps” is not true or false.");
}

TEST_F(LayerCheckTest, WidthsCountCharacters) {
  carry(attribute("name")).width = 3;
  add({"H1", "été"});
  EXPECT_THAT(lines_about("étés"), ElementsAre("error ATTRIBUTE_NOT_UNIQUE id 1",
                                               "error ATTRIBUTE_SIZE_EXCEEDED name 2"));
}

TEST_F(LayerCheckTest, TextThatIsNoUtf8) {
  carry(attribute("name"));
  EXPECT_THAT(lines_about("\xE9t\xE9"), ElementsAre("error ATTRIBUTE_CHARACTERS_ILLEGAL name 1"));
}

TEST_F(LayerCheckTest, EnumerationsAndListsOfThem) {
  auto& nature = carry(attribute("nature"));
  nature.values = {"Bois", "Haie"};
  nature.list = true;
  add({"H1", "Haie/Bois"});
  add({"H2", "Haie/Boi"});
  EXPECT_THAT(lines(), ElementsAre("warning ATTRIBUTE_UNEXPECTED_VALUE nature 2"));
  EXPECT_EQ(findings()[0].message, "“Boi” is not known here. Did you mean “Bois”?");
}

TEST_F(LayerCheckTest, PatternsOfAnyLength) {
  carry(attribute("code")).pattern = "^(a|b)*$";
  const std::string endless(200'000, 'a');
  EXPECT_THAT(lines_about(endless), ElementsAre("warning ATTRIBUTE_INVALID_REGEXP code 1"));
}

TEST_F(LayerCheckTest, LinksAreLookedUpWhereTheClassIsAtHand) {
  auto& link = carry(attribute("node"));
  link.references = "node";
  link.list = true;
  add({"H1", "N1/N2"});
  EXPECT_THAT(lines(), ElementsAre("information VALIDATOR_INFO "));
  EXPECT_EQ(findings()[0].message, "Links are not looked up in classes that are not read: node.");
  targets_["node"].key_pattern = "^N1$";
  EXPECT_THAT(lines(), ElementsAre("information VALIDATOR_INFO ",
                                   "warning ATTRIBUTE_INVALID_REGEXP node 1"));
  EXPECT_EQ(findings()[1].message, "“N2” is no key of the class node.");
  targets_["node"].keys = Keys{"N1"};
  EXPECT_THAT(lines(), ElementsAre("warning ATTRIBUTE_REFERENCE_NOT_FOUND node 1"));
}

TEST_F(LayerCheckTest, TheLastMemberOfAListThatFillsItsColumnMayBeCut) {
  auto& link = carry(attribute("node"));
  link.references = "node";
  link.list = true;
  link.shapefile_width = 4;
  targets_["node"].keys = Keys{"N1"};
  add({"H1", "N1/N"});
  EXPECT_THAT(lines(), IsEmpty());
  link.shapefile_width = 5;
  EXPECT_THAT(lines(), ElementsAre("warning ATTRIBUTE_REFERENCE_NOT_FOUND node 1"));
}

TEST_F(LayerCheckTest, NumbersHaveTheirRoom) {
  auto& precision = carry(attribute("precision", ColumnType::real));
  precision.scale = 1;
  precision.digits = 5;
  add({"H1", 2.5});
  add({"H2", 9999.0});
  add({"H3", 0.1 + 0.2});
  add({"H4", 2.55});
  add({"H5", 12345.6});
  add({"H6", "-10000"});
  EXPECT_THAT(lines(), ElementsAre("warning ATTRIBUTE_INVALID_FORMAT precision 4",
                                   "error ATTRIBUTE_SIZE_EXCEEDED precision 5",
                                   "error ATTRIBUTE_SIZE_EXCEEDED precision 6"));
  EXPECT_EQ(findings()[0].message, "“2.55” has more than 1 decimal.");
  EXPECT_EQ(findings()[1].message, "“12345.6” is too large for 5 digits, 1 of them decimals.");
}

TEST_F(LayerCheckTest, ControlCharacters) {
  carry(attribute("name"));
  add({"H1", "a\tb\nc"});
  add({"H2", "a\x01z"});
  add({"H3", "a\xC2\x85z"});
  add({"H4", "\xC3\xA9\xC2\xA0t"});
  EXPECT_THAT(lines(), ElementsAre("error ATTRIBUTE_CHARACTERS_ILLEGAL name 2",
                                   "error ATTRIBUTE_CHARACTERS_ILLEGAL name 3"));
  EXPECT_EQ(findings()[0].message, "“a\uFFFDz” holds control characters.");
}

TEST_F(LayerCheckTest, LongValuesAreCutInWhatIsSaid) {
  carry(attribute("name")).width = 3;
  schema_.key_pattern = "";
  const std::string endless(100'000, 'x');
  add({endless, endless});
  for (int i = 0; i < 9; ++i) add({endless, "x"});
  for (const auto& finding : findings()) EXPECT_LT(finding.message.size(), 200u);
  EXPECT_THAT(findings()[0].message, ::testing::EndsWith("in the features 1, 2, 3, 4, 5, …."));
}

TEST_F(LayerCheckTest, ColumnsThatAnotherVersionNamesAreNotTheProducersOwn) {
  const auto reaches = rules::load_with_all_names("bdtopo", "3.5", "troncon_hydrographique");
  add_column("delimitation");
  table_.schema.columns[0].name = "ID";
  LayerCheck check;
  check.definition = &reaches;
  const auto said_of = [&](const std::string& column) {
    for (const auto& finding : check_layer(table_, check))
      if (finding.attribute == column) return finding.message;
    return std::string();
  };
  EXPECT_EQ(said_of("delimitation"), "Version 3.5 calls the column “delimitation” “trace_connu”.");
  EXPECT_EQ(said_of("trace_connu"), "") << "it is not missing";
  EXPECT_EQ(said_of("ID"), "");
  const auto older = rules::load_with_all_names("bdtopo", "3.3", "troncon_hydrographique");
  check.definition = &older;
  add_column("INV_PO_EAU");
  EXPECT_EQ(said_of("delimitation"), "");
  EXPECT_EQ(said_of("INV_PO_EAU"), "The column “INV_PO_EAU” is of version 3.5; 3.3 has none.");
}

TEST_F(LayerCheckTest, Geometries) {
  schema_.geometry = {"POLYGON", false, true, "geom", {}};
  table_.schema.geometry_type = "GEOMETRY";
  add({"H1"}, "");
  add({"H2"}, "POLYGON EMPTY");
  add({"H3"}, "POINT (1 1)");
  add({"H4"}, "MULTIPOLYGON (((0 0, 2 2, 2 0, 0 2, 0 0)))");
  table_.fids.push_back(5);
  table_.columns[0].push_back("H5");
  table_.geometries.push_back(BlobView{"no wkb"});
  EXPECT_THAT(lines(), ElementsAre("warning ATTRIBUTE_UNEXPECTED_NULL geom 1",
                                   "warning ATTRIBUTE_UNEXPECTED_NULL geom 2",
                                   "error ATTRIBUTE_INVALID_FORMAT geom 3",
                                   "error ATTRIBUTE_GEOMETRY_INVALID geom 4",
                                   "error ATTRIBUTE_GEOMETRY_INVALID_FORMAT geom 5"));
  EXPECT_EQ(findings()[3].message,
            "The geometry is invalid (SELF_INTERSECTION): self-intersection, at 1 1.");
  EXPECT_EQ(findings()[3].position, (Point{1, 1}));
}

TEST_F(LayerCheckTest, AnotherTypeOfAllGeometriesIsSaidOnce) {
  schema_.geometry = {"MULTIPOLYGON", false, true, "geom", {}};
  add({"H1"});
  add({"H2"});
  EXPECT_THAT(lines(), ElementsAre("error ATTRIBUTE_INVALID_FORMAT geom"));
  table_.schema.geometry_column = "";
  EXPECT_THAT(lines(), ElementsAre("error TABLE_MISSING_GEOMETRY "));
}

TEST_F(LayerCheckTest, AltitudesThatAreExpected) {
  schema_.geometry = {"LINESTRING", true, true, "geom", {}};
  add({"H1"});
  add({"H2"}, "LINESTRING Z (0 0 1, 1 1 1)");
  EXPECT_THAT(lines(), ElementsAre("warning ATTRIBUTE_INVALID_FORMAT geom")) << "it declares none";
  table_.schema.z = 2;
  EXPECT_THAT(lines(), ElementsAre("warning ATTRIBUTE_INVALID_FORMAT geom 1"));
}

TEST_F(LayerCheckTest, GeometriesLieWhollyInATerritory) {
  domains_ = {{10, 10, 20, 20}, {30, 10, 40, 20}};
  add({"H1"}, "LINESTRING (11 11, 20 20)");
  add({"H2"}, "LINESTRING (30 10, 40 20)");
  add({"H3"}, "LINESTRING (15 15, 0 0)");
  add({"H4"}, "LINESTRING (15 15, 15 21)");
  add({"H5"}, "LINESTRING (15 15, 35 15)");
  const std::string away = "error ATTRIBUTE_GEOMETRY_INVALID_DATA_EXTENT geom ";
  EXPECT_THAT(lines(), ElementsAre(away + "3", away + "4", away + "5"));
  EXPECT_EQ(findings()[0].position, (Point{0, 0}));
  EXPECT_EQ(findings()[1].position, (Point{15, 21}));
}

TEST_F(LayerCheckTest, APlaceThatIsNotFiniteIsNotTold) {
  domains_ = {{10, 10, 20, 20}};
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const auto bytes = geometry::wkb_with_xy(geometry::wkb_from_wkt("LINESTRING (15 15, 16 16)"),
                                           std::vector<double>{15, 15, infinite, infinite});
  table_.fids.push_back(1);
  table_.columns[0].push_back("H1");
  table_.geometries.push_back(BlobView{bytes});
  ASSERT_THAT(lines(), ElementsAre("error ATTRIBUTE_GEOMETRY_INVALID_DATA_EXTENT geom 1"));
  EXPECT_EQ(findings()[0].position, std::nullopt);
}

TEST(Domains, AreBroughtToTheSystemOfTheLayer) {
  const auto territories = rules::load_territories("bdtopo");
  const auto holds = [&](const char* crs, double x, double y) {
    const auto domains = domains_in(io::crs_named(crs), territories);
    return std::any_of(domains.begin(), domains.end(), [&](const Box& box) {
      return x >= box.min_x && x <= box.max_x && y >= box.min_y && y <= box.max_y;
    });
  };
  EXPECT_EQ(domains_in(io::crs_named("EPSG:2154"), territories).size(), 1u);
  EXPECT_EQ(domains_in(io::crs_named("EPSG:5490"), territories).size(), 4u);
  EXPECT_TRUE(domains_in(Crs{}, territories).empty());
  EXPECT_TRUE(domains_in(io::crs_named("EPSG:4326"), {}).empty());
  struct Place {
    const char* crs;
    double x;
    double y;
  };
  for (const auto& place : std::vector<Place>{{"EPSG:2154", 913000, 6458000},  // Grenoble
                                              {"EPSG:4326", 5.72, 45.19},
                                              {"EPSG:4171", 5.72, 45.19},
                                              {"EPSG:3857", 637000, 5653000},
                                              {"EPSG:32631", 713700, 5007700},
                                              {"EPSG:3945", 1914000, 4224000},
                                              {"EPSG:27572", 866500, 2025500},
                                              {"EPSG:4326", 55.5, -21.1},          // La Réunion
                                              {"EPSG:32620", 655000, 1785000}}) {  // Guadeloupe
    EXPECT_TRUE(holds(place.crs, place.x, place.y)) << place.crs;
    EXPECT_FALSE(holds(place.crs, 0, 0)) << place.crs;
  }
}

TEST_F(LayerCheckTest, ManyOfAKindAreCounted) {
  carry(attribute("nature")).required = true;
  for (int i = 0; i < 1002; ++i) add({"H" + std::to_string(i), Null{}});
  const auto found = findings();
  ASSERT_THAT(found, SizeIs(1001));
  EXPECT_EQ(found[0].code, "VALIDATOR_INFO");
  EXPECT_EQ(found[0].message, "2 more findings ATTRIBUTE_UNEXPECTED_NULL are left out.");
  EXPECT_EQ(found[0].flaws, 2U);
  EXPECT_EQ(found[0].more_of, "ATTRIBUTE_UNEXPECTED_NULL");
}

TEST_F(LayerCheckTest, AnyNumberOfThreadsFindsTheSame) {
  carry(attribute("nature")).values = {"Bois"};
  for (int i = 0; i < 3000; ++i)
    add({"H" + std::to_string(i % 2900), i % 7 == 0 ? "Haie" : "Bois"},
        i % 5 == 0 ? "LINESTRING (1 1, 1 1)" : "LINESTRING (0 0, 1 1)");
  Validation one;
  Validation many;
  one.findings = findings(1);
  many.findings = findings(4);
  EXPECT_EQ(report::validation_as_json_lines(one), report::validation_as_json_lines(many));
}

TEST_F(LayerCheckTest, AProducersOwnColumnIsHeldAgainstItsOwnWords) {
  rules::ProducerSchema producer;
  producer.columns = {{"TYPE", {"type"}, "nature", {{"bois", "Bois"}, {"rien", std::nullopt}}}};
  schema_.attributes.push_back(attribute("nature"));
  add_column("type");
  add({"H1", "bois"});
  add({"H2", "rein"});
  LayerCheck check;
  check.definition = &schema_;
  check.producer = &producer;
  const auto found = check_layer(table_, check);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "ATTRIBUTE_UNEXPECTED_VALUE");
  EXPECT_EQ(found[0].message, "“rein” is not known here. Did you mean “rien”?");
}

TEST_F(LayerCheckTest, WithoutAClassOnlyGeometriesAreLookedAt) {
  add({"x"}, "LINESTRING (1 1, 1 1)");
  add({"x"}, "");
  const auto found = check_layer(table_, {});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "ATTRIBUTE_GEOMETRY_INVALID");
}

Schema layer_of(const std::string& name, const std::vector<std::string>& columns) {
  Schema schema;
  schema.layer = name;
  for (const auto& column : columns) schema.columns.push_back({column, ColumnType::text, ""});
  return schema;
}

TEST(SchemaChoice, IsNamed) {
  set_language("en");
  EXPECT_EQ(parse_schema_choice("").schema, "");
  EXPECT_EQ(parse_schema_choice("bdtopo").version, "");
  const auto choice = parse_schema_choice("bdtopo/3.3/haie");
  EXPECT_EQ(choice.version, "3.3");
  EXPECT_EQ(choice.layer, "haie");
  EXPECT_EQ(parse_schema_choice("ddt51").producer->name, "ddt51");
  EXPECT_THROW(static_cast<void>(parse_schema_choice("bdtopo/3.4")), InputError);
  EXPECT_THROW(static_cast<void>(parse_schema_choice("bdtopo/3.3/hai")), InputError);
  EXPECT_THROW(static_cast<void>(parse_schema_choice("bdcarto")), InputError);
  EXPECT_THROW(static_cast<void>(parse_schema_choice("a/b/c/d")), UsageError);
  EXPECT_THROW(static_cast<void>(parse_schema_choice("../schemas")), InputError);
}

TEST(SchemaChoice, LayersAreKnownByNameOrPattern) {
  const auto classes =
      choose_classes(parse_schema_choice("bdtopo/3.5"),
                     {layer_of("HAIE", {}), layer_of("N_Troncon_Hydrographique_BDT_038_2021", {}),
                      layer_of("batiment", {})})
          .classes;
  ASSERT_THAT(classes, SizeIs(3));
  EXPECT_EQ(classes[0]->layer, "haie");
  EXPECT_EQ(classes[1]->layer, "troncon_hydrographique");
  EXPECT_FALSE(classes[2]);
}

TEST(SchemaChoice, AnOnlyLayerIsTakenForTheClassThatIsNamed) {
  const auto choice = parse_schema_choice("bdtopo/3.5/haie");
  EXPECT_EQ(choose_classes(choice, {layer_of("bocage", {})}).classes[0]->layer, "haie");
  EXPECT_FALSE(choose_classes(choice, {layer_of("a", {}), layer_of("b", {})}).classes[0]);
}

TEST(SchemaChoice, TheVersionWhoseColumnsFitBest) {
  const auto choice = parse_schema_choice("bdtopo");
  const auto version_of = [&](const std::vector<std::string>& columns) {
    return choose_classes(choice, {layer_of("troncon_hydrographique", columns)}).version;
  };
  EXPECT_EQ(version_of({"ID", "NATURE", "DELIMIT"}), "3.3");
  EXPECT_EQ(version_of({"cleabs", "remarque", "inventaire_police_de_l_eau"}), "3.5");
  EXPECT_EQ(version_of({"cleabs", "delimitation", "inventaire_police_de_l_eau"}), "3.3")
      << "what has been renamed says more than what has been added";
  EXPECT_EQ(version_of({"cleabs", "trace_connu"}), "3.5");
  EXPECT_EQ(version_of({"remarque"}), "3.3") << "fewer columns are missing";
  auto themed = choice;
  themed.layers = {"troncon_hydrographique"};
  EXPECT_EQ(choose_classes(themed, {layer_of("troncon_hydrographique", {"delimitation"})}).version,
            "3.3");
  EXPECT_EQ(class_beside(themed, "3.5", layer_of("HAIE", {})), "haie");
  EXPECT_EQ(class_beside(themed, "3.5", layer_of("batiment", {})), "");
  EXPECT_EQ(choose_classes(choice, {layer_of("haie", {"cleabs"})}).version, "3.5");
  EXPECT_EQ(choose_classes({}, {layer_of("haie", {})}).version, "");
}

Validation sample() {
  set_language("en");
  Validation validation{"f.gpkg", "bdtopo 3.5", {{"haie", "haie", "EPSG:2154", 2}}, {}};
  ValidationFinding finding{Level::error, "ATTRIBUTE_NOT_UNIQUE", "twice", "haie", "haie", "ID", 7,
                            "H\x01",      Point{1.5, 2}};
  validation.findings.push_back(finding);
  finding.level = Level::information;
  finding.code = "TABLE_UNEXPECTED_ATTRIBUTE";
  finding.fid = std::nullopt;
  finding.position = std::nullopt;
  for (int i = 0; i < 5; ++i) {
    finding.message = i < 2 ? "same" : "note " + std::to_string(i);
    validation.findings.push_back(finding);
  }
  return validation;
}

TEST(ValidationReport, JsonLinesFitTheirSchema) {
  std::istringstream lines(report::validation_as_json_lines(sample()));
  const auto schema = support::schema_of("finding");
  std::string line;
  std::size_t count = 0;
  for (; std::getline(lines, line); ++count)
    EXPECT_THAT(support::violations(nlohmann::json::parse(line), schema), IsEmpty()) << line;
  EXPECT_EQ(count, 6u);
}

TEST(ValidationReport, TextTellsTheWorstFirstAndTheSameOnce) {
  EXPECT_EQ(report::validation_as_text(sample()),
            "f.gpkg, against bdtopo 3.5\n"
            "haie: 2 features, as haie\n"
            "  error ATTRIBUTE_NOT_UNIQUE (1)\n"
            "    - ID, H\uFFFD, fid 7: twice\n"
            "  note TABLE_UNEXPECTED_ATTRIBUTE (5)\n"
            "    - ID, H\uFFFD and 1 other: same\n"
            "    - ID, H\uFFFD: note 2\n"
            "    - ID, H\uFFFD: note 3\n"
            "    …\n"
            "1 error, 0 warnings, 5 notes.\n");
}

}  // namespace
}  // namespace bdf::jobs
