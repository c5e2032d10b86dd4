// SPDX-License-Identifier: MIT
// bdf label verify: who has signed a label, since when, until when, and whether it stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "crypto/did.h"
#include "support/label_desk.h"
#include "unit/archive_samples.h"
#include "unit/crypto_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using Codes = std::set<std::string>;

const Codes attested{"open-conflicts", "organisation", "process"};
const Codes of_socle{"linked", "position", "covered"};
const std::string list_url = "https://ddt.example/status.json";

Codes both(const Codes& a, const Codes& b) {
  auto all = a;
  all.insert(b.begin(), b.end());
  return all;
}

class LabelVerdict : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    desk_ = std::make_unique<LabelDesk>("hydro");
    plain_ = desk_->build();
    labelled_ = desk_->issue(plain_);
    make_register();
    registered_ = desk_->issue(plain_, {"--register", file("register")});
    fs::copy_file(file("register/status.json"), file("before.json"));
  }
  static void TearDownTestSuite() { desk_.reset(); }

  static std::string file(const std::string& name) { return *desk_ / name; }
  static void make_register() {
    const auto ran =
        label_command({"register", file("register"), "--url", list_url, "--key", desk_->key(1)});
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  /// "good", or why not; the exit code and the text say the same.
  static std::string verdict(const fs::path& package, const Words& more = {}) {
    const auto ran = desk_->verify(package, more);
    const auto said = said_by_label("verification", ran);
    EXPECT_EQ(ran.code, said["good"] ? 0 : 1) << ran.err;
    EXPECT_EQ(said["reason"] == "", said["verdict"] == "good") << said;
    return said["verdict"];
  }

  static std::unique_ptr<LabelDesk> desk_;
  static fs::path plain_, labelled_, registered_;
};

std::unique_ptr<LabelDesk> LabelVerdict::desk_;
fs::path LabelVerdict::plain_, LabelVerdict::labelled_, LabelVerdict::registered_;

TEST_F(LabelVerdict, GoodWithAllFigures) {
  const auto said = said_by_label("verification", desk_->verify(labelled_));
  EXPECT_TRUE(said["good"]) << said;
  EXPECT_EQ(said["level"], "expert");
  EXPECT_EQ(said["organisation"], "DDT 1");
  EXPECT_EQ(said["valid_until"], "2027-01-10T00:00:00Z");
  EXPECT_EQ(altered(said), Codes{});
  EXPECT_EQ(figures(said, "unchecked"), attested);
  EXPECT_EQ(figures(said, "differs"), Codes{});
  EXPECT_EQ(figures(said, "holds").size(), 18U);
}

TEST_F(LabelVerdict, IsSaidInWordsInBothLanguages) {
  const Words usual{"verify",       labelled_, "--socle",
                    desk_->socle(), "--trust", desk_->public_key(1)};
  const auto english = label_command(usual);
  EXPECT_EQ(english.code, 0);
  EXPECT_THAT(english.out, HasSubstr("✓ 18 figures hold\n"));
  EXPECT_THAT(english.out, HasSubstr("? process: the steward says so\n"));
  EXPECT_THAT(english.out, HasSubstr("The label is good until 2027-01-10T00:00:00Z: level Expert, "
                                     "given by DDT 1. What is marked ? could not be checked "
                                     "here.\n"));
  const auto french = run({BDF_COMMAND, "label", "verify", labelled_, "--socle", desk_->socle(),
                           "--trust", desk_->public_key(1), "--now", label_time, "--lang", "fr"});
  EXPECT_THAT(french.out, HasSubstr("✓ 18 chiffres tiennent\n"));
  EXPECT_THAT(french.out, HasSubstr("? process\u00a0: l'organisme responsable le dit\n"));
  EXPECT_THAT(french.out,
              HasSubstr("niveau Expert, délivré par DDT 1. Ce qui est marqué\u00a0? n'a"));
  const auto late = label_command(usual, {"--now", "2027-01-10T00:00:01Z"});
  EXPECT_EQ(late.code, 1);
  EXPECT_THAT(late.out, HasSubstr("Do not rely on this label: "));
}

