// SPDX-License-Identifier: MIT
// Areas of hedges that go with their lines.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "io/changeset.h"
#include "io/resolutions_file.h"
#include "io/sync_tables.h"
#include "jobs/explain.h"
#include "jobs/sync.h"
#include "support/drawing.h"
#include "support/drawn_layer.h"
#include "support/plain_layer.h"
#include "support/temporary_folder.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A hedge HK in its area (ABCD), where it may go, and one that stays: XY in (VWLZ).
const Drawing drawing(R"(
  A - - - P - - - B
  H - - - Q - - - K
  D - - - R - - - C
  E - - - S - - - F
  M - - - T - - - N
  G - - - U - - - J
  . . . . . . . . .
  . . . . . . . . .
  V - - - - - - - W
  X - - - - - - - Y
  Z - - - - - - - L )");

struct Hedge {
  std::string key, letters;
};
struct Area {
  std::string key, letters;
  std::string nature = "Haie";
  std::string note{};  ///< of the producer's own
};
struct Map {
  std::vector<Hedge> hedges;
  std::vector<Area> areas;
};

struct Said {
  std::vector<std::string> areas;  ///< "Z1 (ABCD)"
  std::vector<std::string> hedges;
  std::vector<std::string> update, contribution;
  std::vector<std::string> findings;  ///< "not_derived strip Z1", and in `messages` what they say
  std::vector<std::string> messages;
  std::vector<Conflict> pending;
  std::filesystem::path folder;

  /// The area, whatever becomes of the others.
  [[nodiscard]] std::string area(const std::string& key = "Z1") const {
    for (const auto& one : areas)
      if (one.starts_with(key + " ")) return one.substr(key.size() + 1);
    return "gone";
  }
};

class DerivedDoubles : public testing::Test {
 protected:
  DerivedDoubles() {
    theme("");
    everywhere({{{"H1", "HK"}, {"H9", "XY"}}, {{"Z1", "(ABCD)"}, {"Z9", "(VWLZ)"}}});
  }
  /// What more the theme says of the layer of areas, and of that of lines.
  void theme(const std::string& areas, const std::string& lines = "", const std::string& all = "") {
    std::ofstream(folder_.path() / "theme.yaml")
        << "name: t\nversion: 1\n"
        << all << "layers: {strip: {doubles: {layer: hedge, when: {nature: Haie}, as: derived}"
        << areas << "}, hedge: {" << lines << "}}\n";
  }
  void everywhere(const Map& map) { maps_ = {map, map, map}; }

  Said sync() {
    return sync({file("ancestor", maps_.ancestor), local(), file("edition", maps_.reference)});
  }
  Said without_ancestor() { return sync({"", local(), file("edition", maps_.reference)}); }
  /// Local is what was merged; `ancestor` and `reference` are the next ones.
  Said next(const Said& before, const Map& ancestor, const Map& reference) {
    return sync({file("next_ancestor", ancestor), (before.folder / "merged.gpkg").string(),
                 file("next_edition", reference)});
  }
  /// The same as a copy elsewhere, of which nothing but what it holds is known.
  Said next_of_copy(const Said& before, const Map& ancestor, const Map& reference) {
    const auto copy = folder_.path() / "copy.gpkg";
    std::filesystem::copy_file(before.folder / "merged.gpkg", copy,
                               std::filesystem::copy_options::overwrite_existing);
    return sync({file("next_ancestor", ancestor), copy.string(), file("next_edition", reference)});
  }
  /// Expects another sync to leave everything where it is.
  void expect_settled(const Said& before, const Map& ancestor, const Map& reference) {
    for (const auto& second :
         {next(before, ancestor, reference), next_of_copy(before, ancestor, reference)}) {
      EXPECT_EQ(second.areas, before.areas);
      EXPECT_EQ(second.hedges, before.hedges);
      EXPECT_THAT(second.update, IsEmpty());
    }
  }
  void expect_settled(const Said& before) {
    expect_settled(before, maps_.reference, maps_.reference);
    expect_settled(before, maps_.ancestor, maps_.reference);
    EXPECT_EQ(next(before, maps_.reference, maps_.reference).contribution, before.contribution);
  }
  [[nodiscard]] static std::string explained(const Said& said, const std::string& key = "Z1") {
    return jobs::explanation_as_text(jobs::explain(said.folder, key));
  }

