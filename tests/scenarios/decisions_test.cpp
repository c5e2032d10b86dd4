// SPDX-License-Identifier: MIT
// Decisions that come from people: drawn on the map, or written in a resolutions.json, which one
// folder leaves to the next.
#include <gmock/gmock.h>

#include <fstream>
#include <regex>

#include "base/error.h"
#include "io/resolutions_file.h"
#include "jobs/resolve.h"
#include "support/scenario.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Object neighbour{"K9", "YZ", {}};

std::vector<Conflict> written(const std::filesystem::path& folder) {
  return io::read_resolutions_file(folder / "resolutions.json");
}

void write(const std::filesystem::path& folder, const std::vector<Conflict>& decisions) {
  std::ofstream(folder / "resolutions.json") << io::resolutions_as_json(decisions);
}

/// What a failure says of it.
template <class Run>
std::string complaint_of(Run&& run) {
  try {
    run();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing";
}

class TwoNamesDecided : public testing::Test {
 protected:
  TwoNamesDecided() {
    map.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez vif"));
    first = map.sync();
  }
  static Objects named(const Value& name) { return {{"K1", "AB", {{"name", name}}}, neighbour}; }
  /// The open conflict, decided.
  [[nodiscard]] Conflict decided(Resolution resolution) const {
    auto conflict = first.pending.at(0);
    conflict.resolution = std::move(resolution);
    return conflict;
  }

  Scenario map{R"(
    ancestor | local | reference
    A - B    | A - B | A - B
    Y - Z    | Y - Z | Y - Z      )"};
  Synced first;
};

TEST_F(TwoNamesDecided, NothingDecidedIsAFileAllTheSame) {
  EXPECT_THAT(written(first.folder), IsEmpty());
}

TEST_F(TwoNamesDecided, WhatIsDecidedIsWrittenAndStays) {
  const auto second = map.continue_from(first).resolve(first, "K1", "local").sync();
  const auto decisions = written(second.folder);
  ASSERT_THAT(decisions, SizeIs(1));
  EXPECT_EQ(decisions[0].id, first.pending[0].id);
  EXPECT_EQ(decisions[0].layer, "stream");
  EXPECT_EQ(decisions[0].attribute, "name");
  EXPECT_EQ(decisions[0].ids.local, "K1");
  EXPECT_EQ(decisions[0].resolution, (Resolution{Side::local, "", "a human", ""}));
  const auto third = map.continue_from(second).sync();
  EXPECT_EQ(io::resolutions_as_json(written(third.folder)), io::resolutions_as_json(decisions));
}

TEST_F(TwoNamesDecided, AnEditIsADecisionToo) {
  map.continue_from(first).edit({{"K1", "", {{"name", "Lez tout court"}}}});
  const auto second = map.sync();
  const auto decisions = written(second.folder);
  ASSERT_THAT(decisions, SizeIs(1));
  EXPECT_EQ(decisions[0].resolution, (Resolution{std::nullopt, "Lez tout court", "edit", ""}));
}

TEST_F(TwoNamesDecided, AFileOfDecisionsIsAppliedToTheSameQuestionAnywhere) {
  write(first.folder, {decided({std::nullopt, "Lez et Vis", "Ana", "2026-01-01T00:00:00Z"})});
  map.job().resolutions = (first.folder / "resolutions.json").string();
  const auto second = map.sync();  // from the same three files, with no memory but that
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, Contains("K1 AB name=Lez et Vis"));
  EXPECT_EQ(written(second.folder).at(0).resolution->by, "Ana");
}

TEST_F(TwoNamesDecided, ADecisionThatNothingAsksForIsKept) {
  auto other = decided({Side::local, "", "Ana", ""});
  other.id = std::string(32, '0');
  write(first.folder, {other});
  map.job().resolutions = (first.folder / "resolutions.json").string();
  auto second = map.sync();
  EXPECT_THAT(second.conflicts, SizeIs(1));
  EXPECT_THAT(second.findings, IsEmpty());
  EXPECT_THAT(written(second.folder), SizeIs(1));
  map.job().resolutions.clear();
  const auto third = map.continue_from(second).sync();
  EXPECT_EQ(written(third.folder).at(0).id, other.id);
}

TEST_F(TwoNamesDecided, WhatAColleagueWroteIntoTheFolderIsHeard) {
  write(first.folder, {decided({Side::local, "", "Bob", ""})});
  const auto second = map.continue_from(first).sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, Contains("K1 AB name=le Lez"));
}

TEST_F(TwoNamesDecided, WhatIsEnteredHoldsAgainstTheFoldersFileAndIsTold) {
  write(first.folder, {decided({Side::local, "", "Bob", ""})});
  const auto second = map.continue_from(first).resolve(first, "K1", "reference").sync();
  EXPECT_THAT(second.merged, Contains("K1 AB name=Lez vif"));
  EXPECT_THAT(second.findings, Contains("decision_replaced"));
}

