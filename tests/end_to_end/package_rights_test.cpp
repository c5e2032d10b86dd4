// SPDX-License-Identifier: MIT
// What packages take of a base, and what of it never reaches everybody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

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
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Words = std::vector<std::string>;

const std::string reach = "troncon_hydrographique";

/// Words that stand nowhere else, by where they are planted.
const std::map<std::string, std::string> planted{
    {"restricted value", "QZSECRETBCAE"},
    {"restricted value of the reference", "QZCOMMENT Hyacinthe Lavergnat"},
    {"person in a restricted column", "Ysolde Quatremare"},
    {"value of an unknown column", "QZINTERNE"},
    {"unknown column", "relu_par_barnabe"},
    {"person in an unknown column", "Barnabe Tessonnel"},
    {"message", "QZMESSAGE Gwendal Pirouet"},
    {"who builds it", "qzaccount"},
    {"input file", "dossier_qzfichier"},
    {"producer's value", "QZPRODUCTEUR"}};

class PackageRights : public testing::Test {
 protected:
  void SetUp() override {
    input_ = desk_ / (planted.at("input file") + ".gpkg");
    fs::copy_file(sample_file("hydro", "ancestor"), input_);
    Sql sql(input_);
    for (const std::string& column :
         {std::string("identifiant_bcae"), std::string("validation_bcae"),
          std::string("inventaire_bcae"), planted.at("unknown column")})
      sql.execute("ALTER TABLE " + reach + " ADD COLUMN " + column + " TEXT");
    sql.execute("UPDATE " + reach + " SET identifiant_bcae = '" + planted.at("restricted value") +
                "' || fid, validation_bcae = '" + planted.at("person in a restricted column") +
                "', commentaire_sur_l_objet_hydro = '" +
                planted.at("restricted value of the reference") + "', inventaire_bcae = '" +
                planted.at("producer's value") + "', " + planted.at("unknown column") + " = '" +
                planted.at("value of an unknown column") + " " +
                planted.at("person in an unknown column") + "'");
    sql.execute("UPDATE " + reach + " SET validation_bcae = NULL WHERE fid % 2 = 0");
    theme_ = desk_ / "own.yaml";
    write_theme("restricted", "adds: [commentaire_sur_l_objet_hydro]");
  }

