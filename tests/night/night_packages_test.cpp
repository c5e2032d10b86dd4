// SPDX-License-Identifier: MIT
// What goes out in nights where something about it is not as it should be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "refbase/night.h"
#include "support/night_trial.h"
#include "support/night_world.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const NightSize small{2, 8, false};
/// The number of a deposit of the theme hydro.
constexpr std::size_t of_hydro = 1;

/// It is told by the night that meets it, and ends with it: the next one can do better.
TEST(NightPackages, AThemeThatCannotBeReadStopsNoNight) {
  NightDesk desk(small, BaseKind::geopackage);
  desk.copy_deposit(of_hydro);
  const auto theme = night_world(small) / "base" / "hydro.yaml";
  const auto own = desk.folder() / "hydro.yaml";
  fs::copy_file(theme, own);
  desk.plan_for("{folder: own}", "themes: [hydro.yaml]\npackages: {}\n");
  const pid_t night = desk.begin_night();
  EXPECT_TRUE(comes_true([&] { return desk.jobs().size() == 1; }));
  fs::remove(own);
  EXPECT_EQ(end_of(night), 1);
  EXPECT_THAT(desk.packages(), IsEmpty());
  const auto status = json::parse(desk.night({"status"}, {"--json"}).out);
  EXPECT_EQ(status["night"]["stage"], "done");
  EXPECT_EQ(status["night"]["outcome"], nullptr);
  const auto report = json::parse(
      text_of(desk.work() / "reports" / (status["night"]["run"].get<std::string>() + ".json")));
  EXPECT_EQ(report["state"], "human_needed");
  EXPECT_EQ(report["jobs"][0]["status"], "taken");
  EXPECT_THAT(report["publication"].get<std::string>(), HasSubstr(own.string()));

  fs::copy_file(theme, own);
  desk.time = "2026-02-02T22:00:00Z";
  const auto told = desk.told();
  EXPECT_EQ(told["resumed"], false);
  EXPECT_EQ(told["publication"], nullptr);
  EXPECT_THAT(desk.packages(), SizeIs(2));
}

/// A new edition of the territories, in which one of them has become smaller.
void move_boundary(const NightDesk& desk, const std::string& code) {
  const auto edition = desk.folder() / "territories.gpkg";
  support::ogr2ogr(
      {edition.string(), (night_world(small) / "base" / "territories.gpkg").string(), "-dialect",
       "SQLite", "-nln", "territory", "-nlt", "MULTIPOLYGON", "-sql",
       "SELECT code, nom, CASE WHEN code = '" + code +
           "' THEN CastToMultiPolygon(ST_Buffer(geometrie, -20)) ELSE geometrie END AS geometrie "
           "FROM territory ORDER BY fid"});
  const auto ran = support::bdf({"base", "import", edition.string() + "::territory", "--base",
                                 desk.base(), "--theme", "generic", "--key", "code",
                                 "--organisation", "IGN", "--now", "2026-02-02T12:00:00Z"});
  ASSERT_EQ(ran.code, 0) << ran.err;
}

TEST(NightPackages, AnotherBoundaryMakesThoseOfItsTerritoryAnew) {
  NightDesk desk(small, BaseKind::geopackage);
  desk.copy_deposit(of_hydro);
  desk.plan_for("{folder: own}", "packages: {}\n");
  EXPECT_THAT(desk.told()["packages"], SizeIs(4));
  move_boundary(desk, "073");
  desk.time = "2026-02-02T22:00:00Z";
  const auto packages = desk.told()["packages"];
  ASSERT_THAT(packages, SizeIs(2));
  for (const auto& package : packages) {
    EXPECT_EQ(package["territory"], "073");
    EXPECT_EQ(package["reason"], nullptr);
  }
  EXPECT_NE(packages[0]["theme"], packages[1]["theme"]);
}