TEST_F(TwoNamesDecided, WhatIsEnteredAndAGivenFileThatContradictEachOtherAreBothNamed) {
  write(first.folder, {decided({Side::local, "", "Bob", ""})});
  std::filesystem::rename(first.folder / "resolutions.json", first.folder / "mine.json");
  map.continue_from(first).resolve(first, "K1", "reference");
  map.job().resolutions = (first.folder / "mine.json").string();
  EXPECT_THAT(complaint_of([&] { map.sync(); }),
              testing::AllOf(HasSubstr("contradict"), HasSubstr("local by Bob in"),
                             HasSubstr("reference by a human in"), HasSubstr("mine.json"),
                             HasSubstr("conflicts.gpkg")));
}

TEST_F(TwoNamesDecided, AFileInTheFolderThatCannotBeReadIsNotWrittenOver) {
  std::ofstream(first.folder / "resolutions.json") << "{\n<<<<<<< HEAD\n";
  map.continue_from(first);
  EXPECT_THAT(complaint_of([&] { map.sync(); }), HasSubstr("resolutions.json, line 2"));
}

TEST_F(TwoNamesDecided, ADecisionThatTheLayerCannotHoldStaysOpenAndIsKept) {
  auto geometry = decided({std::nullopt, "POINT (1", "Ana", ""});
  geometry.id = std::string(32, '1');
  geometry.kind = ConflictKind::geometry;
  geometry.attribute.clear();
  write(first.folder, {geometry});
  map.job().resolutions = (first.folder / "resolutions.json").string();
  const auto second = map.sync();
  EXPECT_THAT(second.findings, ElementsAre("resolution_unusable"));
  EXPECT_THAT(second.conflicts, SizeIs(1));
  EXPECT_THAT(written(second.folder), SizeIs(1));
}

// ---- drawn on the map

class TwoPlacesDrawn : public testing::Test {
 protected:
  TwoPlacesDrawn() { first = map.everywhere({{"K1", "AB", {}}, neighbour}).sync(); }

  /// As somebody would in QGIS, who moves the conflict's own shape.
  void draw(const std::string& letters) {
    const auto shape = Drawing("A . .\nB . .\nY - Z").geometry(letters);
    run_sql(first.folder / "conflicts.gpkg", "UPDATE conflict SET geom = ?",
            {Blob{io::geometry_blob(std::get<Blob>(shape).bytes, 2154)}});
  }
  std::string complaint() {
    jobs::ResolveJob job;
    job.folder = first.folder;
    return complaint_of([&] { jobs::resolve(job); });
  }

  Scenario map{R"(
    ancestor  | local     | reference | merged
    A - B .   | A - - B   | A - - .   | A - - .
    . . . .   | . . . .   | . . B .   | . . B .
    Y - Z     | Y - Z     | Y - Z     | Y - Z     )"};
  Synced first;
};

TEST_F(TwoPlacesDrawn, TheShapeMadeOfTheConflictsOwnIsTaken) {
  draw("AB");
  map.continue_from(first).resolve(first, "K1", "value");
  map.draw("merged", "A . .\nB . .\nY - Z");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: geometry offered"));
  EXPECT_THAT(written(second.folder).at(0).resolution->value, HasSubstr("LINESTRING"));
  const auto third = map.continue_from(second).sync();
  EXPECT_EQ(third.merged, second.merged);
}

TEST_F(TwoPlacesDrawn, AShapeThatWasNotChangedIsNoValue) {
  map.resolve(first, "K1", "value");
  EXPECT_THAT(complaint(), HasSubstr("change it on the map"));
}

TEST_F(TwoPlacesDrawn, AShapeThatWasChangedAndNotChosenIsTold) {
  draw("AB");
  EXPECT_THAT(complaint(), HasSubstr("choose that for the shape to be taken"));
  map.resolve(first, "K1", "local");
  EXPECT_THAT(complaint(), HasSubstr("the decision is not “value”"));
}

TEST_F(TwoPlacesDrawn, AShapeAndATextAreTwoValues) {
  draw("AB");
  map.resolve_with_value(first, "K1", "LINESTRING (0 0, 0 -10)");
  EXPECT_THAT(complaint(), HasSubstr("holds another one"));
}

TEST_F(TwoPlacesDrawn, AShapeOfAnotherKindIsRefusedWithTheObjectsName) {
  draw("Y");
  map.resolve(first, "K1", "value");
  EXPECT_THAT(complaint(), testing::AllOf(HasSubstr("POINT"), HasSubstr("object K1"),
                                          HasSubstr("conflicts.gpkg")));
}

}  // namespace
}  // namespace bdf::tests
