// SPDX-License-Identifier: MIT
// bdf label verify: what was altered since, what was never so, and labels of something else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "package/file_check.h"
#include "package/manifest.h"
#include "support/label_desk.h"
#include "support/package_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using Codes = std::set<std::string>;

/// A labelled package of its own in a folder of its own; the labelled one itself stays as it is.
class LabelAltered : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    desk_ = std::make_unique<LabelDesk>("hydro");
    plain_ = desk_->build();
    labelled_ = desk_->issue(plain_);
  }
  static void TearDownTestSuite() { desk_.reset(); }

  void SetUp() override {
    package_ = copy_ / labelled_.filename().string();
    fs::copy(labelled_, package_, fs::copy_options::recursive);
  }

  [[nodiscard]] static json verify(const fs::path& package) {
    const auto ran = desk_->verify(package);
    const auto said = said_by_label("verification", ran);
    EXPECT_EQ(ran.code, said["good"] ? 0 : 1) << ran.err;
    return said;
  }
  /// What is said of the labelled package with such a label instead of its own.
  [[nodiscard]] json with_label(const std::string& text) const {
    write_bytes(package_ / "label.json", text);
    return verify(package_);
  }
  [[nodiscard]] static std::string label() { return bytes_of(labelled_ / "label.json"); }
  [[nodiscard]] static std::string messages(const json& said) {
    std::string all;
    for (const auto& one : said["altered"]) all += one["message"].get<std::string>() + "\n";
    return all;
  }
  /// The file as it is now is what the manifest names.
  void put_right(const std::string& path) const {
    auto manifest = package::read_manifest(package_);
    for (auto& file : manifest.files)
      if (file.path == path) file = package::describe_file(package_, path, file.role);
    write_bytes(package_ / "manifest.json", package::manifest_as_json(manifest));
  }

  static std::unique_ptr<LabelDesk> desk_;
  static fs::path plain_, labelled_;
  support::Desk copy_;
  fs::path package_;
};

std::unique_ptr<LabelDesk> LabelAltered::desk_;
fs::path LabelAltered::plain_, LabelAltered::labelled_;

TEST_F(LabelAltered, EveryFileCountsAndIsNamed) {
  EXPECT_TRUE(verify(package_)["good"]);
  const auto manifest = package::read_manifest(package_);
  ASSERT_GT(manifest.files.size(), 9U);
  for (const auto& file : manifest.files) {
    const auto bytes = bytes_of(package_ / file.path);
    auto other = bytes;
    other[other.size() / 2] = static_cast<char>(other[other.size() / 2] ^ 1);
    write_bytes(package_ / file.path, other);
    const auto said = verify(package_);
    EXPECT_FALSE(said["good"]) << file.path;
    EXPECT_THAT(messages(said), HasSubstr(file.path));
    EXPECT_EQ(said["verdict"], "good") << "the label itself is as it was";
    EXPECT_EQ(said["figures"], json::array()) << "of other data there is nothing to measure";
    write_bytes(package_ / file.path, bytes);
  }
  EXPECT_TRUE(verify(package_)["good"]) << "nothing was left changed";
}

/// Whoever alters a file can write another manifest, and no other label.
TEST_F(LabelAltered, AManifestThatNamesWhatIsThereIsAnotherOne) {
  const auto sound = bytes_of(package_ / "manifest.json");
  for (const auto& file : package::read_manifest(package_).files) {
    const auto bytes = bytes_of(package_ / file.path);
    write_bytes(package_ / file.path, bytes + "\n");
    put_right(file.path);
    const auto said = verify(package_);
    EXPECT_FALSE(said["good"]) << file.path;
    EXPECT_THAT(altered(said), AllOf(Contains("manifest_differs"), Contains("label_altered")));
    write_bytes(package_ / file.path, bytes);
    write_bytes(package_ / "manifest.json", sound);
  }
}

TEST_F(LabelAltered, AnotherLayoutOfTheManifestIsTheSameManifest) {
  const auto manifest = json::parse(bytes_of(package_ / "manifest.json"));
  write_bytes(package_ / "manifest.json", manifest.dump());
  EXPECT_TRUE(verify(package_)["good"]);
}

