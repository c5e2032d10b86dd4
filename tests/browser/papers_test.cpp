// SPDX-License-Identifier: MIT
// The pages of a package, opened in a browser. Without Chromium these fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "package/cover_page.h"
#include "package/dictionary.h"
#include "support/package_facts.h"
#include "support/run.h"
#include "support/temporary_folder.h"

namespace bdf::package {
namespace {

using Json = nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::size_t busy = 20'000;  // shapes of each kind on the map

/// What a reader sees of the page: in French, in English, in the dark, on a telephone.
Json visit(const std::string& page) {
  const tests::TemporaryFolder folder;
  const auto file = folder.path() / "page.html";
  std::ofstream(file) << page;
  const auto ran = tests::run(
      {"/usr/bin/python3", "-B", BDF_REPOSITORY "/tests/browser/visit.py", file.string()});
  EXPECT_EQ(ran.code, 0) << ran.err;
  return ran.code == 0 ? Json::parse(ran.out) : Json();
}

/// That nothing is wrong with a page, whatever it is about.
void expect_sound(const Json& seen) {
  EXPECT_EQ(seen["troubles"], Json::array());
  for (const auto* way : {"french", "english", "dark", "narrow"}) {
    SCOPED_TRACE(way);
    const auto& page = seen[way];
    for (const auto* flaw : {"unnamed", "headless", "broken", "twice", "scripts", "wide"})
      EXPECT_EQ(page[flaw], 0) << flaw;
    EXPECT_EQ(page["ran"], false);
    EXPECT_GT(page["tables"], 0);
  }
  EXPECT_EQ(seen["french"]["languages"], Json({"fr"}));
  EXPECT_EQ(seen["english"]["languages"], Json({"en"}));
  EXPECT_NE(seen["dark"]["paper"], seen["english"]["paper"]);
  EXPECT_NE(seen["dark"]["ink"], seen["english"]["ink"]);
}

TEST(Browser, TheCoverPageSpeaksBothLanguagesAndShowsItsMap) {
  const auto sample = tests::sample_facts();
  const auto seen = visit(cover_page(sample.facts, tests::sample_map(busy),
                                     {"../1_DONNEES", "dictionary.html", "dictionary.csv",
                                      "metadata.xml", "quality.json", "../manifest.json"}));
  ASSERT_TRUE(seen.is_object());
  expect_sound(seen);
  const auto text = [&](const char* way) { return seen[way]["text"].get<std::string>(); };
  EXPECT_THAT(text("french"), HasSubstr("Toutes les rivières."));
  EXPECT_THAT(text("french"), Not(HasSubstr("All rivers.")));
  EXPECT_THAT(text("english"), HasSubstr("All rivers."));
  EXPECT_THAT(text("english"), Not(HasSubstr("Toutes les rivières.")));
  EXPECT_THAT(seen["english"]["headings"], Contains("Open it in QGIS"));
  for (const auto* way : {"french", "english"}) {
    const auto& map = seen[way]["map"];
    ASSERT_TRUE(map.is_object());
    EXPECT_GT(map["width"], 800);
    EXPECT_GE(map["shapes"], 5);  // three layers, the scale, the arrow
    EXPECT_THAT(map["label"].get<std::string>(), HasSubstr("Département 038"));
  }
  EXPECT_THAT(seen["french"]["links"], Contains("dictionary.html"));
}

TEST(Browser, TheDictionarySpeaksBothLanguages) {
  const auto sample = tests::sample_facts();
  const auto seen = visit(dictionary_html(sample.facts));
  ASSERT_TRUE(seen.is_object());
  expect_sound(seen);
  EXPECT_THAT(seen["french"]["headings"], Contains("Dictionnaire des données"));
  EXPECT_THAT(seen["english"]["headings"], Contains("Data dictionary"));
}

TEST(Browser, HostileFactsAreText) {
  const auto sample = tests::hostile_facts();
  for (const auto& page :
       {cover_page(sample.facts, tests::sample_map(3), {}), dictionary_html(sample.facts)}) {
    const auto seen = visit(page);
    ASSERT_TRUE(seen.is_object());
    expect_sound(seen);
    EXPECT_THAT(seen["french"]["text"].get<std::string>(), HasSubstr("<script>"));
  }
}

}  // namespace
}  // namespace bdf::package
