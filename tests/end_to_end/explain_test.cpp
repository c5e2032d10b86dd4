// SPDX-License-Identifier: MIT
// What `bdf explain` and `bdf info` say of the sample, in plain words.
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "support/desk.h"

namespace bdf {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

const fs::path sample = fs::path(BDF_REPOSITORY) / "sample_data" / "hydro";

class Explain : public testing::Test {
 protected:
  void SetUp() override {
    const auto ran =
        support::bdf({"sync", (sample / "job.yaml").string(), "--out", at("sync"), "-q"});
    ASSERT_EQ(1, ran.code) << ran.err;
  }

  [[nodiscard]] std::string at(const std::string& name) const { return (desk_ / name).string(); }

  [[nodiscard]] std::string explained(const std::string& id,
                                      const std::vector<std::string>& more = {},
                                      const std::string& folder = "sync") const {
    std::vector<std::string> words{"explain", at(folder), id};
    words.insert(words.end(), more.begin(), more.end());
    const auto ran = support::bdf(words);
    EXPECT_EQ(0, ran.code) << ran.err;
    return ran.out;
  }

  /// The next sync, with the reference's answers.
  [[nodiscard]] std::string sync_with_answers() const {
    const auto reference = (sample / "reference.gpkg").string();
    const auto ran =
        support::bdf({"sync", "--theme", "hydro", "--territory", "038", "--ancestor", reference,
                      "--reference", reference, "--local", at("sync/merged.gpkg"), "--answers",
                      (sample / "answers.gpkg").string(), "--out", at("next")});
    EXPECT_EQ(1, ran.code) << ran.err;
    return ran.out;
  }

 private:
  const support::Desk desk_;
};

TEST_F(Explain, KnowsAnUnchangedObjectByTheSchemasKey) {
  EXPECT_EQ(explained("TRON_EAU0000002000039595"),
            "troncon_hydrographique TRON_EAU0000002000039595: unchanged, all three versions are "
            "alike\n");
  EXPECT_EQ(support::bdf({"explain", at("sync"), "TRON_EAU9000000000000000"}).code, 3);
}

TEST_F(Explain, ShowsOfTwoObjectsWhatDiffers) {
  const auto said = explained("TRON_EAU0000002001488772");
  EXPECT_THAT(said, HasSubstr("the ancestor: persistance: Intermittent\n"));
  EXPECT_THAT(said, HasSubstr("your layer: persistance: Sec\n"));
  EXPECT_THAT(said, HasSubstr("the reference: (deleted)\n"));
  EXPECT_THAT(explained("TRON_EAU0000002001948074"), HasSubstr("m, up to 4.0 m from before"));
  EXPECT_THAT(explained("TRON_EAU0000002002256915"), HasSubstr("classement_ddt: Indéterminé\n"));
}

TEST_F(Explain, SaysHowAnObjectWasFoundAgain) {
  const auto said = explained("TRON_EAU0000002000728548");
  EXPECT_THAT(said, HasSubstr("cleabs: as in the reference (missing or another in your layer)\n"));
  EXPECT_THAT(said, HasSubstr("found by where it lies: the same course, 99 % sure\n"));
  EXPECT_THAT(said, Not(HasSubstr("re_identified")));
}

TEST_F(Explain, TellsProgramsWhatWasDecided) {
  const std::string id = "TRON_EAU0000002001179931";
  ASSERT_EQ(1, support::bdf({"resolve", at("sync"), "--take", "local", "--where",
                             "local_id = '" + id + "'", "--by", "A. Martin"})
                   .code);
  const auto decided = nlohmann::json::parse(explained(id, {"--json"}))["resolved"][0];
  EXPECT_EQ(decided["resolution"], "local");
  EXPECT_EQ(decided["resolved_by"], "A. Martin");
  EXPECT_THAT(explained(id), HasSubstr("decided: your layer, by A. Martin\n"));
}

TEST_F(Explain, TellsWhatTheReferenceAnswered) {
  EXPECT_THAT(sync_with_answers(),
              HasSubstr("The reference has answered: 6 accepted, 4 declined."));
  const auto said = explained("TRON_EAU0000002000245489", {}, "next");
  EXPECT_THAT(said, HasSubstr("declined by the reference (IGN): the map of 1950"));
  EXPECT_THAT(said, Not(HasSubstr("is proposed to it")));
}

TEST_F(Explain, InfoTellsConflictsFromProposals) {
  EXPECT_THAT(support::bdf({"info", at("sync/merged.gpkg")}).out,
              HasSubstr("12 conflicts to decide, 12 proposals waiting\n"));
  const auto json =
      nlohmann::json::parse(support::bdf({"info", at("sync/merged.gpkg"), "--json"}).out);
  EXPECT_EQ(json["open_conflicts"], 12);
  EXPECT_EQ(json["proposals"], 12);
  EXPECT_THAT(support::bdf({"info", (sample / "answers.gpkg").string()}).out,
              HasSubstr("answers of the reference: 6 accepted, 4 declined\n"));
}

}  // namespace
}  // namespace bdf
