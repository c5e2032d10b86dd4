// SPDX-License-Identifier: MIT
// bdf package verify: no byte of a package can change unseen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <functional>
#include <nlohmann/json.hpp>
#include <regex>

#include "base/error.h"
#include "jobs/package_check.h"
#include "package/archive.h"
#include "package/deliver.h"
#include "package/file_check.h"
#include "package/manifest.h"
#include "support/package_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using support::bdf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Words = std::vector<std::string>;

/// Whether it is what it says; a package that cannot be read is not.
bool holds(const fs::path& package) {
  try {
    return jobs::verify_package(package, 1).holds();
  } catch (const InputError&) {
    return false;
  }
}

/// A file with one byte changed, until it goes.
class Changed {
 public:
  Changed(fs::path file, std::size_t place) : file_(std::move(file)), bytes_(bytes_of(file_)) {
    auto other = bytes_;
    other.at(place) = static_cast<char>(other.at(place) ^ 0x41);
    write_bytes(file_, other);
  }
  ~Changed() { write_bytes(file_, bytes_); }
  Changed(const Changed&) = delete;
  Changed& operator=(const Changed&) = delete;

 private:
  fs::path file_;
  std::string bytes_;
};

class PackageVerify : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const auto ran =
        build_package(desk_ / "out", {"--from", sample_file("hydro", "ancestor"), "--theme",
                                      "hydro", "--edition", "2026-03-15", "--as", GetParam()});
    ASSERT_EQ(ran.code, 0) << ran.err;
    package_ = package_in(desk_ / "out");
  }
  [[nodiscard]] Words codes() const {
    Words codes;
    const auto said = said_by_package("verify", verify());
    for (const auto& finding : said.at("findings")) codes.push_back(finding.at("code"));
    return codes;
  }
  [[nodiscard]] Ran verify() const { return bdf({"package", "verify", package_, "--json"}); }
  [[nodiscard]] fs::path beside(const std::string& ending) const {
    return package_.string() + ending;
  }

  support::Desk desk_;
  fs::path package_;
};

TEST_P(PackageVerify, ItHoldsAsItIsBuilt) {
  const auto ran = verify();
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(json::parse(ran.out)["findings"], IsEmpty());
  EXPECT_TRUE(json::parse(ran.out)["holds"]);
}

TEST_P(PackageVerify, DigestFilesAreWhatOtherToolsCheck) {
  for (const auto* tool : {"sha256sum", "md5sum"}) {
    const std::string ending = tool == std::string("md5sum") ? ".md5" : ".sha256";
    const auto ran =
        tests::run({"/bin/sh", "-c", "cd \"$1\" && " + std::string(tool) + " -c \"$2\"", "sh",
                    desk_ / "out", beside(ending).filename()});
    EXPECT_EQ(ran.code, 0) << ran.err;
  }
}

TEST_P(PackageVerify, EveryByteOfADigestFileCounts) {
  for (const auto* ending : {".sha256", ".md5"})
    for (std::size_t i = 0; i < fs::file_size(beside(ending)); ++i) {
      const Changed changed(beside(ending), i);
      ASSERT_EQ(package::prove(package_), package::Proof::broken) << ending << " " << i;
      if (i % 40 == 0) {
        ASSERT_FALSE(holds(package_)) << ending << " " << i;
      }
    }
  EXPECT_EQ(package::prove(package_), package::Proof::holds);
  const Changed changed(beside(".md5"), 3);
  EXPECT_EQ(verify().code, 3);
  EXPECT_THAT(codes(), Contains("package_altered"));
}

