// SPDX-License-Identifier: MIT
// bdf label and what it is given that is no good, and what it keeps to itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "crypto/base64url.h"
#include "support/label_desk.h"
#include "unit/archive_samples.h"
#include "unit/crypto_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class LabelInput : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    desk_ = std::make_unique<LabelDesk>("vegetation");
    plain_ = desk_->build();
    labelled_ = desk_->issue(plain_);
  }
  static void TearDownTestSuite() { desk_.reset(); }

  [[nodiscard]] static std::string file(const std::string& name) { return *desk_ / name; }
  /// Into that folder, by that key.
  [[nodiscard]] static Ran issue(const std::string& out, const fs::path& key,
                                 const Words& more = {}) {
    return label_command({"issue", plain_, "--socle", desk_->socle(), "--attestation",
                          file("attestation.yaml"), "--out", file(out), "--key", key},
                         more);
  }

  static std::unique_ptr<LabelDesk> desk_;
  static fs::path plain_, labelled_;
};

std::unique_ptr<LabelDesk> LabelInput::desk_;
fs::path LabelInput::plain_, LabelInput::labelled_;

TEST_F(LabelInput, ALabelMayBeAnyBytes) {
  const auto sound = bytes_of(labelled_ / "label.json");
  const auto twice = R"({"id":"urn:x",)" + sound.substr(1);
  auto beyond = sound;
  beyond.replace(beyond.find("\"weighted\":1"), 12, "\"weighted\":1e999");
  const std::vector<std::string> texts{"",
                                       "null",
                                       "{}",
                                       "\xFF\xFE{}",
                                       twice,
                                       beyond,
                                       sound + sound,
                                       std::string(1000000, '['),
                                       "{\"a\":" + std::string(500000, '[') + "}",
                                       sound + std::string(2 << 20, ' '),
                                       sound.substr(0, sound.size() / 2)};
  for (const auto& text : texts) {
    const auto start = text.substr(0, 20);
    write_bytes(*desk_ / "any.json", text);
    const auto ran = desk_->verify(labelled_, {"--label", file("any.json")});
    EXPECT_EQ(ran.code, 1) << start << ran.err;
    const auto said = said_by_label("verification", ran);
    EXPECT_FALSE(said["good"]) << start;
    EXPECT_EQ(said["verdict"], "malformed") << start;
    EXPECT_NE(said["reason"], "") << start;
  }
}

TEST_F(LabelInput, ALabelInAPackageMayBeAnyBytes) {
  const auto copy = desk_->issue(plain_);
  for (const auto& text : {std::string(), std::string(2 << 20, ' '), std::string(100000, '[')}) {
    write_bytes(copy / "label.json", text);
    const auto ran = support::bdf({"package", "verify", copy});
    EXPECT_EQ(ran.code, 3) << text.size();
    EXPECT_THAT(ran.out, HasSubstr("label.json")) << text.size();
    EXPECT_NE(desk_->verify(copy).code, 0) << text.size();
  }
}

TEST_F(LabelInput, AKeyThatOthersCanReadIsRefused) {
  fs::copy_file(desk_->key(1), *desk_ / "open");
  fs::permissions(*desk_ / "open", fs::perms(0644));
  const auto ran = issue("refused", *desk_ / "open");
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("open"), HasSubstr("chmod 600")));
  EXPECT_FALSE(fs::exists(file("refused")));
  EXPECT_EQ(issue("refused", desk_->public_key(1)).code, 3) << "a public key signs nothing";
}