/// A desk whose packages of one territory are labelled with ign.key.
class NightLabels : public testing::Test {
 protected:
  NightLabels() : desk_(small, BaseKind::geopackage) {
    desk_.copy_deposit(of_hydro);
    desk_.plan_for("{folder: own}",
                   "territories: [\"073\"]\npackages: {}\nlabel: {key: ign.key}\n"
                   "publish: {tree: tree}\n");
  }

  [[nodiscard]] std::string key() const { return (desk_.folder() / "ign.key").string(); }
  void make_key() const {
    ASSERT_EQ(support::bdf({"key", "new", "--organisation", "IGN", "--out", key()}).code, 0);
  }
  [[nodiscard]] std::size_t published() const {
    const auto index = desk_.folder() / "tree" / "index.json";
    return fs::exists(index) ? json::parse(text_of(index))["packages"].size() : 0;
  }

  NightDesk desk_;
};

/// Nobody who relies on labels is sent something that has none since a key was mislaid.
TEST_F(NightLabels, WhatCannotBeLabelledForAFaultIsNotMade) {
  const auto first = desk_.told();
  EXPECT_EQ(first["state"], "human_needed");
  ASSERT_THAT(first["packages"], SizeIs(2));
  for (const auto& package : first["packages"]) {
    EXPECT_EQ(package["name"], nullptr);
    EXPECT_EQ(package["path"], nullptr);
    EXPECT_THAT(package["reason"].get<std::string>(), HasSubstr(key()));
  }
  EXPECT_EQ(published(), 0U);

  make_key();
  desk_.time = "2026-02-02T22:00:00Z";
  const auto second = desk_.told();
  ASSERT_THAT(second["packages"], SizeIs(2));
  for (const auto& package : second["packages"])
    EXPECT_EQ(package["label"], "en cours") << package["reason"];
  EXPECT_EQ(published(), 2U);
}

/// Though that of the socle was made by an earlier night.
TEST_F(NightLabels, PacksAreHeldAgainstTheirSocle) {
  make_key();
  EXPECT_THAT(desk_.told()["packages"], SizeIs(2));
  desk_.plan_for("{folder: own}",
                 "territories: [\"073\"]\npackages: {packs: [HYDRO-PE]}\nlabel: {key: ign.key}\n");
  desk_.time = "2026-02-02T22:00:00Z";
  const auto packages = desk_.told()["packages"];
  ASSERT_THAT(packages, SizeIs(1));
  ASSERT_EQ(packages[0]["pack"], "HYDRO-PE");
  const auto verified = json::parse(
      support::bdf({"label", "verify", packages[0]["path"].get<std::string>(), "--theme",
                    (night_world(small) / "base" / "hydro.yaml").string(), "--json"})
          .out);
  bool has_socle = false;
  for (const auto& figure : verified["figures"])
    if (figure["criterion"] == "covered") has_socle = figure["said"].is_number();
  EXPECT_TRUE(has_socle) << verified["figures"];
}

/// By the theme as the base goes by it, which here asks for more than the installed one.
TEST_F(NightLabels, WhatMissesItsCriteriaGoesOutWithoutOne) {
  auto theme = text_of(night_world(small) / "base" / "hydro.yaml");
  const std::string share = "in_progress: 0.5";
  theme.replace(theme.find(share), share.size(), "in_progress: 1");
  const auto strict = (desk_.folder() / "hydro.yaml").string();
  std::ofstream(strict) << theme;
  const auto adopted = support::bdf({"base", "adopt", strict, "--base", desk_.base(),
                                     "--organisation", "IGN", "--now", "2026-02-01T12:00:00Z"});
  ASSERT_EQ(adopted.code, 0) << adopted.err;
  make_key();
  const auto packages = desk_.told()["packages"];
  ASSERT_THAT(packages, SizeIs(2));
  for (const auto& package : packages) {
    EXPECT_EQ(package["reason"], nullptr);
    EXPECT_EQ(package["label"].is_null(), package["theme"] == "hydro") << package;
  }
  EXPECT_EQ(published(), 2U);
}

}  // namespace
}  // namespace bdf::tests
