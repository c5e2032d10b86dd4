// SPDX-License-Identifier: MIT
// Labels of bases outside of BD France, which a small declaration describes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/label_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Codes = std::set<std::string>;

class LabelBase : public testing::Test {
 protected:
  [[nodiscard]] json check(const fs::path& declaration) const {
    return said_by_label("check", desk_.check(declaration));
  }
  [[nodiscard]] json verify(const fs::path& declaration, const fs::path& label) const {
    const auto ran = desk_.verify(declaration, {"--label", label});
    const auto said = said_by_label("verification", ran);
    EXPECT_EQ(ran.code, said["good"] ? 0 : 1) << ran.err;
    return said;
  }
  static json value(const json& check, const std::string& code) {
    for (const auto& one : check["criteria"])
      if (one["criterion"] == code) return one["value"];
    return nullptr;
  }
  /// The reaches as TRONCONS in a zone's conical system, columns called otherwise, two keys gone.
  [[nodiscard]] fs::path foreign_base() const {
    const auto data = (desk_ / "data.gpkg").string();
    const auto base = (desk_ / "foreign.gpkg").string();
    support::ogr2ogr({base, data, "-t_srs", "EPSG:3945"});
    support::Sql sql(base);
    for (const auto* table : {"gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions"})
      sql.execute(std::string("UPDATE ") + table +
                  " SET table_name = 'TRONCONS' WHERE table_name = 'troncon_hydrographique'");
    sql.execute("UPDATE gpkg_contents SET identifier = 'TRONCONS' WHERE table_name = 'TRONCONS'")
        .execute("ALTER TABLE troncon_hydrographique RENAME TO TRONCONS")
        .execute("ALTER TABLE TRONCONS RENAME COLUMN cleabs TO ID_IGN")
        .execute("ALTER TABLE TRONCONS RENAME COLUMN nature TO TYPE")
        .execute("ALTER TABLE TRONCONS RENAME COLUMN inventaire_bcae TO BCAE")
        .execute("UPDATE TRONCONS SET ID_IGN = NULL WHERE fid IN (3, 7)");
    return desk_.declare(
        {{"source: data.gpkg", "source: foreign.gpkg"},
         {"{layer: troncon_hydrographique, class: troncon_hydrographique}",
          "{layer: TRONCONS, class: troncon_hydrographique, columns: {ID_IGN: cleabs, TYPE: "
          "nature, BCAE: inventaire_bcae}}"}});
  }

  LabelDesk desk_{"hydro"};
};

TEST_F(LabelBase, IsCalledAndPlacedAsItsOwnersLike) {
  const auto plain = check(desk_.declare());
  const auto foreign = check(foreign_base());
  EXPECT_EQ(missed(foreign), Codes{}) << foreign;
  for (const auto& one : plain["criteria"]) {
    const auto& code = one["criterion"].get_ref<const std::string&>();
    if (code == "linked" || code == "covered")
      EXPECT_NEAR(value(foreign, code), 80.0 / 82, 1e-6) << "two reaches have no key any more";
    else if (code == "required")
      EXPECT_NEAR(value(foreign, code), 2.0 / 820, 1e-6) << "of ten mandatory values each";
    else if (code == "position")
      EXPECT_LT(value(foreign, code), 0.01) << "back in the territory's system";
    else
      EXPECT_EQ(value(foreign, code), one["value"]) << code;
  }
}

TEST_F(LabelBase, GetsItsLabelBesideIt) {
  const auto declaration = desk_.declare();
  const auto before = bytes_of(desk_ / "data.gpkg");
  const auto label = desk_.issue(declaration);
  EXPECT_EQ(label.filename(), "label.json");
  EXPECT_EQ(label.parent_path().filename(), "base");
  EXPECT_THAT(bytes_of(label.parent_path() / "label.svg"), HasSubstr("</svg>"));
  EXPECT_THAT(bytes_of(label.parent_path() / "label.html"),
              AllOf(HasSubstr("Syndicat de rivière"), HasSubstr("</html>")));
  EXPECT_EQ(bytes_of(desk_ / "data.gpkg"), before);
  const auto said = verify(declaration, label);
  EXPECT_TRUE(said["good"]) << said;
  EXPECT_EQ(said["subject"], "Base du syndicat");
  EXPECT_EQ(figures(said, "holds").size(), 18U);
  const auto subject = json::parse(bytes_of(label))["credentialSubject"];
  EXPECT_EQ(subject["scope"]["steward"], "Syndicat de rivière");
  EXPECT_EQ(subject["scope"]["layers"].size(), 6U);
  EXPECT_FALSE(subject["scope"]["package"].contains("manifestDigest"));
  const auto unsaid = desk_.verify(declaration);
  EXPECT_EQ(unsaid.code, 3);
  EXPECT_THAT(unsaid.err, HasSubstr("--label"));
}

TEST_F(LabelBase, AForeignOneIsVerifiedAsItIs) {
  const auto declaration = foreign_base();
  const auto label = desk_.issue(declaration);
  EXPECT_TRUE(verify(declaration, label)["good"]);
  support::Sql(desk_ / "foreign.gpkg").execute("UPDATE TRONCONS SET TYPE = 'Canal' WHERE fid = 1");
  const auto said = verify(declaration, label);
  EXPECT_FALSE(said["good"]);
  EXPECT_EQ(altered(said), Codes{"content_differs"});
}

