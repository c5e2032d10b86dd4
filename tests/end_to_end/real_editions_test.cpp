// SPDX-License-Identifier: MIT
// Natural Earth's rivers and lakes in their real editions: keys that are not unique, a schema that
// grows, a shift of everything, Shapefile beside GeoJSON (public domain).
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/desk.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using support::bdf;
using support::differences;
using support::Sql;

using Lines = std::vector<std::string>;

class Editions : public testing::Test {
 protected:
  void SetUp() override {
    if (!data_)
      GTEST_SKIP() << "NOT TESTED: the real data are not installed (BDF_REALDATA names their "
                      "folder)";
  }

  [[nodiscard]] std::string in(const std::string& file) const { return *data_ / file; }
  [[nodiscard]] std::string at(const std::string& name) const { return desk_ / name; }
  [[nodiscard]] Ran sync(const std::string& ancestor, const std::string& local,
                         const std::string& reference, const std::string& out,
                         bool confirmed = false) const {
    Lines line{"sync",       "--theme", "generic", "--key",   "id",
               "--ancestor", ancestor,  "--local", local,     "--reference",
               reference,    "--out",   at(out),   "--quiet", "--json"};
    if (confirmed) line.emplace_back("--confirm-deletions");
    return bdf(line);
  }
  /// That merged holds today's edition, column by column with the key.
  void expect_as_in(const std::string& today, const std::string& out, const std::string& layer,
                    const Lines& columns) const;
  /// A second sync on what the first came to, with nothing new in the reference.
  void expect_settled(const std::string& reference, const std::string& out,
                      const std::string& layer) const;

  support::Desk desk_;
  std::optional<fs::path> data_ = support::real_data("naturalearth_editions");
};

json layer_of(const Ran& ran) { return json::parse(ran.out).at("layers").at(0); }

bool has_finding(const Ran& ran, const std::string& code, const std::string& input) {
  const auto summary = json::parse(ran.out);
  for (const auto& finding : summary.at("findings"))
    if (finding.at("code") == code && finding.at("input") == input) return true;
  return false;
}

void Editions::expect_settled(const std::string& reference, const std::string& out,
                              const std::string& layer) const {
  const auto merged = at(out) + "/merged.gpkg";
  const auto again = sync(reference, merged, reference, out + "_again");
  const auto open = support::conflict_ids(at(out));
  EXPECT_EQ(again.code, open.empty() ? 0 : 1) << again.err;
  EXPECT_EQ(layer_of(again).at("update"), json::object());
  EXPECT_EQ(differences(merged, at(out + "_again") + "/merged.gpkg", layer), Lines());
  EXPECT_EQ(support::conflict_ids(at(out + "_again")), open);
}

void Editions::expect_as_in(const std::string& today, const std::string& out,
                            const std::string& layer, const Lines& columns) const {
  Sql sql(at(out) + "/merged.gpkg");
  sql.attach(at(today), "edition");
  for (const auto& column : columns) {
    const auto select = [&](const std::string& table) {
      return "SELECT id, " + (column == "geom" ? std::string("shape(geom)") : column) +
             ", count(*) FROM " + table + " GROUP BY 1, 2";
    };
    const auto merged = select("main.\"" + layer + '"');
    EXPECT_EQ(sql.rows(merged + " EXCEPT " + select("edition.today")), Lines()) << column;
    EXPECT_EQ(sql.rows(select("edition.today") + " EXCEPT " + merged), Lines()) << column;
  }
}

/// Of 1 320 rivers 844 have a key of their own; the others are known by their geometry, which a
/// shift of everything takes from them.
TEST_F(Editions, AShiftOfEverythingMeetsTheDeletionGuardFirst) {
  const auto old = in("rivers_europe_v1.4.shp");
  const auto today = in("rivers_europe_v2.0.shp");
  const auto refused = sync(old, old, today, "out");
  EXPECT_EQ(refused.code, 3);
  for (const char* word : {"rivers_europe_v1.4", "1320", "reference", "--confirm-deletions"})
    EXPECT_NE(refused.err.find(word), std::string::npos) << refused.err;
  EXPECT_FALSE(fs::exists(at("out")) || fs::exists(at("out.partial")));

  const auto ran = sync(old, old, today, "out", true);
  ASSERT_EQ(ran.code, 0) << ran.err;
  for (const char* input : {"ancestor", "local", "reference"})
    EXPECT_TRUE(has_finding(ran, "key_duplicate", input)) << input;
  support::ogr2ogr({at("today.gpkg"), today, "-nln", "today"});
  expect_as_in("today.gpkg", "out", "rivers_europe_v1.4", {"geom", "featurecla", "name"});
  EXPECT_EQ(layer_of(ran).at("contribution"), json::object());
  expect_settled(today, "out", "rivers_europe_v1.4");
}

