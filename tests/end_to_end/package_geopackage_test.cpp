// SPDX-License-Identifier: MIT
// The GeoPackages of packages against the letter of the standard (OGC 12-128r17, version 1.3), by
// SQL alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <set>

#include "support/package_desk.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using support::Sql;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using Words = std::vector<std::string>;

std::string bytes_in(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

template <class Number>
Number number_at(const std::string& bytes, std::size_t place) {
  Number number{};
  std::memcpy(&number, bytes.data() + place, sizeof number);
  return number;
}

/// The standard's clause 2.1.3, of a blob on a little-endian machine.
struct Header {
  explicit Header(const std::string& blob)
      : magic(blob.substr(0, 2)),
        version(static_cast<unsigned char>(blob.at(2))),
        flags(static_cast<unsigned char>(blob.at(3))),
        srs(number_at<std::int32_t>(blob, 4)) {
    constexpr std::array<std::size_t, 5> numbers{0, 4, 6, 6, 8};
    const auto kind = (flags >> 1) & 7U;
    for (std::size_t i = 0; kind < numbers.size() && i < numbers[kind]; ++i)
      envelope.push_back(number_at<double>(blob, 8 + 8 * i));
    wkb = blob.substr(8 + 8 * envelope.size());
  }
  std::string magic;
  unsigned version, flags;
  std::int32_t srs;
  std::vector<double> envelope;
  std::string wkb;
};

/// Full packages of both themes, and a differential.
class PackageStandard : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const bool hydro = GetParam() != "vegetation";
    const std::string theme = hydro ? "hydro" : "vegetation";
    const auto build = [&](const std::string& edition, const std::string& date, Words more) {
      Words all{"--from", sample_file(theme, edition), "--theme", theme, "--edition", date, "--as",
                "folder"};
      all.insert(all.end(), more.begin(), more.end());
      const auto ran = build_package(desk_ / ("out" + date), all);
      ASSERT_EQ(ran.code, 0) << ran.err;
    };
    build("ancestor", "2026-03-15", {});
    if (GetParam() == "differential")
      build("reference", "2026-06-15",
            {"--differential", "--previous", package_in(desk_ / "out2026-03-15")});
    file_ = geopackage_in(
        package_in(desk_ / (GetParam() == "differential" ? "out2026-06-15" : "out2026-03-15")));
  }
  [[nodiscard]] Words rows(const std::string& sql) const { return Sql(file_).rows(sql); }
  /// A changeset has none, and no spatial index.
  static bool has_extensions() { return GetParam() != "differential"; }
  [[nodiscard]] Words layers() const {
    return rows("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'");
  }
  [[nodiscard]] std::string column_of(const std::string& layer) const {
    return Sql(file_).value("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = '" +
                            layer + "'");
  }

  support::Desk desk_;
  fs::path file_;
};

TEST_P(PackageStandard, TheFileIsSound) {
  EXPECT_THAT(rows("PRAGMA application_id"), ElementsAre(std::to_string(0x47504B47)));
  EXPECT_THAT(rows("PRAGMA user_version"), ElementsAre("10300"));
  EXPECT_THAT(rows("PRAGMA integrity_check"), ElementsAre("ok"));
  EXPECT_THAT(rows("PRAGMA foreign_key_check"), IsEmpty());
  EXPECT_THAT(rows("PRAGMA freelist_count"), ElementsAre("0"));
  EXPECT_THAT(rows("PRAGMA encoding"), ElementsAre("UTF-8"));
  EXPECT_THAT(rows("PRAGMA journal_mode"), ElementsAre("delete"));
  for (const auto* beside : {"-wal", "-shm", "-journal"})
    EXPECT_FALSE(fs::exists(file_.string() + beside));
}

