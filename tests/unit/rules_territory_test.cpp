// SPDX-License-Identifier: MIT
#include "rules/territory.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "io/crs.h"
#include "table_definitions.h"

namespace bdf::rules {
namespace {

const std::string good =
    "AAA:\n"
    "  name: One\n"
    "  zones: [\"001\", \"2A\"]\n"
    "  crs: EPSG:2154\n"
    "  domain: {min_x: 0, min_y: 0, max_x: 10, max_y: 20}\n"
    "  degrees: {min_x: -5, min_y: 41, max_x: 10, max_y: 52}\n";
const std::string operation =
    "  operations:\n"
    "    EPSG:4326: {accuracy: 1, source: someone, pipeline: +proj=pipeline +step +proj=noop}\n";

class TerritoryTest : public ::testing::Test {
 protected:
  TerritoryTest() {
    set_language("en");
    std::filesystem::create_directories(folder_.file("schemas/own"));
    setenv("BDF_SHARE", folder_.file("").c_str(), 1);
  }
  ~TerritoryTest() override { unsetenv("BDF_SHARE"); }

  std::vector<Territory> read(const std::string& text) {
    std::ofstream(folder_.file("schemas/own/territories.yaml")) << text;
    return load_territories("own");
  }
  /// What load_territories says of the text, behind the folder's name.
  std::string complaint_about(const std::string& text) {
    try {
      static_cast<void>(read(text));
    } catch (const InputError& error) {
      const std::string message = error.what();
      return message.substr(message.find("territories.yaml"));
    }
    return "";
  }
  /// The good text with a part of it replaced.
  static std::string with(const std::string& part, const std::string& other) {
    auto text = good + operation;
    return text.replace(text.find(part), part.size(), other);
  }

