// SPDX-License-Identifier: MIT
// Packages from a server, whole or by what has changed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "base/hash.h"
#include "jobs/apply.h"
#include "jobs/publish_packages.h"
#include "package/archive.h"
#include "package/channel_index.h"
#include "package/file_check.h"
#include "package/layer_content.h"
#include "package/layout.h"
#include "support/package_series.h"
#include "support/package_server.h"
#include "support/run.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Words = std::vector<std::string>;

constexpr const char* data_file = "1_DONNEES/data.gpkg";

/// Three editions, published; a tree to spoil, its server, and somebody who fetches from it.
class FetchPackages : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = new TemporaryFolder;
    editions_ = new std::vector<Edition>(make_series(made_->path(), 3));
  }
  static void TearDownTestSuite() {
    delete editions_;
    delete made_;
  }

  FetchPackages() : server_(tree()) {}

  [[nodiscard]] fs::path tree() const { return folder_.path() / "tree"; }
  [[nodiscard]] fs::path into() const { return folder_.path() / "into"; }
  static const package::Manifest& full(std::size_t edition) {
    return editions_->at(edition).full.manifest;
  }
  [[nodiscard]] fs::path fetched(std::size_t edition) const {
    return into() / to_text(full(edition).name);
  }

  /// The first editions up to that one, with their differentials.
  void publish(std::size_t last) const {
    jobs::PublishJob job;
    job.tree = tree();
    for (std::size_t i = 0; i <= last; ++i) {
      const auto& edition = editions_->at(i);
      job.packages.push_back(edition.full.archive);
      for (const auto& differential : edition.differential)
        job.packages.push_back(differential.archive);
    }
    jobs::publish_packages(job);
  }

  [[nodiscard]] Ran fetch(Words more = {}, const std::string& source = "") const {
    Words words{BDF_COMMAND, "package", "fetch",       source.empty() ? server_.url() : source,
                "--pack",    "hydro",   "--territory", "38",
                "--into",    into(),    "--timeout",   "2"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words, {{"LANGUAGE", ""}, {"LC_ALL", "C"}, {"no_proxy", "127.0.0.1"}});
  }
  json fetch_well() const {
    const auto ran = fetch({"--json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? json::parse(ran.out) : json();
  }

  /// The folder is a package in itself, whose layers are those of the edition.
  void expect_edition(std::size_t edition) const {
    const auto folder = fetched(edition);
    ASSERT_TRUE(fs::is_directory(folder));
    const auto manifest = package::read_manifest(folder);
    EXPECT_THAT(package::check_files(folder, manifest), IsEmpty());
    EXPECT_EQ(manifest.layers, full(edition).layers);
    for (const auto& layer : manifest.layers)
      EXPECT_EQ(package::digest_of_layer(folder / layer.file, layer), layer.digest);
    for (const auto& entry : fs::directory_iterator(into()))
      EXPECT_FALSE(entry.path().string().ends_with(".partial")) << entry.path();
  }
  [[nodiscard]] bool has_nothing_of(std::size_t edition) const {
    return !fs::exists(fetched(edition));
  }

  /// Has a first edition at hand, and a newer one in the tree.
  void fall_behind(std::size_t by = 1) {
    publish(0);
    fetch_well();
    publish(by);
    server_.forget_requests();
  }

  void change_index(const std::function<void(json&)>& change) const {
    auto index = json::parse(bytes_of(tree() / "index.json"));
    change(index["packages"]);
    write_bytes(tree() / "index.json", index.dump());
  }

  static inline TemporaryFolder* made_ = nullptr;
  static inline std::vector<Edition>* editions_ = nullptr;
  TemporaryFolder folder_;
  PackageServer server_;
};

TEST_F(FetchPackages, BringsTheNewestOneWhole) {
  publish(1);
  const auto said = fetch_well();
  EXPECT_EQ(said["way"], "full");
  EXPECT_FALSE(said.contains("why_full"));
  expect_edition(1);
  EXPECT_EQ(package::read_manifest(fetched(1)), full(1));
  EXPECT_TRUE(fs::exists(fetched(1) / package::layout_of(full(1).name).iso));
  server_.forget_requests();
  EXPECT_EQ(fetch_well()["way"], "none");
  EXPECT_THAT(server_.requests(), SizeIs(1));  // the index
}

TEST_F(FetchPackages, BringsItFromAFolderToo) {
  publish(0);
  EXPECT_EQ(fetch({}, tree()).code, 0);
  expect_edition(0);
}

TEST_F(FetchPackages, AppliesADifferentialToAnOlderOne) {
  fall_behind();
  const auto said = fetch_well();
  EXPECT_EQ(said["way"], "differentials") << said;
  EXPECT_THAT(said["differentials"],
              ElementsAre(to_text(editions_->at(1).differential.at(0).manifest.name)));
  expect_edition(1);
  for (const auto& request : server_.requests())
    EXPECT_FALSE(request.path.ends_with(".7z") && request.path.find("-DIFF") == std::string::npos)
        << request.path;
  // The older one is as it was.
  EXPECT_THAT(package::check_files(fetched(0), full(0)), IsEmpty());
  EXPECT_EQ(fetch_well()["way"], "none");
}

TEST_F(FetchPackages, AppliesAChainAndGoesOnFromWhatItMade) {
  fall_behind(2);
  EXPECT_THAT(fetch_well()["differentials"], SizeIs(2));
  expect_edition(2);
  fs::remove_all(into());
  fs::remove_all(tree());
  fall_behind();
  fetch_well();
  fs::remove_all(fetched(0));  // only what was made of it is left
  publish(2);
  const auto said = fetch_well();
  EXPECT_EQ(said["way"], "differentials") << said;
  EXPECT_THAT(said["differentials"], SizeIs(1));
  expect_edition(2);
}

TEST_F(FetchPackages, GivesTheSameBytesEachTime) {
  fall_behind(2);
  fetch_well();
  const auto first = tree_in(fetched(2));
  fs::remove_all(fetched(2));
  fetch_well();
  EXPECT_EQ(tree_in(fetched(2)), first);
}

TEST_F(FetchPackages, AppliesDifferentialsToAnArchiveAtHand) {
  publish(1);
  fs::create_directories(into());
  fs::copy_file(editions_->at(0).full.archive, into() / editions_->at(0).full.archive.filename());
  EXPECT_EQ(fetch_well()["way"], "differentials");
  expect_edition(1);
}

TEST_F(FetchPackages, TakesTheFullOneWhereAsked) {
  fall_behind();
  EXPECT_EQ(fetch({"--full"}).code, 0);
  EXPECT_EQ(package::read_manifest(fetched(1)), full(1));
}

/// That the full package was fetched, and why.
#define EXPECT_FALLS_BACK(why)                               \
  do {                                                       \
    const auto said = fetch_well();                          \
    EXPECT_EQ(said["way"], "full");                          \
    EXPECT_THAT(said.value("why_full", ""), HasSubstr(why)); \
    expect_edition(1);                                       \
  } while (false)

TEST_F(FetchPackages, FallsBackWhereTheOlderOneWasEdited) {
  fall_behind();
  EXPECT_EQ(run({"sqlite3", fetched(0) / data_file, "PRAGMA user_version = 7"}).code, 0);
  EXPECT_FALLS_BACK(data_file);
}

TEST_F(FetchPackages, FallsBackWhereTheDifferentialIsAltered) {
  fall_behind();
  server_.behave({Manner::other_bytes, "-DIFF"});
  EXPECT_FALLS_BACK("SHA-256");
}

TEST_F(FetchPackages, FallsBackWhereTheDifferentialIsMissing) {
  fall_behind();
  fs::remove_all(tree() / "download" / "BDFRANCETOPO-DIFF");
  EXPECT_FALLS_BACK("no such file");
}

TEST_F(FetchPackages, FallsBackWhereTheDifferentialIsLarger) {
  fall_behind();
  change_index([](json& packages) { packages[0]["archive"]["size"] = 1'000'000'000; });
  EXPECT_FALLS_BACK("larger");
}

TEST_F(FetchPackages, FallsBackWhereNoDifferentialLeadsThere) {
  fall_behind();
  change_index([](json& packages) { packages[0]["previous"]["digest"] = std::string(64, '0'); });
  EXPECT_FALLS_BACK("no differentials");
}

/// Puts another package in place of the differential of the second edition, and into the index.
class WrongDifferential : public FetchPackages {
 protected:
  void replace(const std::function<void(package::Manifest&, const fs::path&)>& change) {
    fall_behind();
    const auto& honest = editions_->at(1).differential.at(0);
    auto manifest = honest.manifest;
    package::unpack(honest.archive, folder_.path() / "changed");
    change(manifest, folder_.path() / "changed");
    fs::create_directories(folder_.path() / "out");
    const auto made = pack(folder_.path() / "changed", manifest, folder_.path() / "out");
    const auto bytes = bytes_of(made.archive);
    change_index([&](json& packages) {
      const auto place = packages[0]["archive"]["url"].get<std::string>();
      write_bytes(tree() / place, bytes);
      packages[0]["archive"]["size"] = bytes.size();
      packages[0]["archive"]["sha256"] = sha256(bytes);
      packages[0]["manifest"]["digest"] = digest_of_manifest(made.manifest);
    });
  }
};

TEST_F(WrongDifferential, OfAnotherPackageIsNotApplied) {
  replace([](package::Manifest& manifest, const fs::path&) {
    manifest.previous->digest = std::string(64, '0');
  });
  EXPECT_FALLS_BACK("follows another package");
}

TEST_F(WrongDifferential, ThatLeadsElsewhereIsNotKept) {
  replace([](package::Manifest&, const fs::path& folder) {
    // Honest in form: one change less.
    jobs::DiffJob diff;
    const auto changed = folder.parent_path() / "changed.gpkg";
    const auto before = folder.parent_path() / "before";
    package::unpack(editions_->at(0).full.archive, before);
    fs::copy_file(before / data_file, changed);
    EXPECT_EQ(run({"ogrinfo", "-q", changed, "-sql",
                   "DELETE FROM troncon_hydrographique WHERE fid = 700"})
                  .code,
              0);
    diff.old_file = before / data_file;
    diff.new_file = changed;
    diff.out = folder / "1_DONNEES" / "changes.gpkg";
    diff.layer = "troncon_hydrographique";
    diff.key = {"cleabs"};
    diff.overwrite = true;
    jobs::diff(diff);
  });
  EXPECT_FALLS_BACK("does not have the content");
}

TEST_F(WrongDifferential, ThatDoesNotFitIsNotApplied) {
  replace([](package::Manifest&, const fs::path& folder) {
    package::unpack(editions_->at(2).differential.at(0).archive, folder.parent_path() / "next");
    fs::copy_file(folder.parent_path() / "next" / "1_DONNEES" / "changes.gpkg",
                  folder / "1_DONNEES" / "changes.gpkg", fs::copy_options::overwrite_existing);
  });
  EXPECT_FALLS_BACK("do not fit");
}

TEST_F(WrongDifferential, WithoutOneChangesetIsNotApplied) {
  replace([](package::Manifest&, const fs::path& folder) {
    write_bytes(folder / "1_DONNEES" / "second.gpkg", "more");
  });
  EXPECT_FALLS_BACK("one changeset");
}

TEST_F(FetchPackages, GoesOnAfterAnInterruption) {
  publish(0);
  const auto archive = bytes_of(editions_->at(0).full.archive);
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, archive.size() / 2}) {
    server_.behave({Manner::drops, ".7z", bytes, "", 1});
    auto ran = fetch();
    if (ran.code != 0) {
      EXPECT_EQ(ran.code, 4) << ran.err;
      EXPECT_TRUE(has_nothing_of(0));
      ran = fetch();
    }
    EXPECT_EQ(ran.code, 0) << ran.err;
    expect_edition(0);
    fs::remove_all(into());
  }
}

TEST_F(FetchPackages, GoesOnFromWhateverAKilledRunHasLeft) {
  publish(0);
  const auto name = to_text(full(0).name);
  const auto work = into() / (name + ".partial");
  const auto archive = bytes_of(editions_->at(0).full.archive);
  const std::vector<std::function<void()>> remains{
      [&] { fs::create_directories(work); },
      [&] { write_bytes(work / (name + ".7z.part"), archive.substr(0, 1000)); },
      [&] { write_bytes(work / (name + ".7z.part"), std::string(archive.size(), 'x')); },
      [&] { write_bytes(work / (name + ".7z"), archive); },
      [&] { write_bytes(work / (name + ".7z"), archive.substr(1)); },
      [&] { write_bytes(work / "package.partial" / "manifest.json", "half"); },
      [&] { write_bytes(work / "package" / "manifest.json", "{}"); },
      [&] { write_bytes(work / "step_0.gpkg", "half"); },
  };
  for (const auto& leave : remains) {
    leave();
    EXPECT_EQ(fetch_well()["way"], "full");
    expect_edition(0);
    EXPECT_EQ(package::read_manifest(fetched(0)), full(0));
    fs::remove_all(into());
  }
}

TEST_F(FetchPackages, ForgetsWhatItHadOfAnEditionThatIsNoLongerTheNewest) {
  publish(1);
  write_bytes(into() / (to_text(full(0).name) + ".partial") / "x.part", "half");
  write_bytes(into() / "mine.partial" / "x", "mine");
  fetch_well();
  EXPECT_FALSE(fs::exists(into() / (to_text(full(0).name) + ".partial")));
  EXPECT_TRUE(fs::exists(into() / "mine.partial" / "x"));
}

TEST_F(FetchPackages, KeepsNothingThatIsNotVerified) {
  publish(0);
  for (const auto manner : {Manner::other_bytes, Manner::sends_more, Manner::says_more,
                            Manner::sends_no_end, Manner::fails}) {
    server_.behave({manner, ".7z"});
    const auto ran = fetch();
    EXPECT_EQ(ran.code, manner == Manner::fails ? 4 : 3) << ran.err;
    EXPECT_TRUE(has_nothing_of(0));
  }
  server_.behave({Manner::redirects, ".7z", 0, "file://" + editions_->at(0).full.archive.string()});
  EXPECT_EQ(fetch().code, 4);
  EXPECT_TRUE(has_nothing_of(0));
}

TEST_F(FetchPackages, BelievesNoHostileIndex) {
  publish(1);
  const auto honest = bytes_of(tree() / "index.json");
  const std::vector<std::function<void(json&)>> lies{
      [](json& packages) { packages[2]["archive"]["url"] = "../../../etc/passwd"; },
      [](json& packages) { packages[2]["archive"]["url"] = "http://elsewhere.example/x.7z"; },
      [](json& packages) { packages[2]["archive"]["size"] = 9'000'000'000'000'000; },
      [](json& packages) { packages[2]["archive"]["sha256"] = std::string(64, '0'); },
      [](json& packages) { packages[2]["archive"]["size"] = 10; },
      [](json& packages) { packages[2]["manifest"]["digest"] = std::string(64, '0'); },
      [](json& packages) { packages[2]["name"] = "../../x"; },
      [](json& packages) { packages[0]["previous"]["name"] = packages[2]["name"]; }};
  for (std::size_t i = 0; i < lies.size(); ++i) {
    write_bytes(tree() / "index.json", honest);
    change_index(lies[i]);
    const auto ran = fetch();
    EXPECT_EQ(ran.code, 3) << i << ": " << ran.err;
    EXPECT_TRUE(has_nothing_of(1)) << i;
  }
  for (const auto* text : {"", "{", "[]", "<html>"}) {
    write_bytes(tree() / "index.json", text);
    EXPECT_EQ(fetch().code, 3) << text;
  }
  EXPECT_FALSE(fs::exists(folder_.path() / "x"));
}

TEST_F(FetchPackages, AsksForRoomBeforeItFillsTheDisk) {
  publish(0);
  change_index([](json& packages) { packages[0]["archive"]["size"] = package::greatest_archive; });
  EXPECT_EQ(fetch().code, 4);
  EXPECT_TRUE(has_nothing_of(0));
}

TEST_F(FetchPackages, TouchesNothingThatIsNotItsOwn) {
  publish(0);
  write_bytes(fetched(0) / "notes.txt", "mine");
  EXPECT_EQ(fetch().code, 2);
  EXPECT_EQ(bytes_of(fetched(0) / "notes.txt"), "mine");
}

TEST_F(FetchPackages, SaysWhereItsOwnIsSpoilt) {
  publish(0);
  fetch_well();
  write_bytes(fetched(0) / package::layout_of(full(0).name).iso, "spoilt");
  const auto ran = fetch();
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("iso19139.xml"));
}

TEST_F(FetchPackages, SaysWhatThereIsNot) {
  publish(0);
  const auto ran = fetch({"--format", "SHP"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("SHP"));
  EXPECT_EQ(fetch({"--territory", "nowhere"}).code, 2);  // given twice
  EXPECT_EQ(fetch({}, "ftp://example.org/").code, 2);
  EXPECT_EQ(fetch({}, "http://127.0.0.1:1").code, 4);
}

/// From a base to somebody's folder, by the command alone.
TEST(Packages, GoFromABaseToWhoeverUsesThem) {
  const TemporaryFolder folder;
  const auto file = [&](const std::string& name) { return (folder.path() / name).string(); };
  const auto bdf = [&](Words words) {
    words.insert(words.begin(), BDF_COMMAND);
    const auto ran =
        run(words, {{"LANGUAGE", ""}, {"LC_ALL", "C"}, {"BDF_BASE", file("base.gpkg")}});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  };
  const std::string reference = BDF_REPOSITORY "/sample_data/hydro/reference.gpkg";
  fs::copy_file(reference, file("next.gpkg"));
  for (const auto* sql : {"UPDATE troncon_hydrographique SET persistance = 'Sec' WHERE fid < 10",
                          "DELETE FROM troncon_hydrographique WHERE fid = 20"})
    EXPECT_EQ(run({"ogrinfo", "-q", file("next.gpkg"), "-sql", sql}).code, 0);
  bdf({"base", "init", "--organisation", "IGN"});
  const auto import = [&](const std::string& input, const std::string& edition) {
    bdf({"base", "import", input, "--theme", "hydro", "--edition", edition, "--organisation",
         "IGN"});
  };
  const auto build = [&](Words more) {
    Words words{"package", "build", "--out", file("out"), "--as", "7z"};
    words.insert(words.end(), more.begin(), more.end());
    bdf(words);
  };
  const std::string series = "BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_FXX_";
  const auto first = file("out/" + series + "2025-12-15.7z");
  const Words fetch{"package",     "fetch", file("tree"), "--pack",    "hydro",
                    "--territory", "FXX",   "--into",     file("mine")};
  import(reference, "2025-12-15");
  build({});
  bdf({"package", "publish", file("out"), "--out", file("tree"), "--url", "https://example.org"});
  bdf(fetch);
  import(file("next.gpkg"), "2026-03-15");
  build({"--previous", first});
  build({"--previous", first, "--differential"});
  bdf({"package", "publish", file("out"), "--out", file("tree")});
  EXPECT_THAT(bdf(fetch), HasSubstr("applied: BDFRANCETOPO-DIFF"));
  EXPECT_THAT(bdf({"package", "verify", file("mine/" + series + "2026-03-15")}),
              testing::Not(HasSubstr("there is no")));
  // No table in it tells of the delivery that it was made of.
  const auto made = package::read_manifest(file("mine/" + series + "2026-03-15"));
  const auto data = file("mine/" + series + "2026-03-15/" + made.layers.at(0).file);
  for (const auto* list : {"gpkg_contents", "sqlite_master"})
    EXPECT_EQ(run({"sqlite3", data,
                   std::string("SELECT count(*) FROM ") + list + " WHERE " +
                       (*list == 'g' ? "table_name" : "name") + " LIKE '%metadonnees%'"})
                  .out,
              "0\n");
  EXPECT_EQ(run({"ogrinfo", "-q", data}).out,
            "1: troncon_hydrographique (3D Line String)\n2: layer_styles (None)\n");
  // The catalogue leads to the archives.
  const auto catalogue = json::parse(bytes_of(file("tree/catalogue.jsonld")));
  std::set<std::string> addresses;
  for (const auto& dataset : catalogue["dcat:dataset"])
    addresses.insert(dataset["dcat:distribution"][0]["dcat:downloadURL"]["@id"]);
  ASSERT_THAT(addresses, SizeIs(2));  // of the full ones
  for (const auto& address : addresses)
    EXPECT_TRUE(
        fs::exists(file("tree") + address.substr(std::string("https://example.org").size())))
        << address;
  EXPECT_THAT(bytes_of(file("tree/atom/service.xml")), HasSubstr("catalogue.jsonld"));
  EXPECT_THAT(bytes_of(file("tree/atom/service.xml")), HasSubstr("/iso19139.xml"));
}

}  // namespace
}  // namespace bdf::tests
