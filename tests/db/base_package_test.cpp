// SPDX-License-Identifier: MIT
// Packages of a base on a server are those of a base in a file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "package/manifest.h"
#include "support/base_trial.h"
#include "support/package_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Words = std::vector<std::string>;

constexpr std::array both{BaseKind::geopackage, BaseKind::postgres};

/// The same history in a base of each kind: areas, an edition, the next one.
class BasePackage : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    draw_zones();
    for (const auto kind : both) {
      base_[kind] = new_base_address(kind, folder_);
      run(kind, {"base", "init", "--now", "2026-01-01T08:00:00Z"});
      run(kind,
          {"base", "import", file("zones.gpkg"), "--key", "code", "--now", "2026-01-02T08:00:00Z"});
      import(kind, "ancestor", "2026-03-15");
      import(kind, "reference", "2026-06-15");
    }
  }
  static const std::string& theme() { return GetParam(); }
  [[nodiscard]] std::string file(const std::string& name) const { return folder_.path() / name; }
  void draw_zones() const {
    std::ofstream(file("zones.csv"))
        << "code,wkt\n038,\"POLYGON ((870000 6410000,881100 6410000,881100 6430000,870000 6430000,"
        << "870000 6410000))\"\n026,\"POLYGON ((881100 6410000,890000 6410000,890000 6430000,"
        << "881100 6430000,881100 6410000))\"\n";
    support::ogr2ogr({file("zones.gpkg"), file("zones.csv"), "-nln", "territory", "-a_srs",
                      "EPSG:2154", "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo",
                      "KEEP_GEOM_COLUMNS=NO"});
  }
  void run(BaseKind kind, Words words) const {
    words.insert(words.end(), {"--base", base_.at(kind)});
    const auto ran = support::bdf(words);
    ASSERT_EQ(ran.code, 0) << name_of(kind) << ran.err;
  }
  void import(BaseKind kind, const std::string& edition, const std::string& date) const {
    run(kind, {"base", "import", sample_file(theme(), edition), "--theme", theme(), "--edition",
               date, "--now", date + "T08:00:00Z", "--confirm-deletions"});
  }
  /// Where the package is.
  [[nodiscard]] fs::path build(BaseKind kind, const std::string& what, const Words& words) const {
    const auto out = folder_.path() / (name_of(kind) + what);
    Words all{"--base", base_.at(kind), "--theme", theme(), "--as", "folder"};
    all.insert(all.end(), words.begin(), words.end());
    const auto ran = build_package(out, all);
    EXPECT_EQ(ran.code, 0) << name_of(kind) << ran.err;
    return package_in(out);
  }
  /// What must be the same: all but what tells one base from the other.
  static void expect_same(const fs::path& of_file, const fs::path& of_server) {
    const auto a = package::read_manifest(of_file);
    const auto b = package::read_manifest(of_server);
    EXPECT_EQ(a.layers, b.layers);
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.edition, b.edition);
    EXPECT_EQ(a.theme, b.theme);
    EXPECT_EQ(a.recipe_digest, b.recipe_digest);
    EXPECT_GT(a.layers.size(), 1U);
    std::uint64_t features = 0;
    for (const auto& layer : a.layers) features += layer.count;
    EXPECT_GT(features, 10U);
    // The GeoPackages themselves, byte by byte.
    EXPECT_TRUE(bytes_of(geopackage_in(of_file)) == bytes_of(geopackage_in(of_server)));
    EXPECT_EQ(steps_in(of_file), steps_in(of_server));
  }
  static json steps_in(const fs::path& package) {
    return json::parse(bytes_of(files_ending(package, "genealogie.json").at(0)))["transactions"];
  }

  TemporaryFolder folder_;
  std::map<BaseKind, std::string> base_;
};

TEST_P(BasePackage, IsTheSameOfEitherBase) {
  for (const auto& [what, words] :
       std::map<std::string, Words>{{"whole", {"--at", "2026-03-15"}},
                                    {"west", {"--at", "2026-03-15", "--territory", "038"}},
                                    {"both", {"--territory", "026,038", "--called", "R84"}},
                                    {"head", {}}})
    expect_same(build(BaseKind::geopackage, what, words), build(BaseKind::postgres, what, words));
}

TEST_P(BasePackage, LeadsToTheNextOneOnEitherBase) {
  for (const Words& territory : {Words{}, Words{"--territory", "038"}}) {
    const auto suffix = territory.empty() ? "" : territory.back();
    std::map<BaseKind, fs::path> differential;
    for (const auto kind : both) {
      auto words = territory;
      words.insert(words.end(), {"--at", "2026-03-15"});
      const auto before = build(kind, "before" + suffix, words);
      words.back() = "2026-06-15";
      words.insert(words.end(), {"--previous", before, "--differential"});
      differential[kind] = build(kind, "differential" + suffix, words);
    }
    const auto& of_file = differential.at(BaseKind::geopackage);
    const auto& of_server = differential.at(BaseKind::postgres);
    EXPECT_EQ(package::read_manifest(of_file).layers, package::read_manifest(of_server).layers);
    // The same changes, which are of packages that name their bases.
    for (const auto& layer : package::read_manifest(of_file).layers)
      EXPECT_EQ(support::differences(geopackage_in(of_file), geopackage_in(of_server), layer.table),
                Words{});
  }
}

INSTANTIATE_TEST_SUITE_P(Themes, BasePackage, testing::Values("hydro", "vegetation"),
                         [](const auto& of) { return of.param; });

}  // namespace
}  // namespace bdf::tests
