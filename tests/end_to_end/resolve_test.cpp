// SPDX-License-Identifier: MIT
// Deciding on the command line: by pattern, with a side, a value, a geometry, a colleague's file.
// What cannot be is refused in plain words, and the folder is as it was.
#include <gmock/gmock.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "io/resolutions_file.h"
#include "support/json_schema.h"
#include "support/rivers.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using support::Sql;
using testing::HasSubstr;
using testing::SizeIs;

/// Five conflicts: rank of R1 and R2, name of R2, the course of R3, the deletion of R4.
class Resolve : public Rivers {
 protected:
  void SetUp() override {
    Rivers::SetUp();
    const auto change = [&](const std::string& side, int by) {
      const auto n = std::to_string(by);
      execute(side,
              "UPDATE river SET rank = " + n +
                  "0 WHERE id IN ('R1', 'R2');"
                  "UPDATE river SET name = 'Name " +
                  n +
                  "' WHERE id = 'R2';"
                  "UPDATE river SET geom = " +
                  blob("LINESTRING (700300 6600000, 700300 6600050, 70032" + n + " 6600090)") +
                  " WHERE id = 'R3'");
    };
    change("local", 1);
    change("reference", 2);
    execute("local", "DELETE FROM river WHERE id = 'R4'");
    execute("reference", "UPDATE river SET rank = 99 WHERE id = 'R4'");
    ASSERT_EQ(run_sync().code, 1);
    ASSERT_THAT(support::conflict_ids(out()), SizeIs(5));
  }

  [[nodiscard]] Ran resolve(const Lines& words) const {
    Lines line{"resolve", out(), "--now", "2026-11-24T08:00:00Z"};
    line.insert(line.end(), words.begin(), words.end());
    return support::bdf(line);
  }
  [[nodiscard]] std::string id_of(const std::string& where) const {
    return Sql(out() + "/conflicts.gpkg").value("SELECT conflict_id FROM conflict WHERE " + where);
  }
  /// That it is refused with these words, and nothing has changed.
  void refused(const Lines& call, int code, const Lines& words) const {
    const auto before = support::bytes_below(out());
    const auto ran = resolve(call);
    EXPECT_EQ(ran.code, code) << ran.err;
    for (const auto& word : words) EXPECT_THAT(ran.err, HasSubstr(word));
    EXPECT_EQ(support::bytes_below(out()) == before, true) << "the folder has changed";
  }
  [[nodiscard]] std::string river(const std::string& column, const std::string& id) const {
    return in_merged("SELECT " + column + " FROM river WHERE id = '" + id + "'");
  }
};

