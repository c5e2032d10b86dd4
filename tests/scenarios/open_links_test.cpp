// SPDX-License-Identifier: MIT
// What the engine does to an object that is being asked about is nobody's answer.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "geometry/wkt.h"
#include "io/changeset.h"
#include "io/geometry_blob.h"
#include "io/geopackage.h"
#include "io/sync_tables.h"
#include "jobs/sync.h"
#include "support/linked_map.h"
#include "support/temporary_folder.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr auto key_of_river = "COURDEAU0000000000000001";
constexpr auto other_river = "COURDEAU0000000000000002";
constexpr auto third_river = "COURDEAU0000000000000003";
constexpr auto key_of_reach = "TRON_EAU0000000000000001";

constexpr auto straight = "LINESTRING Z (0 0 0, 100 0 0)";
constexpr auto bent = "LINESTRING Z (0 0 0, 50 20 0, 100 0 0)";
constexpr auto bent_more = "LINESTRING Z (0 0 0, 50 40 0, 100 0 0)";

struct Said {
  std::filesystem::path folder;
  std::vector<std::string> reaches;
  std::vector<std::string> conflicts;  ///< "delete_edit 0123…", by kind and id
  std::vector<std::string> proposals;  ///< "liens_vers_cours_d_eau COURDEAU…2"
  std::vector<std::string> resolved;   ///< "delete_edit reference edit"
  std::vector<std::string> contribution;
  std::vector<std::string> update;
};

/// A reach with what links it to its river, and two other rivers.
class OpenLinks : public testing::Test {
 protected:
  OpenLinks() {
    const LinkedMap map{{{key_of_river, "le Lez", "MULTILINESTRING ((0 0, 100 0))"},
                         {other_river, "la Lironde", "MULTILINESTRING ((0 500, 100 500))"},
                         {third_river, "le Verdanson", "MULTILINESTRING ((0 900, 100 900))"}},
                        {{key_of_reach, key_of_river, "le Lez", straight}}};
    ancestor = local = reference = map;
  }

  Said sync() {
    return sync({write("ancestor", ancestor), write("local", local), write("r0", reference)});
  }
  /// What was merged is local, and the reference of then the ancestor.
  Said next(const Said& before) {
    const auto then = edition();
    ++editions_;
    return sync(
        {then, before.folder / "merged.gpkg", write("r" + std::to_string(editions_), reference)});
  }

  /// The same by somebody who has lost the reference of then.
  Said next_without_ancestor(const Said& before) {
    ++editions_;
    return sync(
        {{}, before.folder / "merged.gpkg", write("r" + std::to_string(editions_), reference)});
  }

  /// Nothing is decided by waiting, neither where it was written nor where nothing but the layer
  /// itself is known; and nothing new is sent.
  Said expect_settled(const Said& first) {
    auto second = next(first);
    expect_same(second, first);
    const auto copy = folder_.path() / "copy.gpkg";
    std::filesystem::copy_file(second.folder / "merged.gpkg", copy,
                               std::filesystem::copy_options::overwrite_existing);
    expect_same(sync({edition(), copy, edition()}), first);
    return second;
  }
  static void expect_same(const Said& second, const Said& first) {
    EXPECT_EQ(second.reaches, first.reaches);
    EXPECT_EQ(second.conflicts, first.conflicts);
    EXPECT_EQ(second.proposals, first.proposals);
    EXPECT_EQ(second.contribution, first.contribution);
    EXPECT_THAT(second.resolved, IsEmpty());
    EXPECT_THAT(second.update, IsEmpty());
  }

  /// Enters a decision as somebody would in QGIS.
  static void resolve(const Said& said, const std::string& word) {
    run_sql(said.folder / "conflicts.gpkg", "UPDATE conflict SET resolution = ?", {word});
  }
  static void edit(const Said& said, const std::string& sql) {
    run_sql(said.folder / "merged.gpkg", "UPDATE troncon_hydrographique SET " + sql);
  }

  /// The theme says who answers for an attribute.
  void authority(const std::string& attribute, const std::string& responsibility) {
    theme_ = folder_.path() / "theme.yaml";
    std::ofstream(theme_) << "name: t\nversion: 1\nschema: bdtopo\ntolerance: 0.05\n"
                             "matching: {distance: 10, far: 100}\n"
                             "layers: {cours_d_eau: {}, troncon_hydrographique: "
                             "{authority: {by_attribute: {"
                          << attribute << ": " << responsibility << "}}}}\n";
  }