  /// The theme hydro with another pack: `audience`, and what it says of reaches. Of these an
  /// attribute that the reference answers for is restricted, too.
  void write_theme(const std::string& audience, const std::string& layer) const {
    auto text = bytes_of(std::string(BDF_REPOSITORY) + "/themes/hydro.yaml");
    const std::string restricted = "restricted: [";
    const auto list = text.find(restricted);
    ASSERT_NE(list, std::string::npos);
    text.insert(list + restricted.size(), "commentaire_sur_l_objet_hydro, ");
    const auto place = text.find("  packs:\n");
    ASSERT_NE(place, std::string::npos);
    text.insert(place + std::string("  packs:\n").size(),
                "    - code: TRIAL\n      title: {fr: Essai, en: Trial}\n"
                "      abstract: {fr: Essai, en: Trial}\n      audience: " +
                    audience + (audience == "restricted" ? "\n      limitation: a" : "") +
                    "\n      terms: licence-ouverte-2.0\n"
                    "      layers: {" +
                    reach + ": {" + layer + "}}\n");
    write_bytes(theme_, text);
  }
  void make_base() const {
    ASSERT_EQ(bdf({"base", "init", "--base", base(), "--now", "2026-01-01T08:00:00Z"}).code, 0);
    import("2026-03-15", input_, {});
  }
  void import(const std::string& edition, const std::string& file, Words more) const {
    Words all{"base",
              "import",
              "--base",
              base(),
              file,
              "--theme",
              theme_,
              "--edition",
              edition,
              "--now",
              edition + "T08:00:00Z",
              "--organisation",
              "IGN",
              "--message",
              planted.at("message")};
    all.insert(all.end(), more.begin(), more.end());
    const auto ran = bdf(all);
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  [[nodiscard]] std::string base() const { return desk_ / "base.gpkg"; }
  /// A folder and its archive, from the base; every byte of both.
  [[nodiscard]] std::map<std::string, std::string> bytes_of_package(const std::string& out,
                                                                    const Words& words) const {
    for (const std::string form : {"folder", "zip"}) {
      auto all = words;
      if (std::find(all.begin(), all.end(), "--theme") == all.end())
        all.insert(all.end(), {"--theme", theme_});
      all.insert(all.end(), {"--as", form});
      const auto& who = planted.at("who builds it");
      const auto ran = build_package(desk_ / out / form, all, {{"USER", who}, {"LOGNAME", who}});
      EXPECT_EQ(ran.code, 0) << ran.err;
      EXPECT_EQ(bdf({"package", "verify", package_in(desk_ / out / form)}).code, 0);
    }
    return tree_in(desk_ / out);
  }
  static Words found_in(const std::map<std::string, std::string>& tree) {
    std::set<std::string> found;
    for (const auto& [path, bytes] : tree)
      for (const auto& [what, word] : planted)
        if (bytes.find(word) != std::string::npos || path.find(word) != std::string::npos)
          found.insert(what);
    return {found.begin(), found.end()};
  }
  /// Of reaches, in a package of the base.
  [[nodiscard]] std::map<std::string, std::vector<std::string>> reaches(
      const fs::path& package) const {
    Words complaints;
    auto rows = seen_by_gdal(geopackage_in(package), complaints).at(reach).rows;
    EXPECT_THAT(complaints, IsEmpty());
    return rows;
  }

  support::Desk desk_;
  std::string input_;
  std::string theme_;
};

TEST_F(PackageRights, NothingRestrictedReachesEverybody) {
  make_base();
  // The base itself has them, so that there is something to look for.
  const auto in_base = found_in({{"base", bytes_of(base())}});
  for (const auto* what :
       {"restricted value", "restricted value of the reference", "person in a restricted column",
        "value of an unknown column", "message", "input file", "producer's value"})
    EXPECT_THAT(in_base, Contains(what));
  for (const std::string format : {"GPKG", "FLATGEOBUF", "SHP", "GEOJSON"}) {
    const auto tree = bytes_of_package(format, {"--base", base(), "--format", format});
    EXPECT_THAT(tree, SizeIs(testing::Gt(15U)));
    EXPECT_THAT(found_in(tree), IsEmpty()) << format;
  }
  // From the file directly, too, and in another open pack.
  EXPECT_THAT(found_in(bytes_of_package("file", {"--from", input_, "--pack", "HYDRO-PE"})),
              IsEmpty());
}

TEST_F(PackageRights, ADifferentialSaysNoMore) {
  make_base();
  auto tree = bytes_of_package("before", {"--base", base()});
  Sql(input_).execute("UPDATE " + reach +
                      " SET nature = 'Canal', validation_bcae = validation_bcae "
                      "|| '!' WHERE fid < 9; DELETE FROM " +
                      reach + " WHERE fid = 20");
  import("2026-06-15", input_, {"--confirm-deletions"});
  const auto previous = package_in(desk_ / "before" / "folder");
  EXPECT_THAT(found_in(bytes_of_package(
                  "after", {"--base", base(), "--differential", "--previous", previous})),
              IsEmpty());
}

TEST_F(PackageRights, ARestrictedPackHasThem) {
  make_base();
  const auto tree = bytes_of_package("out", {"--base", base(), "--pack", "HYDRO-BCAE"});
  EXPECT_THAT(found_in(tree),
              testing::IsSupersetOf(
                  {"restricted value", "person in a restricted column", "producer's value"}));
  for (const auto* what : {"restricted value of the reference", "value of an unknown column",
                           "person in an unknown column", "message", "who builds it", "input file"})
    EXPECT_THAT(found_in(tree), Not(Contains(what)));
  const auto manifest = package::read_manifest(package_in(desk_ / "out/folder"));
  EXPECT_EQ(manifest.audience, package::Audience::restricted);
  std::size_t restricted = 0;
  for (const auto& [id, row] : reaches(package_in(desk_ / "out/folder")))
    restricted += static_cast<std::size_t>(
        std::count_if(row.begin(), row.end(), [](const std::string& value) {
          return value.starts_with("identifiant_bcae=" + planted.at("restricted value"));
        }));
  EXPECT_EQ(restricted, 82U);
}

TEST_F(PackageRights, ARestrictedPackMayAddWhatTheReferenceHasRestricted) {
  EXPECT_THAT(found_in(bytes_of_package("out", {"--from", input_, "--pack", "TRIAL"})),
              testing::ElementsAre("restricted value of the reference", "unknown column"));
}

/// Who is chosen by what is restricted would say it.
TEST_F(PackageRights, AnOpenPackThatChoosesByWhatIsRestrictedIsRefused) {
  write_theme("open", "where: {validation_bcae: [Ysolde Quatremare]}");
  const auto ran =
      build_package(desk_ / "out", {"--from", input_, "--theme", theme_, "--pack", "TRIAL"});
  EXPECT_EQ(ran.code, 5) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("validation_bcae"));
  EXPECT_THAT(ran.err, HasSubstr("make its audience restricted"));
  EXPECT_FALSE(fs::exists(desk_ / "out"));

