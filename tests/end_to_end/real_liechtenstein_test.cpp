// SPDX-License-Identifier: MIT
// A real three-way merge: two branches of real edits of OpenStreetMap's waterways and land cover in
// Liechtenstein, with the true outcome beside them (© OpenStreetMap contributors, ODbL 1.0).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "support/desk.h"
#include "support/match_trial.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using support::bdf;
using support::conflict_ids;
using support::differences;
using support::Sql;

using Lines = std::vector<std::string>;

const std::string not_candidate =
    " osm_id NOT IN (SELECT osm_id FROM manifest.changed WHERE branch = 'conflict_candidate') ";
const std::string in_manifest = " osm_id IN (SELECT osm_id FROM manifest.changed) ";

class Liechtenstein : public testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite() { desk_.reset(); }
  void SetUp() override {
    if (!data_)
      GTEST_SKIP() << "NOT TESTED: the real data are not installed (BDF_REALDATA names their "
                      "folder)";
  }

  static fs::path in(const std::string& edition) { return *data_ / (edition + ".gpkg"); }
  static fs::path at(const std::string& name) { return *desk_ / name; }
  static Ran sync(const fs::path& ancestor, const fs::path& local, const std::string& out);
  static std::string copy_of_first_sync(const std::string& name);
  static void load_manifest();

  static inline std::optional<fs::path> data_;
  static inline std::unique_ptr<support::Desk> desk_;
  static inline Ran first_;
};

void Liechtenstein::SetUpTestSuite() {
  data_ = support::real_data("threeway_liechtenstein_2019_2022");
  if (!data_) return;
  desk_ = std::make_unique<support::Desk>();
  load_manifest();
  first_ = sync(in("base"), in("local"), "first");
}

void Liechtenstein::load_manifest() {
  Sql sql(at("manifest.db"));
  sql.execute("CREATE TABLE changed (layer, osm_id, change, branch); BEGIN");
  std::ifstream lines(*data_ / "manifest.csv");
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    if (line.ends_with('\r')) line.pop_back();
    for (std::size_t at = 0; (at = line.find(',', at)) != std::string::npos; at += 3)
      line.replace(at, 1, "','");
    sql.execute("INSERT INTO changed VALUES ('" + line + "')");
  }
  sql.execute("COMMIT");
}

Ran Liechtenstein::sync(const fs::path& ancestor, const fs::path& local, const std::string& out) {
  return bdf({"sync", "--theme", "generic", "--key", "osm_id", "--ancestor", ancestor, "--local",
              local, "--reference", in("remote"), "--out", at(out), "--quiet"});
}

/// Decisions change a folder, and each test has its own.
std::string Liechtenstein::copy_of_first_sync(const std::string& name) {
  fs::copy(at("first"), at(name), fs::copy_options::recursive);
  return at(name);
}

class LiechtensteinLayer : public Liechtenstein, public testing::WithParamInterface<const char*> {
 protected:
  /// Merged, with truth, base and the manifest beside it.
  static std::unique_ptr<Sql> merged() {
    auto sql = std::make_unique<Sql>(at("first/merged.gpkg"));
    sql->attach(in("truth"), "truth")
        .attach(in("base"), "base")
        .attach(at("manifest.db"), "manifest");
    return sql;
  }

  /// Rows of one file that the other has not, as the columns and the condition show them.
  static Lines only_in(const Sql& sql, const std::string& a, const std::string& b,
                       const std::string& columns, const std::string& condition) {
    const auto select = [&](const std::string& file) {
      return "SELECT " + columns + " FROM " + file + "." + GetParam() + " WHERE" + condition;
    };
    return sql.rows(select(a) + " EXCEPT " + select(b));
  }
  static void expect_same(const Sql& sql, const std::string& other, const std::string& columns,
                          const std::string& condition) {
    EXPECT_EQ(only_in(sql, "main", other, columns, condition), Lines());
    EXPECT_EQ(only_in(sql, other, "main", columns, condition), Lines());
  }
};

TEST_P(LiechtensteinLayer, MergedIsTheTruth) {
  EXPECT_EQ(first_.code, 1) << first_.err;
  const auto sql = merged();
  const auto all = sql->content_columns(GetParam());
  auto content = all;
  for (const std::string housekeeping : {"\"osm_version\", ", "\"osm_timestamp\", "})
    content.erase(content.find(housekeeping), housekeeping.size());
  expect_same(*sql, "truth", "osm_id", not_candidate);
  expect_same(*sql, "truth", all, in_manifest + "AND" + not_candidate);
  expect_same(*sql, "truth", content, not_candidate);
  // What no branch touched is as it was, whatever stamp the true history gave it later.
  expect_same(*sql, "base", all, " NOT" + in_manifest);
}

