// SPDX-License-Identifier: MIT
#include "rules/layer_schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/error.h"
#include "base/message.h"
#include "rules/layer_file.h"
#include "table_definitions.h"

namespace bdf::rules {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const AttributeDefinition& attribute_of(const LayerSchema& schema, const std::string& column) {
  const auto* const attribute = schema.find(column);
  if (attribute == nullptr) throw std::runtime_error("no attribute " + column);
  return *attribute;
}

TEST(ShippedSchemas, AllLoad) {
  EXPECT_THAT(schema_versions("bdtopo"), ElementsAre("3.3", "3.5"));
  for (const auto& version : schema_versions("bdtopo")) {
    EXPECT_THAT(schema_layers("bdtopo", version), SizeIs(14));
    for (const auto& layer : schema_layers("bdtopo", version)) {
      const auto schema = load_layer_schema("bdtopo", version, layer);
      EXPECT_EQ(schema.schema, "bdtopo");
      EXPECT_EQ(schema.version, version);
      EXPECT_EQ(schema.layer, layer);
      EXPECT_EQ(schema.geometry.column, "geometrie");
      EXPECT_THAT(schema.attributes, Not(IsEmpty())) << layer;
    }
  }
}

TEST(ShippedSchemas, TheReachesOfTheNewestVersion) {
  const auto schema = load_layer_schema("bdtopo", "troncon_hydrographique");
  EXPECT_EQ(schema.version, "3.5");
  EXPECT_EQ(schema.title, "Tronçon hydrographique");
  EXPECT_EQ(schema.key, "cleabs");
  EXPECT_EQ(schema.key_pattern, "^TRON_EAU[0-9]{16}$");
  EXPECT_THAT(schema.layer_patterns, ElementsAre("^n_troncon_hydrographique_bdt_"));
  EXPECT_THAT(schema.attributes, SizeIs(44));
  EXPECT_EQ(schema.attributes.front().name, "cleabs");
  EXPECT_EQ(schema.geometry.type, "LINESTRING");
  EXPECT_TRUE(schema.geometry.has_z);
  EXPECT_TRUE(schema.geometry.required);
  EXPECT_EQ(schema.geometry.no_altitude.z, -1000);
  EXPECT_EQ(schema.geometry.no_altitude.attribute, "precision_altimetrique");
  EXPECT_EQ(schema.geometry.no_altitude.value, 9999);
  ASSERT_TRUE(schema.flow);
  EXPECT_EQ(schema.flow->attribute, "sens_de_l_ecoulement");
  EXPECT_EQ(schema.flow->direct, "Sens direct");
  EXPECT_EQ(schema.flow->inverse, "Sens inverse");
}

TEST(ShippedSchemas, WhatAttributesSay) {
  const auto schema = load_layer_schema("bdtopo", "3.5", "troncon_hydrographique");
  const auto& key = attribute_of(schema, "ID");
  EXPECT_EQ(key.name, "cleabs");
  EXPECT_EQ(key.width, 24u);
  EXPECT_TRUE(key.required);
  EXPECT_TRUE(key.unique);
  const auto& precision = attribute_of(schema, "precision_planimetrique");
  EXPECT_EQ(precision.type, ColumnType::real);
  EXPECT_EQ(precision.scale, 1);
  EXPECT_EQ(precision.digits, 5);
  const auto& links = attribute_of(schema, "liens_vers_cours_d_eau");
  EXPECT_TRUE(links.list);
  EXPECT_EQ(links.references, "cours_d_eau");
  EXPECT_EQ(links.shapefile_width, 254u);
  EXPECT_FALSE(attribute_of(schema, "lien_vers_entite_de_transition").list);
  EXPECT_TRUE(attribute_of(schema, "DATE_MAJ").housekeeping);
  EXPECT_FALSE(attribute_of(schema, "DATE_CONF").housekeeping);
  EXPECT_EQ(attribute_of(schema, "fictif").shapefile_width, 3u);
  EXPECT_THAT(attribute_of(schema, "nature").values, Contains("Glacier, névé"));
  EXPECT_THAT(attribute_of(schema, "POS_SOL").values, Contains("-1"));
  EXPECT_EQ(attribute_of(schema, "inv_po_eau").name, "inventaire_police_de_l_eau");
  EXPECT_EQ(schema.find("remarque_ddt"), nullptr);
}

TEST(ShippedSchemas, AnOlderVersionDiffersAsItsFileSays) {
  const auto older = load_layer_schema("bdtopo", "3.3", "troncon_hydrographique");
  EXPECT_EQ(older.find("inventaire_police_de_l_eau"), nullptr);
  const auto& renamed = attribute_of(older, "delimitation");
  EXPECT_EQ(renamed.name, "delimitation");
  EXPECT_EQ(renamed.shapefile_name, "DELIMIT");
  EXPECT_EQ(&renamed, older.find("trace_connu"));
  EXPECT_THAT(attribute_of(older, "nature").values, Not(Contains("Lagon")));
}

TEST(ShippedSchemas, TheNewestKnowsTheNamesOfAllVersions) {
  const auto schema = load_layer_schema("bdtopo", "troncon_hydrographique");
  EXPECT_THAT(attribute_of(schema, "trace_connu").names,
              UnorderedElementsAre("trace_connu", "traceconnu", "delimitation", "delimit"));
}

TEST(ShippedSchemas, AProducersOwnWords) {
  const auto producer = load_producer_schema("ddt51");
  EXPECT_EQ(producer.layer, "troncon_hydrographique");
  const auto* const column = producer.find("typ_ecoule");
  ASSERT_NE(column, nullptr);
  EXPECT_EQ(column->column, "TYPE_ECOUL");
  EXPECT_EQ(column->attribute, "inventaire_police_de_l_eau");
  ASSERT_THAT(column->values, SizeIs(6));
  EXPECT_EQ(column->values[0].own, "Cours d'eau");
  EXPECT_EQ(column->values[0].means, "Inscrit");
  EXPECT_EQ(column->values[4].own, "carto_prog");
  EXPECT_EQ(column->values[4].means, std::nullopt);
  EXPECT_EQ(producer.find("nature"), nullptr);
}

/// What is said of an unknown name.
template <class Load>
std::string complaint_of(Load&& load) {
  set_language("en");
  try {
    static_cast<void>(load());
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(ShippedSchemas, NamesTheNearestOne) {
  EXPECT_EQ(complaint_of([] { return load_layer_schema("bdtop", "haie"); }),
            "There is no schema “bdtop”. Did you mean “bdtopo”?");
  EXPECT_THAT(complaint_of([] { return load_layer_schema("bdtopo", "3.4", "haie"); }),
              HasSubstr("has no version 3.4"));
  EXPECT_THAT(complaint_of([] { return load_layer_schema("bdtopo", "haies"); }),
              HasSubstr("Did you mean “haie”?"));
  EXPECT_THAT(complaint_of([] { return load_layer_schema("", "haie"); }),
              HasSubstr("There is no schema"));
  EXPECT_THAT(complaint_of([] { return load_producer_schema("ddt15"); }),
              HasSubstr("Did you mean “ddt51”?"));
}

class LayerFileTest : public ::testing::Test {
 protected:
  LayerFileTest() {
    set_language("en");
    write("lake", head_ + "attributes:\n  id: {}\n");
  }

  void write(const std::string& layer, const std::string& text) {
    std::filesystem::create_directories(folder_.file("1"));
    std::ofstream(folder_.file("1/" + layer + ".yaml")) << text;
  }
  LayerSchema schema_of(const std::string& text) {
    write("t", text);
    return read_layer_file(folder_.file("1/t.yaml"));
  }
  LayerSchema with_attribute(const std::string& text) {
    return schema_of(head_ + "attributes:\n  id: {}\n  a: {" + text + "}\n");
  }
  /// What is said of the text, behind the folder's name.
  std::string complaint_about(const std::string& text) {
    const auto message = complaint_of([&] { return schema_of(text); });
    const auto at = message.find("/1/");
    return at == std::string::npos ? message : message.substr(at + 3);
  }
  std::string complaint_about_attribute(const std::string& text) {
    return complaint_about(head_ + "attributes:\n  id: {}\n  a: {" + text + "}\n");
  }

  tests::TestFolder folder_;
  const std::string head_ = "title: T\ngeometry: {type: POINT, column: geom}\n";
};

TEST_F(LayerFileTest, ReadsEveryKeyOfAnAttribute) {
  const auto schema = with_attribute(
      "type: text, shapefile: A, also: [Alpha], width: 5, shapefile_width: 6, required: true, "
      "unique: true, pattern: '^x', values: [x, xy], list: true, references: lake, "
      "housekeeping: true, access: restricted");
  const auto& attribute = attribute_of(schema, "ALPHA");
  EXPECT_EQ(attribute.name, "a");
  EXPECT_THAT(attribute.names, ElementsAre("a", "alpha"));
  EXPECT_EQ(attribute.shapefile_name, "A");
  EXPECT_EQ(attribute.width, 5u);
  EXPECT_EQ(attribute.shapefile_width, 6u);
  EXPECT_TRUE(attribute.required && attribute.unique && attribute.list && attribute.housekeeping);
  EXPECT_EQ(attribute.pattern, "^x");
  EXPECT_THAT(attribute.values, ElementsAre("x", "xy"));
  EXPECT_EQ(attribute.references, "lake");
  EXPECT_EQ(attribute.access, Access::restricted);
}

TEST_F(LayerFileTest, SharedListsAreNamed) {
  std::ofstream(folder_.file("enumerations.yaml")) << "colours: [red, blue]\n";
  EXPECT_THAT(attribute_of(with_attribute("values: colours"), "a").values,
              ElementsAre("red", "blue"));
  EXPECT_EQ(complaint_about_attribute("values: colors"),
            "t.yaml:5:15: “colors” is not known here. Did you mean “colours”?");
}

TEST_F(LayerFileTest, NamesThePlaceAndTheWordMeant) {
  EXPECT_EQ(complaint_about_attribute("widht: 5"),
            "t.yaml:5:7: “widht” is not known here. Did you mean “width”?");
  EXPECT_EQ(complaint_about_attribute("type: string"),
            "t.yaml:5:13: “string” is not known here. Known are: boolean, integer, real, text, "
            "date, datetime.");
  EXPECT_EQ(complaint_about_attribute("type: datetme"),
            "t.yaml:5:13: “datetme” is not known here. Did you mean “datetime”?");
  EXPECT_EQ(complaint_about_attribute("references: lakes"),
            "t.yaml:5:19: “lakes” is not known here. Did you mean “lake”?");
  EXPECT_EQ(complaint_about_attribute("pattern: '[a'"),
            "t.yaml:5:16: “[a” is no regular expression.");
  EXPECT_EQ(complaint_about_attribute("shapefile: ELEVENCHARS"),
            "t.yaml:5:18: “ELEVENCHARS” does not match ^[A-Za-z][A-Za-z0-9_]{0,9}$.");
}

TEST_F(LayerFileTest, TellsAllThatIsWrongWithTheForm) {
  EXPECT_EQ(complaint_about_attribute("width: wide, scale: -1, required: maybe"),
            "t.yaml:5:14: Expected here: a whole number. This is a text.\n" +
                folder_.file("1/t.yaml").string() + ":5:27: -1 is less than 0.\n" +
                folder_.file("1/t.yaml").string() +
                ":5:41: Expected here: true or false. This is a text.");
}

TEST_F(LayerFileTest, RefusesTwoAttributesOfOneName) {
  EXPECT_EQ(complaint_about_attribute("}\n  a: {"), "t.yaml:6:3: “a” stands here twice.");
  EXPECT_EQ(complaint_about_attribute("shapefile: ID"),
            "t.yaml:5:6: “id” already goes by the name “id”.");
  EXPECT_EQ(complaint_about_attribute("}\n  A: {"),
            "t.yaml:6:6: “a” already goes by the name “a”.");
}

TEST_F(LayerFileTest, RefusesWhatCannotBeMeant) {
  EXPECT_THAT(complaint_about_attribute("type: date, width: 3"), HasSubstr("t.yaml:5:"));
  EXPECT_THAT(complaint_about_attribute("scale: 1"), HasSubstr("Only a real number"));
  EXPECT_THAT(complaint_about_attribute("type: real, digits: 5"), HasSubstr("t.yaml:5:27: Digits"));
  EXPECT_THAT(complaint_about_attribute("type: real, scale: 3, digits: 2"),
              HasSubstr("t.yaml:5:37: These are less than the decimals."));
  EXPECT_THAT(complaint_about_attribute("type: boolean, values: ['1']"),
              HasSubstr("t.yaml:5:30: Only a text has a list of values"));
  EXPECT_THAT(complaint_about_attribute("values: []"), HasSubstr("t.yaml:5:"));
  EXPECT_THAT(complaint_about_attribute("values: colours"), HasSubstr("is missing"));
  const auto whole = head_ + "attributes: {a: {values: [x]}}\n";
  EXPECT_EQ(complaint_about(whole + "key: {attribute: b}\n").substr(0, 12), "t.yaml:4:18:");
  EXPECT_EQ(complaint_about(whole + "flow: {attribute: a, direct: x, inverse: y}\n").substr(0, 12),
            "t.yaml:4:42:");
  EXPECT_THAT(complaint_about(whole + "without: [a]\n"), HasSubstr("based_on"));
  EXPECT_THAT(complaint_about("title: T\ngeometry: {type: POINT, column: g, "
                              "no_altitude: {attribute: a}}\nattributes: {a: {}}\n"),
              HasSubstr("belong together"));
  EXPECT_THAT(complaint_about("title: T\n"), HasSubstr("is missing here"));
  EXPECT_THAT(complaint_about(""), HasSubstr("t.yaml"));
  EXPECT_THAT(complaint_about("title: [T\n"), HasSubstr("t.yaml:"));
}

TEST_F(LayerFileTest, ADifferenceIsHeldAgainstWhatItIsBasedOn) {
  write("whole", head_ + "attributes:\n  id: {}\n  old: {values: [x, y]}\n  gone: {}\n");
  const auto schema = schema_of(
      "based_on: whole.yaml\nwithout: [gone]\nrenamed: {old: {name: new, shapefile: NEW}}\n"
      "without_values: {old: [y]}\n");
  EXPECT_EQ(schema.layer, "t");
  EXPECT_EQ(schema.version, "1");
  ASSERT_THAT(schema.attributes, SizeIs(2));
  EXPECT_EQ(schema.attributes[1].name, "new");
  EXPECT_THAT(schema.attributes[1].names, ElementsAre("old", "new"));
  EXPECT_THAT(schema.attributes[1].values, ElementsAre("x"));
  EXPECT_EQ(complaint_about("based_on: whole.yaml\nwithout: [gon]\n"),
            "t.yaml:2:10: “gon” is not known here. Did you mean “gone”?");
  EXPECT_THAT(complaint_about("based_on: whole.yaml\nwithout_values: {old: [z]}\n"),
              HasSubstr("t.yaml:2:23: “z” is not known here."));
  EXPECT_EQ(complaint_about("based_on: whole.yaml\nrenamed: {old: {name: id}}\n"),
            "t.yaml:2:23: “id” already goes by the name “id”.");
  EXPECT_THAT(complaint_about("based_on: nowhere.yaml\n"),
              HasSubstr("t.yaml:1:11: There is no file"));
  EXPECT_THAT(complaint_about("based_on: whole.yaml\ntitle: T\n"), HasSubstr("t.yaml:2:8:"));
  EXPECT_THAT(complaint_about("based_on: t.yaml\n"), HasSubstr("This is a difference itself"));
}

class ProducerFileTest : public LayerFileTest {
 protected:
  std::string complaint_about_columns(const std::string& columns) {
    const auto path = folder_.file("p.yaml");
    std::ofstream(path) << "version: \"1\"\nschema: bdtopo\nlayer: troncon_hydrographique\n"
                        << "columns:\n"
                        << columns;
    const auto message = complaint_of([&] { return load_producer_schema(path.string()); });
    return message.substr(std::min(message.size(), folder_.file("").string().size()));
  }
};

TEST_F(ProducerFileTest, IsHeldAgainstTheClassItMapsTo) {
  EXPECT_EQ(complaint_about_columns("  X: {attribute: natur}\n"),
            "p.yaml:5:18: “natur” is not known here. Did you mean “nature”?");
  EXPECT_EQ(complaint_about_columns("  X: {attribute: statut, values: {ok: Validee}}\n"),
            "p.yaml:5:39: “Validee” is not known here. Did you mean “Validé”?");
  EXPECT_EQ(complaint_about_columns("  X: {attribute: statut, values: {ok: 1}}\n"),
            "p.yaml:5:39: Expected here: a text, nothing. “1” is a whole number: put it in quotes "
            "to make it a text.");
  EXPECT_EQ(complaint_about_columns("  X: {attribute: statut}\n  x: {attribute: nature}\n"),
            "p.yaml:6:6: “x” stands here twice.");
  EXPECT_THAT(complaint_about_columns("  X: {}\n"), HasSubstr("“attribute” is missing here."));
  EXPECT_EQ(complaint_about_columns("  X: {attribute: statut}\n"), "");
}

TEST_F(ProducerFileTest, ValuesMustBeOfTheAttributesType) {
  EXPECT_EQ(complaint_about_columns("  X: {attribute: fosse, values: {a: peut-être}}\n"),
            "p.yaml:5:37: “peut-être” is not true or false, which “fosse” holds.");
  const auto complaint = [&](const std::string& attribute, const std::string& means) {
    return complaint_about_columns("  X: {attribute: " + attribute + ", values: {a: \"" + means +
                                   "\"}}\n");
  };
  EXPECT_EQ(complaint("fosse", "Vrai"), "");
  EXPECT_EQ(complaint("precision_planimetrique", "2.5"), "");
  EXPECT_THAT(complaint("precision_planimetrique", "bonne"), HasSubstr("is not a number"));
  EXPECT_EQ(complaint("date_de_confirmation", "2026-11-24"), "");
  EXPECT_THAT(complaint("date_de_confirmation", "hier"), HasSubstr("is not a date"));
  EXPECT_EQ(complaint("date_creation", "2026-11-24 01:09:08.5Z"), "");
  EXPECT_THAT(complaint("date_creation", "24/11/2026"), HasSubstr("is not a date with a time"));
  EXPECT_THAT(complaint("code_hydrographique", std::string(90, 'x')), HasSubstr("is too long"));
}

TEST_F(ProducerFileTest, TwoColumnsCannotSayOneAttribute) {
  EXPECT_EQ(complaint_about_columns("  X: {attribute: statut}\n  Y: {attribute: statut}\n"),
            "p.yaml:6:18: “statut” is said by the column “X” already.");
}

}  // namespace
}  // namespace bdf::rules