  ThreeWay<Map> maps_;
  jobs::SyncJob job_;

 private:
  static PlainLayer hedges_of(const Map& map) {
    PlainLayer layer{plain_schema("hedge", "LINESTRING"), {}};
    layer.schema.columns = {{"key", ColumnType::text, "TEXT"}};
    for (const auto& hedge : map.hedges)
      layer.rows.push_back({{}, drawing.geometry(hedge.letters), {hedge.key}});
    return layer;
  }
  static PlainLayer areas_of(const Map& map, bool with_notes) {
    PlainLayer layer{plain_schema("strip", "POLYGON"), {}};
    layer.schema.columns = {{"key", ColumnType::text, "TEXT"},
                            {"nature", ColumnType::text, "TEXT"}};
    if (with_notes) layer.schema.columns.push_back({"note", ColumnType::text, "TEXT"});
    for (const auto& area : map.areas) {
      layer.rows.push_back({{}, drawing.geometry(area.letters), {area.key, area.nature}});
      if (with_notes)
        layer.rows.back().values.push_back(area.note.empty() ? Value{Null{}} : Value{area.note});
    }
    return layer;
  }
  std::string file(const std::string& name, const Map& map, bool with_notes = false) {
    const auto path = folder_.path() / (name + ".gpkg");
    write_geopackage(path, {areas_of(map, with_notes), hedges_of(map)});
    return path.string();
  }
  std::string local() { return file("local", maps_.local, true); }
  Said sync(const ThreeWay<std::string>& files) {
    job_.theme = (folder_.path() / "theme.yaml").string();
    job_.ancestor = files.ancestor;
    if (files.ancestor.empty()) job_.ancestor.reset();
    job_.local = files.local;
    job_.reference = files.reference;
    job_.key = {"key"};
    job_.now = "2026-01-01T00:00:00Z";
    job_.out = folder_.path() / ("out" + std::to_string(++syncs_));
    const auto summary = jobs::sync(job_);
    Said said;
    said.folder = job_.out;
    said.areas = held("strip");
    said.hedges = held("hedge");
    said.update = described(io::read_changeset(job_.out / "update.gpkg"));
    said.contribution = described(io::read_changeset(job_.out / "contribution.gpkg"));
    for (const auto& finding : summary.findings) {
      if (finding.code == "ancestor_is_another") continue;
      said.findings.push_back(finding.code + ' ' + finding.layer + ' ' + finding.feature);
      said.messages.push_back(finding.message);
    }
    auto database = io::Database::open_input(job_.out / "merged.gpkg");
    said.pending = io::read_pending(database);
    return said;
  }
  [[nodiscard]] std::vector<std::string> held(const std::string& layer) const {
    return drawn(read_layer(job_.out / "merged.gpkg", layer), drawing);
  }

  TemporaryFolder folder_;
  int syncs_ = 0;
};

TEST_F(DerivedDoubles, GoWithTheLineThatTheReferenceHasMoved) {
  maps_.reference.hedges[0].letters = "MN";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(EFJG)");
  EXPECT_THAT(first.findings, IsEmpty());
  EXPECT_THAT(first.contribution, ElementsAre(HasSubstr("update Z1")));
  EXPECT_THAT(explained(first), HasSubstr("it goes with H1, which it doubles"));
  expect_settled(first);
}

TEST_F(DerivedDoubles, GoWithTheLineThatLocalHasMovedWhateverTheReferenceTakes) {
  maps_.local.hedges[0].letters = "MN";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(EFJG)");
  EXPECT_THAT(first.contribution, ElementsAre(HasSubstr("update H1"), HasSubstr("update Z1")));
  expect_settled(first);
  auto line = maps_.reference;
  line.hedges[0].letters = "MN";
  auto area = maps_.reference;
  area.areas[0].letters = "(EFJG)";
  auto both = line;
  both.areas[0].letters = "(EFJG)";
  for (const auto& taken : {line, area, both}) {
    expect_settled(first, maps_.reference, taken);
    const auto second = next_of_copy(first, maps_.reference, taken);
    expect_settled(second, taken, taken);
  }
}

