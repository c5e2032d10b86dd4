// SPDX-License-Identifier: MIT
// A theme with a condition, as its author and an office meet it: checked, synchronised, explained.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/desk.h"

namespace bdf {
namespace {

using ::testing::HasSubstr;

namespace fs = std::filesystem;

const fs::path sample = fs::path(BDF_REPOSITORY) / "sample_data" / "hydro";
const std::string asked = "TRON_EAU0000002001179931";  ///< both sides say whether it is a ditch

class Conditions : public testing::Test {
 protected:
  void SetUp() override { theme("Ecoulement naturel"); }

  /// Ditches are the producer's where the nature is that one.
  void theme(const std::string& nature) const {
    std::ofstream(desk_ / "t.yaml")
        << "name: ditches\nversion: 1\nschema: bdtopo\n"
           "authority: {attributes: {owner: reference}}\n"
           "layers: {troncon_hydrographique: {}}\n"
           "special_cases:\n"
           "  - layers: [troncon_hydrographique]\n"
           "    territories: [\"038\"]\n"
           "    when: {nature: "
        << nature
        << ", precision_planimetrique: {at_most: 20}}\n"
           "    authority: {by_attribute: {fosse: {owner: producer}}}\n";
  }
  void sync() const {
    const auto path = [](const fs::path& file) { return file.string(); };
    const auto ran = support::bdf(
        {"sync", "--theme", path(desk_ / "t.yaml"), "--territory", "038", "--ancestor",
         path(sample / "ancestor.gpkg"), "--local", path(sample / "local.gpkg"), "--reference",
         path(sample / "reference.gpkg"), "--out", path(desk_ / "sync"), "--overwrite", "-q"});
    EXPECT_LE(ran.code, 1) << ran.err;
  }
  [[nodiscard]] std::vector<std::string> explain() const {
    return {"explain", (desk_ / "sync").string(), asked};
  }

  const support::Desk desk_;
};

TEST_F(Conditions, AreNamedWhereTheyMadeTheRuleDecide) {
  sync();
  EXPECT_THAT(support::bdf(explain()).out,
              HasSubstr("fosse: as in your layer (both sides changed it, differently; you answer "
                        "for it, because nature is Ecoulement naturel and "
                        "precision_planimetrique is at most 20)\n"));
  auto french = explain();
  french.insert(french.begin(), BDF_COMMAND);
  french.insert(french.end(), {"--lang", "fr"});
  EXPECT_THAT(tests::run(french).out,
              HasSubstr("votre service en répond, parce que nature vaut Ecoulement naturel et "
                        "precision_planimetrique vaut au plus 20)\n"));
}

TEST_F(Conditions, AreToldToPrograms) {
  sync();
  auto words = explain();
  words.emplace_back("--json");
  const auto json = nlohmann::json::parse(support::bdf(words).out);
  const auto& decisions = json["clusters"][0]["decisions"];
  const auto fosse = std::find_if(decisions.begin(), decisions.end(),
                                  [](const auto& one) { return one["what"] == "fosse"; });
  ASSERT_NE(fosse, decisions.end());
  EXPECT_EQ((*fosse)["conditions"],
            nlohmann::json::parse(R"([{"when": {"nature": "Ecoulement naturel",
              "precision_planimetrique": {"at_most": 20}}, "holds": "yes"}])"));
}

TEST_F(Conditions, AreNamedWhereTheyKeptARuleFromDeciding) {
  theme("[Canal, Conduit buse]");
  sync();
  EXPECT_THAT(
      support::bdf(explain()).out,
      HasSubstr("the reference answers for it; the rule for “nature is one of Canal, Conduit "
                "buse and precision_planimetrique is at most 20” does not apply)\n"));
}

TEST_F(Conditions, AreListedByACheckOfTheTheme) {
  const auto theme = (desk_ / "t.yaml").string();
  EXPECT_THAT(support::bdf({"theme", "check", theme}).out,
              HasSubstr("Special case (layers: troncon_hydrographique; territories: 038; where "
                        "nature is Ecoulement naturel and precision_planimetrique is at most 20):\n"
                        "  fosse: the producer\n"));
  const auto json = nlohmann::json::parse(support::bdf({"theme", "check", theme, "--json"}).out);
  EXPECT_EQ(json["special_cases"][0]["when"]["nature"], "Ecoulement naturel");
  EXPECT_EQ(json["special_cases"][0]["authority"]["by_attribute"]["fosse"]["owner"], "producer");
}

TEST_F(Conditions, ThatCannotBeMeantAreRefusedByPlace) {
  theme("Ecoulement naturelle");
  const auto ran = support::bdf({"theme", "check", (desk_ / "t.yaml").string()});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("t.yaml:9:20: “Ecoulement naturelle” is no value of “nature”. Did "
                                 "you mean “Ecoulement naturel”?"));
}

}  // namespace
}  // namespace bdf
