// SPDX-License-Identifier: MIT
#include "package/name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/error.h"
#include "package/safe_path.h"

namespace bdf::package {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

std::string refusal(std::string_view text) {
  try {
    static_cast<void>(package_name_of(text));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(PackageName, IsReadInItsParts) {
  EXPECT_EQ(
      package_name_of("BDTOPO_3-5_TOUSTHEMES_GPKG_LAMB93_D032_2026-06-15"),
      (PackageName{"BDTOPO", false, 3, 5, "TOUSTHEMES", "GPKG", "LAMB93", "D032", 2026y / 6 / 15}));
  EXPECT_EQ(
      package_name_of("BDTOPO-DIFF_3-5_TOUSTHEMES_GPKG_LAMB93_D02A_2026-06-15"),
      (PackageName{"BDTOPO", true, 3, 5, "TOUSTHEMES", "GPKG", "LAMB93", "D02A", 2026y / 6 / 15}));
  EXPECT_EQ(
      package_name_of("ADMIN-EXPRESS_3-2__SHP_RGAF09UTM20_GLP_2024-03-25"),
      (PackageName{"ADMIN-EXPRESS", false, 3, 2, "", "SHP", "RGAF09UTM20", "GLP", 2024y / 3 / 25}));
}

TEST(PackageName, IsThatOfDeliveriesThatExist) {
  for (const std::string name : {"CONTOURS-IRIS_3-0__GPKG_RGSPM06U21_SPM_2025-01-01",
                                 "BDTOPO_3-5_TOUSTHEMES_GEOPARQUET_WGS84G_FRA_2026-03-15",
                                 "BDTOPO_3-3_TOUSTHEMES_FLATGEOBUF-ZIP_LAMB93_R84_2023-12-15",
                                 "BDTOPO-EXPRESS_3-5_TOUSTHEMES_GPKG_UTM22RGFG95_D973_2025-05-20",
                                 "BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_FXX_2028-02-29"})
    EXPECT_EQ(to_text(package_name_of(name)), name);
}

TEST(PackageName, SaysWhichPartIsNone) {
  const auto with = [](const std::string& from, const std::string& to) {
    std::string name = "BDTOPO_3-5_TOUSTHEMES_GPKG_LAMB93_D032_2026-06-15";
    return refusal(name.replace(name.find(from), from.size(), to));
  };
  EXPECT_THAT(with("BDTOPO", ""), HasSubstr("product"));
  EXPECT_THAT(with("BDTOPO", "-DIFF"), HasSubstr("product"));
  EXPECT_THAT(with("BDTOPO", "BDTOPO-DIFF-DIFF"), HasSubstr("product"));
  EXPECT_THAT(with("BDTOPO", "BD--TOPO"), HasSubstr("product"));
  EXPECT_THAT(with("BDTOPO", "bdtopo"), HasSubstr("“bdtopo”"));
  EXPECT_THAT(with("BDTOPO", "BD/TOPO"), HasSubstr("product"));
  for (const auto* version :
       {"", "3", "3-", "-5", "3.5", "03-5", "3-05", "3-5-1", "3-5000", "3--5"})
    EXPECT_THAT(with("3-5", version), HasSubstr("version")) << version;
  EXPECT_THAT(with("TOUSTHEMES", "EAU-"), HasSubstr("theme"));
  EXPECT_THAT(with("GPKG", ""), HasSubstr("format"));
  EXPECT_THAT(with("LAMB93", "EPSG:2154"), HasSubstr("coordinate system"));
  for (const auto* territory : {"", "D32", "032", "D02C", "D0032", "R8", "R084", "fxx", "FRANCE"})
    EXPECT_THAT(with("D032", territory), HasSubstr("territory")) << territory;
  for (const auto* date : {"", "2026-6-15", "2026-02-29", "2026-13-01", "15-06-2026", "2026-06-15 ",
                           "2026-06-15.7z", "0000-01-01", "2026-06-00"})
    EXPECT_THAT(with("2026-06-15", date), HasSubstr("date")) << date;
  EXPECT_THAT(with("_GPKG", ""), HasSubstr("no name of a package"));
  EXPECT_THAT(with("_GPKG", "_GPKG_GPKG"), HasSubstr("no name of a package"));
  EXPECT_THAT(refusal("\x1b[2J"), HasSubstr("\\x1b"));
  EXPECT_NE(refusal(""), "");
}

TEST(PackageName, IsNotWrittenOfPartsThatAreNone) {
  const auto good = package_name_of("BDTOPO_3-5_TOUSTHEMES_GPKG_LAMB93_D032_2026-06-15");
  auto name = good;
  name.product = "BDTOPO-DIFF";
  EXPECT_THROW(static_cast<void>(to_text(name)), InputError);
  name = good;
  name.pack = "A_B";
  EXPECT_THROW(static_cast<void>(to_text(name)), InputError);
  name = good;
  name.minor_version = 1000;
  EXPECT_THROW(static_cast<void>(to_text(name)), InputError);
  name = good;
  name.date = {};
  EXPECT_THROW(static_cast<void>(to_text(name)), InputError);
}

TEST(PackageName, SpellsTerritories) {
  for (const auto* code : {"38", "038", "D038"}) EXPECT_EQ(territory_in_names(code), "D038");
  EXPECT_EQ(territory_in_names("2A"), "D02A");
  EXPECT_EQ(territory_in_names("971"), "D971");
  EXPECT_EQ(territory_in_names("FXX"), "FXX");
  for (const auto* code : {"", "D", "2C", "fxx", "H_T", "0038"})
    EXPECT_THROW(static_cast<void>(territory_in_names(code)), InputError) << code;
}

class Names {
 public:
  explicit Names(unsigned seed) : random_(seed) {}

  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

  std::string word(bool with_hyphens) {
    std::string word;
    for (unsigned i = 0, n = 1 + below(6); i < n; ++i) {
      if (with_hyphens && i > 0 && below(4) == 0) word += '-';
      word += "ABCXYZ0129"[below(10)];
    }
    return word;
  }

  PackageName name() {
    const std::vector<std::string> territories{"D038", "D02B", "D976", "R11", "FXX", "SPM"};
    return {word(true),
            below(2) == 0,
            below(1000),
            below(1000),
            below(3) == 0 ? "" : word(true),
            word(true),
            word(false),
            territories[below(6)],
            std::chrono::year(1990 + static_cast<int>(below(200))) /
                std::chrono::month(1 + below(12)) / std::chrono::day(1 + below(28))};
  }

 private:
  std::mt19937 random_;
};

TEST(PackageName, ComesBackAsItWas) {
  Names names(7);
  for (int i = 0; i < 3000; ++i) {
    const auto name = names.name();
    const auto text = to_text(name);
    EXPECT_EQ(package_name_of(text), name) << text;
    EXPECT_EQ(flaw_of_path(text), "");
  }
}

TEST(PackageName, IsExactlyWhatIsWrittenOrRefused) {
  Names names(8);
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto text = to_text(names.name());
    const auto at = names.below(static_cast<unsigned>(text.size()));
    if (names.below(2) == 0)
      text.erase(at, 1 + names.below(3));
    else
      text.insert(at, 1, "A0-_ .\n\0"[names.below(8)]);
    try {
      EXPECT_EQ(to_text(package_name_of(text)), text);
    } catch (const InputError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 5000);
  EXPECT_LT(refused, 19'000);
}

}  // namespace
}  // namespace bdf::package