/// Whoever draws an area anew does so where the line is.
TEST_F(DerivedDoubles, AreWhereWhoeverMovedTheLineHasPutThem) {
  maps_.reference.hedges[0].letters = "MN";
  maps_.reference.areas[0].letters = "(ESFJG)";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(ESFJG)");
  EXPECT_THAT(first.contribution, IsEmpty());
  expect_settled(first);
}

/// The shape that the one has given it goes with the line of the other.
TEST_F(DerivedDoubles, KeepTheShapeThatOneSideHasGivenThem) {
  for (const auto side : {Side::local, Side::reference}) {
    everywhere({{{"H1", "HK"}, {"H9", "XY"}}, {{"Z1", "(ABCD)"}, {"Z9", "(VWLZ)"}}});
    maps_[side].areas[0].letters = "(APBCRD)";
    maps_[other_than(side)].hedges[0].letters = "MN";
    const auto first = sync();
    EXPECT_EQ(first.area(), "(ESFJUG)");
    expect_settled(first, maps_.reference, maps_.reference);
  }
}

TEST_F(DerivedDoubles, ThatBothHaveChangedStay) {
  maps_.local.areas[0].letters = "(APBCD)";
  maps_.reference.areas[0].letters = "(ABCRD)";
  maps_.reference.hedges[0].letters = "RC";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(APBCRD)");
  expect_settled(first, maps_.reference, maps_.reference);
}

/// The outline has vertices in its corners alone.
TEST_F(DerivedDoubles, BendWithTheirLine) {
  maps_.reference.hedges[0].letters = "HRK";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(A[40 -19.6922]BC[40 -40.3078]D)");
  EXPECT_THAT(first.findings, IsEmpty());
  expect_settled(first);
}

TEST_F(DerivedDoubles, AreNotBentByOtherVerticesDirectionsOrStarts) {
  maps_.local.areas[0].letters = "(BCDA)";
  maps_.local.hedges[0].letters = "KH";
  maps_.reference.hedges[0].letters = "HQK";
  maps_.reference.areas[0].letters = "(CDAB)";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(BCDA)");
  EXPECT_THAT(first.contribution, Not(Contains(HasSubstr("Z1"))));
  maps_.reference.hedges[0].letters = "NTM";
  const auto moved = sync();
  EXPECT_EQ(moved.area(), "(FJGE)");
  expect_settled(moved, maps_.reference, maps_.reference);
}

TEST_F(DerivedDoubles, AreDeletedWithTheirLine) {
  for (const auto side : {Side::local, Side::reference}) {
    everywhere({{{"H1", "HK"}, {"H9", "XY"}}, {{"Z1", "(ABCD)"}, {"Z9", "(VWLZ)"}}});
    maps_[side].hedges.erase(maps_[side].hedges.begin());
    const auto first = sync();
    EXPECT_EQ(first.area(), "gone");
    EXPECT_THAT(first.findings, IsEmpty());
    EXPECT_THAT(first.contribution, Contains(HasSubstr("delete Z1 offered")));
    EXPECT_THAT(explained(first), HasSubstr("it goes with H1, which it doubles"));
    expect_settled(first);
  }
}

TEST_F(DerivedDoubles, OnWhichAnythingOfOnesOwnHangsStay) {
  const auto stays = [&](const std::string& letters) {
    const auto first = sync();
    EXPECT_EQ(first.area(), letters);
    EXPECT_THAT(first.findings, ElementsAre("double_left_behind strip Z1"));
    EXPECT_THAT(first.contribution, Not(Contains(HasSubstr("delete Z"))));
    expect_settled(first, maps_.reference, maps_.reference);
  };
  maps_.reference.hedges.erase(maps_.reference.hedges.begin());
  maps_.local.areas[0].note = "planted 1987";
  stays("(ABCD)");
  maps_.local.areas[0].note = "";
  maps_.local.areas[0].letters = "(APBCD)";
  stays("(APBCD)");
  maps_.local.areas[0].letters = "(ABCD)";
  theme(", authority: {by_attribute: {nature: {owner: producer}}}");
  stays("(ABCD)");
}

