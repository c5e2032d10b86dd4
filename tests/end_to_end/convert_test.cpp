// SPDX-License-Identifier: MIT
// bdf convert: a contribution goes out in another system's form, comes back, and does the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/desk.h"
#include "support/json_schema.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using support::bdf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string sample = BDF_REPOSITORY "/sample_data/hydro/";
const std::string reference = sample + "reference.gpkg";
constexpr const char* layer = "troncon_hydrographique";

/// The sample's contribution, and what applying it makes of the reference.
class Convert : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(bdf({"sync", sample + "job.yaml", "--out", desk_ / "out", "--quiet"}).code, 1);
    contribution_ = desk_ / "out/contribution.gpkg";
    apply(contribution_, "applied.gpkg");
  }

  void apply(const std::string& changeset, const std::string& out) const {
    const auto ran = bdf({"apply", changeset, "--to", reference, "--out", desk_ / out});
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  void expect_the_same_back(const std::string& file) const {
    const auto back = desk_ / (file + ".gpkg");
    const auto ran = bdf({"convert", desk_ / file, "--against", reference, "--theme", "hydro",
                          "--producer", "DDT 38", "--out", back, "--json"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(said(ran)["updated"], 63);
    apply(back, file + "_applied.gpkg");
    EXPECT_THAT(
        support::differences(desk_ / "applied.gpkg", desk_ / (file + "_applied.gpkg"), layer),
        IsEmpty());
  }
  /// What the command says with --json, held against its definition.
  static nlohmann::json said(const Ran& ran) {
    auto document = nlohmann::json::parse(ran.out);
    EXPECT_THAT(support::violations(document, support::schema_of("convert")), IsEmpty());
    return document;
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(desk_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] Ran read(const std::string& name) const {
    return bdf({"convert", desk_ / name, "--against", reference, "--theme", "hydro", "--out",
                desk_ / "read.gpkg"});
  }

  support::Desk desk_;
  std::string contribution_;
};

TEST_F(Convert, IgnsApiThereAndBack) {
  write("tables.csv", "layer,table\ntroncon_hydrographique,2241\n");
  const auto ran =
      bdf({"convert", contribution_, "--out", desk_ / "t.json", "--tables", desk_ / "tables.csv"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("t.json (ign-json): 10 inserted, 63 updated, 7 deleted"));
  std::ifstream file(desk_ / "t.json");
  const auto json = nlohmann::json::parse(file);
  EXPECT_EQ(json["actions"].size(), 80U);
  EXPECT_EQ(json["actions"][0]["table"], 2241);
  const auto without = read("t.json");
  EXPECT_EQ(without.code, 3);
  EXPECT_THAT(without.err, HasSubstr("has no layer “2241”"));
  fs::rename(desk_ / "t.json", desk_ / "numbered.json");
  ASSERT_EQ(bdf({"convert", contribution_, "--out", desk_ / "t.json"}).code, 0);
  expect_the_same_back("t.json");
  const auto with = bdf({"convert", desk_ / "numbered.json", "--against", reference, "--theme",
                         "hydro", "--tables", desk_ / "tables.csv", "--out", desk_ / "n.gpkg"});
  EXPECT_EQ(with.code, 0) << with.err;
}

TEST_F(Convert, WfsThereAndBack) {
  const auto ran = bdf({"convert", contribution_, "--as", "wfs-t", "--namespace",
                        "BDTOPO_V3=http://BDTOPO_V3", "--out", desk_ / "t.wfs"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto lint = tests::run({"xmllint", "--noout", "--nonet", "--schema",
                                BDF_REPOSITORY "/tests/xsd/wfs.xsd", desk_ / "t.wfs"});
  EXPECT_EQ(lint.code, 0) << lint.err;
  expect_the_same_back("t.wfs");
}

TEST_F(Convert, OneTransactionBecomesTheOther) {
  ASSERT_EQ(bdf({"convert", contribution_, "--out", desk_ / "t.json"}).code, 0);
  const auto across = bdf({"convert", desk_ / "t.json", "--against", reference, "--theme", "hydro",
                           "--out", desk_ / "t.xml"});
  ASSERT_EQ(across.code, 0) << across.err;
  expect_the_same_back("t.xml");
}

/// Insertions are a vector file like any other.
TEST_F(Convert, ADeliveryToTheGeoplateforme) {
  ASSERT_EQ(bdf({"convert", contribution_, "--out", desk_ / "delivery"}).code, 0);
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(desk_ / "delivery"))
    names.push_back(entry.path().filename());
  EXPECT_THAT(names, testing::UnorderedElementsAre("summary.json", "troncon_hydrographique.csv",
                                                   "troncon_hydrographique.delete",
                                                   "troncon_hydrographique.update"));
  support::ogr2ogr({desk_ / "new.gpkg", desk_ / "delivery/troncon_hydrographique.csv", "-nln",
                    "new", "-a_srs", "EPSG:2154", "-oo", "GEOM_POSSIBLE_NAMES=wkt"});
  EXPECT_EQ(support::Sql(desk_ / "new.gpkg").number("SELECT count(geom) FROM new"), 10);
}

/// An object's name with a control character in it, which XML has no way to say.
TEST_F(Convert, WhatAFormCannotSayGoesAnotherWay) {
  const auto local = desk_ / "local.gpkg";
  fs::copy(sample + "local.gpkg", local);
  support::Sql(local).execute(
      "UPDATE troncon_hydrographique SET nature = 'Canal' || char(7) WHERE cleabs = "
      "(SELECT max(cleabs) FROM troncon_hydrographique)");
  ASSERT_EQ(
      bdf({"sync", sample + "job.yaml", "--local", local, "--out", desk_ / "odd", "--quiet"}).code,
      1);
  const auto odd = desk_ / "odd/contribution.gpkg";
  const auto ran =
      bdf({"convert", odd, "--out", desk_ / "t.xml", "--left-out", desk_ / "rest.gpkg", "--json"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(ran.err, Not(HasSubstr("--left-out")));
  const auto json = said(ran);
  ASSERT_EQ(json["left_out"].size(), 1U);
  EXPECT_EQ(json["left_out"][0]["layer"], layer);
  EXPECT_EQ(json["left_out"][0]["thing"], "nature");
  EXPECT_EQ(json["left_out"][0]["reason"], "wfs-t cannot say the control characters in the text");
  const auto told = bdf({"convert", odd, "--out", desk_ / "t2.xml"});
  EXPECT_EQ(told.code, 1);
  EXPECT_THAT(told.err, HasSubstr("--left-out FILE makes a contribution of it"));
  EXPECT_THAT(told.out, HasSubstr("1 thing is left out, which wfs-t cannot say:\n    layer "
                                  "“troncon_hydrographique”, object "));

  // Both come to what the whole would have.
  ASSERT_EQ(bdf({"convert", desk_ / "t.xml", "--against", reference, "--theme", "hydro",
                 "--producer", "DDT 38", "--out", desk_ / "said.gpkg"})
                .code,
            0);
  apply(desk_ / "said.gpkg", "half.gpkg");
  const auto rest = bdf(
      {"apply", desk_ / "rest.gpkg", "--to", desk_ / "half.gpkg", "--out", desk_ / "both.gpkg"});
  ASSERT_EQ(rest.code, 0) << rest.err;
  apply(odd, "whole.gpkg");
  EXPECT_THAT(support::differences(desk_ / "both.gpkg", desk_ / "whole.gpkg", layer), IsEmpty());
  EXPECT_THAT(support::differences(desk_ / "half.gpkg", desk_ / "whole.gpkg", layer),
              testing::SizeIs(2));

  // It is a contribution like any other.
  const std::string base = desk_ / "base.gpkg";
  ASSERT_EQ(bdf({"base", "init", "--base", base}).code, 0);
  ASSERT_EQ(bdf({"base", "import", "--base", base, "--theme", "hydro", reference}).code, 0);
  const auto in = bdf({"base", "integrate", "--base", base, desk_ / "rest.gpkg", "--json"});
  const auto entries = nlohmann::json::parse(in.out)["entries"];
  ASSERT_EQ(entries.size(), 1U) << in.err;
  EXPECT_EQ(entries[0]["thing"], "nature");

  // The other form can say it.
  EXPECT_EQ(bdf({"convert", odd, "--out", desk_ / "t.json"}).code, 0);
}

TEST_F(Convert, TheSameInputGivesTheSameBytes) {
  for (const char* name : {"a.json", "b.json", "a.xml", "b.xml"})
    ASSERT_EQ(bdf({"convert", contribution_, "--out", desk_ / name}).code, 0);
  for (const char* name : {"a", "b"}) {
    const auto ran = bdf({"convert", desk_ / "a.json", "--against", reference, "--theme", "hydro",
                          "--out", desk_ / (std::string(name) + ".gpkg"), "--now", "2026-01-01"});
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  const auto bytes = support::bytes_below(desk_.path());
  for (const char* ending : {".json", ".xml", ".gpkg"})
    EXPECT_TRUE(bytes.at(std::string("a") + ending) == bytes.at(std::string("b") + ending))
        << ending;
}

TEST_F(Convert, HostileFilesAreRefusedAndLeaveNothing) {
  write("secret.txt", "s3cr3t");
  const std::string transaction =
      "<Transaction xmlns='http://www.opengis.net/wfs/2.0' service='WFS' version='2.0.0'>";
  write("xxe.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file://" + (desk_ / "secret.txt").string() +
                       "'>]>\n" + transaction +
                       "<Delete typeName='&e;'>&e;</Delete></Transaction>");
  std::string bomb = "<!DOCTYPE x [<!ENTITY a0 'ha'>";
  for (int i = 1; i < 30; ++i)
    bomb += "<!ENTITY a" + std::to_string(i) + " '&a" + std::to_string(i - 1) + ";&a" +
            std::to_string(i - 1) + ";'>";
  write("bomb.xml", bomb + "]>" + transaction + "&a29;</Transaction>");
  write("cut.xml", transaction);
  write("cut.json", "{\"actions\":\n[{\"table\":");
  write("deep.json", "{\"actions\":" + std::string(1'000'000, '['));
  write("twice.json",
        "{\"actions\":[{\"table\":\"troncon_hydrographique\",\"state\":\"Delete\","
        "\"state\":\"Insert\",\"data\":{}}]}");
  for (const char* name :
       {"xxe.xml", "bomb.xml", "cut.xml", "cut.json", "deep.json", "twice.json"}) {
    const auto ran = read(name);
    EXPECT_EQ(ran.code, 3) << name << ": " << ran.err;
    EXPECT_THAT(ran.err, HasSubstr(name));
    EXPECT_THAT(ran.err, HasSubstr("line "));
    EXPECT_THAT(ran.err + ran.out, Not(HasSubstr("s3cr3t")));
    EXPECT_FALSE(fs::exists(desk_ / "read.gpkg"));
    EXPECT_FALSE(fs::exists(desk_ / "read.gpkg.scratch"));
  }
}

TEST_F(Convert, CalledWrongly) {
  const auto usage = [&](const std::vector<std::string>& more, const char* words) {
    std::vector<std::string> line{"convert", contribution_};
    line.insert(line.end(), more.begin(), more.end());
    const auto ran = bdf(line);
    EXPECT_EQ(ran.code, 2) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr(words));
  };
  usage({}, "--out");
  usage({"--out", desk_ / "x.shp"}, "--as");
  usage({"--out", desk_ / "x.xml", "--namespace", "gml=x"}, "PREFIX=URI");
  usage({"--out", contribution_, "--as", "wfs-t", "--overwrite"}, "cannot be written too");
  ASSERT_EQ(bdf({"convert", contribution_, "--out", desk_ / "t.json"}).code, 0);
  usage({"--out", desk_ / "t.json"}, "--overwrite");
  EXPECT_EQ(bdf({"convert", contribution_, "--out", desk_ / "t.json", "--overwrite"}).code, 0);
}

}  // namespace
}  // namespace bdf::tests