/// Tables 3, 4, 5 and 9, and what their rows must be.
TEST_P(PackageStandard, TheTablesOfTheStandardAreThere) {
  EXPECT_THAT(rows("SELECT name FROM pragma_table_info('gpkg_spatial_ref_sys')"),
              IsSupersetOf({"srs_name", "srs_id", "organization", "organization_coordsys_id",
                            "definition", "description"}));
  EXPECT_THAT(rows("SELECT name FROM pragma_table_info('gpkg_contents')"),
              ElementsAre("table_name", "data_type", "identifier", "description", "last_change",
                          "min_x", "min_y", "max_x", "max_y", "srs_id"));
  EXPECT_THAT(rows("SELECT name FROM pragma_table_info('gpkg_geometry_columns')"),
              ElementsAre("table_name", "column_name", "geometry_type_name", "srs_id", "z", "m"));
  if (has_extensions()) {
    EXPECT_THAT(rows("SELECT name FROM pragma_table_info('gpkg_extensions')"),
                ElementsAre("table_name", "column_name", "extension_name", "definition", "scope"));
  }
  EXPECT_THAT(rows("SELECT srs_id, organization, organization_coordsys_id FROM "
                   "gpkg_spatial_ref_sys WHERE srs_id IN (-1, 0, 4326) ORDER BY srs_id"),
              ElementsAre("-1|NONE|-1", "0|NONE|0", "4326|EPSG|4326"));
  EXPECT_THAT(rows("SELECT definition FROM gpkg_spatial_ref_sys WHERE srs_id < 1"),
              ElementsAre("undefined", "undefined"));
  EXPECT_THAT(rows("SELECT srs_id FROM gpkg_spatial_ref_sys WHERE definition NOT LIKE '%[%' "
                   "AND srs_id > 0"),
              IsEmpty());
  // Every table that is spoken of is there, and every one of ours is spoken of.
  EXPECT_THAT(rows("SELECT table_name FROM gpkg_contents WHERE table_name NOT IN "
                   "(SELECT name FROM sqlite_master WHERE type IN ('table', 'view'))"),
              IsEmpty());
  EXPECT_THAT(rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN (SELECT "
                   "table_name FROM gpkg_contents) AND name NOT LIKE 'gpkg_%' AND name NOT LIKE "
                   "'rtree_%' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'bdf_%'"),
              IsEmpty());
  EXPECT_THAT(rows("SELECT last_change FROM gpkg_contents WHERE last_change NOT LIKE "
                   "'____-__-__T__:__:__.___Z'"),
              IsEmpty());
  EXPECT_THAT(rows("SELECT DISTINCT last_change FROM gpkg_contents"),
              ElementsAre("2026-06-20T10:00:00.000Z"));
  EXPECT_THAT(
      rows("SELECT data_type FROM gpkg_contents WHERE data_type NOT IN ('features', 'attributes')"),
      IsEmpty());
}

TEST_P(PackageStandard, EveryLayerIsDescribed) {
  EXPECT_THAT(layers(), Not(IsEmpty()));
  EXPECT_EQ(layers(), rows("SELECT g.table_name FROM gpkg_geometry_columns g JOIN gpkg_contents c "
                           "USING (table_name) JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id "
                           "WHERE c.srs_id = g.srs_id AND g.z IN (0, 1, 2) AND g.m IN (0, 1, 2) "
                           "ORDER BY c.rowid"));
  for (const auto& layer : layers()) {
    EXPECT_THAT(rows("SELECT type FROM pragma_table_info('" + layer + "') WHERE pk = 1"),
                ElementsAre("INTEGER"))
        << layer;
    EXPECT_THAT(rows("SELECT count(*) FROM pragma_table_info('" + layer +
                     "') t JOIN "
                     "gpkg_geometry_columns g ON g.column_name = t.name AND t.type = "
                     "g.geometry_type_name WHERE g.table_name = '" +
                     layer + "'"),
                ElementsAre("1"))
        << layer;
    // Columns have the types of the standard's table 1.
    EXPECT_THAT(rows("SELECT name, type FROM pragma_table_info('" + layer +
                     "') WHERE type NOT IN "
                     "('BOOLEAN', 'TINYINT', 'SMALLINT', 'MEDIUMINT', 'INT', 'INTEGER', 'FLOAT', "
                     "'DOUBLE', 'REAL', 'TEXT', 'BLOB', 'DATE', 'DATETIME') AND type NOT LIKE "
                     "'TEXT(%)' AND name <> '" +
                     column_of(layer) + "'"),
                IsEmpty())
        << layer;
  }
}