  tests::TestFolder folder_;
};

TEST_F(TerritoryTest, EveryKeyIsRead) {
  const auto territories = read(good + operation);
  ASSERT_EQ(territories.size(), 1u);
  const auto& one = territories[0];
  EXPECT_EQ(one.code, "AAA");
  EXPECT_EQ(one.name, "One");
  EXPECT_EQ(one.zones, (std::vector<std::string>{"001", "2A"}));
  EXPECT_EQ(one.crs, "EPSG:2154");
  EXPECT_EQ(one.domain, (Box{0, 0, 10, 20}));
  EXPECT_EQ(one.degrees, (Box{-5, 41, 10, 52}));
  ASSERT_EQ(one.operations.size(), 1u);
  EXPECT_EQ(one.operations[0].from, "EPSG:4326");
  EXPECT_EQ(one.operations[0].pipeline, "+proj=pipeline +step +proj=noop");
  EXPECT_EQ(one.operations[0].accuracy, 1);
  EXPECT_EQ(one.operations[0].source, "someone");
  EXPECT_TRUE(read(good)[0].operations.empty());
}

TEST_F(TerritoryTest, MistakesAreNamedWithTheirPlace) {
  EXPECT_EQ(complaint_about(with("  zones", "  zonse")),
            "territories.yaml:2:3: “zones” is missing here.\n" +
                folder_.file("schemas/own/territories.yaml").string() +
                ":3:3: “zonse” is not known here. Did you mean “zones”?");
  EXPECT_EQ(complaint_about(with("  crs: EPSG:2154\n", "")),
            "territories.yaml:2:3: “crs” is missing here.");
  EXPECT_EQ(complaint_about(with(", max_y: 20", "")),
            "territories.yaml:5:11: “max_y” is missing here.");
  EXPECT_EQ(complaint_about(with("max_x: 10", "max_x: -10")),
            "territories.yaml:5:11: A box has its least x and y first; this one is empty.");
  EXPECT_EQ(complaint_about(with("max_y: 52", "max_y: 91")),
            "territories.yaml:6:53: 91 is more than 90.");
  EXPECT_EQ(
      complaint_about(with("crs: EPSG:2154", "crs: Lambert 93")),
      "territories.yaml:4:8: “Lambert 93” does not match ^[A-Z][A-Za-z0-9_]*:[A-Za-z0-9_.]+$.");
  EXPECT_EQ(complaint_about(good + "BBB:\n  name: Two\n  zones: []\n  crs: EPSG:2154\n"
                                   "  domain: {min_x: 0, min_y: 0, max_x: 1, max_y: 1}\n"
                                   "  degrees: {min_x: 10, min_y: 0, max_x: 20, max_y: 41}\n"),
            "territories.yaml:12:12: This overlaps AAA: a place would be in both.");
  EXPECT_EQ(complaint_about(with("[\"001\", \"2A\"]", "[\"001\", \"01\"]")),
            "territories.yaml:3:10: “01” stands here twice.");
  EXPECT_EQ(complaint_about(good + "BBB" + good.substr(3)),
            "territories.yaml:9:10: “001” stands here twice.");
  EXPECT_EQ(complaint_about(good + good), "territories.yaml:7:1: “AAA” stands here twice.");
}

TEST_F(TerritoryTest, MistakesInOperationsAreNamed) {
  EXPECT_EQ(complaint_about(with("source: someone, ", "")),
            "territories.yaml:8:16: “source” is missing here.");
  EXPECT_EQ(complaint_about(with("accuracy: 1", "accuracy: about 1")),
            "territories.yaml:8:27: Expected here: a number. This is a text.");
  EXPECT_EQ(complaint_about(with("+proj=pipeline +step", "+step")),
            "territories.yaml:8:57: “+step +proj=noop” does not match ^\\+proj=pipeline .");
  EXPECT_EQ(complaint_about(with("operations", "operation")),
            "territories.yaml:7:3: “operation” is not known here. Did you mean “operations”?");
}

TEST_F(TerritoryTest, WhatIsNoMapIsRefused) {
  EXPECT_NE(complaint_about(""), "");
  EXPECT_NE(complaint_about("- a\n"), "");
  EXPECT_NE(complaint_about("AAA: [\n"), "");
  EXPECT_NE(complaint_about("AAA: text\n"), "");
  EXPECT_NE(complaint_about(with("zones: [\"001\", \"2A\"]", "zones: 1")), "");
  EXPECT_NE(complaint_about(with("name: One", "name:")), "");
  EXPECT_THROW(static_cast<void>(load_territories("other")), InputError);
}

class ShippedTerritories : public ::testing::Test {
 protected:
  const std::vector<Territory> territories_ = load_territories("bdtopo");
};

TEST_F(ShippedTerritories, AreFoundByCodeAndByZone) {
  EXPECT_EQ(territories_.size(), 9u);
  const auto code_of = [&](std::string_view name) {
    const auto* found = find_territory(territories_, name);
    return found ? found->code : "";
  };
  for (const char* name : {"FXX", "fxx", "038", "38", "D038", "d38", "2A", "02a", "D02A", "001"})
    EXPECT_EQ(code_of(name), "FXX") << name;
  EXPECT_EQ(code_of("971"), "GLP");
  EXPECT_EQ(code_of("D972"), "MTQ");
  EXPECT_EQ(code_of("973"), "GUF");
  EXPECT_EQ(code_of("974"), "REU");
  EXPECT_EQ(code_of("975"), "SPM");
  EXPECT_EQ(code_of("976"), "MYT");
  EXPECT_EQ(code_of("977"), "BLM");
  EXPECT_EQ(code_of("978"), "MAF");
  for (const char* name : {"", "0", "D", "020", "096", "999", "XXX"})
    EXPECT_EQ(code_of(name), "") << name;
}

TEST_F(ShippedTerritories, NoTwoShareAPoint) {
  for (const auto& a : territories_)
    for (const auto& b : territories_) {
      const bool apart = a.degrees.max_x < b.degrees.min_x || b.degrees.max_x < a.degrees.min_x ||
                         a.degrees.max_y < b.degrees.min_y || b.degrees.max_y < a.degrees.min_y;
      EXPECT_TRUE(&a == &b || apart) << a.code << " " << b.code;
    }
}

TEST_F(ShippedTerritories, NameSystemsThatProjKnows) {
  for (const auto& territory : territories_) {
    EXPECT_NO_THROW(static_cast<void>(io::crs_named(territory.crs))) << territory.crs;
    for (const auto& declared : territory.operations)
      EXPECT_NO_THROW(static_cast<void>(io::crs_named(declared.from))) << declared.from;
  }
}

TEST_F(ShippedTerritories, EveryDepartementIsInOne) {
  std::set<std::string> zones;
  for (const auto& territory : territories_)
    zones.insert(territory.zones.begin(), territory.zones.end());
  EXPECT_EQ(zones.size(), 96u + 8u);
}

}  // namespace
}  // namespace bdf::rules
