// SPDX-License-Identifier: MIT
// What a label shows on a package's cover page, opened in a browser. Without Chromium these fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "io/xml_tree.h"
#include "support/label_desk.h"
#include "unit/archive_samples.h"
#include "unit/crypto_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

/// What a reader sees of the page: in French, in English, in the dark, on a telephone.
json visit(const fs::path& page) {
  const auto ran = run({"/usr/bin/python3", "-B",
                        std::string(BDF_REPOSITORY) + "/tests/browser/visit.py", page.string()});
  EXPECT_EQ(ran.code, 0) << ran.err;
  return json::parse(ran.out, nullptr, false);
}

void expect_sound(const json& seen) {
  EXPECT_EQ(seen["troubles"], json::array());
  for (const auto* way : {"french", "english", "dark", "narrow"})
    for (const auto* flaw : {"unnamed", "headless", "broken", "twice", "scripts", "wide"})
      EXPECT_EQ(seen[way][flaw], 0) << way << flaw;
  EXPECT_EQ(seen["french"]["languages"], json({"fr"}));
  EXPECT_EQ(seen["english"]["languages"], json({"en"}));
}

class BrowserLabel : public testing::Test {
 protected:
  LabelDesk desk_{"hydro"};
};

TEST_F(BrowserLabel, StandsOnTheCoverPageInBothLanguages) {
  const auto seen = visit(desk_.issue(desk_.build()) / "index.html");
  ASSERT_TRUE(seen.is_object());
  expect_sound(seen);
  EXPECT_THAT(seen["french"]["headings"], Contains("Label BD France – hydrographie"));
  EXPECT_THAT(seen["english"]["headings"], Contains("BD France label – hydrography"));
  const auto french = seen["french"]["text"].get<std::string>();
  const auto english = seen["english"]["text"].get<std::string>();
  EXPECT_THAT(french, AllOf(HasSubstr("Expert"), HasSubstr("DDT 1"), HasSubstr("DDT 38"),
                            HasSubstr("Tronçons du socle"), HasSubstr("bdf label verify"),
                            HasSubstr("au moins 95\u00a0%, poids 3")));
  EXPECT_THAT(english, AllOf(HasSubstr("Reaches of the socle"), HasSubstr("bdf label verify"),
                             HasSubstr("at least 95%, weight 3")));
  EXPECT_THAT(french, Not(HasSubstr("Reaches of the socle")));
  EXPECT_THAT(english, Not(HasSubstr("Tronçons du socle")));
}

TEST_F(BrowserLabel, OfABaseHasAPageAndABadge) {
  const auto folder = desk_.issue(desk_.declare()).parent_path();
  expect_sound(visit(folder / "label.html"));
  const auto badge = io::parse_xml(bytes_of(folder / "label.svg"));
  EXPECT_EQ(badge.name, "svg");
  // Our own pages load nothing, as their content security policy says.
  write_bytes(folder / "page.html",
              "<!doctype html><title>page</title><label for=\"in-en\">English</label><main>"
              "<img src=\"label.svg\" alt=\"label\"></main>");
  const auto seen = visit(folder / "page.html");
  EXPECT_EQ(seen["troubles"], json::array());
  EXPECT_EQ(seen["french"]["images"], json({420})) << "the browser knows how wide it is";
  write_bytes(folder / "label.svg", "<svg>");
  EXPECT_EQ(visit(folder / "page.html")["french"]["images"], json({0})) << "that can be seen";
}

/// What an organisation calls itself is text, on the page and in the badge.
TEST_F(BrowserLabel, HostileNamesAreText) {
  const std::string name = "<script>window.ran = true</script>\"&'";
  crypto::write_key_file(desk_ / "hostile", {sample_key(9), name}, {});
  desk_.attest("{open-conflicts: 0, organisation: true, process: true}", "'<b>steward</b>'");
  const auto package = desk_.issue(desk_.build(), {"--key", desk_ / "hostile"});
  const auto seen = visit(package / "index.html");
  expect_sound(seen);
  EXPECT_EQ(seen["french"]["ran"], false);
  EXPECT_THAT(seen["french"]["text"].get<std::string>(),
              AllOf(HasSubstr(name), HasSubstr("<b>steward</b>")));
  EXPECT_EQ(io::parse_xml(bytes_of(package / "label.svg")).name, "svg");
}

}  // namespace
}  // namespace bdf::tests