/// In the next edition nobody has changed the area any more; it was told, and is not deleted then.
TEST_F(DerivedDoubles, ThatTheReferenceHasDrawnAnewStayWithoutTheLineThatLocalHasDeleted) {
  maps_.local.hedges.erase(maps_.local.hedges.begin());
  maps_.reference.areas[0].letters = "(APBCRD)";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(APBCRD)");
  EXPECT_THAT(first.findings, ElementsAre("double_left_behind strip Z1"));
  EXPECT_THAT(explained(first), HasSubstr("has not gone with H1"));
  expect_settled(first, maps_.reference, maps_.reference);
  const auto second = next_of_copy(first, maps_.reference, maps_.reference);
  expect_settled(second, maps_.reference, maps_.reference);
}

TEST_F(DerivedDoubles, StayAsLongAsThereIsALine) {
  for (const auto side : all_sides) maps_[side].hedges.push_back({"H2", "KQH"});
  maps_.local.hedges.erase(maps_.local.hedges.begin());
  const auto first = sync();
  EXPECT_EQ(first.area(), "(ABCD)");
  expect_settled(first);
}

TEST_F(DerivedDoubles, StayWhereAnotherLineHasTakenThePlace) {
  maps_.reference.hedges[0] = {"H5", "HQK"};
  EXPECT_EQ(sync().area(), "(ABCD)");
}

/// Two lines end to end; one of them moves its far end.
TEST_F(DerivedDoubles, MayHaveSeveralLines) {
  for (const auto side : all_sides) maps_[side].hedges = {{"H1", "HQ"}, {"H2", "QK"}, {"H9", "XY"}};
  maps_.reference.hedges[1].letters = "QC";
  const auto first = sync();
  EXPECT_THAT(first.findings, IsEmpty());
  EXPECT_THAT(first.area(), testing::StartsWith("(A"));
  EXPECT_THAT(first.area(), testing::EndsWith("D)"));
  EXPECT_THAT(first.area(), Not(HasSubstr("B")));
  expect_settled(first);
}

/// While it is asked where the line lies the area goes with what merged holds; it is not sent.
TEST_F(DerivedDoubles, FollowWhatIsDecidedOfTheirLine) {
  maps_.local.hedges[0].letters = "EF";
  maps_.reference.hedges[0].letters = "MN";
  const auto first = sync();
  ASSERT_EQ(first.pending.size(), 1U);
  EXPECT_EQ(first.area(), "(EFJG)");
  EXPECT_THAT(first.contribution, IsEmpty());
  expect_settled(first, maps_.reference, maps_.reference);
  EXPECT_THAT(explained(first), HasSubstr("as long as a question about H1 is open"));
  EXPECT_THAT(next(first, maps_.reference, maps_.reference).contribution, IsEmpty());
  auto decided = first.pending;
  decided[0].resolution = Resolution{Side::local, "", "me", "2026-01-02T00:00:00Z"};
  std::ofstream(first.folder / "resolutions.json") << io::resolutions_as_json(decided);
  const auto second = next(first, maps_.reference, maps_.reference);
  EXPECT_THAT(second.hedges, Contains("H1 EF"));
  EXPECT_EQ(second.area(), "(DCNM)");
  EXPECT_THAT(second.contribution, Contains(HasSubstr("update Z1")));
  expect_settled(second, maps_.reference, maps_.reference);
}

