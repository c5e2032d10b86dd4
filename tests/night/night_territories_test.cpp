// SPDX-License-Identifier: MIT
// Deposits of several territories: one job, one set of rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/night_trial.h"
#include "support/night_world.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

const NightSize small{2, 8, false};

class NightTerritories : public testing::Test {
 protected:
  NightTerritories() : desk_(small, BaseKind::geopackage) {
    const auto deposits = night_deposits(night_world(small));
    layers_ = *std::find_if(deposits.begin(), deposits.end(), [](const auto& deposit) {
      return deposit.as_layers && deposit.theme == "hydro";
    });
    for (const auto& deposit : deposits)
      if (deposit.territory != layers_.territory) other_ = deposit.territory;
    fs::create_directories(desk_.folder() / "own");
    fs::copy(layers_.folder, desk_.folder() / "own" / "both");
    std::ofstream(desk_.folder() / "own" / "both" / "deposit.yaml")
        << "producer: " << layers_.producer << "\ntheme: hydro\nterritory: [\"" << layers_.territory
        << "\", \"" << other_ << "\"]\ndata: " << layers_.data.filename().string() << "\n";
    std::ofstream(desk_.plan()) << "name: trial\nbase: '" << desk_.base()
                                << "'\nwork: work\ndeposits: [{folder: own}]\n";
  }

  /// The base goes by the theme with a special case for that territory from now on.
  void adopt(const std::string& territory) const {
    std::ostringstream text;
    text << std::ifstream(night_world(small) / "base" / "hydro.yaml").rdbuf();
    const auto file = (desk_.folder() / "hydro.yaml").string();
    std::ofstream(file) << text.str() << "\nspecial_cases:\n  - territories: [\"" << territory
                        << "\"]\n    authority: {geometry: {owner: reference}}\n";
    const auto ran = support::bdf(
        {"base", "adopt", file, "--base", desk_.base(), "--now", "2026-01-06T00:00:00Z"});
    ASSERT_EQ(ran.code, 0) << ran.err;
  }

  [[nodiscard]] nlohmann::json only_job() const {
    const auto told = nlohmann::json::parse(desk_.night({}, {"--json"}).out);
    EXPECT_EQ(told["jobs"].size(), 1U);
    return told["jobs"][0];
  }

  NightDesk desk_;
  NightDeposit layers_;
  std::string other_;
};

TEST_F(NightTerritories, SeveralAreOneJob) {
  const auto job = only_job();
  EXPECT_EQ(job["territory"], layers_.territory + "," + other_);
  EXPECT_EQ(job["status"], "taken") << job["reason"];
}

TEST_F(NightTerritories, LayersAreJudgedByTheRulesOfOne) {
  adopt(other_);
  const auto job = only_job();
  EXPECT_EQ(job["status"], "refused");
  EXPECT_THAT(job["reason"].get<std::string>(),
              AllOf(HasSubstr("the theme “hydro” has other rules for " + layers_.territory +
                              " than for " + other_),
                    HasSubstr("on their own")));
}

TEST_F(NightTerritories, ASpecialCaseOfAnotherDoesNotMatter) {
  adopt("974");
  const auto job = only_job();
  EXPECT_EQ(job["status"], "taken") << job["reason"];
}

}  // namespace
}  // namespace bdf::tests