/// Of a key made for this: in no form of it does anybody get to see it.
TEST_F(LabelInput, NothingTellsTheKey) {
  const crypto::OwnKey own{crypto::PrivateKey::generate(), "DDT 38"};
  crypto::write_key_file(*desk_ / "mine", own, {});
  const auto secret = own.key.seed();
  const std::string raw(secret.text());
  const std::span bytes(reinterpret_cast<const unsigned char*>(raw.data()), raw.size());
  std::string hex;
  for (const auto byte : bytes) {
    constexpr const char* digits = "0123456789abcdef";
    hex += {digits[byte >> 4U], digits[byte & 15U]};
  }
  const Words forms{raw, hex, crypto::base64url_of(bytes)};
  ASSERT_THAT(bytes_of(*desk_ / "mine"), HasSubstr(forms[2])) << "as the key's file has it";
  std::string told;
  const auto tell = [&](const Ran& ran) { told += ran.out + ran.err; };
  tell(label_command({"register", file("mine_register"), "--url", "https://ddt.example/s.json",
                      "--key", file("mine"), "--verbose"}));
  const Words with{"--register", file("mine_register"), "--verbose"};
  for (const auto& more : {Words{"--json"}, Words{}}) {
    auto words = with;
    words.insert(words.end(), more.begin(), more.end());
    const auto ran = issue(more.empty() ? "mine_a" : "mine_b", *desk_ / "mine", words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    tell(ran);
  }
  const auto again = issue("mine_a", *desk_ / "mine", with);
  EXPECT_EQ(again.code, 2);
  tell(again);
  tell(issue("mine_c", *desk_ / "mine", {"--verbose", "--did", "nonsense"}));
  for (const auto* folder : {"mine_a", "mine_b", "mine_register"})
    for (const auto& [name, content] : support::bytes_below(*desk_ / folder)) told += content;
  EXPECT_GT(told.size(), 100000U);
  for (const auto& form : forms) EXPECT_EQ(told.find(form), std::string::npos);
}

TEST_F(LabelInput, StatementsAreThoseThatAreAsked) {
  const auto refused = [](const std::string& text, const std::string& place,
                          const std::string& message) {
    write_bytes(file("said.yaml"), text);
    const auto ran = desk_->check(plain_, {"--attestation", file("said.yaml")});
    EXPECT_EQ(ran.code, 3) << text;
    EXPECT_THAT(ran.err, AllOf(HasSubstr("said.yaml:" + place), HasSubstr(message))) << text;
  };
  const std::string head = "steward: DDT 38\ndate: 2026-01-05\nstatements: ";
  refused(head + "{beauty: true}", "3:14", "asks for no such statement");
  refused(head + "{process: true}", "3:14", "asks for no such statement");  // hydro's
  refused(head + "{linked: 1}", "3:14", "asks for no such statement");      // measured
  refused(head + "{organisation: perhaps}", "3:", "a number");
  refused(head + "{open-conflicts: -1}", "3:", "");
  refused("steward: DDT 38\ndate: 2026-02-31\nstatements: {}\n", "2:7", "is no day");
  refused("date: 2026-01-05\nstatements: {}\n", "1:1", "steward");
  refused("steward: DDT 38\ndate: 2026-01-11\nstatements: {}\n", "", "yet to come");
}

TEST_F(LabelInput, OnlyFullGeoPackagesAreLabelled) {
  const auto refused = [](const fs::path& package, const std::string& message) {
    const auto ran = desk_->check(package);
    EXPECT_EQ(ran.code, 3) << package;
    EXPECT_THAT(ran.err, HasSubstr(message));
    EXPECT_EQ(ran.out, "");
  };
  refused(desk_->build({"--format", "SHP"}), "is no GeoPackage");
  refused(desk_->build({"--differential", "--previous", plain_, "--edition", "2026-03-15"}),
          "holds only what has changed");
  refused(*desk_ / "none", "there is no such package");
  refused(*desk_ / "data.gpkg", "data.gpkg");
  const auto altered = desk_->build();
  write_bytes(altered / "index.html", "");
  refused(altered, "is not what it says");
}

TEST_F(LabelInput, WithoutALevelNothingIsWritten) {
  LabelDesk poor("vegetation");
  poor.data()
      .execute("UPDATE haie SET cleabs = 'x' || fid, largeur = 'large'")
      .execute("ALTER TABLE haie DROP COLUMN methode_d_acquisition_planimetrique")
      .execute("UPDATE zone_de_vegetation SET nature = 'Buissons' WHERE fid % 2 = 0")
      .execute(
          "UPDATE zone_de_vegetation SET nature = NULL, geometrie ="
          " (SELECT geometrie FROM zone_de_vegetation WHERE fid = 2) WHERE fid % 2 = 1");
  const auto ran = label_command({"issue", poor.build(), "--json", "--out", poor / "none", "--key",
                                  poor.key(1), "--now", "2027-06-01T00:00:00Z"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  const auto said = said_by_label("check", ran);
  EXPECT_EQ(said["level"], nullptr);
  EXPECT_EQ(said["path"], "");
  EXPECT_FALSE(fs::exists(poor / "none"));
}

TEST_F(LabelInput, WhatIsThereStaysUnlessToldOtherwise) {
  ASSERT_EQ(issue("there", desk_->key(1)).code, 0);
  ASSERT_EQ(label_command({"register", file("reg"), "--url", "https://ddt.example/s.json", "--key",
                           desk_->key(1)})
                .code,
            0);
  const auto before = support::bytes_below(*desk_ / "there");
  const Words later{"--now", "2026-02-01T00:00:00Z", "--register", file("reg")};
  const auto refused = issue("there", desk_->key(1), later);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--overwrite"));
  EXPECT_EQ(support::bytes_below(*desk_ / "there"), before);
  EXPECT_EQ(json::parse(bytes_of(*desk_ / "reg/register.json"))["labels"], json::array())
      << "what was not given is in no register";
  auto words = later;
  words.push_back("--overwrite");
  EXPECT_EQ(issue("there", desk_->key(1), words).code, 0);
  EXPECT_EQ(json::parse(bytes_of(*desk_ / "reg/register.json"))["labels"].size(), 1U);
}

TEST_F(LabelInput, ALabelledPackageIsLabelledAnew) {
  const auto count = [](const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  };
  const auto again =
      desk_->issue(labelled_, {"--key", desk_->key(2), "--now", "2026-03-01T00:00:00Z"});
  const auto page = bytes_of(again / "index.html");
  EXPECT_EQ(count(page, "<section id=\"label\">"), 1U);
  EXPECT_THAT(page, AllOf(HasSubstr("DDT 2"), Not(HasSubstr("DDT 1"))));
  EXPECT_EQ(support::bdf({"package", "verify", again}).code, 0);
  const auto said = said_by_label(
      "verification",
      desk_->verify(again, {"--trust", desk_->public_key(2), "--now", "2026-03-02T00:00:00Z"}));
  EXPECT_TRUE(said["good"]) << said;
  const auto old = desk_->verify(again, {"--label", labelled_ / "label.json"});
  EXPECT_THAT(altered(said_by_label("verification", old)), testing::Contains("manifest_differs"));
  // The same label once more: the same page, whatever stood there.
  const auto as_first = desk_->issue(again);
  EXPECT_EQ(support::bytes_below(as_first), support::bytes_below(labelled_));
}

/// The index in a register is random, as the standard asks; the register remembers it.
TEST_F(LabelInput, TheSameLabelHasTheSameBytes) {
  EXPECT_EQ(support::bytes_below(desk_->issue(plain_)), support::bytes_below(labelled_));
  for (const auto* name : {"first", "second"})
    ASSERT_EQ(label_command({"register", file(name), "--url", "https://ddt.example/s.json", "--key",
                             desk_->key(1)})
                  .code,
              0);
  const auto label = [](const std::string& reg) {
    return bytes_of(desk_->issue(plain_, {"--register", file(reg)}) / "label.json");
  };
  const auto first = label("first");
  EXPECT_EQ(label("first"), first);
  const auto second = label("second");
  const auto without_status = [](const std::string& text) {
    auto document = json::parse(text);
    document.erase("proof");
    document.erase("credentialStatus");
    return document;
  };
  EXPECT_EQ(without_status(second), without_status(first));
  EXPECT_NE(json::parse(second)["credentialStatus"], json::parse(first)["credentialStatus"])
      << "one in 131072";
}

}  // namespace
}  // namespace bdf::tests