/// Clause 2.1.3: what stands before the WKB is of the geometry and of the layer.
TEST_P(PackageStandard, GeometriesHaveTheHeaderOfTheStandard) {
  Sql sql(file_);
  std::size_t looked_at = 0;
  for (const auto& layer : layers()) {
    const auto column = column_of(layer);
    const auto srs =
        sql.number("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = '" + layer + "'");
    std::array<double, 4> all{1e300, -1e300, 1e300, -1e300};
    for (const auto& row : sql.rows("SELECT hex(" + column + "), fid FROM \"" + layer +
                                    "\" WHERE " + column + " IS NOT NULL")) {
      const Header header(bytes_in(row.substr(0, row.find('|'))));
      const auto fid = row.substr(row.find('|') + 1);
      ASSERT_EQ(header.magic, "GP") << layer << fid;
      ASSERT_EQ(header.version, 0U);
      ASSERT_EQ(header.flags & 1U, 1U) << "little endian";
      ASSERT_EQ(header.flags & 0xF0U, 0U) << "neither empty nor extended";
      ASSERT_EQ(header.srs, srs);
      ASSERT_EQ(header.wkb.at(0), 1);
      ++looked_at;
      const auto code = number_at<std::uint32_t>(header.wkb, 1) % 1000;
      std::array<double, 4> box{};
      if (code == 1) {
        box = {number_at<double>(header.wkb, 5), number_at<double>(header.wkb, 5),
               number_at<double>(header.wkb, 13), number_at<double>(header.wkb, 13)};
      } else {
        ASSERT_EQ((header.flags >> 1) & 7U, 1U) << "an envelope of x and y";
        std::copy_n(header.envelope.begin(), 4, box.begin());
        ASSERT_LE(box[0], box[1]);
        ASSERT_LE(box[2], box[3]);
      }
      // The spatial index rounds outwards to floats.
      if (sql.number("SELECT count(*) FROM sqlite_master WHERE name = 'rtree_" + layer + "_" +
                     column + "'") == 1) {
        ASSERT_EQ(sql.number("SELECT count(*) FROM rtree_" + layer + "_" + column + " WHERE id = " +
                             fid + " AND minx <= " + std::to_string(box[0] + 1e-6) +
                             " AND maxx >= " + std::to_string(box[1] - 1e-6) +
                             " AND miny <= " + std::to_string(box[2] + 1e-6) +
                             " AND maxy >= " + std::to_string(box[3] - 1e-6) +
                             " AND maxx - minx <= 2 + " + std::to_string(box[1] - box[0])),
                  1)
            << layer << " " << fid;
      }
      all = {std::min(all[0], box[0]), std::max(all[1], box[1]), std::min(all[2], box[2]),
             std::max(all[3], box[3])};
    }
    if (all[0] > all[1]) continue;
    const auto extent = [&](const std::string& what) {
      return std::stod(sql.value("SELECT printf('%!.17g', " + what +
                                 ") FROM gpkg_contents WHERE table_name = '" + layer + "'"));
    };
    EXPECT_DOUBLE_EQ(extent("min_x"), all[0]) << layer;
    EXPECT_DOUBLE_EQ(extent("max_x"), all[1]) << layer;
    EXPECT_DOUBLE_EQ(extent("min_y"), all[2]) << layer;
    EXPECT_DOUBLE_EQ(extent("max_y"), all[3]) << layer;
  }
  EXPECT_GT(looked_at, 20U);
}

/// Annex F.3. Its triggers are those of 1.4, which corrects two of 1.3.
TEST_P(PackageStandard, SpatialIndexesAreWholeAndRegistered) {
  if (!has_extensions()) {
    EXPECT_THAT(rows("SELECT name FROM sqlite_master WHERE name LIKE 'rtree_%' OR name = "
                     "'gpkg_extensions'"),
                IsEmpty());
    return;
  }
  const auto indexed = rows(
      "SELECT table_name FROM gpkg_extensions WHERE extension_name = "
      "'gpkg_rtree_index' AND scope = 'write-only' AND definition LIKE "
      "'http://www.geopackage.org/spec%/#extension_rtree'");
  EXPECT_THAT(indexed, testing::UnorderedElementsAreArray(layers()));
  for (const auto& layer : indexed) {
    const auto column = column_of(layer);
    const auto index = "rtree_" + layer + "_" + column;
    EXPECT_THAT(rows("SELECT name FROM pragma_table_info('" + index + "')"),
                ElementsAre("id", "minx", "maxx", "miny", "maxy"));
    EXPECT_THAT(
        rows("SELECT substr(name, " + std::to_string(index.size() + 2) +
             ") FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '" + layer +
             "' AND name LIKE '" + index + "_%' ORDER BY name"),
        ElementsAre("delete", "insert", "update2", "update4", "update5", "update6", "update7"))
        << layer;
    EXPECT_THAT(rows("SELECT fid FROM \"" + layer + "\" WHERE " + column +
                     " IS NOT NULL EXCEPT SELECT id FROM " + index),
                IsEmpty());
    EXPECT_THAT(rows("SELECT id FROM " + index + " EXCEPT SELECT fid FROM \"" + layer + "\""),
                IsEmpty());
    EXPECT_THAT(rows("SELECT rtreecheck('" + index + "')"), ElementsAre("ok"));
  }
  EXPECT_THAT(rows("SELECT table_name FROM gpkg_extensions WHERE table_name IS NOT NULL AND "
                   "table_name NOT IN (SELECT table_name FROM gpkg_contents)"),
              IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Packages, PackageStandard,
                         testing::Values("hydro", "vegetation", "differential"),
                         [](const auto& of) { return of.param; });

}  // namespace
}  // namespace bdf::tests