TEST_F(DerivedDoubles, OfWhichTheReferenceHasDeclinedTheOutlineStay) {
  for (const std::string declined : {"keep", "revert"}) {
    theme("", "", "declined: " + declined + "\n");
    everywhere({{{"H1", "HK"}, {"H9", "XY"}}, {{"Z1", "(ABCD)"}, {"Z9", "(VWLZ)"}}});
    maps_.local.hedges[0].letters = "MN";
    const auto first = sync();
    EXPECT_EQ(first.area(), "(EFJG)");
    const auto file = first.folder.parent_path() / ("answers_" + declined + ".gpkg");
    {
      auto database = io::Database::open_output(file);
      io::write_answers(
          database, {{"strip", "Z1", "geometry", "POLYGON ((0 -40, 80 -40, 80 -60, 0 -60, 0 -40))",
                      true, "IGN", "2026-02-01T08:00:00Z", ""}});
    }
    job_.answers = file.string();
    const auto second = next(first, maps_.reference, maps_.reference);
    const std::string held = declined == "keep" ? "(EFJG)" : "(ABCD)";
    EXPECT_EQ(second.area(), held);
    EXPECT_THAT(second.contribution, Not(Contains(HasSubstr("Z1"))));
    job_.answers.clear();
    const auto third = next_of_copy(second, maps_.reference, maps_.reference);
    EXPECT_EQ(third.area(), held);
    EXPECT_THAT(third.contribution, Not(Contains(HasSubstr("Z1"))));
  }
}

/// The reference has a wood beside the hedge.
TEST_F(DerivedDoubles, DoNotRunOverTheirNeighboursInACoverage) {
  theme(", coverage: {}");
  for (const auto side : all_sides) maps_[side].areas.push_back({"Z2", "(EFJG)", "Bois"});
  maps_.local.hedges[0].letters = "EF";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(ABCD)");
  EXPECT_THAT(first.findings, Contains("not_derived strip Z1"));
  EXPECT_THAT(first.messages, Contains(HasSubstr("it would overlap Z2 beside it")));
  expect_settled(first);
  // Without the wood nothing is in the way.
  for (const auto side : all_sides) maps_[side].areas.pop_back();
  EXPECT_EQ(sync().area(), "(DCNM)");
}

TEST_F(DerivedDoubles, DoNotPartFromTheirNeighboursInACoverage) {
  theme(", coverage: {}");
  for (const auto side : all_sides) maps_[side].areas.push_back({"Z2", "(DCFE)", "Bois"});
  maps_.reference.hedges[0].letters = "AB";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(ABCD)");
  EXPECT_THAT(first.findings, Contains("not_derived strip Z1"));
  expect_settled(first, maps_.reference, maps_.reference);
}

/// Two areas side by side along one line, which moves: both go.
TEST_F(DerivedDoubles, GoTogetherInACoverage) {
  theme(", coverage: {}");
  for (const auto side : all_sides)
    maps_[side].areas = {{"Z1", "(APRD)"}, {"Z2", "(PBCR)"}, {"Z9", "(VWLZ)"}};
  maps_.reference.hedges[0].letters = "MN";
  const auto first = sync();
  EXPECT_EQ(first.area("Z1"), "(ESUG)");
  EXPECT_EQ(first.area("Z2"), "(SFJU)");
  EXPECT_THAT(first.findings, IsEmpty());
  expect_settled(first);
}

/// What was one line is two, be they cut anew or joined.
TEST_F(DerivedDoubles, OfALineThatWasCutStay) {
  maps_.reference.hedges = {{"H1", "HQ"}, {"H2", "QK"}, {"H9", "XY"}};
  const auto cut = sync();
  EXPECT_EQ(cut.area(), "(ABCD)");
  EXPECT_THAT(cut.findings, IsEmpty());
  expect_settled(cut);
  maps_.reference.hedges = {{"H1", "DR"}, {"H2", "RC"}, {"H9", "XY"}};
  EXPECT_EQ(sync().area(), "(ABCD)");
  maps_.ancestor.hedges = {{"H1", "HQ"}, {"H2", "QK"}, {"H9", "XY"}};
  maps_.local = maps_.ancestor;
  maps_.reference.hedges = {{"H1", "HK"}, {"H9", "XY"}};
  const auto joined = sync();
  EXPECT_EQ(joined.area(), "(ABCD)");
  EXPECT_THAT(joined.findings, IsEmpty());
}

