// SPDX-License-Identifier: MIT
// Trees of packages that any web server can serve.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "package/archive.h"
#include "package/channel_index.h"
#include "package/layout.h"
#include "support/json_schema.h"
#include "support/package_series.h"
#include "support/run.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::SizeIs;

using Words = std::vector<std::string>;

Ran bdf(Words words) {
  words.insert(words.begin(), BDF_COMMAND);
  return run(words, {{"LANGUAGE", ""}, {"LC_ALL", "C"}});
}

class Publish : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = new TemporaryFolder;
    editions_ = new std::vector<Edition>(make_series(made_->path(), 2));
    fs::create_directories(made_->path() / "restricted");
    restricted_ =
        new std::vector<Edition>(make_series(made_->path() / "restricted", 1, "HYDRO-BCAE"));
  }
  static void TearDownTestSuite() {
    delete restricted_;
    delete editions_;
    delete made_;
  }

  [[nodiscard]] fs::path tree(const std::string& name = "tree") const {
    return folder_.path() / name;
  }
  [[nodiscard]] Ran publish(Words words, const std::string& to = "tree") const {
    Words all{"package", "publish", "--out", tree(to)};
    all.insert(all.end(), words.begin(), words.end());
    return bdf(all);
  }
  static std::string first() { return editions_->at(0).full.archive; }
  static std::string second() { return editions_->at(1).full.archive; }
  static std::string differential() { return editions_->at(1).differential.at(0).archive; }
  static std::string restricted() { return restricted_->at(0).full.archive; }
  /// A copy to spoil.
  [[nodiscard]] fs::path copy_of(const std::string& archive) const {
    for (const auto* ending : {"", ".sha256", ".md5"})
      fs::copy_file(archive + ending,
                    folder_.path() / (fs::path(archive).filename().string() + ending),
                    fs::copy_options::overwrite_existing);
    return folder_.path() / fs::path(archive).filename();
  }

  static inline TemporaryFolder* made_ = nullptr;
  static inline std::vector<Edition>* editions_ = nullptr;
  static inline std::vector<Edition>* restricted_ = nullptr;
  TemporaryFolder folder_;
};