/// What sha256sum and md5sum take, verify and publish take.
TEST_P(PackageVerify, DigestFilesOfOtherToolsAreTaken) {
  const auto line = bytes_of(beside(".sha256"));
  const auto digest = line.substr(0, 64);
  const auto name = line.substr(66, line.size() - 67);
  auto capitals = digest;
  for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  for (const auto& said :
       {digest + " *" + name + "\n", digest + "  " + name + "\r\n", digest + "  ./" + name + "\n",
        capitals + "  " + name, "SHA256 (" + name + ") = " + digest + "\n",
        std::string(64, '0') + "  another.zip\n" + line}) {
    write_bytes(beside(".sha256"), said);
    EXPECT_EQ(package::prove(package_), package::Proof::holds) << said;
    const auto tree = desk_ / "tree";
    EXPECT_EQ(bdf({"package", "publish", package_, "--out", tree}).code, 0) << said;
    fs::remove_all(tree);
  }
  for (const auto& said :
       {std::string(), digest + "\n", digest + "  another.zip\n", digest + "-*" + name + "\n",
        line + std::string(64, '0') + "  " + name + "\n",
        "MD5 (" + name + ") = " + digest + "\n"}) {
    write_bytes(beside(".sha256"), said);
    EXPECT_EQ(package::prove(package_), package::Proof::broken) << said;
    EXPECT_EQ(bdf({"package", "publish", package_, "--out", desk_ / "tree"}).code, 3) << said;
  }
}

/// A digest file may be lost: then it is said that nothing proves the package.
TEST_P(PackageVerify, AMissingDigestIsSaid) {
  fs::remove(beside(".sha256"));
  EXPECT_EQ(verify().code, 0);
  EXPECT_THAT(codes(), Contains("package_unproved"));
}

TEST_P(PackageVerify, AnotherNameIsSeen) {
  const auto other =
      desk_ / "out" /
      std::regex_replace(package_.filename().string(), std::regex("2026-03-15"), "2026-06-15");
  fs::rename(package_, other);
  package_ = other;
  EXPECT_EQ(verify().code, 3);
  EXPECT_THAT(codes(), Contains("package_name"));
}

INSTANTIATE_TEST_SUITE_P(Forms, PackageVerify, testing::Values("zip", "7z", "folder"),
                         [](const auto& of) { return "as_" + of.param; });

class PackageArchive : public PackageVerify {};

TEST_P(PackageArchive, EveryByteCounts) {
  const auto size = fs::file_size(package_);
  constexpr std::size_t steps = 400;
  for (std::size_t i = 0; i < size; i += 1 + size / steps) {
    const Changed changed(package_, i);
    ASSERT_FALSE(holds(package_)) << i;
  }
  const Changed changed(package_, size / 2);
  EXPECT_EQ(verify().code, 3);
}

/// Even where no digest lies beside it: what is taken for sound holds the same files.
TEST_P(PackageArchive, NoByteChangesWhatIsUnpackedUnseen) {
  package::unpack(package_, desk_ / "whole");
  const auto whole = tree_in(desk_ / "whole");
  for (const auto* ending : {".sha256", ".md5"}) fs::remove(beside(ending));
  const auto size = fs::file_size(package_);
  constexpr std::size_t steps = 250;
  std::size_t refused = 0;
  for (std::size_t i = 0; i < size; i += 1 + size / steps) {
    const Changed changed(package_, i);
    if (!holds(package_)) {
      ++refused;
      continue;
    }
    const auto folder = desk_ / ("unpacked" + std::to_string(i));
    package::unpack(package_, folder);
    ASSERT_TRUE(tree_in(folder) == whole) << i;
  }
  EXPECT_GT(refused, steps / 2);
}

TEST_P(PackageArchive, AnEmptyFolderInItIsSeen) {
  package::unpack(package_, desk_ / "whole");
  fs::create_directories(desk_ / "whole/BDFRANCETOPO/more");
  for (const auto* ending : {".sha256", ".md5"}) fs::remove(beside(ending));
  const auto form = GetParam() == "zip" ? package::Form::zip : package::Form::seven_zip;
  package::write_archive(desk_ / "whole", package_,
                         {form, package::Compression::light, "2026-06-20T10:00:00Z", true});
  EXPECT_EQ(verify().code, 3);
  EXPECT_THAT(codes(), Contains("file_extra"));
}

