// SPDX-License-Identifier: MIT
// bdf label check: each criterion of the themes that come with bdf, missed alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "rules/theme.h"
#include "support/label_desk.h"
#include "support/rivers.h"

namespace bdf::tests {
namespace {

/// How to miss a criterion, and no other one.
struct Spoil {
  std::string criterion;
  std::string sql = {};                            ///< on the data
  std::pair<std::string, std::string> theme = {};  ///< of whose text that becomes this
  Changes declaration = {};                        ///< likewise; a declared base is asked
  std::string statements = {};
  std::string now = label_time;
  bool declared = false;
};

struct Spoilt {
  std::string theme;
  Spoil spoil;
};

void PrintTo(const Spoilt& spoilt, std::ostream* out) {
  *out << spoilt.theme << ' ' << spoilt.spoil.criterion;
}

/// The rows once more, after what becomes of their keys.
std::string copies(const std::string& layer, const std::string& where,
                   const std::string& key = "cleabs") {
  return "CREATE TEMP TABLE copied AS SELECT * FROM " + layer + " WHERE " + where +
         "; UPDATE copied SET fid = fid + 100000, cleabs = " + key + "; INSERT INTO " + layer +
         " SELECT * FROM copied";
}

const std::string other_key = "substr(cleabs, 1, 8) || '9' || substr(cleabs, 10)";

/// Each key gets the geometry of another one, far away: the lines as a whole stay the same.
std::string permuted(const std::string& layer) {
  return "CREATE TEMP TABLE old AS SELECT row_number() OVER (ORDER BY fid) - 1 AS place, fid,"
         " geometrie FROM " +
         layer + "; UPDATE " + layer +
         " SET geometrie = (SELECT b.geometrie FROM old a JOIN old b ON b.place ="
         " (a.place + (SELECT count(*) FROM old) / 2) % (SELECT count(*) FROM old)"
         " WHERE a.fid = " +
         layer + ".fid)";
}

const std::string bow_tie = blob(
    "MULTIPOLYGON (((880000 6400000, 880010 6400010, 880010 6400000, 880000 6400010,"
    " 880000 6400000)))");

/// Twelve squares, two and two 0.2 m apart.
std::string narrow_gaps() {
  std::string sql;
  for (int i = 0; i < 12; ++i) {
    const auto x = 860000 + (i % 2 == 0 ? 0.0 : 10.2);
    const auto y = 6400000 + 30 * (i / 2);
    const auto at = [&](int dx, int dy) {
      return std::to_string(x + dx) + " " + std::to_string(y + dy);
    };
    const auto square = "MULTIPOLYGON (((" + at(0, 0) + ", " + at(10, 0) + ", " + at(10, 10) +
                        ", " + at(0, 10) + ", " + at(0, 0) + ")))";
    sql += "INSERT INTO zone_de_vegetation (cleabs, nature, geometrie) VALUES ('ZONEVEGE99999999" +
           std::to_string(10000000 + i) + "', 'Bois', " + blob(square) + ");";
  }
  return sql;
}

std::string set(const std::string& layer, const std::string& what, const std::string& where = "1") {
  return "UPDATE " + layer + " SET " + what + " WHERE " + where;
}

const std::string first = "fid = 1";
const std::string reach = "troncon_hydrographique";

std::vector<Spoil> spoils_of_hydro() {
  const auto leaving = blob("MULTILINESTRING ((880000 6420000, 1280000 6420000))");
  return {{"columns", "ALTER TABLE troncon_hydrographique DROP COLUMN persistance"},
          {"formats", set(reach, "code_hydrographique = '0123456789012345678901'", first)},
          {.criterion = "keys", .sql = copies("detail_hydrographique", first), .declared = true},
          {"geometries", set("surface_hydrographique", "geometrie = " + bow_tie, first)},
          {"territory", set("cours_d_eau", "geometrie = " + leaving,
                            "fid = (SELECT min(fid) FROM cours_d_eau)")},
          {.criterion = "metadata", .theme = {"  topics: [inlandWaters]\n", ""}},
          {.criterion = "licence", .declaration = {{"licence: licence-ouverte-2.0\n", ""}}},
          {.criterion = "edition", .now = "2027-03-01T00:00:00Z"},
          {"domains", set(reach, "persistance = 'Parfois'", "fid % 2 = 0")},
          {"required", set(reach, "nature = NULL")},
          {"links", set(reach, "liens_vers_cours_d_eau = 'COURDEAU9999999999999999'", first)},
          {"network", "DELETE FROM noeud_hydrographique WHERE fid = 1"},
          {"confirmed", set(reach, "date_de_confirmation = '2010-01-01'", "fid % 8 <> 0")},
          {"water-police", set(reach, "inventaire_police_de_l_eau = NULL", "fid % 4 = 0")},
          {"farm-subsidies", set(reach, "inventaire_bcae = NULL", "fid % 4 = 0")},
          {"linked", copies(reach, "fid % 8 = 0", other_key)},
          {"position", permuted(reach)},
          {"covered", "DELETE FROM troncon_hydrographique WHERE fid % 8 = 0"},
          {.criterion = "open-conflicts",
           .statements = "{open-conflicts: 3, organisation: true, process: true}"},
          {.criterion = "organisation",
           .statements = "{open-conflicts: 0, organisation: false, process: true}"},
          {.criterion = "process", .statements = "{open-conflicts: 0, organisation: true}"}};
}

std::vector<Spoil> spoils_of_vegetation() {
  const std::string areas = "zone_de_vegetation";
  const auto leaving = blob("LINESTRING (880000 6400000, 1280000 6400000)");
  const std::string other_terms =
      "    terms: {title: {fr: Autres, en: Others}, url: 'https://geo.example/terms',"
      " permissions: [use]}\n";
  return {
      {"columns", "ALTER TABLE haie DROP COLUMN methode_d_acquisition_planimetrique"},
      {"formats", set("haie", "largeur = 'large'", first)},
      {.criterion = "keys", .sql = copies("haie", first), .declared = true},
      {"geometries", set(areas, "geometrie = " + bow_tie, first)},
      {"territory", set("haie", "geometrie = " + leaving, first)},
      {.criterion = "metadata",
       .theme = {"  topics: [environment, imageryBaseMapsEarthCover]\n", ""}},
      {.criterion = "licence", .theme = {"    terms: licence-ouverte-2.0\n", other_terms}},
      {.criterion = "edition", .now = "2027-03-01T00:00:00Z"},
      {"domains", set(areas, "nature = 'Buissons'", "fid % 5 = 0")},
      {"required", set(areas, "nature = NULL", "fid % 5 = 0")},
      {"overlaps",
       set(areas, "geometrie = (SELECT geometrie FROM zone_de_vegetation WHERE fid = 2)", first)},
      {"gaps", narrow_gaps()},
      {"linked", set("haie", "cleabs = " + other_key, "fid % 3 = 0")},
      {"position", permuted("haie")},
      {.criterion = "open-conflicts", .statements = "{open-conflicts: 1, organisation: true}"},
      {.criterion = "organisation", .statements = "{open-conflicts: 0}"}};
}

std::vector<Spoil> spoils_of(const std::string& theme) {
  return theme == "hydro" ? spoils_of_hydro() : spoils_of_vegetation();
}

std::vector<Spoilt> all_spoils() {
  std::vector<Spoilt> all;
  for (const std::string theme : {"hydro", "vegetation"})
    for (const auto& spoil : spoils_of(theme)) all.push_back({theme, spoil});
  return all;
}

class LabelTheme : public testing::TestWithParam<std::string> {};

/// A criterion that nobody misses here may be one that nobody can miss.
TEST_P(LabelTheme, HasATestOfEachCriterion) {
  std::multiset<std::string> asked;
  std::multiset<std::string> tested;
  const auto theme = rules::load_theme(GetParam());
  for (const auto& criterion : theme.label->criteria) asked.insert(criterion.code);
  for (const auto& spoil : spoils_of(GetParam())) tested.insert(spoil.criterion);
  EXPECT_EQ(tested, asked);
}

TEST_P(LabelTheme, AsksNothingMoreOfSoundData) {
  LabelDesk desk(GetParam());
  for (const auto& subject : {desk.build(), desk.declare()}) {
    const auto ran = desk.check(subject);
    EXPECT_EQ(ran.code, 0) << ran.err;
    const auto said = said_by_label("check", ran);
    EXPECT_EQ(missed(said), std::set<std::string>{}) << subject;
    EXPECT_EQ(said["level"], "expert");
    EXPECT_EQ(said["weighted"], 1);
    EXPECT_EQ(said["criteria"].size(), spoils_of(GetParam()).size());
  }
}

INSTANTIATE_TEST_SUITE_P(Shipped, LabelTheme, testing::Values("hydro", "vegetation"),
                         [](const auto& of) { return of.param; });

class LabelCriterion : public testing::TestWithParam<Spoilt> {};

TEST_P(LabelCriterion, FailsAlone) {
  const auto& spoil = GetParam().spoil;
  LabelDesk desk(GetParam().theme);
  if (!spoil.sql.empty()) desk.data().execute(spoil.sql);
  if (!spoil.statements.empty()) desk.attest(spoil.statements);
  Words asked{"--now", spoil.now};
  Words built;
  if (const auto& [from, to] = spoil.theme; !from.empty()) {
    built = {"--theme", desk.other_theme(from, to)};
    asked.insert(asked.end(), built.begin(), built.end());
  }
  const bool is_declared = spoil.declared || !spoil.declaration.empty();
  const auto subject = is_declared ? desk.declare(spoil.declaration) : desk.build(built);
  const auto ran = desk.check(subject, asked);
  EXPECT_EQ(ran.code, 1) << ran.err;
  const auto said = said_by_label("check", ran);
  EXPECT_EQ(missed(said), std::set{spoil.criterion});
  for (const auto& one : said["criteria"])
    if (one["criterion"] == spoil.criterion) {
      EXPECT_EQ(said["level"], one["mandatory"]          ? "en cours"
                               : said["weighted"] >= 0.8 ? "expert"
                                                         : "socle");
      EXPECT_NE(one["advice"], "");
    }
}

INSTANTIATE_TEST_SUITE_P(Shipped, LabelCriterion, testing::ValuesIn(all_spoils()),
                         [](const auto& of) {
                           auto name = of.param.theme + "_" + of.param.spoil.criterion;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace bdf::tests