TEST_F(DerivedDoubles, ThatWouldLoseTheirShapeStay) {
  maps_.reference.hedges[0].letters = "HKDP";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(ABCD)");
  EXPECT_THAT(first.findings, Contains("not_derived strip Z1"));
  EXPECT_THAT(first.messages, Contains(HasSubstr("draw it anew")));
  expect_settled(first);
}

/// What the office does elsewhere in its layer is nothing to what was settled.
TEST_F(DerivedDoubles, StayWhereTheyAreWhileOtherThingsChange) {
  maps_.reference.hedges[0].letters = "MN";
  const auto first = sync();
  run_sql(first.folder / "merged.gpkg", "UPDATE strip SET note = 'planted 1987' WHERE key = 'Z9'");
  auto edition = maps_.reference;
  edition.hedges[1].letters = "YX";
  const auto second = next(first, maps_.reference, edition);
  EXPECT_EQ(second.areas, first.areas);
  EXPECT_EQ(second.contribution, first.contribution);
}

/// Whoever has drawn the area where the line was is right until the line moves.
TEST_F(DerivedDoubles, GoOnFromWhereTheyHaveGone) {
  maps_.reference.hedges[0].letters = "EF";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(DCNM)");
  auto edition = maps_.reference;
  edition.hedges[0].letters = "MN";
  const auto second = next(first, maps_.reference, edition);
  EXPECT_EQ(second.area(), "(EFJG)");
  expect_settled(second, edition, edition);
}

TEST_F(DerivedDoubles, WhatIsAWoodNowStays) {
  maps_.local.areas[0].nature = "Bois";
  maps_.reference.hedges[0].letters = "MN";
  EXPECT_EQ(sync().area(), "(ABCD)");
}

/// An area that somebody has drawn where the line is now.
TEST_F(DerivedDoubles, ThatFitAlreadyStay) {
  maps_.ancestor.hedges[0].letters = "AB";
  maps_.reference.hedges[0].letters = "AB";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(ABCD)");
  EXPECT_THAT(first.findings, IsEmpty());
}

TEST_F(DerivedDoubles, WithoutAnAncestorGoFromLocalsLineOnly) {
  theme(", authority: {geometry: {owner: producer}}", "authority: {geometry: {owner: reference}}");
  maps_.local.areas[0].letters = "(APBCD)";
  maps_.reference.hedges[0].letters = "MN";
  const auto first = without_ancestor();
  EXPECT_EQ(first.area(), "(ESFJG)");
}

TEST_F(DerivedDoubles, ManyDeletionsAreToBeConfirmed) {
  Map map;
  const std::vector<std::string> lines{"HK", "MN", "XY"};
  const std::vector<std::string> areas{"(ABCD)", "(EFJG)", "(VWLZ)"};
  for (int i = 0; i < 36; ++i) {
    const auto number = std::to_string(i);
    map.areas.push_back({"Z" + number, areas[static_cast<std::size_t>(i % 3)]});
  }
  for (int i = 0; i < 3; ++i)
    map.hedges.push_back({"H" + std::to_string(i), lines[static_cast<std::size_t>(i)]});
  everywhere(map);
  maps_.reference.hedges.erase(maps_.reference.hedges.begin());
  EXPECT_THROW(sync(), InputError);
  job_.confirm_deletions = true;
  EXPECT_EQ(sync().areas.size(), 24U);
}

/// What one side alone has is nobody's to move, in the next sync neither.
TEST_F(DerivedDoubles, AnAreaThatTheReferenceHasJustDrawnStays) {
  const Map before{{{"H1", "HK"}, {"H9", "XY"}}, {{"Z9", "(VWLZ)"}}};
  const Map edition{{{"H1", "HK"}, {"H9", "XY"}}, {{"Z1", "(ABCD)"}, {"Z9", "(VWLZ)"}}};
  for (const Map& local : {Map{{{"H9", "XY"}}, {{"Z9", "(VWLZ)"}}},
                           Map{{{"H1", "MN"}, {"H9", "XY"}}, {{"Z9", "(VWLZ)"}}}}) {
    maps_ = {before, local, edition};
    const auto first = sync();
    EXPECT_EQ(first.area(), "(ABCD)");
    expect_settled(first, edition, edition);
  }
}