  static bool holds(const Said& said, const std::string& wkb) {
    const auto rows = read_layer(said.folder / "merged.gpkg", "troncon_hydrographique").rows;
    return std::any_of(rows.begin(), rows.end(),
                       [&](const PlainRow& row) { return row.geometry == Value{Blob{wkb}}; });
  }

  LinkedMap ancestor, local, reference;

 private:
  std::filesystem::path write(const std::string& name, const LinkedMap& map) {
    const auto path = folder_.path() / (name + ".gpkg");
    write_linked(path, map);
    return path;
  }
  [[nodiscard]] std::filesystem::path edition() const {
    return folder_.path() / ("r" + std::to_string(editions_) + ".gpkg");
  }
  Said sync(const ThreeWay<std::filesystem::path>& files);

  TemporaryFolder folder_;
  std::filesystem::path theme_ = "hydro";
  int editions_ = 0;
  int syncs_ = 0;
};

Said OpenLinks::sync(const ThreeWay<std::filesystem::path>& files) {
  jobs::SyncJob job;
  job.theme = theme_.string();
  if (!files.ancestor.empty()) job.ancestor = files.ancestor.string();
  job.local = files.local.string();
  job.reference = files.reference.string();
  job.now = "2026-01-01T00:00:00Z";
  job.confirm_deletions = true;
  job.out = folder_.path() / ("out" + std::to_string(++syncs_));
  jobs::sync(job);
  Said said{job.out, reaches_in(job.out / "merged.gpkg"), {}, {}, {}, {}, {}};
  said.contribution = described(io::read_changeset(job.out / "contribution.gpkg"));
  said.update = described(io::read_changeset(job.out / "update.gpkg"));
  auto database = io::Database::open_input(job.out / "merged.gpkg");
  for (const auto& one : io::read_pending(database))
    if (one.kind == ConflictKind::proposal)
      said.proposals.push_back(one.attribute + ' ' + one.values.local.value_or("NULL"));
    else
      said.conflicts.push_back(std::string(name_of(one.kind)) + ' ' + one.id);
  std::set<std::string> before;
  auto earlier = io::Database::open_input(files.local);
  for (const auto& one : io::read_resolutions(earlier)) before.insert(one.id);
  for (const auto& one : io::read_resolutions(database))
    if (!before.contains(one.id))
      said.resolved.push_back(
          std::string(name_of(one.kind)) + ' ' +
          (one.resolution->side ? std::string(name_of(*one.resolution->side)) : "value") + ' ' +
          one.resolution->by);
  return said;
}

// ---- deleted on one side, changed on the other

/// The office has deleted the reach and its river; IGN has drawn the reach anew.
class DeletedHere : public OpenLinks {
 protected:
  DeletedHere() {
    local.reaches.clear();
    local.rivers.erase(local.rivers.begin());
    reference.reaches[0].line = bent;
  }
};

TEST_F(DeletedHere, ALinkThatIsTakenOutDecidesNothing) {
  const auto first = sync();
  EXPECT_THAT(first.reaches, ElementsAre(reach_line("1", "", "")));
  EXPECT_THAT(first.conflicts, ElementsAre(HasSubstr("delete_edit")));
  EXPECT_THAT(first.contribution, ElementsAre(HasSubstr("delete COURDEAU0000000000000001")));
  expect_settled(expect_settled(first));
}

TEST_F(DeletedHere, TheQuestionIsAboutWhatTheReferenceSaysLater) {
  const auto first = sync();
  reference.reaches[0].line = bent_more;
  const auto second = next(first);
  EXPECT_THAT(second.reaches, ElementsAre(reach_line("1", "", "")));
  EXPECT_THAT(second.conflicts, ElementsAre(HasSubstr("delete_edit")));
  EXPECT_NE(second.conflicts, first.conflicts);
  EXPECT_THAT(second.resolved, IsEmpty());
  reference.reaches[0].links = other_river;
  reference.reaches[0].names = "la Lironde";
  const auto third = next(second);
  EXPECT_THAT(third.reaches, ElementsAre(reach_line("1", other_river, "la Lironde")));
  EXPECT_THAT(third.proposals, IsEmpty());
  EXPECT_THAT(third.contribution, SizeIs(1));
  expect_settled(third);
}

TEST_F(DeletedHere, DeletedThereTooItEnds) {
  const auto first = sync();
  reference.reaches.clear();
  const auto second = next(first);
  EXPECT_THAT(second.reaches, IsEmpty());
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.contribution, ElementsAre(HasSubstr("delete COURDEAU0000000000000001")));
}