TEST_F(LabelAltered, OneByteOfTheLabelIsSeenByBoth) {
  const auto text = label();
  for (std::size_t i = 0; i + 1 < text.size(); i += 1 + text.size() / 23) {
    auto other = text;
    other[i] = static_cast<char>(other[i] ^ 1);
    const auto said = with_label(other);
    EXPECT_FALSE(said["good"]) << i;
    EXPECT_NE(said["verdict"], "good") << i;
    const auto ran = support::bdf({"package", "verify", package_});
    EXPECT_EQ(ran.code, 3) << i;
    EXPECT_THAT(ran.out, HasSubstr("label.json")) << i;
  }
  fs::remove(package_ / "label.json");
  const auto without = desk_->verify(package_);
  EXPECT_EQ(without.code, 3);
  EXPECT_THAT(without.err, HasSubstr("has no label"));
  EXPECT_EQ(support::bdf({"package", "verify", package_}).code, 0)
      << "the package is what it says; its badge proves nothing";
}

TEST_F(LabelAltered, ALabelOfAnotherPackageIsTold) {
  LabelDesk vegetation("vegetation");
  const auto other = vegetation.issue(vegetation.build());
  const auto said = with_label(bytes_of(other / "label.json"));
  EXPECT_FALSE(said["good"]);
  EXPECT_THAT(altered(said), Contains("other_subject"));
  EXPECT_THAT(messages(said), HasSubstr(other.filename().string()));
}

TEST_F(LabelAltered, AnOldLabelOnANewPackageIsTold) {
  const auto older = desk_->issue(desk_->build({"--edition", "2025-09-15"}));
  EXPECT_THAT(altered(with_label(bytes_of(older / "label.json"))), Contains("other_subject"));
  // Of the same name: the data were changed, and packed again.
  LabelDesk changed("hydro");
  changed.data().execute("UPDATE cours_d_eau SET toponyme = 'Autre'");
  const auto newer = changed.build();
  ASSERT_EQ(newer.filename(), labelled_.filename());
  const auto fresh = desk_->issue(newer);
  EXPECT_TRUE(verify(fresh)["good"]);
  write_bytes(fresh / "label.json", label());
  const auto said = verify(fresh);
  EXPECT_FALSE(said["good"]);
  EXPECT_EQ(said["verdict"], "good");
  EXPECT_EQ(altered(said), (Codes{"label_altered", "manifest_differs"}));
}

/// What a trusted key has signed is held against the package all the same.
class LabelForged : public LabelAltered {
 protected:
  [[nodiscard]] json said_of(const ChangeSubject& change) const {
    const auto said = with_label(forged(LabelAltered::label(), 1, change));
    EXPECT_EQ(said["verdict"], "good");
    EXPECT_FALSE(said["good"]) << said;
    return said;
  }
  [[nodiscard]] Codes differing(const ChangeSubject& change) const {
    return figures(said_of(change), "differs");
  }
  static label::StatedFigure& figure(label::LabelSubject& subject, const std::string& code) {
    for (auto& one : subject.figures)
      if (one.criterion == code) return one;
    throw std::runtime_error(code);
  }
};

/// A theme of one's own that asks for less.
TEST_F(LabelForged, TheThemeIsThePackages) {
  const auto said = said_of([](auto& subject) {
    subject.scope.theme_digest = std::string(64, 'a');
    subject.figures.clear();
  });
  EXPECT_EQ(altered(said), Codes{"other_theme"});
}

TEST_F(LabelForged, AnythingElseThanItIsIsGood) {
  EXPECT_TRUE(with_label(forged(LabelAltered::label(), 1, [](auto&) {}))["good"]);
  EXPECT_EQ(with_label(forged(LabelAltered::label(), 2, [](auto&) {}))["verdict"],
            "untrusted_signer");
}