TEST_F(LabelVerdict, FiguresThatCannotBeCheckedHereAreNamed) {
  const auto unchecked = [](const Words& words, const std::string& reason) {
    auto all = words;
    all.insert(all.begin(), {"verify", labelled_, "--json", "--trust", desk_->public_key(1)});
    const auto ran = label_command(all);
    const auto said = said_by_label("verification", ran);
    EXPECT_EQ(ran.code, said["has_theme"] ? 0 : 1) << ran.err << ran.out;
    EXPECT_EQ(said["good"], said["has_theme"]);
    EXPECT_THAT(ran.out, HasSubstr(reason));
    EXPECT_EQ(figures(said, "differs"), Codes{});
    return figures(said, "unchecked");
  };
  EXPECT_EQ(unchecked({}, "give the socle with --socle"), both(attested, of_socle));
  const auto later = desk_->build({"--pack", "HYDRO", "--edition", "2025-12-16"});
  EXPECT_EQ(unchecked({"--socle", later}, "against another socle"), both(attested, of_socle));
  const auto other = desk_->other_theme("version: \"1\"", "version: \"2\"");
  EXPECT_EQ(unchecked({"--theme", other}, "another version of the theme").size(), 21U);
}

/// Whoever is trusted cannot ask for less than the theme that the package was made by.
TEST_F(LabelVerdict, IsGivenByTheThemeOfThePackage) {
  const auto other = desk_->other_theme("version: \"1\"", "version: \"2\"");
  const auto ran = label_command(
      {"issue", plain_, "--theme", other, "--out", file("other"), "--key", desk_->key(1)});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("another version of the theme"));
  EXPECT_FALSE(fs::exists(file("other")));
}

TEST_F(LabelVerdict, IsTakenBackByWhoseRegisterItIsIn) {
  fs::copy(*desk_ / "register", *desk_ / "robbed");
  const auto before = bytes_of(file("robbed/status.json"));
  for (const Words& words :
       {Words{"register", file("robbed")},
        Words{"revoke", registered_.filename(), "--register", file("robbed")},
        Words{"issue", plain_, "--register", file("robbed"), "--out", file("robber")}}) {
    const auto ran = label_command(words, {"--key", desk_->key(2)});
    EXPECT_EQ(ran.code, 5) << words.front() << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("is the register of DDT 1"));
  }
  EXPECT_EQ(bytes_of(file("robbed/status.json")), before);
}

TEST_F(LabelVerdict, HasABeginningAndAnEnd) {
  EXPECT_EQ(verdict(labelled_, {"--now", label_time}), "good");
  EXPECT_EQ(verdict(labelled_, {"--now", "2026-01-09T23:59:59Z"}), "not_yet_valid");
  EXPECT_EQ(verdict(labelled_, {"--now", "2027-01-10T00:00:00Z"}), "good");
  EXPECT_EQ(verdict(labelled_, {"--now", "2027-01-10T00:00:01Z"}), "expired");
}

TEST_F(LabelVerdict, OnlyTrustedKeysCount) {
  EXPECT_EQ(verdict(labelled_, {"--trust", desk_->public_key(2)}), "untrusted_signer");
  const auto nobody = label_command({"verify", labelled_, "--json"});
  EXPECT_EQ(nobody.code, 1);
  EXPECT_EQ(said_by_label("verification", nobody)["verdict"], "untrusted_signer");
  fs::create_directories(*desk_ / "keys");
  for (const int number : {1, 2})
    fs::copy_file(desk_->public_key(number), *desk_ / ("keys/" + std::to_string(number) + ".pub"));
  EXPECT_EQ(verdict(labelled_, {"--trust", file("keys")}), "good");
}

TEST_F(LabelVerdict, OfARegisterIsGoodWithItsListAtHand) {
  EXPECT_EQ(verdict(registered_), "status_unknown");
  EXPECT_EQ(verdict(registered_, {"--status", file("before.json")}), "good");
  EXPECT_EQ(
      verdict(registered_, {"--status", file("before.json"), "--now", "2026-04-11T00:00:00Z"}),
      "status_unknown")
      << "the list is good for 90 days";
  const auto list = [](const std::string& folder, int key, const std::string& url) {
    const auto ran =
        label_command({"register", file(folder), "--url", url, "--key", desk_->key(key)});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return file(folder) + "/status.json";
  };
  EXPECT_EQ(verdict(registered_, {"--status", list("theirs", 2, list_url)}), "status_unknown");
  EXPECT_EQ(verdict(registered_, {"--status", list("other", 1, list_url + "2")}), "status_unknown");
  EXPECT_EQ(verdict(registered_, {"--status", registered_ / "label.json"}), "status_unknown");
}

