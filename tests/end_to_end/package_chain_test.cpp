// SPDX-License-Identifier: MIT
// Differentials that follow a package which somebody has fetched, instead of the one that was
// published.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "jobs/published_manifest.h"
#include "package/archive.h"
#include "package/manifest.h"
#include "support/package_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using support::bdf;
using support::Sql;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Words = std::vector<std::string>;

constexpr const char* stem = "_1-0_HYDRO_GPKG_LAMB93_FXX_";

/// Editions of which each changes one name.
class PackageChain : public testing::Test {
 protected:
  [[nodiscard]] fs::path source(const std::string& day) const { return desk_ / (day + ".gpkg"); }
  void write_source(const std::string& day) const {
    fs::copy_file(sample_file("hydro", "ancestor"), source(day));
    Sql(source(day))
        .execute("UPDATE troncon_hydrographique SET cpx_toponyme_de_cours_d_eau = 'Ruisseau du " +
                 day + "' WHERE fid = (SELECT min(fid) FROM troncon_hydrographique)");
  }
  void build(const std::string& day, const Words& more = {}) const {
    Words words{"--from", source(day), "--theme", "hydro", "--edition", day};
    words.insert(words.end(), more.begin(), more.end());
    words.emplace_back("--json");
    const auto ran = build_package(desk_ / "out", words);
    ASSERT_EQ(ran.code, 0) << ran.err;
    static_cast<void>(said_by_package("build", ran));
  }
  [[nodiscard]] static std::string full(const std::string& day) {
    return std::string("BDFRANCETOPO") + stem + day;
  }
  [[nodiscard]] static std::string differential(const std::string& day) {
    return std::string("BDFRANCETOPO-DIFF") + stem + day;
  }
  [[nodiscard]] fs::path archive(const std::string& name) const {
    return desk_ / "out" / (name + ".zip");
  }
  [[nodiscard]] fs::path fetched(const std::string& day) const {
    return desk_ / "into" / full(day);
  }
  void publish(const std::string& name) const {
    const auto ran = bdf({"package", "publish", archive(name), "--out", desk_ / "tree", "--json"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    static_cast<void>(said_by_package("publish", ran));
  }
  [[nodiscard]] json fetch() const {
    const auto ran = bdf({"package", "fetch", desk_ / "tree", "--pack", "HYDRO", "--territory",
                          "FXX", "--into", desk_ / "into", "--json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return said_by_package("fetch", ran);
  }
  /// Publishes the first two editions, and fetches the second by what has changed.
  void fall_behind() const {
    for (const auto* day : {"2026-03-15", "2026-06-15", "2026-09-15"}) write_source(day);
    build("2026-03-15");
    build("2026-06-15");
    build("2026-06-15", {"--differential", "--previous", archive(full("2026-03-15"))});
    publish(full("2026-03-15"));
    EXPECT_EQ(fetch()["way"], "full");
    publish(full("2026-06-15"));
    publish(differential("2026-06-15"));
    const auto said = fetch();
    ASSERT_EQ(said["way"], "differentials") << said;
  }

  support::Desk desk_;
};

TEST_F(PackageChain, GoesOnFromAPackageThatWasRebuilt) {
  fall_behind();
  build("2026-09-15");
  build("2026-09-15", {"--differential", "--previous", fetched("2026-06-15")});
  const auto manifest = package::read_manifest(archive(differential("2026-09-15")));
  const auto published = package::read_manifest(archive(full("2026-06-15")));
  EXPECT_EQ(manifest.previous->digest, digest_of_manifest(published));
  publish(full("2026-09-15"));
  publish(differential("2026-09-15"));
  const auto said = fetch();
  EXPECT_EQ(said["way"], "differentials") << said;
  EXPECT_THAT(said["differentials"], SizeIs(1));
  EXPECT_EQ(bdf({"package", "verify", fetched("2026-09-15")}).code, 0);
  EXPECT_EQ(package::read_manifest(fetched("2026-09-15")).layers,
            package::read_manifest(archive(full("2026-09-15"))).layers);
}

/// Otherwise a differential would be said to follow what it does not follow.
TEST_F(PackageChain, AManifestOfAnotherPackageStandsForNone) {
  fall_behind();
  const auto folder = fetched("2026-06-15");
  auto manifest = package::read_manifest(folder);
  auto other = package::read_manifest(archive(full("2026-06-15")));
  other.layers[0].count += 1;
  const auto place = folder / jobs::published_manifest_file;
  write_bytes(place, manifest_as_json(other));
  for (auto& file : manifest.files)
    if (file.path == jobs::published_manifest_file) {
      const auto digests = digests_of_file(place);
      file.size = digests.size;
      file.sha256 = digests.sha256;
      file.md5 = digests.md5;
    }
  write_bytes(folder / "manifest.json", manifest_as_json(manifest));
  const auto ran =
      build_package(desk_ / "out", {"--from", source("2026-09-15"), "--theme", "hydro", "--edition",
                                    "2026-09-15", "--differential", "--previous", folder});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("is of another package"));
}

TEST_F(PackageChain, DiffSaysWhatADifferentialIs) {
  fall_behind();
  const auto differences = [&](const fs::path& before, const fs::path& after) {
    const auto ran = bdf({"package", "diff", before, after, "--json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    const auto said = said_by_package("diff", ran);
    EXPECT_THAT(said["layers"], IsEmpty());
    return said["differences"][0].get<std::string>();
  };
  const auto changes = archive(differential("2026-06-15"));
  EXPECT_THAT(differences(archive(full("2026-03-15")), changes),
              HasSubstr("it holds what has changed since " + full("2026-03-15") + ", and `bdf"));
  EXPECT_THAT(differences(changes, archive(full("2026-06-15"))),
              HasSubstr("leads to " + full("2026-06-15")));
  EXPECT_THAT(differences(changes, fetched("2026-06-15")),
              HasSubstr("leads to " + full("2026-06-15")));
  build("2026-09-15");
  EXPECT_THAT(differences(archive(full("2026-09-15")), changes), HasSubstr("neither leads from"));
}

}  // namespace
}  // namespace bdf::tests