TEST_F(DeletedHere, DeletedThereTooWhatSomebodyHasWorkedOnIsAskedAbout) {
  const auto first = sync();
  reference.reaches.clear();
  edit(first, "cpx_toponyme_de_cours_d_eau = 'Lez vif'");
  const auto second = next(first);
  EXPECT_THAT(second.reaches, ElementsAre(reach_line("1", "", "Lez vif")));
  EXPECT_THAT(second.conflicts, ElementsAre(HasSubstr("delete_edit")));
}

TEST_F(DeletedHere, WhereItIsKeptItsLinkGoesWithTheRiver) {
  const auto first = sync();
  resolve(first, "reference");
  const auto second = next(first);
  EXPECT_THAT(second.reaches, ElementsAre(reach_line("1", "", "")));
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.contribution, Contains(HasSubstr("update TRON_EAU0000000000000001")));
  expect_settled(second);
}

TEST_F(DeletedHere, WhereTheDeletionStandsItGoes) {
  const auto first = sync();
  resolve(first, "local");
  const auto second = next(first);
  EXPECT_THAT(second.reaches, IsEmpty());
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.contribution, SizeIs(2));
}

TEST_F(DeletedHere, WorkingOnItIsAnAnswerStill) {
  const auto first = sync();
  edit(first, "cpx_toponyme_de_cours_d_eau = 'Lez vif'");
  const auto second = next(first);
  EXPECT_THAT(second.resolved, ElementsAre("delete_edit reference edit"));
  EXPECT_THAT(second.conflicts, IsEmpty());
}

/// Giving the link back by hand is work, too.
TEST_F(DeletedHere, SoIsPuttingBackWhatTheEngineTookOut) {
  const auto first = sync();
  edit(first, std::string("liens_vers_cours_d_eau = '") + key_of_river +
                  "', cpx_toponyme_de_cours_d_eau = 'le Lez'");
  EXPECT_THAT(next(first).resolved, ElementsAre("delete_edit reference edit"));
}

/// The office answers for the name, and nothing tells that merged's is IGN's of then.
TEST_F(DeletedHere, AnOldNameOfTheReferencesDecidesNothing) {
  authority("cpx_toponyme_de_cours_d_eau", "{owner: producer}");
  local.rivers = reference.rivers;
  const auto first = sync();
  reference.reaches[0].names = "Lez vif";
  const auto second = next_without_ancestor(first);
  EXPECT_THAT(second.reaches, ElementsAre(reach_line("1", key_of_river, "le Lez")));
  EXPECT_THAT(second.conflicts, ElementsAre(HasSubstr("delete_edit")));
  EXPECT_THAT(second.contribution, IsEmpty());
  expect_settled(second);
}

/// IGN has deleted the reach, which the office has drawn anew.
class DeletedThere : public OpenLinks {
 protected:
  DeletedThere() {
    local.reaches[0].line = bent;
    reference.reaches.clear();
  }
};

TEST_F(DeletedThere, ALinkThatIsTakenOutDecidesNothing) {
  reference.rivers.erase(reference.rivers.begin());
  const auto first = sync();
  EXPECT_THAT(first.reaches, ElementsAre(reach_line("1", "", "")));
  EXPECT_THAT(first.conflicts, ElementsAre(HasSubstr("delete_edit")));
  EXPECT_THAT(first.contribution, IsEmpty());
  expect_settled(expect_settled(first));
}

TEST_F(DeletedThere, ALinkThatIsLedElsewhereDecidesNothing) {
  reference.rivers[0].key = "COURDEAU0000000000000009";
  reference.rivers[0].name = "Lez";
  const auto first = sync();
  EXPECT_THAT(first.reaches, ElementsAre(reach_line("1", "COURDEAU0000000000000009", "Lez")));
  expect_settled(first);
}

TEST_F(DeletedThere, NorDoesOneThatIsLedElsewhereLater) {
  const auto first = sync();
  EXPECT_THAT(first.reaches, ElementsAre(reach_line("1", key_of_river, "le Lez")));
  reference.rivers[0].key = "COURDEAU0000000000000009";
  const auto second = next(first);
  EXPECT_THAT(second.reaches, ElementsAre(reach_line("1", "COURDEAU0000000000000009", "le Lez")));
  EXPECT_EQ(second.conflicts, first.conflicts);
  EXPECT_THAT(second.resolved, IsEmpty());
  expect_settled(second);
  reference.rivers.erase(reference.rivers.begin());
  const auto third = next(second);
  EXPECT_THAT(third.reaches, ElementsAre(reach_line("1", "", "")));
  EXPECT_EQ(third.conflicts, first.conflicts);
  expect_settled(third);
}