TEST_F(LabelVerdict, CanBeTakenBack) {
  const auto name = registered_.filename().string();
  for (const auto& id :
       {name, json::parse(bytes_of(registered_ / "label.json"))["id"].get<std::string>()}) {
    fs::remove_all(*desk_ / "again");
    fs::copy(*desk_ / "register", *desk_ / "again");
    const Words words{"revoke",      id,      "--register",          file("again"), "--key",
                      desk_->key(1), "--now", "2026-01-10T12:00:00Z"};
    const auto ran = label_command(words, {"--reason", "a mistake"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("1 label is taken back: publish "));
    EXPECT_EQ(verdict(registered_, {"--status", file("again/status.json")}), "revoked");
    EXPECT_EQ(verdict(labelled_, {"--status", file("again/status.json")}), "good");
  }
  const auto none =
      label_command({"revoke", "nothing", "--register", file("again"), "--key", desk_->key(1)});
  EXPECT_EQ(none.code, 3);
  EXPECT_THAT(none.err, HasSubstr("has no label “nothing”"));
  EXPECT_EQ(verdict(registered_, {"--status", file("before.json")}), "good")
      << "whoever has only the older list";
}

/// A new list is signed before the old one ends, and still says what was taken back.
TEST_F(LabelVerdict, ListsAreRenewed) {
  fs::copy(*desk_ / "register", *desk_ / "renewed");
  const auto renew = [](const Words& more) {
    return label_command(
        {"register", file("renewed"), "--key", desk_->key(1), "--now", "2026-04-01T00:00:00Z"},
        more);
  };
  EXPECT_EQ(renew({"--days", "30"}).code, 0);
  const Words status{"--status", file("renewed/status.json"), "--now"};
  const auto at = [&](const std::string& now) {
    auto words = status;
    words.push_back(now);
    return verdict(registered_, words);
  };
  EXPECT_EQ(at("2026-05-01T00:00:00Z"), "good");
  EXPECT_EQ(at("2026-05-02T00:00:00Z"), "status_unknown");
  EXPECT_EQ(renew({"--url", "https://other.example/status.json"}).code, 2);
  EXPECT_EQ(renew({"--days", "0"}).code, 2);
}

/// A did:web is known by its document.
TEST_F(LabelVerdict, ADidWebIsKnownByItsDocument) {
  const std::string did = "did:web:ddt.example";
  const auto package = desk_->issue(plain_, {"--did", did + "#2026"});
  EXPECT_EQ(verdict(package), "untrusted_signer") << "the key alone is not that DID";
  const auto document = [&](int key) {
    const json method{{"id", did + "#2026"},
                      {"type", "Multikey"},
                      {"controller", did},
                      {"publicKeyMultibase", crypto::to_text(sample_key(key).public_key())}};
    write_bytes(*desk_ / "did.json", json{{"@context", "https://www.w3.org/ns/did/v1"},
                                          {"id", did},
                                          {"verificationMethod", {method}},
                                          {"assertionMethod", {did + "#2026"}}}
                                         .dump());
    return file("did.json");
  };
  EXPECT_EQ(verdict(package, {"--did-document", document(1), "--trust", desk_->public_key(2)}),
            "untrusted_signer")
      << "a document makes nobody trusted";
  EXPECT_EQ(verdict(package, {"--did-document", document(1)}), "good")
      << "the key is trusted, and this is what it is called";
  write_bytes(*desk_ / "keys.yaml",
              "sequence: 1\nexpires: 2027-01-01\nkeys:\n  - {organisation: DDT 38, key: " +
                  crypto::to_text(sample_key(1).public_key()) + ", did: '" + did +
                  "#2026', themes: [hydro], from: 2025-06-01}\n");
  const auto signed_list = label_command(
      {"trust", file("keys.yaml"), "--key", desk_->key(3), "--out", file("list.json")});
  ASSERT_EQ(signed_list.code, 0) << signed_list.err;
  const Words listed{"--trust-list", file("list.json"), "--anchor", desk_->public_key(3)};
  const auto with_document = [&](int key) {
    auto words = listed;
    words.insert(words.end(), {"--did-document", document(key)});
    return verdict(package, words);
  };
  EXPECT_EQ(verdict(package, listed), "good");
  EXPECT_EQ(with_document(1), "good");
  EXPECT_NE(with_document(2), "good") << "its document says that it has another key";
  EXPECT_EQ(label_command({"issue", plain_, "--out", file("none"), "--key", desk_->key(1), "--did",
                           "nonsense"})
                .code,
            2);
}

}  // namespace
}  // namespace bdf::tests