TEST_P(LiechtensteinLayer, EveryConflictIsOnACandidate) {
  Sql sql(at("first/conflicts.gpkg"));
  sql.attach(at("manifest.db"), "manifest");
  const std::string here = std::string("layer = '") + GetParam() + "'";
  EXPECT_GT(sql.number("SELECT count(*) FROM conflict WHERE " + here), 0);
  EXPECT_EQ(
      sql.rows("SELECT local_id FROM conflict WHERE " + here +
               " AND local_id NOT IN "
               "(SELECT osm_id FROM manifest.changed WHERE branch = 'conflict_candidate' AND " +
               here + ")"),
      Lines());
}

TEST_P(LiechtensteinLayer, TheContributionBringsTheReferenceToTheTruth) {
  const std::string out = at(std::string("contributed_") + GetParam() + ".gpkg");
  const auto ran =
      bdf({"apply", at("first/contribution.gpkg"), "--to", in("remote"), "--out", out});
  ASSERT_EQ(ran.code, 0) << ran.err;
  Sql sql(out);
  sql.attach(at("first/merged.gpkg"), "merged").attach(at("manifest.db"), "manifest");
  expect_same(sql, "merged", sql.content_columns(GetParam()), not_candidate);
}

TEST_P(LiechtensteinLayer, ChangesetsApplyAndInvert) {
  const std::string layer = GetParam();
  const std::string forth = at("forth_" + layer + ".gpkg");
  const std::string inverse = at("inverse_" + layer + ".gpkg");
  const std::string back = at("back_" + layer + ".gpkg");
  const auto update = at("first/update.gpkg");
  ASSERT_EQ(bdf({"apply", update, "--to", in("local"), "--out", forth}).code, 0);
  EXPECT_EQ(differences(forth, at("first/merged.gpkg"), layer), Lines());
  ASSERT_EQ(bdf({"invert", update, "--out", inverse}).code, 0);
  const auto ran =
      bdf({"apply", inverse, "--to", at("first/merged.gpkg"), "--out", back, "--quiet"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(differences(in("local"), back, layer), Lines());
}

/// Which old and new features are one object or parts of it: those of one id, and those of
/// tests/truth/liechtenstein.csv, which somebody has looked at: ways that were split, areas that
/// were redrawn under another id or absorbed. Whatever else has an id of its own is alone.
support::TrueLinks what_became_of(const Sql& editions, const std::string& layer) {
  support::TrueLinks truth;
  std::string others = "''";
  std::ifstream lines(BDF_REPOSITORY "/tests/truth/liechtenstein.csv");
  std::string line;
  while (std::getline(lines, line)) {
    const auto first = line.find(',');
    const auto second = line.find(',', first + 1);
    if (line.substr(second + 1, layer.size()) != layer) continue;
    truth.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1)});
    others += ",'" + truth.back().a + "','" + truth.back().b + "'";
  }
  const auto ids = [&](const std::string& in, const std::string& where) {
    return editions.rows("SELECT osm_id FROM " + in + "." + layer + " WHERE osm_id " + where);
  };
  const auto of = [&](const std::string& in) {
    return "IN (SELECT osm_id FROM " + in + "." + layer + ")";
  };
  const auto unseen = " AND osm_id NOT IN (" + others + ")";
  for (const auto& id : ids("main", of("truth"))) truth.push_back({id, id});
  for (const auto& id : ids("main", "NOT " + of("truth") + unseen)) truth.push_back({id, ""});
  for (const auto& id : ids("truth", "NOT " + of("main") + unseen)) truth.push_back({"", id});
  return truth;
}

/// Without ids. What is wrong: short ways that have slid along themselves, linked to their
/// neighbours too; seams of areas whose common boundary was redrawn; clearings and ponds that were
/// cut out of a forest, and are linked to it as parts. What is missed: areas that lie upon one
/// another; a culvert drawn straight across, and then along its course.
TEST_P(LiechtensteinLayer, MatchedByGeometryAlone) {
  const std::string layer = GetParam();
  Sql editions(in("base"));
  editions.attach(in("truth"), "truth");
  std::ofstream(at("near.yaml")) << "name: near\nversion: \"1\"\ntolerance: 0.001\n"
                                    "matching: {distance: 10, far: 100}\n";
  EXPECT_GE(support::f1_of_match(*desk_, what_became_of(editions, layer),
                                 {"--theme", at("near.yaml"), "--layer", layer, "--key", "osm_id",
                                  in("base"), in("truth")},
                                 layer),
            0.99);
}

INSTANTIATE_TEST_SUITE_P(Real, LiechtensteinLayer, testing::Values("waterway", "landcover"),
                         [](const auto& layer) { return std::string(layer.param); });

TEST_F(Liechtenstein, ASecondSyncChangesNothing) {
  const auto again = sync(in("remote"), at("first/merged.gpkg"), "second");
  ASSERT_EQ(again.code, 1) << again.err;
  EXPECT_EQ(conflict_ids(at("second")), conflict_ids(at("first")));
  EXPECT_EQ(Sql(at("second/merged.gpkg")).value("SELECT count(*) FROM bdf_resolution"), "0");
  for (const char* layer : {"waterway", "landcover"}) {
    EXPECT_EQ(differences(at("first/merged.gpkg"), at("second/merged.gpkg"), layer), Lines());
    EXPECT_EQ(differences(at("first/contribution.gpkg"), at("second/contribution.gpkg"), layer),
              Lines());
    EXPECT_EQ(Sql(at("second/update.gpkg"))
                  .value("SELECT count(*) FROM sqlite_schema WHERE name = '" + std::string(layer) +
                         "' AND EXISTS (SELECT 1 FROM " + layer + ")"),
              "0");
  }
}

