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
  EXPECT_NE(bdf({"info", "--lang", "fr"}).err.find("FICHIER manque"), std::string::npos);
  EXPECT_NE(bdf({"info", "x", "--over", "--lang", "fr"}).err.find("inattendu\u00a0: --over"),
            std::string::npos);
  EXPECT_NE(bdf({"info", "x.gpkg", "y"}).err.find("not expected: y"), std::string::npos);
}

TEST(Command, NamesWhatIsUnexpectedInTheOrderTyped) {
  EXPECT_NE(bdf({"info", "x", "y", "z"}).err.find("not expected: y z"), std::string::npos);
}

TEST(Command, TakesCommonOptionsBeforeTheSubcommandToo) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"--lang", "fr", "theme", "check", "hydro"}, {"theme", "check", "hydro", "--lang=fr"}}) {
    const auto ran = bdf(words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.out.find("attributs de la référence\u00a0: cleabs"), std::string::npos)
        << ran.out;
  }
  EXPECT_EQ(bdf({"--json", "theme", "check", "hydro"}).out.substr(0, 1), "{");
  EXPECT_NE(bdf({"--threads", "x", "info", "y"}).err.find("a whole number is expected, not “x”"),
            std::string::npos);
}

TEST(Command, TakesTheLastLanguage) {
  EXPECT_NE(bdf({"info", "--lang", "en", "--lang", "fr"}).err.find("FICHIER manque"),
            std::string::npos);
  EXPECT_NE(bdf({"info", "x", "--lang", "de"}).err.find("unknown language “de”"),
            std::string::npos);
}

TEST(Command, SpeaksNoEnglishInFrench) {
  EXPECT_NE(bdf({"theme", "--lang", "fr"}).err.find("il manque une sous-commande"),
            std::string::npos);
  EXPECT_NE(bdf({"sync", "--lang", "fr", "--out"}).err.find("--out attend une valeur"),
            std::string::npos);
  for (const auto* subcommand : {"sync", "diff", "apply", "resolve", "info"}) {
    const auto help = bdf({subcommand, "--help", "--lang", "fr"}).out;
    EXPECT_EQ(help.find("Options:"), std::string::npos) << help;
    for (const auto* word : {"JOB", "DIR", "OLD", "CHANGESET", "FILE"})
      EXPECT_EQ(help.find(word), std::string::npos) << subcommand << " " << word;
  }
}

TEST(Command, TakesTheFrenchNamesOfTheSides) {
  for (const auto* side : {"local", "locale", "référence", "ancêtre"})
    EXPECT_EQ(bdf({"resolve", "nowhere", "--take", side}).code, 3) << side;
  EXPECT_EQ(bdf({"resolve", "nowhere", "--take", "mine"}).code, 2);
}

TEST(Command, ShowsTheExitCodesWithEveryHelp) {
  for (const auto& subcommand :
       {"sync", "diff", "apply", "invert", "resolve", "explain", "info", "validate"}) {
    const auto help = bdf({subcommand, "--help"}).out;
    EXPECT_NE(help.find("Exit codes:"), std::string::npos) << subcommand;
    EXPECT_NE(help.find("\n   5  "), std::string::npos) << subcommand;
    EXPECT_EQ(help.find("TEXT"), std::string::npos) << subcommand;
  }
}

TEST(Command, SpeaksFrenchWhereTheEnvironmentOrTheUserSaysSo) {
  const std::string french = "il n'y a pas de sous-commande «\u00a0snyc\u00a0»";
  EXPECT_NE(bdf({"snyc"}, {{"LC_ALL", "fr_FR.UTF-8"}}).err.find(french), std::string::npos);
  EXPECT_NE(bdf({"snyc", "--lang=fr"}).err.find(french), std::string::npos);
  EXPECT_NE(bdf({"snyc", "--lang", "fr"}).err.find(french), std::string::npos);
  EXPECT_EQ(bdf({"snyc", "--lang", "en"}, {{"LANG", "fr"}}).err.find(french), std::string::npos);
}

}  // namespace
}  // namespace bdf::tests