TEST_F(LabelBase, WhatWasChangedSinceIsNamed) {
  const auto declaration = desk_.declare();
  const auto label = desk_.issue(declaration);
  desk_.data().execute("UPDATE cours_d_eau SET toponyme = 'Autre' WHERE fid = 1");
  auto said = verify(declaration, label);
  EXPECT_FALSE(said["good"]);
  EXPECT_EQ(said["verdict"], "good");
  EXPECT_EQ(altered(said), Codes{"content_differs"});
  EXPECT_THAT(said["altered"][0]["message"].get<std::string>(), HasSubstr("cours_d_eau"));
  EXPECT_EQ(said["altered"].size(), 1U);

  said = verify(desk_.declare({{"  - {layer: cours_d_eau, class: cours_d_eau}\n", ""}}), label);
  EXPECT_EQ(altered(said), Codes{"layer_missing"});
  said = verify(desk_.declare({{"title: Base du syndicat", "title: Autre base"}}), label);
  EXPECT_EQ(altered(said), Codes{"other_subject"});
}

TEST_F(LabelBase, WhatIsDeclaredIsHeldAgainstTheLabelToo) {
  const auto label = desk_.issue(desk_.declare());
  const std::vector<std::pair<std::string, std::string>> changes{
      {"edition: automne 2025", "edition: hiver 2025"},
      {"date: 2025-12-15", "date: 2025-12-16"},
      {"steward: Syndicat de rivière", "steward: Autre"},
      {"territory: \"038\"", "territory: \"026\""}};
  for (const auto& [from, to] : changes) {
    const auto said = verify(desk_.declare({{from, to}}), label);
    EXPECT_FALSE(said["good"]) << to;
    EXPECT_THAT(altered(said), testing::Contains("scope_differs")) << to << said;
  }
  const auto said = verify(desk_.declare({{"licence: licence-ouverte-2.0\n", ""}}), label);
  EXPECT_EQ(figures(said, "differs"), Codes({"licence", "level"}));
}

TEST_F(LabelBase, WrongDeclarationsAreRefusedAtTheirPlace) {
  struct Wrong {
    std::string from, to, place, message;
  };
  const std::vector<Wrong> all{
      {"theme: hydro", "theme: roads", "2:8", "roads"},
      {"pack: HYDRO-BCAE", "pack: HYDRO-XX", "3:7", "no such pack"},
      {"territory: \"038\"", "territory: \"999\"", "4:12", "territory"},
      {"date: 2025-12-15", "date: 2025-02-30", "7:7", "is no day"},
      {"date: 2025-12-15", "date: automne", "7:7", ""},
      {"licence: licence-ouverte-2.0", "licence: licence-ouverte", "9:10", "licence-ouverte-2.0"},
      {"{layer: cours_d_eau,", "{layer: rivieres,", "", "has no such layer"},
      {"class: cours_d_eau}", "class: rivieres}", "", "no such layer"},
      {"class: cours_d_eau}", "class: cours_d_eau, columns: {X: nature}}", "", "no such column"},
      {"class: cours_d_eau}", "class: cours_d_eau, columns: {statut: beauty}}", "",
       "no such attribute"},
      {"title: Base du syndicat\n", "", "1:1", "title"},
      {"steward: Syndicat de rivière\n", "", "1:1", "steward"},
      {"source: data.gpkg\n", "", "1:1", "source"},
      {"edition: automne 2025\n", "saison: automne\n", "6:1", "saison"}};
  for (const auto& wrong : all) {
    const auto declaration = desk_.declare({{wrong.from, wrong.to}});
    for (const auto* subcommand : {"check", "verify"}) {
      Words words{subcommand, declaration, "--json"};
      if (words[0] == "verify") words.insert(words.end(), {"--label", desk_ / "base.xml"});
      const auto ran = label_command(words);
      EXPECT_EQ(ran.code, 3) << wrong.to;
      EXPECT_EQ(ran.out, "") << wrong.to;
      EXPECT_THAT(ran.err, testing::ContainsRegex("base.yaml:[0-9]+:[0-9]+: ")) << wrong.to;
      EXPECT_THAT(ran.err, AllOf(HasSubstr("base.yaml:" + wrong.place), HasSubstr(wrong.message)));
    }
  }
}

TEST_F(LabelBase, WhatItNamesMustBeThere) {
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"source: data.gpkg", "source: none.gpkg"},
           {"metadata: base.xml", "metadata: no.xml"}}) {
    const auto ran = desk_.check(desk_.declare({{from, to}}));
    EXPECT_EQ(ran.code, 3) << to << ran.err;
    EXPECT_EQ(ran.out, "");
  }
  const auto said = check(desk_.declare({{"metadata: base.xml", "metadata: base.yaml"}}));
  EXPECT_EQ(missed(said), Codes{"metadata"}) << "what is no ISO 19139 says nothing";
}

}  // namespace
}  // namespace bdf::tests