TEST_F(Publish, MakesATreeAsTheGeoplateformeHasThem) {
  const auto ran =
      publish({first(), second(), differential(), "--url", "https://example.org/bdf/"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("3 packages"));
  const auto files = tree_in(tree());
  const std::string name = "BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_2026-03-15";
  const auto place = "download/BDFRANCETOPO/" + name + "/";
  for (const auto& file : {name + ".7z", name + ".7z.sha256", name + ".7z.md5",
                           std::string("manifest.json"), std::string("iso19139.xml")})
    EXPECT_THAT(files, Contains(Key(place + file)));
  EXPECT_THAT(files, Contains(Key("download/BDFRANCETOPO-DIFF/")));
  EXPECT_EQ(files.at(place + name + ".7z"), bytes_of(first()));
  EXPECT_EQ(files.at(place + name + ".7z.sha256"), bytes_of(first() + ".sha256"));
  EXPECT_EQ(run({"sh", "-c",
                 "cd '" + (tree() / place).string() +
                     "' && sha256sum --check *.sha256 && md5sum --check *.md5"})
                .code,
            0);
  EXPECT_THAT(files, Not(Contains(Key(HasSubstr("publishing")))));
}

TEST_F(Publish, SaysInItsIndexWhatThereIs) {
  ASSERT_EQ(publish({first(), second(), differential()}).code, 0);
  const auto text = bytes_of(tree() / "index.json");
  EXPECT_THAT(support::violations(json::parse(text), support::schema_of("package_index")),
              IsEmpty());
  const auto index = package::index_from_json(text);
  ASSERT_THAT(index.packages, SizeIs(3));
  const auto& full = index.packages[2];
  EXPECT_EQ(full.name, editions_->at(1).full.manifest.name);
  EXPECT_EQ(full.digest, digest_of_manifest(editions_->at(1).full.manifest));
  EXPECT_EQ(index.packages[0].previous, editions_->at(1).differential.at(0).manifest.previous);
  // About 910 km east and 6450 km north in Lambert-93.
  EXPECT_NEAR(full.degrees.min_x, 5.6711, 0.001);
  EXPECT_NEAR(full.degrees.min_y, 45.1173, 0.001);
  EXPECT_LT(full.degrees.max_x, 5.7);
}

TEST_F(Publish, FeedsAreWellFormedForOthersToo) {
  ASSERT_EQ(publish({first(), second(), differential(), "--url", "https://example.org"}).code, 0);
  const auto feed = tree() / "atom" / "BDFRANCETOPO_HYDRO_D038.xml";
  for (const auto& file :
       {feed, tree() / "atom" / "service.xml", tree() / "atom" / "opensearch.xml"})
    EXPECT_EQ(run({"xmllint", "--noout", file}).code, 0) << file;
  EXPECT_THAT(bytes_of(feed), HasSubstr("Hydrographie – département 038"));
  EXPECT_THAT(bytes_of(tree() / "index.html"), HasSubstr("Licence Ouverte / Etalab 2.0"));
  // Every link of the feeds leads to a file.
  const auto links = run({"xmllint", "--xpath", "//*[local-name()='link']/@href", feed}).out;
  std::size_t found = 0;
  for (auto at = links.find("https://example.org/"); at != std::string::npos;
       at = links.find("https://example.org/", at + 1)) {
    const auto place = links.substr(at + 20, links.find('"', at) - at - 20);
    EXPECT_TRUE(fs::is_regular_file(tree() / place)) << place;
    ++found;
  }
  EXPECT_GE(found, 7U);
}

TEST_F(Publish, GivesTheSameBytesInAnyOrderAndAnyNumberOfRuns) {
  ASSERT_EQ(publish({first(), second(), differential()}, "at_once").code, 0);
  for (const auto& archive : {differential(), second(), first()})
    ASSERT_EQ(publish({archive}, "one_by_one").code, 0);
  ASSERT_EQ(publish({made_->path()}, "folder").code, 0);
  const auto at_once = tree_in(tree("at_once"));
  EXPECT_EQ(tree_in(tree("one_by_one")), at_once);
  EXPECT_EQ(tree_in(tree("folder")), at_once);
  const auto times = [&] {
    std::map<fs::path, fs::file_time_type> all;
    for (const auto& entry : fs::recursive_directory_iterator(tree("at_once")))
      if (entry.is_regular_file()) all[entry.path()] = entry.last_write_time();
    return all;
  };
  const auto before = times();
  const auto again = publish({second(), "--json"}, "at_once");
  EXPECT_EQ(json::parse(again.out)["added"], json::array());
  EXPECT_THAT(json::parse(again.out)["known"], SizeIs(1));
  EXPECT_EQ(times(), before);
}

TEST_F(Publish, KeepsTheAddressUntilItIsToldAnother) {
  const auto address = [&] {
    return package::index_from_json(bytes_of(tree() / "index.json")).url;
  };
  ASSERT_EQ(publish({first(), "--url", "https://example.org/bdf/"}).code, 0);
  ASSERT_EQ(publish({second()}).code, 0);
  EXPECT_EQ(address(), "https://example.org/bdf");
  EXPECT_THAT(bytes_of(tree() / "atom" / "service.xml"), HasSubstr("https://example.org/bdf/atom"));
  ASSERT_EQ(publish({second(), "--url", "https://example.net"}).code, 0);
  EXPECT_EQ(address(), "https://example.net");
  EXPECT_EQ(publish({second(), "--url", "example.net"}).code, 2);
}

TEST_F(Publish, PacksAFolder) {
  const auto name = to_text(editions_->at(0).full.manifest.name);
  package::unpack(first(), folder_.path() / name);
  ASSERT_EQ(publish({folder_.path() / name}).code, 0);
  const auto archive = tree() / "download" / "BDFRANCETOPO" / name / (name + ".zip");
  EXPECT_EQ(package::read_manifest(archive), editions_->at(0).full.manifest);
  // It is the same package in another form.
  EXPECT_THAT(publish({first()}).out, HasSubstr("published already"));
}

TEST_F(Publish, RefusesWhatIsAltered) {
  const auto archive = copy_of(first());
  auto bytes = bytes_of(archive);
  bytes[bytes.size() / 3] ^= 1;
  write_bytes(archive, bytes);
  EXPECT_EQ(publish({archive}).code, 3);
  for (const auto* ending : {".sha256", ".md5"}) {
    const auto good = copy_of(first());
    write_bytes(good.string() + ending, std::string(ending[1] == 's' ? 64 : 32, '0') + "  x\n");
    const auto ran = publish({good});
    EXPECT_EQ(ran.code, 3);
    EXPECT_THAT(ran.err, HasSubstr("damaged"));
  }
  EXPECT_FALSE(fs::exists(tree()));
}

TEST_F(Publish, RefusesWhatItsManifestDoesNotSay) {
  const auto name = to_text(editions_->at(0).full.manifest.name);
  const auto folder = folder_.path() / name;
  package::unpack(first(), folder);
  write_bytes(folder / package::layout_of(editions_->at(0).full.manifest.name).iso, "<other/>");
  const auto ran = publish({folder});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("iso19139.xml"));
  fs::rename(folder, folder_.path() / "BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_2026-03-16");
  EXPECT_THAT(publish({folder_.path() / "BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_2026-03-16"}).err,
              HasSubstr("by its manifest"));
}