  write_theme("restricted", "where: {validation_bcae: [Ysolde Quatremare]}");
  const auto restricted = build_package(
      desk_ / "out", {"--from", input_, "--theme", theme_, "--pack", "TRIAL", "--as", "folder"});
  ASSERT_EQ(restricted.code, 0) << restricted.err;
  EXPECT_EQ(reaches(package_in(desk_ / "out")).size(),
            static_cast<std::size_t>(Sql(input_).number("SELECT count(*) FROM " + reach +
                                                        " WHERE validation_bcae IS NOT NULL")));
}

/// Such a theme is none: whoever reads it says where.
TEST_F(PackageRights, AnOpenPackThatAddsWhatIsRestrictedIsRefused) {
  for (const auto* spelling : {"identifiant_bcae", "IDENTIFIANT_BCAE"}) {
    write_theme("open", std::string("adds: [") + spelling + "]");
    const auto ran =
        build_package(desk_ / "out", {"--from", input_, "--theme", theme_, "--pack", "TRIAL"});
    EXPECT_EQ(ran.code, 5) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("identifiant_bcae"));
    EXPECT_THAT(ran.err, HasSubstr("restricted"));
    EXPECT_FALSE(fs::exists(desk_ / "out"));
  }
}

TEST_F(PackageRights, APackHoldsWhatItsConditionSays) {
  Sql(input_).execute("UPDATE " + reach +
                      " SET persistance = 'Intermittent' WHERE fid % 5 = 0; "
                      "UPDATE " +
                      reach + " SET persistance = 'Permanent' WHERE fid % 5 > 0");
  write_theme("open", "where: {persistance: [Intermittent]}");
  const auto ran = build_package(
      desk_ / "out", {"--from", input_, "--theme", theme_, "--pack", "TRIAL", "--as", "folder"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto package = package_in(desk_ / "out");
  EXPECT_THAT(package.filename().string(), HasSubstr("_TRIAL_"));
  std::set<std::string> keys;
  for (const auto& [id, row] : reaches(package)) {
    keys.insert(id);
    EXPECT_THAT(row, Contains("persistance=Intermittent"));
  }
  const auto wanted =
      Sql(input_).rows("SELECT cleabs FROM " + reach + " WHERE persistance = 'Intermittent'");
  EXPECT_THAT(wanted, Not(IsEmpty()));
  EXPECT_EQ(keys, std::set(wanted.begin(), wanted.end()));
  EXPECT_EQ(bdf({"package", "verify", package}).code, 0);
}

/// Of a base as it was: by edition, and by transaction.
TEST_F(PackageRights, ABaseIsTakenAsItWas) {
  make_base();
  import("2026-06-15", sample_file("hydro", "reference"), {"--confirm-deletions"});
  Words complaints;
  const auto rows_of = [&](const std::string& at, const std::string& out) {
    const auto ran = build_package(
        desk_ / out, {"--base", base(), "--theme", theme_, "--at", at, "--as", "folder"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    std::map<std::string, std::string> geometries;
    for (const auto& [id, row] : reaches(package_in(desk_ / out))) geometries[id] = row.back();
    return geometries;
  };
  const auto source = [&](const std::string& edition) {
    std::map<std::string, std::string> geometries;
    const auto seen = seen_by_gdal(sample_file("hydro", edition), complaints);
    for (const auto& [id, row] : seen.at(reach).rows) geometries[id] = row.back();
    return geometries;
  };
  const auto first = rows_of("2026-03-15", "first");
  EXPECT_EQ(first, source("ancestor"));
  EXPECT_EQ(rows_of("2026-06-15", "second"), source("reference"));
  const auto log = json::parse(bdf({"base", "log", "--base", base(), "--json"}).out);
  EXPECT_EQ(rows_of("@2", "transaction"), first) << log;
  EXPECT_THAT(package_in(desk_ / "transaction").filename().string(), HasSubstr("_2026-03-15"));
  EXPECT_THAT(package_in(desk_ / "second").filename().string(), HasSubstr("_2026-06-15"));
  EXPECT_EQ(package::read_manifest(package_in(desk_ / "second")).edition, "2026-06-15");

  // Where it comes from is told, up to then and without messages.
  const auto lineage_in = [&](const std::string& out) {
    return bytes_of(files_ending(desk_ / out, "genealogie.json").at(0));
  };
  EXPECT_THAT(lineage_in("second"), HasSubstr("2026-06-15"));
  EXPECT_THAT(lineage_in("second"), HasSubstr("2026-03-15"));
  EXPECT_THAT(lineage_in("second"), HasSubstr("IGN"));
  EXPECT_THAT(lineage_in("first"), Not(HasSubstr("2026-06-15T08")));
  EXPECT_THAT(lineage_in("second"), Not(HasSubstr("QZMESSAGE")));
  const auto unknown = build_package(desk_ / "none", {"--base", base(), "--at", "2020-01-01"});
  EXPECT_NE(unknown.code, 0);
  EXPECT_THAT(unknown.err, HasSubstr("2020-01-01"));
  EXPECT_FALSE(fs::exists(desk_ / "none"));
}

/// All that meets its département, and nothing else.
TEST_F(PackageRights, ADepartementIsCutOutOfABase) {
  make_base();
  const std::string west =
      "POLYGON ((870000 6410000,881100 6410000,881100 6430000,870000 6430000,"
      "870000 6410000))";
  std::ofstream(desk_ / "zones.csv")
      << "code,wkt\n038,\"" << west << "\"\n026,\"POLYGON ((881100 6410000,890000 6410000,"
      << "890000 6430000,881100 6430000,881100 6410000))\"\n";
  support::ogr2ogr({desk_ / "zones.gpkg", desk_ / "zones.csv", "-nln", "territory", "-a_srs",
                    "EPSG:2154", "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO"});
  const auto zones = bdf({"base", "import", "--base", base(), desk_ / "zones.gpkg", "--key", "code",
                          "--now", "2026-04-01T08:00:00Z"});
  ASSERT_EQ(zones.code, 0) << zones.err;
  const auto ran = build_package(
      desk_ / "out", {"--base", base(), "--territory", "38", "--theme", theme_, "--as", "folder"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto package = package_in(desk_ / "out");
  EXPECT_THAT(package.filename().string(), HasSubstr("_LAMB93_D038_"));
  EXPECT_EQ(package::read_manifest(package).territory, "038");
  EXPECT_EQ(bdf({"package", "verify", package}).code, 0);

  OGRGeometry* read = nullptr;
  OGRGeometryFactory::createFromWkt(west.c_str(), nullptr, &read);
  const std::unique_ptr<OGRGeometry> zone(read);
  GDALAllRegister();
  const std::unique_ptr<GDALDataset> source(
      GDALDataset::Open(input_.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
  Words complaints;
  const auto seen = seen_by_gdal(geopackage_in(package), complaints);
  std::size_t all = 0, kept = 0;
  for (auto* layer : source->GetLayers()) {
    std::set<std::string> wanted, found;
    for (auto& feature : *layer) {
      ++all;
      if (feature->GetGeometryRef()->Intersects(zone.get()))
        wanted.insert(feature->GetFieldAsString("cleabs"));
    }
    for (const auto& [id, row] : seen.at(layer->GetName()).rows) found.insert(id);
    kept += found.size();
    EXPECT_EQ(found, wanted) << layer->GetName();
  }
  EXPECT_GT(kept, 10U);
  EXPECT_LT(kept, all);

  const auto nowhere =
      build_package(desk_ / "none", {"--base", base(), "--territory", "75", "--theme", theme_});
  EXPECT_NE(nowhere.code, 0);
  EXPECT_THAT(nowhere.err, HasSubstr("075"));
  EXPECT_FALSE(fs::exists(desk_ / "none"));
}

}  // namespace
}  // namespace bdf::tests