TEST_F(Resolve, AValueForAllThatAPatternPicks) {
  const auto ran = resolve(
      {"--value", "15", "--where", "layer='river' and attribute='rank'", "--by", "A. Martin"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_EQ(river("rank", "R1"), "15");
  EXPECT_EQ(river("rank", "R2"), "15");
  EXPECT_THAT(support::conflict_ids(out()), SizeIs(3));
  EXPECT_EQ(Sql(merged()).number("SELECT count(*) FROM bdf_resolution WHERE resolution = 'value' "
                                 "AND resolution_value = '15' AND resolved_by = 'A. Martin' AND "
                                 "resolved_at = '2026-11-24T08:00:00Z'"),
            2);
}

TEST_F(Resolve, AValueForOne) {
  EXPECT_EQ(resolve({"--value", "Le Lez", "--conflict", id_of("attribute = 'name'")}).code, 1);
  EXPECT_EQ(river("name", "R2"), "Le Lez");
  EXPECT_THAT(support::conflict_ids(out()), SizeIs(4));
}

TEST_F(Resolve, NoValueAndANegativeOne) {
  const auto empty = resolve({"--value", "", "--where", "attribute = 'name'"});
  EXPECT_EQ(empty.code, 1) << empty.err;
  EXPECT_EQ(river("name IS NULL", "R2"), "1");
  const auto negative =
      resolve({"--value=-5", "--where", "attribute = 'rank' and local_id = 'R1'"});
  EXPECT_EQ(negative.code, 1) << negative.err;
  EXPECT_EQ(river("rank", "R1"), "-5");
}

TEST_F(Resolve, AGeometryAsText) {
  const auto ran = resolve(
      {"--value", "LINESTRING (700300 6600000, 700310 6600070)", "--where", "kind = 'geometry'"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_EQ(river("geom = " + blob("LINESTRING (700300 6600000, 700310 6600070)"), "R3"), "1");
  EXPECT_THAT(support::conflict_ids(out()), SizeIs(4));
}

TEST_F(Resolve, AGeometryOfAnyFileInItsOwnSystem) {
  std::ofstream(desk_ / "drawn.csv")
      << "id,wkt\n1,\"LINESTRING (700300 6600000, 700310 6600070)\"\n";
  support::ogr2ogr({desk_ / "drawn.gpkg", desk_ / "drawn.csv", "-nln", "drawn", "-a_srs",
                    "EPSG:2154", "-oo", "GEOM_POSSIBLE_NAMES=wkt"});
  support::ogr2ogr({desk_ / "drawn.geojson", desk_ / "drawn.gpkg", "-t_srs", "EPSG:4326", "-lco",
                    "COORDINATE_PRECISION=10"});
  const auto ran =
      resolve({"--geometry", desk_ / "drawn.geojson", "--conflict", id_of("kind = 'geometry'")});
  EXPECT_EQ(ran.code, 1) << ran.err;
  // The index holds single floats, rounded outwards.
  EXPECT_EQ(in_merged("SELECT count(*) FROM rtree_river_geom WHERE abs(maxx - 700310) < 0.2 AND "
                      "abs(maxy - 6600070) < 1"),
            "1");
}

TEST_F(Resolve, AFileOfMoreThanOneFeatureIsNoGeometry) {
  refused({"--geometry", file("ancestor"), "--where", "kind = 'geometry'"}, 3,
          {"ancestor.gpkg", "river", "6 features"});
  refused({"--geometry", desk_ / "none.geojson", "--where", "kind = 'geometry'"}, 3,
          {"none.geojson", "no such file"});
}

TEST_F(Resolve, WhatCannotBeIsRefusedByName) {
  const auto rank = id_of("attribute = 'rank' AND local_id = 'R1'");
  refused({"--value", "twelve", "--conflict", rank}, 2,
          {rank, "river", "R1", "rank", "twelve", "Nothing has been changed"});
  const Lines shape{"--where", "kind = 'geometry'", "--value"};
  const auto with = [&](const std::string& wkt) {
    auto call = shape;
    call.push_back(wkt);
    return call;
  };
  refused(with("POINT (700300 6600000)"), 2, {"R3", "POINT", "LINESTRING"});
  refused(with("LINESTRING (700300 6600000, 700300 6600000)"), 2, {"R3", "not valid"});
  refused(with("LINESTRING (3 46, 3.1 46)"), 2, {"R3", "EPSG:2154"});
  refused(with("LINESTRING (700300"), 2, {"R3"});
  refused(with(""), 2, {"R3"});
  refused({"--value", "1", "--where", "kind = 'delete_edit'"}, 2, {"R4", "by a side"});
  refused({"--take", "ancestor"}, 2, {"R4", "local or reference"});
  refused({"--geometry", file("ancestor"), "--conflict", rank}, 2, {"R1", "not about a shape"});
}

TEST_F(Resolve, OptionsThatContradictEachOther) {
  const std::array<Lines, 4> words{Lines{"--take", "local"}, Lines{"--value", "1"},
                                   Lines{"--geometry", "g.gpkg"}, Lines{"--resolutions", "r.json"}};
  for (std::size_t i = 0; i < words.size(); ++i)
    for (std::size_t j = i + 1; j < words.size(); ++j) {
      auto call = words[i];
      call.insert(call.end(), words[j].begin(), words[j].end());
      refused(call, 2, {words[i][0], words[j][0], "contradict"});
    }
}

TEST_F(Resolve, OneValueIsForOneAttribute) {
  refused({"--value", "15", "--where", "kind = 'attribute'"}, 2, {"rank", "name", "--where"});
  refused({"--value", "15"}, 2, {"several"});
  refused({"--value", "15", "--where", "attribute = 'nowhere'"}, 3, {"nothing to decide"});
}

TEST_F(Resolve, AnExpressionThatIsNoneIsRefused) {
  for (const std::string where : {"1; DROP TABLE conflict", "1) OR (1", "nonsense = 1"})
    refused({"--take", "local", "--where", where}, 2, {"--where", where});
}

TEST_F(Resolve, InFrenchToo) {
  const auto said = [&](const Lines& words) {
    Lines line{BDF_COMMAND, "resolve", out(), "--lang", "fr"};
    line.insert(line.end(), words.begin(), words.end());
    const auto ran = run(line);
    EXPECT_EQ(ran.code, 2);
    return ran.err;
  };
  EXPECT_THAT(said({"--value", "douze", "--where", "local_id = 'R1'"}),
              testing::AllOf(HasSubstr("Rien n'a été modifié"), HasSubstr("objet R1")));
  EXPECT_THAT(said({"--take", "locale", "--where", "attribut = 1"}),
              HasSubstr("n'est pas une expression"));
  EXPECT_THAT(said({"--take", "locale", "--value", "1"}), HasSubstr("se contredisent"));
}

TEST_F(Resolve, DecisionsAreAFileThatAnotherFolderTakes) {
  ASSERT_EQ(resolve({"--take", "local", "--where", "attribute = 'rank'", "--by", "Ana"}).code, 1);
  ASSERT_EQ(resolve({"--value", "LINESTRING (700300 6600000, 700310 6600070)", "--where",
                     "kind = 'geometry'"})
                .code,
            1);
  ASSERT_EQ(resolve({"--take", "reference"}).code, 0);
  const auto file = out() + "/resolutions.json";
  std::ifstream stream(file);
  const auto json = nlohmann::json::parse(stream);
  EXPECT_THAT(support::violations(json, support::schema_of("resolutions")), SizeIs(0));
  EXPECT_EQ(json.size(), 6U);
  fs::copy_file(file, desk_ / "decisions.json");
  fs::rename(out(), desk_ / "decided");
  // The same three inputs and the file come to the same layer.
  const auto again = run_sync({"--resolutions", desk_ / "decisions.json"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(support::differences(desk_ / "decided/merged.gpkg", merged(), "river"), SizeIs(0));
  EXPECT_EQ(support::bytes_below(out())["resolutions.json"],
            support::bytes_below(desk_ / "decided")["resolutions.json"]);
}

TEST_F(Resolve, AColleaguesFileIsApplied) {
  fs::copy(out(), desk_ / "colleague");
  ASSERT_EQ(support::bdf({"resolve", desk_ / "colleague", "--take", "local", "--where",
                          "attribute = 'rank'", "--by", "Bob"})
                .code,
            1);
  const std::string file = desk_ / "colleague/resolutions.json";
  const auto ran = resolve({"--resolutions", file});
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_EQ(river("rank", "R1"), "10");
  EXPECT_THAT(support::conflict_ids(out()), SizeIs(3));
  // Once more: nothing is open that it is about, and that is no error.
  EXPECT_EQ(resolve({"--resolutions", file}).code, 1);
}

TEST_F(Resolve, OnlyWhatIsPickedOfAFile) {
  fs::copy(out(), desk_ / "colleague");
  ASSERT_EQ(support::bdf({"resolve", desk_ / "colleague", "--take", "local"}).code, 0);
  ASSERT_EQ(resolve({"--resolutions", desk_ / "colleague/resolutions.json", "--where",
                     "attribute = 'name'"})
                .code,
            1);
  EXPECT_EQ(river("name", "R2"), "Name 1");
  EXPECT_THAT(support::conflict_ids(out()), SizeIs(4));
}

TEST_F(Resolve, AFileThatContradictsItselfOrWhatIsEnteredIsRefused) {
  const auto id = id_of("attribute = 'name'");
  const auto entry = [&](const std::string& resolution) {
    return "\"" + id + R"(": {"layer": "river", "kind": "attribute", "attribute": "name", )" +
           R"("resolution": ")" + resolution + "\"},\n";
  };
  const auto write = [&](const std::string& entries) {
    std::ofstream(desk_ / "r.json") << "{" << entries << "\"version\": 1}";
  };
  write(entry("local") + entry("reference"));
  refused({"--resolutions", desk_ / "r.json"}, 3, {"r.json", id, "local", "reference"});
  write("\n<<<<<<< HEAD\n" + entry("local") + "=======\n");
  refused({"--resolutions", desk_ / "r.json"}, 3, {"r.json, line 2", "git"});
  write(entry("local"));
  Sql(out() + "/conflicts.gpkg")
      .execute(
          "UPDATE conflict SET resolution = 'reference', resolved_by = 'Ana' WHERE "
          "attribute = 'name'");
  refused({"--resolutions", desk_ / "r.json"}, 3, {"contradict", "reference by Ana", "r.json"});
  EXPECT_EQ(resolve({"--take", "local", "--conflict", id}).code, 1);
  EXPECT_EQ(river("name", "R2"), "Name 1");
}

TEST_F(Resolve, AFileWithWhatTheLayerCannotHoldIsRefusedByName) {
  const auto id = id_of("local_id = 'R1'");
  std::ofstream(desk_ / "r.json")
      << "{\"" << id << R"(": {"layer": "river", "kind": "attribute", "attribute": "rank", )"
      << R"("resolution": "value", "resolution_value": "twelve"}, "version": 1})";
  refused({"--resolutions", desk_ / "r.json"}, 3, {"r.json", id, "river", "R1", "rank", "twelve"});
}

TEST_F(Resolve, AJobFileMayNameDecisions) {
  ASSERT_EQ(resolve({"--take", "local"}).code, 0);
  fs::rename(out() + "/resolutions.json", desk_ / "decisions.json");
  std::ofstream(desk_ / "job.yaml")
      << "key: id\nancestor: ancestor.gpkg\nlocal: local.gpkg\nreference: reference.gpkg\n"
         "resolutions: decisions.json\n";
  const auto ran = support::bdf({"sync", desk_ / "job.yaml", "--out", desk_ / "again"});
  EXPECT_EQ(ran.code, 0) << ran.err;
}

}  // namespace
}  // namespace bdf::tests
