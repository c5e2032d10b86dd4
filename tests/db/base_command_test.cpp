// SPDX-License-Identifier: MIT
// The subcommands of `bdf base`, called as users and other programs call them.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/base_trial.h"
#include "support/json_schema.h"
#include "support/run.h"

namespace bdf {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using tests::spots;

class BaseCommand : public testing::TestWithParam<tests::BaseKind> {
 protected:
  tests::Ran bdf(const std::vector<std::string>& words) {
    std::vector<std::string> all{BDF_COMMAND, "base"};
    all.insert(all.end(), words.begin(), words.end());
    return tests::run(all, {{"BDF_BASE", base_}, {"LANGUAGE", ""}, {"LC_ALL", "C.UTF-8"}});
  }
  /// Its answer, held against the definition of that name.
  json said(const std::string& definition, std::vector<std::string> words) {
    words.emplace_back("--json");
    const auto ran = bdf(words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    const auto document = json::parse(ran.out);
    auto schema = support::schema_of("base");
    schema["$ref"] = "#/$defs/" + definition;
    for (const auto& one : support::violations(document, schema)) ADD_FAILURE() << one;
    return document;
  }
  std::string write(const std::string& name, const std::vector<tests::Spot>& rows) {
    tests::write_geopackage(file(name), {spots(rows)});
    return file(name);
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  /// An edition of two objects, and one in which one of them has changed.
  void make_base() {
    EXPECT_EQ(bdf({"init", "--organisation", "IGN", "--now", "2024-01-01T00:00:00Z"}).code, 0);
    for (const auto* year : {"2024", "2025"}) {
      const auto input = write(std::string(year) + ".gpkg", {{"a", year, 1}, {"b", "Beta", 2}});
      EXPECT_EQ(bdf({"import", input, "--key", "id", "--edition", std::string("edition ") + year,
                     "--organisation", "IGN", "--now", std::string(year) + "-06-01T00:00:00Z"})
                    .code,
                0);
    }
  }

 private:
  tests::TemporaryFolder folder_;
  std::string base_ = tests::new_base_address(GetParam(), folder_);
};
BDF_ON_BOTH_BASES(BaseCommand);

TEST_P(BaseCommand, SaysWhatItsSchemaSays) {
  EXPECT_EQ(said("transaction", {"init", "--message", "the first"}).at("kind"), "init");
  const auto input = write("a.gpkg", {{"a", "Alpha", 1}, {"b", "Beta", 2}});
  EXPECT_EQ(said("import", {"import", input, "--key", "id"}).at("layers").at(0).at("added"), 2);
  const auto second = write("b.gpkg", {{"a", "changed", 1}});
  said("import", {"import", second, "--key", "id", "--confirm-deletions", "--edition", "second"});
  EXPECT_EQ(said("log", {"log"}).at("transactions").size(), 3U);
  EXPECT_EQ(said("log", {"log", "spot"}).at("transactions").size(), 2U);
  const auto steps = said("log", {"log", "spot/a"}).at("steps");
  EXPECT_EQ(steps.at(0).at("values").at("name").at("after"), "changed");
  EXPECT_EQ(said("transaction", {"show", "@2"}).at("content").at(0).at("features"), 2);
  EXPECT_EQ(said("checkout", {"checkout", "--out", file("c.gpkg")}).at("layers").size(), 1U);
  EXPECT_EQ(said("diff", {"diff", "@2", "second", "--out", file("d.json")}).at("changes"), 2);
  EXPECT_EQ(said("transaction", {"revert", "@3"}).at("kind"), "revert");
  EXPECT_TRUE(said("verify", {"verify"}).at("findings").empty());
}

TEST_P(BaseCommand, TellsPeople) {
  make_base();
  EXPECT_EQ(bdf({"log", "--lang", "en"}).out,
            "@3  2025-06-01T00:00:00Z  import  IGN  2025.gpkg  edition edition 2025\n"
            "    spot: 0 added, 1 changed, 0 removed\n"
            "@2  2024-06-01T00:00:00Z  import  IGN  2024.gpkg  edition edition 2024\n"
            "    spot: 2 added, 0 changed, 0 removed\n"
            "@1  2024-01-01T00:00:00Z  base made  IGN\n");
  EXPECT_EQ(bdf({"log", "a", "--last", "1", "--lang", "en"}).out,
            "@3  2025-06-01T00:00:00Z  import  IGN  2025.gpkg  edition edition 2025\n"
            "    spot a: changed\n"
            "      name: 2024 → 2025\n");
  EXPECT_EQ(bdf({"verify", "--lang", "en"}).out, "the base is whole\n");
  EXPECT_THAT(bdf({"log", "--lang", "fr"}).out, HasSubstr("spot\u00a0: 0 ajoutés, 1 modifiés"));
}

TEST_P(BaseCommand, ItsExitCodesAreThoseOfAllCommands) {
  EXPECT_EQ(bdf({"log"}).code, 4);  // there is no base yet
  make_base();
  EXPECT_EQ(bdf({"init"}).code, 4);
  EXPECT_EQ(bdf({"show", "@99"}).code, 2);
  EXPECT_EQ(bdf({"checkout", "never", "--out", file("c.gpkg")}).code, 2);
  EXPECT_EQ(bdf({"import", file("none.gpkg"), "--key", "id"}).code, 3);
  EXPECT_EQ(bdf({"import", file("2025.gpkg"), "--key", "nonsense"}).code, 3);
  EXPECT_EQ(bdf({"revert", "@1"}).code, 2);
  EXPECT_EQ(bdf({}).code, 2);
  EXPECT_EQ(bdf({"nonsense"}).code, 2);
  EXPECT_EQ(bdf({"import", file("2024.gpkg"), "--key", "id", "--now", "2020-01-01T00:00:00Z"}).code,
            4);  // before the last transaction
  EXPECT_EQ(bdf({"verify"}).code, 0);
}

TEST_P(BaseCommand, AnOutputThatExistsIsLeftAlone) {
  make_base();
  EXPECT_EQ(bdf({"checkout", "--out", file("c.gpkg")}).code, 0);
  EXPECT_EQ(bdf({"checkout", "--out", file("c.gpkg")}).code, 2);
  EXPECT_EQ(bdf({"checkout", "--out", file("c.gpkg"), "--overwrite"}).code, 0);
}

}  // namespace
}  // namespace bdf