TEST_F(Editions, ColumnsThatTheReferenceGainsAreTaken) {
  const auto old = in("rivers_europe_v2.0.shp");
  const auto today = in("rivers_europe_v4.0.geojson");
  const auto ran = sync(old, old, today, "out");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(has_finding(ran, "key_missing", "reference"));
  // GDAL takes the property id for its own feature id, and it is not unique.
  support::ogr2ogr({at("today.gpkg"), today, "-nln", "today", "-lco", "FID=ogc_fid", "-unsetFid"});
  expect_as_in("today.gpkg", "out", "rivers_europe_v2.0",
               {"name", "min_zoom", "strokeweig", "name_alt", "min_label"});
  expect_settled(today, "out", "rivers_europe_v2.0");
}

TEST_F(Editions, LakesGoThrough) {
  const auto old = in("lakes_europe_v2.0.geojson");
  const auto today = in("lakes_europe_v4.0.geojson");
  const auto ran = sync(old, old, today, "out");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(layer_of(ran).at("merged_features"), 767);
  expect_settled(today, "out", "lakes_europe_v2.0");
}

/// What a producer made of an old edition: a column of their own, an attribute, an object less and
/// one more.
class EditedEdition : public Editions {
 protected:
  void SetUp() override {
    Editions::SetUp();
    if (!data_) return;
    support::ogr2ogr({at("local.gpkg"), in("rivers_europe_v2.0.shp"), "-nln", "rivers"});
    Sql local(at("local.gpkg"));
    unique_ = local.rows("SELECT id FROM rivers GROUP BY id HAVING count(*) = 1 ORDER BY id");
    local.execute("ALTER TABLE rivers ADD COLUMN surveyed_by TEXT");
    local.execute("UPDATE rivers SET surveyed_by = 'field crew ' || (\"id\" % 3)");
    local.execute("UPDATE rivers SET dissolve = 'ours' WHERE id = " + unique_[0]);
    local.execute("DELETE FROM rivers WHERE id = " + unique_[1]);
    local.execute(
        "INSERT INTO rivers (geom, id, featurecla, surveyed_by) SELECT geom, 900001, "
        "'River', 'me' FROM rivers WHERE id = " +
        unique_[2]);
  }

  Lines unique_;  ///< keys that one river has alone
};

TEST_F(EditedEdition, KeepsItsEditsAndItsOwnColumn) {
  const auto today = in("rivers_europe_v4.0.geojson");
  const auto ran = sync(in("rivers_europe_v2.0.shp"), at("local.gpkg"), today, "out");
  ASSERT_EQ(ran.code, 1) << ran.err;
  // Eight rivers are gone from the new edition, and each carries the producer's own data.
  EXPECT_EQ(Sql(at("out") + "/conflicts.gpkg")
                .rows("SELECT kind, reason, count(*) FROM conflict GROUP BY 1, 2 ORDER BY 2"),
            (Lines{"delete_edit|deleted in the local layer, changed in the reference|1",
                   "delete_edit|deleted in the reference, but it carries data of the producer's "
                   "own|8"}));
  Sql merged(at("out") + "/merged.gpkg");
  EXPECT_EQ(merged.value("SELECT dissolve FROM rivers WHERE id = " + unique_[0]), "ours");
  EXPECT_EQ(merged.value("SELECT surveyed_by FROM rivers WHERE id = 900001"), "me");
  merged.attach(at("local.gpkg"), "local");
  EXPECT_EQ(merged.rows("SELECT fid, surveyed_by FROM main.rivers WHERE surveyed_by IS NOT NULL "
                        "EXCEPT SELECT fid, surveyed_by FROM local.rivers"),
            Lines());
  const std::string theirs = "rivers_europe_v4.0";  // it is a changeset on the reference
  const Sql contribution(at("out") + "/contribution.gpkg");
  EXPECT_EQ(contribution.content_columns(theirs).find("surveyed_by"), std::string::npos);
  EXPECT_EQ(contribution.value("SELECT bdf_op FROM \"" + theirs + "\" WHERE bdf_id = '900001'"),
            "insert");
  expect_settled(today, "out", "rivers");
}

}  // namespace
}  // namespace bdf::tests