TEST_P(PackageArchive, ACutOneIsRefused) {
  const auto bytes = bytes_of(package_);
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{20}, bytes.size() / 2, bytes.size() - 1}) {
    write_bytes(package_, bytes.substr(0, length));
    EXPECT_EQ(verify().code, 3) << length;
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, PackageArchive, testing::Values("zip", "7z"),
                         [](const auto& of) { return "as_" + of.param; });

class PackageFolder : public PackageVerify {};

TEST_P(PackageFolder, EveryFileCounts) {
  const auto tree = tree_in(package_);
  std::size_t files = 0;
  for (const auto& [path, bytes] : tree) {
    if (path.ends_with('/')) continue;
    ++files;
    ASSERT_THAT(bytes, Not(IsEmpty())) << path;
    for (std::size_t i = 0; i < bytes.size(); i += 1 + bytes.size() / 25) {
      const Changed changed(package_ / path, i);
      ASSERT_FALSE(holds(package_)) << path << " " << i;
    }
    fs::rename(package_ / path, desk_ / "aside");
    EXPECT_FALSE(holds(package_)) << path;
    EXPECT_NE(verify().code, 0) << path;
    fs::rename(desk_ / "aside", package_ / path);
    write_bytes(package_ / path, bytes + "x");
    EXPECT_FALSE(holds(package_)) << path;
    write_bytes(package_ / path, bytes);
  }
  EXPECT_GE(files, 9U);
  EXPECT_TRUE(holds(package_)) << "nothing was left changed";
}

TEST_P(PackageFolder, WhatIsNotListedIsSeen) {
  write_bytes(package_ / "BDFRANCETOPO/more.txt", "more");
  EXPECT_EQ(verify().code, 3);
  EXPECT_THAT(codes(), Contains("file_extra"));
  fs::remove(package_ / "BDFRANCETOPO/more.txt");
  fs::create_symlink("manifest.json", package_ / "link");
  EXPECT_NE(verify().code, 0);
  fs::remove(package_ / "link");
  EXPECT_EQ(verify().code, 0);
  fs::create_directories(package_ / "BDFRANCETOPO/more");
  EXPECT_EQ(verify().code, 3);
  EXPECT_THAT(codes(), Contains("file_extra"));
  fs::remove(package_ / "BDFRANCETOPO/more");
  write_bytes(package_ / "manifest.json.sig", "signed");
  EXPECT_EQ(verify().code, 3);
  EXPECT_THAT(codes(), Contains("file_extra"));
}

/// Of a damaged file of which the manifest says that it is so.
TEST_P(PackageFolder, DamagedDataAreSaidInOurOwnWords) {
  for (const std::string format : {"GPKG", "FLATGEOBUF", "SHP", "GEOJSON"}) {
    const auto out = desk_ / format;
    ASSERT_EQ(build_package(out, {"--from", sample_file("hydro", "ancestor"), "--theme", "hydro",
                                  "--format", format, "--as", "folder"})
                  .code,
              0);
    const auto package = package_in(out);
    auto manifest = package::read_manifest(package);
    const auto place = manifest.layers[0].file;
    const auto bytes = bytes_of(package / place);
    for (const auto* ending : {".sha256", ".md5"}) fs::remove(package.string() + ending);
    for (std::size_t part = 0; part < 8; ++part) {
      auto damaged = bytes;
      damaged.replace(bytes.size() / 8 * part, 40, 40, '\xC3');
      write_bytes(package / place, damaged);
      for (auto& file : manifest.files)
        if (file.path == place) file = package::describe_file(package, place, file.role);
      write_bytes(package / "manifest.json", package::manifest_as_json(manifest));
      const auto ran = bdf({"package", "verify", package, "--json"});
      ASSERT_EQ(ran.err, "") << format << " " << part;
      ASSERT_TRUE(ran.code == 3 || ran.code == 0) << format << " " << part;
      for (const auto& finding : json::parse(ran.out)["findings"])
        if (finding["code"] == "data_unreadable" && format != "GPKG") {
          EXPECT_THAT(finding["message"].get<std::string>(),
                      testing::EndsWith("is damaged, and cannot be read"));
        }
    }
  }
}