/// What the office keeps goes back to the reference as it is now.
TEST_F(DeletedThere, WhereItIsKeptItIsSentWithItsLinkOfToday) {
  const auto first = sync();
  reference.rivers[0].key = "COURDEAU0000000000000009";
  const auto second = next(first);
  resolve(second, "local");
  const auto third = next(second);
  EXPECT_THAT(third.conflicts, IsEmpty());
  EXPECT_THAT(third.contribution,
              ElementsAre(HasSubstr("liens_vers_cours_d_eau=COURDEAU0000000000000009")));
}

// ---- the link itself is in question

/// The office links the reach to one other river, IGN to another, which the office has deleted.
class LedApart : public OpenLinks {
 protected:
  LedApart() {
    local.reaches[0].links = other_river;
    local.rivers.pop_back();
    reference.reaches[0].links = third_river;
  }
};

TEST_F(LedApart, ALinkThatIsTakenOutDecidesNothing) {
  authority("liens_vers_cours_d_eau", "{owner: shared}");
  const auto first = sync();
  EXPECT_THAT(first.reaches, ElementsAre(reach_line("1", "", "le Lez")));
  EXPECT_THAT(first.conflicts, ElementsAre(HasSubstr("attribute")));
  EXPECT_THAT(first.contribution, ElementsAre(HasSubstr("delete COURDEAU0000000000000003")));
  expect_settled(expect_settled(first));
}

TEST_F(LedApart, TheQuestionIsAboutWhatTheReferenceSaysLater) {
  authority("liens_vers_cours_d_eau", "{owner: shared}");
  const auto first = sync();
  reference.reaches[0].links = std::string(key_of_river) + "/" + other_river;
  const auto second = next(first);
  EXPECT_THAT(second.reaches, ElementsAre(reach_line("1", reference.reaches[0].links, "le Lez")));
  EXPECT_THAT(second.conflicts, ElementsAre(HasSubstr("attribute")));
  EXPECT_THAT(second.resolved, IsEmpty());
  expect_settled(second);
}

TEST_F(LedApart, TheSidesThatAreChosenAreTheirs) {
  authority("liens_vers_cours_d_eau", "{owner: shared}");
  const auto first = sync();
  resolve(first, "local");
  const auto second = next(first);
  EXPECT_THAT(second.reaches, ElementsAre(HasSubstr(other_river)));
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.contribution, Contains(HasSubstr("liens_vers_cours_d_eau=COURDEAU")));
}

TEST_F(LedApart, AnotherLinkIsAnAnswerStill) {
  authority("liens_vers_cours_d_eau", "{owner: shared}");
  const auto first = sync();
  edit(first, std::string("liens_vers_cours_d_eau = '") + key_of_river + "'");
  const auto second = next(first);
  EXPECT_THAT(second.resolved, ElementsAre("attribute value edit"));
  EXPECT_THAT(second.conflicts, IsEmpty());
}

/// IGN answers for the link: the office's waits for its answer.
TEST_F(LedApart, AProposalWaitsThoughTheLinkIsTakenOut) {
  const auto first = sync();
  EXPECT_THAT(first.reaches, ElementsAre(HasSubstr("1:  | ")));
  EXPECT_THAT(first.conflicts, IsEmpty());
  EXPECT_THAT(first.proposals, ElementsAre(HasSubstr(other_river)));
  EXPECT_THAT(first.contribution,
              Contains(HasSubstr(std::string("liens_vers_cours_d_eau=") + other_river)));
  expect_settled(expect_settled(first));
}

TEST_F(LedApart, AnotherLinkTakesTheProposalsPlace) {
  const auto first = sync();
  edit(first, std::string("liens_vers_cours_d_eau = '") + key_of_river + "'");
  const auto second = next(first);
  EXPECT_THAT(second.resolved, ElementsAre("proposal local edit"));
  EXPECT_THAT(second.contribution,
              Contains(HasSubstr(std::string("liens_vers_cours_d_eau=") + key_of_river)));
}

// ---- cut on one side, gone or changed on the other

/// IGN has cut the reach, which the office has deleted with its river.
class CutThere : public OpenLinks {
 protected:
  CutThere() {
    reference.reaches = {
        {key_of_reach, key_of_river, "le Lez", "LINESTRING Z (0 0 0, 40 0 0)"},
        {"TRON_EAU0000000000000002", key_of_river, "le Lez", "LINESTRING Z (40 0 0, 100 0 0)"}};
  }
};

