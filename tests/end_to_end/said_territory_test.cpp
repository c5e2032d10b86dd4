// SPDX-License-Identifier: MIT
// Where a producer says that it works, and what becomes of that on its way into a base.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/desk.h"

namespace bdf::tests {
namespace {

using nlohmann::json;
using support::Sql;
using testing::HasSubstr;

const auto sample = std::filesystem::path(BDF_REPOSITORY) / "sample_data" / "hydro";

class SaidTerritory : public testing::Test {
 protected:
  SaidTerritory() {
    done({"base", "init", "--base", base_});
    done({"base", "import", (sample / "reference.gpkg").string(), "--base", base_, "--theme",
          "hydro"});
    done({"base", "checkout", "--base", base_, "--out", mine_});
    Sql(mine_).execute(
        "UPDATE troncon_hydrographique SET persistance = 'Sec' WHERE cleabs = "
        "'TRON_EAU0000002000245489'");
  }
  void sync(const std::vector<std::string>& more) {
    std::vector<std::string> words{"sync",    "--theme", "hydro",      "--producer", "DDT 38",
                                   "--base",  base_,     "--local",    mine_,        "--out",
                                   at("out"), "--quiet", "--overwrite"};
    words.insert(words.end(), more.begin(), more.end());
    done(words);
  }
  Ran done(const std::vector<std::string>& words) {
    auto ran = support::bdf(words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran;
  }
  [[nodiscard]] std::string at(const std::string& name) const { return desk_ / name; }

  support::Desk desk_;
  std::string base_ = at("base.gpkg");
  std::string mine_ = at("mine.gpkg");
};

TEST_F(SaidTerritory, GoesWithTheContributionAsTheThemeSpellsIt) {
  sync({"--territory", "d38"});
  for (const char* file : {"out/contribution.gpkg", "out/update.gpkg"})
    EXPECT_EQ(Sql(at(file)).value("SELECT territory FROM bdf_changeset"), "038") << file;
  const auto described = json::parse(done({"info", at("out/contribution.gpkg"), "--json"}).out);
  EXPECT_EQ(described.at("changeset").at("territory"), "038");
  done({"base", "integrate", at("out/contribution.gpkg"), "--base", base_});
  const auto log = json::parse(done({"base", "log", "--base", base_, "--json"}).out);
  EXPECT_THAT(log.dump(), HasSubstr(R"("territory":"038")"));
  EXPECT_THAT(done({"base", "log", "--base", base_}).out, HasSubstr("038"));
}

TEST_F(SaidTerritory, IsNotMadeUp) {
  sync({});
  EXPECT_EQ(Sql(at("out/contribution.gpkg")).rows("SELECT territory IS NULL FROM bdf_changeset"),
            std::vector<std::string>{"1"});
}

}  // namespace
}  // namespace bdf::tests