TEST_F(LabelForged, FiguresAreMeasuredAgain) {
  for (const auto& code : {"columns", "domains", "licence", "edition", "water-police", "linked",
                           "position", "covered"}) {
    EXPECT_EQ(differing([&](auto& s) { *figure(s, code).value += 0.01; }), Codes{code});
    EXPECT_THAT(differing([&](auto& s) { figure(s, code).value.reset(); }), Contains(code));
  }
  EXPECT_EQ(differing([](auto& s) { figure(s, "links").layer = "cours_d_eau"; }), Codes{"links"});
}

TEST_F(LabelForged, WhatWasAskedIsTheThemes) {
  EXPECT_EQ(differing([](auto& s) { figure(s, "domains").bound.number = 0.5; }), Codes{"domains"});
  EXPECT_EQ(differing([](auto& s) { figure(s, "domains").bound.limit = rules::Limit::at_least; }),
            Codes{"domains"});
  EXPECT_EQ(differing([](auto& s) { figure(s, "domains").weight = 9; }), Codes{"domains"});
  EXPECT_EQ(differing([](auto& s) { figure(s, "domains").measure = "filled"; }), Codes{"domains"});
  EXPECT_EQ(differing([](auto& s) { figure(s, "process").evidence = rules::Evidence::package; }),
            Codes{"process"});
}

TEST_F(LabelForged, NothingIsLeftOutOrAdded) {
  EXPECT_EQ(differing([](auto& s) { s.figures.erase(s.figures.begin()); }), Codes{"columns"});
  EXPECT_EQ(differing([](auto& s) {
              s.figures.push_back(s.figures.front());
              s.figures.back().criterion = "beauty";
            }),
            Codes{"beauty"});
  EXPECT_EQ(differing([](auto& s) { s.figures.push_back(s.figures.front()); }), Codes{"columns"});
}

TEST_F(LabelForged, WhatFollowsFromFiguresFollows) {
  EXPECT_EQ(differing([](auto& s) { s.level = label::Level::socle; }), Codes{"level"});
  EXPECT_EQ(differing([](auto& s) { s.weighted = 0.9; }), Codes{"level"});
  EXPECT_EQ(differing([](auto& s) { figure(s, "domains").holds = false; }), Codes{"level"});
  EXPECT_EQ(differing([](auto& s) { figure(s, "open-conflicts").value = 4; }), Codes{"level"})
      << "what the steward says is believed, and does not meet what is asked";
}

TEST_F(LabelForged, AFigureAgainstNoSocleIsNone) {
  EXPECT_EQ(differing([](auto& s) { s.socle = {}; }), (Codes{"linked", "position", "covered"}));
}

TEST_F(LabelForged, TheTimeIsThatOfTheLabel) {
  EXPECT_EQ(differing([](auto& s) { s.evaluated = "2025-12-16T00:00:00Z"; }),
            (Codes{"edition", "level"}))
      << "26 days are not 1, and the label would end earlier";
  const auto said =
      with_label(forged(LabelAltered::label(), 1, [](auto& s) { s.evaluated = "yesterday"; }));
  EXPECT_EQ(said["verdict"], "malformed");
}

TEST_F(LabelForged, WhatItIsOfIsThePackages) {
  using Change = std::function<void(label::LabelScope&)>;
  const std::vector<std::pair<std::string, Change>> changes{
      {"FXX", [](auto& scope) { scope.territory = "FXX"; }},
      {"HYDRO-PE", [](auto& scope) { scope.pack = "HYDRO-PE"; }},
      {"next", [](auto& scope) { scope.edition = "next"; }},
      {"2026-01-01", [](auto& scope) { scope.date = "2026-01-01"; }},
      {"9.9", [](auto& scope) { scope.theme_version = "9.9"; }},
      {"roads", [](auto& scope) { scope.theme = "roads"; }},
      {"layers", [](auto& scope) { scope.layers.pop_back(); }},
      {"layers", [](auto& scope) { scope.layers[0].features += 1; }}};
  for (const auto& [word, change] : changes) {
    const auto said = said_of([&, one = change](auto& s) { one(s.scope); });
    EXPECT_EQ(altered(said), Codes{"scope_differs"}) << word;
    EXPECT_THAT(messages(said), HasSubstr(word));
  }
}

}  // namespace
}  // namespace bdf::tests
