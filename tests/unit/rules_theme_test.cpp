// SPDX-License-Identifier: MIT
#include "rules/theme.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "base/message.h"
#include "rules/nearest_word.h"
#include "table_definitions.h"

namespace bdf::rules {
namespace {

class ThemeTest : public ::testing::Test {
 protected:
  ThemeTest() { set_language("en"); }

  Theme theme_of(const std::string& text) {
    const auto path = folder_.file("t.yaml");
    std::ofstream(path) << text;
    return load_theme(path.string());
  }
  /// What load_theme says of the text, behind the folder's name.
  std::string complaint_about(const std::string& text) {
    try {
      static_cast<void>(theme_of(text));
    } catch (const InputError& error) {
      const std::string message = error.what();
      return message.substr(message.find("t.yaml"));
    }
    return "";
  }

  tests::TestFolder folder_;
  const std::string head_ = "name: t\nversion: 2\n";
};

TEST_F(ThemeTest, GenericIsFoundByNameAndSaysTheDefaults) {
  const auto theme = load_theme("generic");
  const Theme defaults;
  EXPECT_EQ(theme.name, "generic");
  EXPECT_EQ(theme.version, "1");
  EXPECT_EQ(theme.digest.size(), 64u);
  EXPECT_EQ(theme.tolerance, defaults.tolerance);
  EXPECT_EQ(theme.guard_share, defaults.guard_share);
  EXPECT_EQ(theme.guard_count, defaults.guard_count);
  EXPECT_EQ(theme.provisional, defaults.provisional);
  for (const auto* thing : {&theme.attributes, &theme.geometry, &theme.existence}) {
    EXPECT_EQ(thing->authority, Authority::shared);
    EXPECT_EQ(thing->rule, Rule::conflict);
  }
  EXPECT_TRUE(theme.housekeeping.empty());
}

TEST_F(ThemeTest, ReadsEveryKey) {
  const auto theme = theme_of(head_ +
                              "tolerance: 0.05\n"
                              "deletion_guard: {share: 0.25, count: 100}\n"
                              "provisional: local\n"
                              "authority:\n"
                              "  attributes: {owner: reference}\n"
                              "  geometry: {rule: prefer_local}\n"
                              "  existence: {owner: producer}\n"
                              "  by_attribute:\n"
                              "    Remark: {owner: shared, rule: union}\n"
                              "housekeeping: [Date_Modification]\n");
  EXPECT_EQ(theme.version, "2");
  EXPECT_EQ(theme.tolerance, 0.05);
  EXPECT_EQ(theme.guard_share, 0.25);
  EXPECT_EQ(theme.guard_count, 100u);
  EXPECT_EQ(theme.provisional, Side::local);
  EXPECT_EQ(theme.of_attribute("name").authority, Authority::reference);
  EXPECT_EQ(theme.of_attribute("REMARK").authority, Authority::shared);
  EXPECT_EQ(theme.of_attribute("remark").rule, Rule::union_of_links);
  EXPECT_EQ(theme.geometry.rule, Rule::prefer_local);
  EXPECT_EQ(theme.existence.authority, Authority::producer);
  EXPECT_TRUE(theme.is_housekeeping("date_modification"));
  EXPECT_FALSE(theme.is_housekeeping("date"));
}

TEST_F(ThemeTest, NamesThePlaceAndTheWordMeant) {
  EXPECT_EQ(complaint_about(head_ + "tolerence: 1\n"),
            "t.yaml:3:1: “tolerence” is not known here. Did you mean “tolerance”?");
  EXPECT_EQ(complaint_about(head_ + "authority:\n  geometry: {owner: referense}\n"),
            "t.yaml:4:21: “referense” is not known here. Did you mean “reference”?");
  EXPECT_EQ(complaint_about(head_ + "provisional: xyzzy\n"),
            "t.yaml:3:14: “xyzzy” is not known here. Known are: ancestor, local, reference.");
}

TEST_F(ThemeTest, RefusesWhatCannotBeMeant) {
  EXPECT_EQ(complaint_about(head_ + "tolerance: -1\n"),
            "t.yaml:3:12: “-1” is no number from 0 to 1000.");
  EXPECT_EQ(complaint_about(head_ + "tolerance: nan\n"),
            "t.yaml:3:12: “nan” is no number from 0 to 1000.");
  EXPECT_EQ(complaint_about(head_ + "deletion_guard: {count: 1.5}\n"),
            "t.yaml:3:25: A whole number is expected here.");
  EXPECT_EQ(complaint_about(head_ + "version: 3\n"), "t.yaml:3:1: “version” stands here twice.");
  EXPECT_EQ(complaint_about(head_ + "housekeeping: no\n"),
            "t.yaml:3:15: A list is expected here, as in [one, two].");
  EXPECT_NE(complaint_about(head_ + "authority: {attributes: {owner: producer, rule: max}}\n"), "");
  EXPECT_NE(complaint_about(head_ + "authority: {geometry: {rule: union}}\n"), "");
  EXPECT_NE(complaint_about("name: t\n"), "");
  EXPECT_NE(complaint_about(""), "");
  EXPECT_NE(complaint_about("- a\n"), "");
  EXPECT_EQ(complaint_about("name: [t\n").substr(0, 7), "t.yaml:");
}

TEST_F(ThemeTest, NamesTheNearestTheme) {
  try {
    static_cast<void>(load_theme("genric"));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "There is no theme “genric”. Did you mean “generic”?");
  }
  EXPECT_THROW(static_cast<void>(load_theme("/nowhere/t.yaml")), InputError);
}

TEST(NearestWord, CountsEdits) {
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("same", "same"), 0u);
  const std::vector<std::string> known{"local", "reference"};
  EXPECT_EQ(nearest_word("LOCAL", known), "local");
  EXPECT_EQ(nearest_word("rference", known), "reference");
  EXPECT_EQ(nearest_word("something", known), std::nullopt);
}

}  // namespace
}  // namespace bdf::rules
