// SPDX-License-Identifier: MIT
// The command line itself: what it says of itself, and of a wrong call.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "support/run.h"

namespace bdf::tests {
namespace {

Ran bdf(const std::vector<std::string>& arguments,
        const std::map<std::string, std::string>& environment = {}) {
  std::vector<std::string> line{BDF_COMMAND};
  line.insert(line.end(), arguments.begin(), arguments.end());
  std::map<std::string, std::string> variables{{"LANGUAGE", ""}, {"LC_ALL", "C"}};
  for (const auto& [name, value] : environment) variables[name] = value;
  return run(line, variables);
}

TEST(Command, SaysItsVersionAndItsUse) {
  EXPECT_EQ(bdf({"--version"}).out.substr(0, 4), "bdf ");
  const auto help = bdf({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_NE(help.out.find("Usage: bdf"), std::string::npos);
  EXPECT_EQ(help.err, "");
}

TEST(Command, RefusesAWrongCall) {
  for (const auto& wrong :
       std::vector<std::vector<std::string>>{{}, {"snyc"}, {"--unknown"}, {"--lang", "de"}, {""}}) {
    const auto ran = bdf(wrong);
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(ran.err.substr(0, 5), "bdf: ") << ran.err;
  }
}

TEST(Command, SaysWhatIsWrongWithACallInTheLanguageAskedFor) {
  EXPECT_NE(bdf({"info", "--lang", "fr"}).err.find("FILE manque"), std::string::npos);
  EXPECT_NE(bdf({"info", "x", "--over", "--lang", "fr"}).err.find("inattendu : --over"),
            std::string::npos);
  EXPECT_NE(bdf({"info", "x.gpkg", "y"}).err.find("not expected: y"), std::string::npos);
}

TEST(Command, ShowsTheExitCodesWithEveryHelp) {
  for (const auto& subcommand :
       {"sync", "diff", "apply", "invert", "resolve", "explain", "info", "validate"}) {
    const auto help = bdf({subcommand, "--help"}).out;
    EXPECT_NE(help.find("Exit codes:"), std::string::npos) << subcommand;
    EXPECT_EQ(help.find("TEXT"), std::string::npos) << subcommand;
  }
}

TEST(Command, SpeaksFrenchWhereTheEnvironmentOrTheUserSaysSo) {
  const std::string french = "il n'y a pas de sous-commande « snyc »";
  EXPECT_NE(bdf({"snyc"}, {{"LC_ALL", "fr_FR.UTF-8"}}).err.find(french), std::string::npos);
  EXPECT_NE(bdf({"snyc", "--lang=fr"}).err.find(french), std::string::npos);
  EXPECT_NE(bdf({"snyc", "--lang", "fr"}).err.find(french), std::string::npos);
  EXPECT_EQ(bdf({"snyc", "--lang", "en"}, {{"LANG", "fr"}}).err.find(french), std::string::npos);
}

}  // namespace
}  // namespace bdf::tests