/// A line that gave way to a rule is a question, as one that is asked about is.
TEST_F(DerivedDoubles, AnAreaIsNotSentWhileItsLineIsProposed) {
  theme("", "authority: {geometry: {owner: reference}}");
  everywhere({{{"H1", "HK"}, {"H9", "XY"}}, {{"Z1", "(ABCD)"}, {"Z9", "(VWLZ)"}}});
  maps_.local.hedges[0].letters = "MN";
  maps_.reference.hedges[0].letters = "EF";
  const auto first = sync();
  EXPECT_THAT(first.contribution, ElementsAre(HasSubstr("H1")));
}

// ---- while it is being asked about them

class DerivedDoublesInQuestion : public DerivedDoubles {
 protected:
  static std::vector<std::string> questions(const Said& said) {
    std::vector<std::string> questions;
    for (const auto& one : said.pending)
      questions.push_back(std::string(name_of(one.kind)) + ' ' + one.id);
    return questions;
  }
  /// Nothing is decided by waiting.
  void expect_open(const Said& first) {
    expect_settled(first, maps_.reference, maps_.reference);
    const auto second = next_of_copy(first, maps_.reference, maps_.reference);
    EXPECT_EQ(questions(second), questions(first));
    EXPECT_EQ(second.contribution, first.contribution);
    const auto third = next(second, maps_.reference, maps_.reference);
    EXPECT_EQ(questions(third), questions(first));
  }
};

/// IGN has deleted the area, of which the office says something, and moved its line.
TEST_F(DerivedDoublesInQuestion, StayWhereTheReferenceHasDeletedThem) {
  maps_.local.areas[0].note = "planted 1987";
  maps_.reference.areas.erase(maps_.reference.areas.begin());
  maps_.reference.hedges[0].letters = "MN";
  const auto first = sync();
  EXPECT_EQ(first.area(), "(ABCD)");
  EXPECT_THAT(questions(first), ElementsAre(HasSubstr("delete_edit")));
  EXPECT_THAT(first.contribution, IsEmpty());
  expect_open(first);
}

/// The line moves while the question is open.
TEST_F(DerivedDoublesInQuestion, StayLaterToo) {
  maps_.local.areas[0].note = "planted 1987";
  maps_.reference.areas.erase(maps_.reference.areas.begin());
  const auto first = sync();
  EXPECT_EQ(first.area(), "(ABCD)");
  const auto then = maps_.reference;
  maps_.reference.hedges[0].letters = "MN";
  const auto second = next(first, then, maps_.reference);
  EXPECT_EQ(second.area(), "(ABCD)");
  EXPECT_EQ(questions(second), questions(first));
  EXPECT_THAT(second.contribution, IsEmpty());
  expect_open(second);
}

/// The office has deleted the area and moved its line; IGN has drawn the area anew.
TEST_F(DerivedDoublesInQuestion, StayWhereLocalHasDeletedThem) {
  maps_.local.areas.erase(maps_.local.areas.begin());
  maps_.local.hedges[0].letters = "MN";
  maps_.reference.areas[0].letters = "(ABCRD)";
  const auto first = sync();
  EXPECT_THAT(questions(first), ElementsAre(HasSubstr("delete_edit")));
  EXPECT_THAT(first.contribution, ElementsAre(HasSubstr("update H1")));
  expect_open(first);
}

/// Both have drawn it otherwise, and IGN has moved its line.
TEST_F(DerivedDoublesInQuestion, StayWhereBothHaveDrawnThem) {
  maps_.local.areas[0].letters = "(ABFE)";
  maps_.reference.areas[0].letters = "(ABNM)";
  maps_.reference.hedges[0].letters = "EF";
  const auto first = sync();
  EXPECT_THAT(questions(first), ElementsAre(HasSubstr("geometry")));
  EXPECT_THAT(first.contribution, IsEmpty());
  expect_open(first);
}

}  // namespace
}  // namespace bdf::tests