TEST_F(Liechtenstein, ASideTakenClosesEverything) {
  const auto folder = copy_of_first_sync("all_local");
  const auto ran = bdf({"resolve", folder, "--take", "local", "--by", "a hydrologist", "--quiet"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(conflict_ids(folder), Lines());
  Sql sql(folder + "/merged.gpkg");
  sql.attach(at("first/conflicts.gpkg"), "asked").attach(in("local"), "local");
  EXPECT_EQ(sql.number("SELECT count(*) FROM bdf_resolution WHERE resolution = 'local' AND "
                       "resolved_by = 'a hydrologist'"),
            sql.number("SELECT count(*) FROM asked.conflict"));
  const auto taken = [&](const std::string& file, const std::string& layer) {
    return "SELECT osm_id, wkb(geom) FROM " + file + "." + layer +
           " WHERE osm_id IN (SELECT local_id FROM asked.conflict WHERE kind = 'geometry')";
  };
  for (const std::string layer : {"waterway", "landcover"})
    EXPECT_EQ(sql.rows(taken("main", layer) + " EXCEPT " + taken("local", layer)), Lines());
}

TEST_F(Liechtenstein, ValuesEnteredInTheConflictsAreTaken) {
  const auto folder = copy_of_first_sync("entered");
  const auto asked = conflict_ids(folder).size();
  Sql sheet(folder + "/conflicts.gpkg");
  const std::string river = sheet.value(
      "SELECT local_id FROM conflict WHERE layer = 'waterway' AND kind = 'geometry' ORDER BY 1");
  // Its first stretch: a line in another place would be refused.
  const auto whole = sheet.value(
      "SELECT local_value FROM conflict WHERE kind = 'geometry' AND local_id = '" + river + "'");
  const auto line = whole.substr(0, whole.find(',', whole.find(',') + 1)) + ')';
  sheet.execute("UPDATE conflict SET resolution = 'value', resolution_value = '" + line +
                "' WHERE kind = 'geometry' AND local_id = '" + river + "'");
  sheet.execute(
      "UPDATE conflict SET resolution = 'value', resolution_value = '4711' "
      "WHERE attribute = 'osm_version' AND local_id = '" +
      river + "'");
  sheet.execute(
      "UPDATE conflict SET resolution = 'local' "
      "WHERE attribute = 'osm_timestamp' AND local_id = '" +
      river + "'");
  const auto ran = bdf({"resolve", folder, "--quiet"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_EQ(conflict_ids(folder).size(), asked - 3);
  Sql merged(folder + "/merged.gpkg");
  merged.attach(in("local"), "local");
  const auto of_river = " FROM main.waterway WHERE osm_id = '" + river + "'";
  EXPECT_EQ(merged.value("SELECT osm_version" + of_river), "4711");
  EXPECT_EQ(merged.rows("SELECT osm_timestamp" + of_river),
            merged.rows("SELECT osm_timestamp FROM local.waterway WHERE osm_id = '" + river + "'"));
  EXPECT_EQ(merged.value("SELECT length(wkb(geom))" + of_river), "41");
}

TEST_F(Liechtenstein, ExplainsWhatHappened) {
  const Sql manifest(at("manifest.db"));
  const auto pick = [&](const std::string& change, const std::string& branch) {
    return manifest.value("SELECT osm_id FROM changed WHERE layer = 'waterway' AND change = '" +
                          change + "' AND branch = '" + branch + "' ORDER BY 1");
  };
  const auto explain = [&](const std::string& id) {
    const auto ran = bdf({"explain", at("first"), id, "--json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  };
  EXPECT_NE(explain(pick("add", "local")).find("inserted_locally"), std::string::npos);
  EXPECT_NE(explain(pick("add", "remote")).find("inserted_from_reference"), std::string::npos);
  EXPECT_NE(explain(pick("delete", "local")).find("deleted_locally"), std::string::npos);
  EXPECT_NE(explain(pick("delete", "remote")).find("deleted_by_reference"), std::string::npos);
  EXPECT_NE(explain(pick("geom", "local")).find("kept_local"), std::string::npos);
  const auto asked = conflict_ids(at("first")).front();
  EXPECT_NE(explain(asked).find(asked), std::string::npos);
  const auto nothing = bdf({"explain", at("first"), "w0"});
  EXPECT_EQ(nothing.code, 3);
  EXPECT_NE(nothing.err.find("w0"), std::string::npos) << nothing.err;
}

}  // namespace
}  // namespace bdf::tests