TEST_F(CutThere, ALinkThatIsTakenOutDecidesNothingWhereItWasDeletedHere) {
  local.reaches.clear();
  local.rivers.erase(local.rivers.begin());
  const auto first = sync();
  EXPECT_THAT(first.reaches, ElementsAre(reach_line("1", "", ""), reach_line("2", "", "")));
  EXPECT_THAT(first.conflicts, ElementsAre(HasSubstr("recut")));
  EXPECT_THAT(first.contribution, ElementsAre(HasSubstr("delete COURDEAU0000000000000001")));
  expect_settled(expect_settled(first));
}

TEST_F(CutThere, TheQuestionIsAboutWhatTheReferenceSaysLaterWhereItWasDeletedHere) {
  local.reaches.clear();
  local.rivers.erase(local.rivers.begin());
  const auto first = sync();
  reference.reaches[1].links = other_river;
  reference.reaches[1].names = "la Lironde";
  const auto second = next(first);
  EXPECT_THAT(second.reaches,
              ElementsAre(reach_line("1", "", ""), reach_line("2", other_river, "la Lironde")));
  EXPECT_THAT(second.conflicts, ElementsAre(HasSubstr("recut")));
  EXPECT_THAT(second.resolved, IsEmpty());
  expect_settled(second);
}

TEST_F(CutThere, ALinkThatIsLedElsewhereDecidesNothingWhereItWasChangedHere) {
  local.reaches[0].line = bent;
  local.reaches[0].links = other_river;
  reference.rivers[1].key = "COURDEAU0000000000000009";
  const auto first = sync();
  EXPECT_THAT(first.conflicts, ElementsAre(HasSubstr("recut")));
  EXPECT_THAT(first.reaches, ElementsAre(HasSubstr("COURDEAU0000000000000009")));
  expect_settled(expect_settled(first));
}

TEST_F(CutThere, WorkingOnAPartIsAnAnswerStill) {
  local.reaches.clear();
  local.rivers.erase(local.rivers.begin());
  const auto first = sync();
  edit(first, "cpx_toponyme_de_cours_d_eau = 'Lez vif' WHERE cleabs LIKE '%2'");
  const auto second = next(first);
  EXPECT_THAT(second.resolved, ElementsAre("recut local edit"));
  EXPECT_THAT(second.reaches, Contains(HasSubstr("Lez vif")));
}

TEST_F(CutThere, TheQuestionStaysUnderAnotherKeyWhereItWasDeletedHere) {
  local.reaches.clear();
  local.rivers.erase(local.rivers.begin());
  const auto first = sync();
  reference.reaches[1].key = "TRON_EAU0000000000000007";
  const auto second = next(first);
  EXPECT_THAT(second.reaches, ElementsAre(reach_line("1", "", ""), reach_line("7", "", "")));
  EXPECT_THAT(second.conflicts, ElementsAre(HasSubstr("recut")));
  EXPECT_THAT(second.resolved, IsEmpty());
  expect_settled(second);
}

TEST_F(CutThere, DrawingAPartAnewIsAnAnswerToo) {
  local.reaches.clear();
  const auto first = sync();
  const auto drawn = geometry::wkb_from_wkt("LINESTRING Z (40 0 0, 70 30 0, 100 0 0)");
  run_sql(first.folder / "merged.gpkg",
          "UPDATE troncon_hydrographique SET geom = ? WHERE cleabs LIKE '%2'",
          {Blob{io::geometry_blob(drawn, 2154)}});
  const auto second = next(first);
  EXPECT_THAT(second.resolved, ElementsAre("recut local edit"));
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_TRUE(holds(second, drawn));
}

// ---- one key on two objects

TEST_F(OpenLinks, NothingIsSentOfAnObjectThatMayBeAnother) {
  local.reaches[0].line = "LINESTRING Z (0 5000 0, 100 5000 0)";
  local.reaches[0].links = std::string(key_of_river) + "/" + other_river;
  reference.rivers.erase(reference.rivers.begin() + 1);
  const auto first = sync();
  EXPECT_THAT(first.conflicts, ElementsAre(HasSubstr("identity")));
  EXPECT_THAT(first.reaches, ElementsAre(reach_line("1", key_of_river, "le Lez")));
  EXPECT_THAT(first.contribution, IsEmpty());
  expect_settled(expect_settled(first));
}

}  // namespace
}  // namespace bdf::tests