/// Shells end the names of folders so.
TEST_P(PackageFolder, MayBeNamedWithASlash) {
  const auto ran = bdf({"package", "verify", package_.string() + "/", "--json"});
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(json::parse(ran.out)["findings"], IsEmpty());
}

/// A manifest that names what is there, of data that are not what it says.
TEST_P(PackageFolder, WhatTheManifestSaysOfLayersIsHeldAgainstTheData) {
  const auto sound = package::read_manifest(package_);
  const auto say = [&](const std::function<void(package::Manifest&)>& change) {
    auto manifest = sound;
    change(manifest);
    write_bytes(package_ / "manifest.json", package::manifest_as_json(manifest));
    for (const auto* ending : {".sha256", ".md5"}) fs::remove(beside(ending));
    return codes();
  };
  EXPECT_THAT(say([](auto& m) { m.layers[0].count += 1; }), Contains("count_differs"));
  EXPECT_THAT(say([](auto& m) { m.layers[0].digest = m.layers[1].digest; }),
              Contains("content_differs"));
  EXPECT_THAT(say([](auto& m) { m.layers[0].columns.pop_back(); }), Contains("schema_differs"));
  EXPECT_THAT(say([](auto& m) { m.layers[0].geometry = "POINT"; }), Contains("schema_differs"));
  EXPECT_THAT(say([](auto& m) { m.layers[0].table = "nothing"; }), Contains("layer_missing"));
  EXPECT_THAT(say([](auto& m) { m.crs = "EPSG:2972"; }), Contains("crs_differs"));
  EXPECT_THAT(say([](auto& m) { m.crs = "EPSG:999999"; }), Contains("crs_unknown"));
  EXPECT_THAT(say([](auto& m) { m.pack = "HYDRO-PE"; }), Contains("pack_contradicts"));
  EXPECT_THAT(say([](auto& m) { m.territory = "038"; }), Contains("territory_contradicts"));
  EXPECT_THAT(say([](auto& m) { m.edition = "2026-06-15"; }), Contains("edition_contradicts"));
  EXPECT_THAT(say([](auto& m) { m.name.format = "SHP"; }), Contains("format_contradicts"));
  EXPECT_THAT(say([](auto& m) { m.layers.clear(); }), Contains("no_layers"));
  EXPECT_THAT(say([](auto& m) { m.files.pop_back(); }), Contains("file_extra"));
  EXPECT_THAT(say([](auto&) {}), testing::ElementsAre("package_unproved"));
}

INSTANTIATE_TEST_SUITE_P(Forms, PackageFolder, testing::Values("folder"),
                         [](const auto& of) { return of.param; });

/// What an export holds is counted and placed.
TEST(PackageExport, IsHeldAgainstItsManifest) {
  const support::Desk desk;
  for (const std::string format : {"FLATGEOBUF", "SHP", "GEOJSON"}) {
    ASSERT_EQ(build_package(desk / format, {"--from", sample_file("hydro", "ancestor"), "--theme",
                                            "hydro", "--format", format, "--as", "folder"})
                  .code,
              0);
    const auto package = package_in(desk / format);
    auto manifest = package::read_manifest(package);
    manifest.layers[0].count += 1;
    write_bytes(package / "manifest.json", package::manifest_as_json(manifest));
    for (const auto* ending : {".sha256", ".md5"}) fs::remove(package.string() + ending);
    const auto ran = bdf({"package", "verify", package, "--json"});
    EXPECT_EQ(ran.code, 3) << format;
    EXPECT_THAT(ran.out, HasSubstr("count_differs")) << format;
  }
}

}  // namespace
}  // namespace bdf::tests
