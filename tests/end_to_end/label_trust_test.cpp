// SPDX-License-Identifier: MIT
// bdf label trust: signed lists of stewards' keys, and the labels that are good by them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "credential/credential.h"
#include "support/label_desk.h"
#include "unit/archive_samples.h"
#include "unit/crypto_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// Keys 1 and 2 are stewards', 3 is IGN's.
class LabelTrust : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    desk_ = std::make_unique<LabelDesk>("vegetation");
    labelled_ = desk_->issue(desk_->build());
  }
  static void TearDownTestSuite() { desk_.reset(); }

  static std::string file(const std::string& name) { return *desk_ / name; }
  static std::string steward(int number,
                             const std::string& more = "themes: [vegetation], from: 2025-06-01") {
    return "  - {organisation: DDT " + std::to_string(number) +
           ", key: " + crypto::to_text(sample_key(number).public_key()) + ", " + more + "}\n";
  }
  /// The list that key 3 signs of these entries.
  static Ran list(const std::string& keys, const std::string& expires = "2027-01-01") {
    write_bytes(file("keys.yaml"), "sequence: 1\nexpires: " + expires + "\nkeys:\n" + keys);
    return label_command({"trust", file("keys.yaml"), "--key", desk_->key(3), "--out",
                          file("list.json"), "--overwrite"});
  }
  static Ran verify(const Words& more = {}) {
    const Words words{"verify",
                      labelled_,
                      "--json",
                      "--trust-list",
                      file("list.json"),
                      "--anchor",
                      desk_->public_key(3),
                      "--now",
                      "2026-02-01T00:00:00Z"};
    return label_command(words, more);
  }
  static std::string verdict_by(const std::string& keys, const Words& more = {}) {
    const auto made = list(keys);
    EXPECT_EQ(made.code, 0) << made.err;
    const auto said = said_by_label("verification", verify(more));
    return said["verdict"];
  }

  static std::unique_ptr<LabelDesk> desk_;
  static fs::path labelled_;
};

std::unique_ptr<LabelDesk> LabelTrust::desk_;
fs::path LabelTrust::labelled_;

TEST_F(LabelTrust, StewardsAreTrustedByTheme) {
  EXPECT_EQ(verdict_by(steward(1)), "good");
  EXPECT_EQ(verdict_by(steward(1, "themes: [hydro, vegetation], from: 2025-06-01")), "good");
  EXPECT_EQ(verdict_by(steward(1, "themes: [hydro], from: 2025-06-01")), "untrusted_signer");
  EXPECT_EQ(verdict_by(steward(2)), "untrusted_signer");
  ASSERT_EQ(list(steward(2) + steward(1)).code, 0);
  const auto said = said_by_label("verification", verify());
  EXPECT_EQ(said["organisation"], "DDT 1") << "as the list calls it";
}

TEST_F(LabelTrust, KeysRetire) {
  const std::string of = "themes: [vegetation], from: 2025-06-01, ";
  EXPECT_EQ(verdict_by(steward(1, of + "until: 2026-01-31")), "good");
  EXPECT_EQ(verdict_by(steward(1, of + "until: 2026-01-09")), "untrusted_signer");
  EXPECT_EQ(verdict_by(steward(1, "themes: [vegetation], from: 2026-01-09")), "good");
  EXPECT_EQ(verdict_by(steward(1, "themes: [vegetation], from: 2026-01-11")), "untrusted_signer");
  EXPECT_EQ(verdict_by(steward(1, of + "until: 2026-01-31") + steward(2)), "good");
}

TEST_F(LabelTrust, KeysAreTakenBack) {
  const auto revoked = [](const std::string& since, const std::string& reason,
                          const std::string& more = "") {
    return steward(1, "themes: [vegetation], from: 2025-06-01, revoked: {since: " + since +
                          ", reason: " + reason + more + "}");
  };
  for (const auto* reason : {"superseded", "affiliation_changed", "cessation_of_operation"}) {
    EXPECT_EQ(verdict_by(revoked("2026-01-20", reason)), "good") << reason;
    EXPECT_EQ(verdict_by(revoked("2026-01-05", reason)), "untrusted_signer") << reason;
  }
  EXPECT_EQ(verdict_by(revoked("2026-01-20", "key_compromise")), "untrusted_signer");
  const auto digest = credential::read_credential(bytes_of(labelled_ / "label.json")).digest;
  EXPECT_EQ(verdict_by(revoked("2026-01-20", "key_compromise", ", upheld: [" + digest + "]")),
            "good");
  const std::string other(64, 'a');
  EXPECT_EQ(verdict_by(revoked("2026-01-20", "key_compromise", ", upheld: [" + other + "]")),
            "untrusted_signer");
}

TEST_F(LabelTrust, ListsAreBelievedOfTheAnchorAlone) {
  ASSERT_EQ(list(steward(1)).code, 0);
  const auto refused = [](const Words& more) {
    const auto ran = verify(more);
    EXPECT_EQ(ran.code, 3) << ran.out;
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, AllOf(HasSubstr("list"), HasSubstr("is not to be believed")));
  };
  refused({"--anchor", desk_->public_key(1)});
  refused({"--now", "2027-01-02T00:00:00Z"});
  refused({"--now", "2026-01-09T00:00:00Z"});
  auto other = json::parse(bytes_of(file("list.json")));
  other["keys"][0]["themes"] = {"hydro", "vegetation"};
  write_bytes(file("list.json"), other.dump());
  refused({});
  write_bytes(file("list.json"), "{}");
  refused({});
  const auto nobody =
      label_command({"verify", labelled_, "--json", "--trust-list", file("list.json")});
  EXPECT_EQ(nobody.code, 3) << "a list without an anchor is anybody's";
}

TEST_F(LabelTrust, WrongListsAreRefusedAtTheirLine) {
  const auto refused = [](const std::string& keys, const std::string& place,
                          const std::string& expires = "2027-01-01") {
    const auto ran = list(keys, expires);
    EXPECT_EQ(ran.code, 3) << keys;
    EXPECT_THAT(ran.err, HasSubstr("keys.yaml:" + place)) << keys;
  };
  refused(steward(1, "theme: [vegetation], from: 2025-06-01"), "4:");
  refused(steward(1) + steward(2, "themes: [], from: 2025-06-01"), "5:");
  refused(steward(1, "themes: [vegetation], from: 2025-06-01, until: 2026-02-30"), "4:");
  refused(
      steward(
          1, "themes: [vegetation], from: 2025-06-01, revoked: {since: 2026-01-01, reason: theft}"),
      "4:");
  refused("  - {organisation: DDT 1, key: z6MkNonsense, themes: [vegetation], from: 2025-06-01}\n",
          "4:");
  refused(steward(1, "themes: [vegetation]"), "4:");
  refused(steward(1), "2:", "someday");
  EXPECT_NE(list(steward(1) + steward(1)).code, 0) << "one key twice";
  ASSERT_EQ(list(steward(1)).code, 0);
  const auto again = label_command(
      {"trust", file("keys.yaml"), "--key", desk_->key(3), "--out", file("list.json")});
  EXPECT_EQ(again.code, 2) << "--overwrite is not said";
}

}  // namespace
}  // namespace bdf::tests
