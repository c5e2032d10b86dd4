// SPDX-License-Identifier: MIT
// What a theme says of its packages, in words of lists that others keep.
#include "rules/packages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "rules/inspire.h"
#include "rules/theme.h"
#include "unit/archive_samples.h"

namespace bdf::rules {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

/// The theme hydro with one text in place of another.
class PackagesOfATheme : public ::testing::Test {
 protected:
  PackagesOfATheme() { set_language("en"); }

  [[nodiscard]] Theme theme_with(const std::string& text, const std::string& other) const {
    auto all = tests::bytes_of(std::string(BDF_REPOSITORY) + "/themes/hydro.yaml");
    const auto place = all.find(text);
    if (place == std::string::npos) throw std::logic_error(text + " is not in the theme");
    all.replace(place, text.size(), other);
    const auto file = folder_.path() / "hydro.yaml";
    tests::write_bytes(file, all);
    return load_theme(file.string());
  }
  [[nodiscard]] std::string complaint(const std::string& text, const std::string& other) const {
    try {
      static_cast<void>(theme_with(text, other));
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }
  /// "hydro.yaml:LINE:", where the text stands.
  [[nodiscard]] std::string line_of(const std::string& text) const {
    const auto all = tests::bytes_of(folder_.path() / "hydro.yaml");
    EXPECT_NE(all.find(text), std::string::npos) << text;
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(all.find(text));
    return "hydro.yaml:" + std::to_string(1 + std::count(all.begin(), end, '\n')) + ":";
  }

  tests::TemporaryFolder folder_;
};

TEST_F(PackagesOfATheme, AreOfThemesOfInspire) {
  const auto theme = theme_with("inspire: [hy]", "inspire: [hy, lc]");
  ASSERT_THAT(theme.packages->inspire, SizeIs(2));
  EXPECT_EQ(theme.packages->inspire[1].title, (Wording{"Occupation des terres", "Land cover"}));
  EXPECT_EQ(uri_of(theme.packages->inspire[0]), "http://inspire.ec.europa.eu/theme/hy");
  const auto wrong = complaint("inspire: [hy]", "inspire: [hyd]");
  EXPECT_THAT(wrong, AllOf(HasSubstr(line_of("inspire: [")), HasSubstr("hyd")));
}

TEST_F(PackagesOfATheme, AreOfTopicsOfIso) {
  const auto wrong = complaint("topics: [inlandWaters]", "topics: [inlandWater]");
  EXPECT_THAT(wrong, AllOf(HasSubstr(line_of("topics: [")), HasSubstr("inlandWaters")));
}

/// By which right something is kept from the public is said, and of nothing else.
TEST_F(PackagesOfATheme, AreRestrictedForAReason) {
  EXPECT_EQ(theme_with("limitation: a", "limitation: f").packages->find("HYDRO-BCAE")->limitation,
            "f");
  const auto unsaid = complaint("      limitation: a\n", "");
  EXPECT_THAT(unsaid,
              AllOf(HasSubstr(line_of("audience: restricted")), HasSubstr("article 13(1)")));
  const auto unknown = complaint("limitation: a", "limitation: i");
  EXPECT_THAT(unknown, HasSubstr(line_of("limitation: i")));
  const auto open = complaint("audience: restricted", "audience: open");
  EXPECT_THAT(open, AllOf(HasSubstr(line_of("limitation: a")), HasSubstr("no limitation")));
}

/// The lists in the theme's schema are those that the engine has words for.
TEST(InspireLists, AreThoseOfTheSchema) {
  std::ifstream file(BDF_REPOSITORY "/schemas/theme.schema.json");
  const auto schema = nlohmann::json::parse(file);
  const auto& packages = schema["properties"]["packages"]["properties"];
  const std::set<std::string> themes = packages["inspire"]["items"]["enum"];
  EXPECT_THAT(themes, SizeIs(34));
  for (const auto& code : themes) EXPECT_NE(inspire_theme(code).title.en, "") << code;
  const std::set<std::string> topics = packages["topics"]["items"]["enum"];
  EXPECT_THAT(topics, SizeIs(19));
  const std::set<std::string> points = schema["$defs"]["pack"]["properties"]["limitation"]["enum"];
  EXPECT_THAT(points, SizeIs(8));
  for (const auto& point : points) EXPECT_NE(limitation_title(point).fr, "") << point;
  EXPECT_EQ(inspire_theme("xx").title, Wording{});
}

}  // namespace
}  // namespace bdf::rules