TEST_F(Publish, RefusesAnotherPackageOfAKnownName) {
  ASSERT_EQ(publish({first()}).code, 0);
  const auto before = tree_in(tree());
  auto manifest = editions_->at(0).full.manifest;
  const auto folder = folder_.path() / "other";
  package::unpack(first(), folder);
  manifest.edition = "another";
  const auto other = pack(folder, manifest, folder_.path());
  const auto ran = publish({second(), other.archive});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("published under this name already"));
  EXPECT_EQ(tree_in(tree()), before);
}

TEST_F(Publish, RefusesPacksThatTheThemeDoesNotKnow) {
  auto manifest = editions_->at(0).full.manifest;
  const auto folder = folder_.path() / "other";
  package::unpack(first(), folder);
  manifest.name.pack = "NOSUCH";
  EXPECT_THAT(publish({pack(folder, manifest, folder_.path()).archive}).err, HasSubstr("NOSUCH"));
  manifest.theme.name = "nosuch";
  EXPECT_EQ(publish({pack(folder, manifest, folder_.path()).archive}).code, 3);
}

TEST_F(Publish, KeepsWhatIsRestrictedToItself) {
  const auto alone = publish({restricted()});
  EXPECT_EQ(alone.code, 5);
  EXPECT_THAT(alone.err, HasSubstr("--restricted"));
  ASSERT_EQ(publish({first()}).code, 0);
  const auto before = tree_in(tree());
  EXPECT_EQ(publish({second(), restricted()}).code, 5);
  EXPECT_EQ(tree_in(tree()), before);
  ASSERT_EQ(publish({restricted(), "--restricted"}, "inside").code, 0);
  EXPECT_EQ(publish({first()}, "inside").code, 5);
  EXPECT_EQ(publish({first(), "--restricted"}, "inside").code, 0);
  // A manifest that calls open what its theme does not.
  auto manifest = restricted_->at(0).full.manifest;
  const auto folder = folder_.path() / "other";
  package::unpack(restricted(), folder);
  manifest.audience = package::Audience::open;
  EXPECT_EQ(publish({pack(folder, manifest, folder_.path()).archive}).code, 5);
}

TEST_F(Publish, MakesGoodWhatARunThatDiedHasLeft) {
  ASSERT_EQ(publish({first()}, "good").code, 0);
  const auto name = to_text(editions_->at(0).full.manifest.name);
  const auto place = tree() / "download" / "BDFRANCETOPO" / name;
  write_bytes(place / (name + ".7z"), "half");
  write_bytes(tree() / ".publishing" / name / "x", "half");
  ASSERT_EQ(publish({first()}).code, 0);
  EXPECT_EQ(tree_in(tree()), tree_in(tree("good")));
}

TEST_F(Publish, TouchesNoFolderOfOthers) {
  write_bytes(tree() / "index.html", "mine");
  const auto ran = publish({first()});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(bytes_of(tree() / "index.html"), "mine");
  EXPECT_EQ(publish({folder_.path() / "nothing.7z"}, "new").code, 3);
  EXPECT_EQ(publish({}, "new").code, 2);
}

}  // namespace
}  // namespace bdf::tests
