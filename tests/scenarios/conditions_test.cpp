// SPDX-License-Identifier: MIT
// Rules that hold for some objects only: what a condition looks at, and what follows.
#include <gmock/gmock.h>

#include "io/sync_tables.h"
#include "support/still_lines.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// The reference answers, but for canals: there the producer does. What is a canal is asked.
constexpr auto canals =
    "authority:\n"
    "  attributes: {owner: reference}\n"
    "  geometry: {owner: reference}\n"
    "  existence: {owner: reference}\n"
    "  by_attribute: {nature: {owner: shared}}\n"
    "special_cases:\n"
    "  - when: {nature: Canal}\n"
    "    authority: {attributes: {owner: producer}, geometry: {owner: producer},\n"
    "      existence: {owner: producer}}\n";

Objects stream(const Value& nature, const char* width, const char* letters = "AB") {
  return {{"K1", letters, {{"nature", nature}, {"width", width}}}, neighbour};
}

std::vector<std::string> grounds(const Synced& after, const std::string& what) {
  auto database = io::Database::open_input(after.folder / "merged.gpkg");
  std::vector<std::string> lines;
  for (const auto& entry : io::find_in_ledger(database, "K1"))
    for (const auto& decision : entry.decisions)
      for (const auto& ground : decision.grounds)
        if (decision.what == what)
          lines.push_back(ground.when + ' ' + std::string(name_of(ground.holds)));
  return lines;
}

/// Both sides changed the width; each says of the nature what it says.
class Width : public testing::Test {
 protected:
  Synced sync(const Value& ancestor, const Value& local, const Value& reference) {
    map_.theme(canals).ancestor(stream(ancestor, "1"));
    map_.local(stream(local, "2")).reference(stream(reference, "3"));
    return map_.sync();
  }
  Scenario map_{still};
};

TEST_F(Width, IsTheProducersOfACanal) {
  const auto after = sync("Canal", "Canal", "Canal");
  EXPECT_THAT(after.merged, ElementsAre("K1 AB nature=Canal width=2", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: width offered"));
  EXPECT_THAT(after.decisions("K1"), ElementsAre("width: owned_by_producer"));
  EXPECT_THAT(grounds(after, "width"), ElementsAre(R"({"nature":"Canal"} yes)"));
}

TEST_F(Width, IsTheReferencesOfAnythingElse) {
  for (const auto& nature : {Value{"River"}, Value{Null{}}}) {
    const auto after = sync(nature, nature, nature);
    EXPECT_THAT(after.decisions("K1"), ElementsAre("width: owned_by_reference"));
    EXPECT_THAT(after.proposals, ElementsAre("proposal width of K1: 1 | 2 | 3, holds reference"));
    EXPECT_THAT(grounds(after, "width"), ElementsAre(R"({"nature":"Canal"} no)"));
  }
}

TEST_F(Width, GoesByTheNatureThatMergedHolds) {
  EXPECT_THAT(sync("River", "Canal", "River").merged,
              ElementsAre("K1 AB nature=Canal width=2", "K9 YZ"))
      << "only local made it one";
  EXPECT_THAT(sync("River", "River", "Canal").merged,
              ElementsAre("K1 AB nature=Canal width=2", "K9 YZ"))
      << "only the reference";
  EXPECT_THAT(sync("River", "Canal", "Canal").merged,
              ElementsAre("K1 AB nature=Canal width=2", "K9 YZ"));
  EXPECT_THAT(sync("Canal", "Canal", "River").merged,
              ElementsAre("K1 AB nature=River width=3", "K9 YZ"))
      << "it is one no more";
  EXPECT_THAT(sync("Canal", "River", "Canal").merged,
              ElementsAre("K1 AB nature=River width=3", "K9 YZ"));
}

TEST_F(Width, IsAskedWhileItIsAskedWhetherItIsACanal) {
  const auto first = sync("River", "Canal", "Ditch");
  const std::vector<std::string> asked{
      "attribute nature of K1: River | Canal | Ditch, holds reference",
      "attribute width of K1: 1 | 2 | 3, holds reference"};
  EXPECT_EQ(first.conflicts, asked);
  EXPECT_THAT(grounds(first, "width"), ElementsAre(R"({"nature":"Canal"} open)"));
  const auto second = map_.continue_from(first).sync();
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids()) << "waiting decides nothing";
}

TEST_F(Width, IsDecidedWithTheNature) {
  for (const std::string side : {"local", "reference"}) {
    Scenario map(still);
    map.theme(canals).ancestor(stream("River", "1"));
    map.local(stream("Canal", "2")).reference(stream("Ditch", "3"));
    const auto first = map.sync();
    run_sql(first.folder / "conflicts.gpkg",
            "UPDATE conflict SET resolution = '" + side + "' WHERE attribute = 'nature'");
    const auto second = map.continue_from(first).sync();
    EXPECT_THAT(second.conflicts, IsEmpty());
    EXPECT_THAT(second.merged, ElementsAre(side == "local" ? "K1 AB nature=Canal width=2"
                                                           : "K1 AB nature=Ditch width=3",
                                           "K9 YZ"));
  }
}

TEST_F(Width, IsNotAskedWhereBothAgreeThatItIsNoCanal) {
  EXPECT_THAT(sync("Canal", "River", "Ditch").conflicts,
              ElementsAre("attribute nature of K1: Canal | River | Ditch, holds reference"));
}

TEST_F(Width, GoesByTheColumnOfTheSideThatHasIt) {
  for (const auto side : {Side::local, Side::reference}) {
    Scenario map(still);
    map.only("nature", {Side::ancestor, side}).theme(canals).ancestor(stream("Canal", "1"));
    map.local(stream("Canal", "2")).reference(stream("Canal", "3"));
    EXPECT_THAT(map.sync().decisions("K1"), ElementsAre("width: owned_by_producer"));
  }
}

TEST_F(Width, GoesByNoColumnThatNeitherSideHas) {
  for (const std::string test : {"Canal", "null", "{not: Canal}", "{not: null}"}) {
    Scenario map(still);
    map.theme("authority: {attributes: {owner: reference}}\nspecial_cases:\n  - {when: {nature: " +
              test + "}, authority: {attributes: {owner: producer}}}\n");
    map.only("nature", {Side::ancestor}).ancestor(stream("Canal", "1"));
    map.local(stream("Canal", "2")).reference(stream("Canal", "3"));
    EXPECT_THAT(map.sync().decisions("K1"), ElementsAre("width: owned_by_reference")) << test;
  }
}

TEST_F(Width, IsOfferedOrProposedWhereOnlyWeChangedIt) {
  map_.theme(canals).ancestor(stream("Canal", "1"));
  map_.local(stream("Canal", "2")).reference(stream("Canal", "1"));
  auto after = map_.sync();
  EXPECT_THAT(after.contribution, ElementsAre("update K1: width offered"));
  EXPECT_THAT(grounds(after, "width"), ElementsAre(R"({"nature":"Canal"} yes)"));
  map_.ancestor(stream("River", "1")).local(stream("River", "2")).reference(stream("River", "1"));
  EXPECT_THAT(map_.sync().contribution, ElementsAre("update K1: width proposed"));
}

// ---- the grammar, by what is compared

struct Asked {
  const char* when;
  bool holds;
};

class Grammar : public testing::TestWithParam<Asked> {};

TEST_P(Grammar, ComparesAsTheMergeDoes) {
  Scenario map(still);
  map.of_class(
      "troncon_hydrographique",
      std::string("authority: {attributes: {owner: reference}}\nspecial_cases:\n  - {when: ") +
          GetParam().when + ", authority: {by_attribute: {origine: {owner: producer}}}}\n");
  const auto reach = [](const char* origin) {
    return with({{"nature", " Canal "},
                 {"fosse", "Vrai"},
                 {"precision_planimetrique", 2.5000001},
                 {"liens_vers_cours_d_eau", "C2/C1"},
                 {"sources", ""},
                 {"date_d_apparition", "2020-01-31T10:00:00Z"},
                 {"origine", origin}});
  };
  map.ancestor(reach("Naturelle")).local(reach("Artificielle")).reference(reach("Inconnue"));
  EXPECT_THAT(
      map.sync().decisions("K1"),
      ElementsAre(GetParam().holds ? "origine: owned_by_producer" : "origine: owned_by_reference"));
}

INSTANTIATE_TEST_SUITE_P(
    Condition, Grammar,
    testing::Values(Asked{"{nature: Canal}", true}, Asked{"{nature: Marais}", false},
                    Asked{"{nature: [Marais, Canal]}", true},
                    Asked{"{nature: {not: Canal}}", false},
                    Asked{"{nature: {not: [Marais, null]}}", true}, Asked{"{nature: null}", false},
                    Asked{"{sources: null}", true}, Asked{"{sources: {not: null}}", false},
                    Asked{"{fosse: true}", true}, Asked{"{fosse: 1}", true},
                    Asked{"{fosse: Faux}", false}, Asked{"{precision_planimetrique: 2.5}", true},
                    Asked{"{precision_planimetrique: {at_most: 2.5}}", true},
                    Asked{"{precision_planimetrique: {more_than: 2.5}}", false},
                    Asked{"{precision_planimetrique: {at_least: 2, less_than: 2.5}}", false},
                    Asked{"{precision_altimetrique: {at_least: 0}}", false},
                    Asked{"{liens_vers_cours_d_eau: C1/C2}", true},
                    Asked{"{date_d_apparition: 2020-01-31}", true},
                    Asked{"{nature: Canal, fosse: true}", true},
                    Asked{"{nature: Canal, fosse: false}", false}));

// ---- the geometry

TEST(ConditionOnAGeometry, SaysWhoseLineItIs) {
  for (const bool canal : {true, false}) {
    Scenario map(R"(
      ancestor | local   | reference | merged
      A - B    | A - B   | A - B     | A - B - C - D
      Y - Z    | Y - Z C | Y - Z . D | Y - Z      )");
    map.draw("local", "A - B - C\nY - Z").draw("reference", "A - B - . - D\nY - Z").theme(canals);
    const auto* nature = canal ? "Canal" : "River";
    map.ancestor(stream(nature, "1")).local(stream(nature, "1", "AC"));
    map.reference(stream(nature, "1", "AD"));
    const auto after = map.sync();
    EXPECT_THAT(after.decisions("K1"), ElementsAre(canal ? "geometry: owned_by_producer"
                                                         : "geometry: owned_by_reference"));
    EXPECT_THAT(grounds(after, "geometry"),
                ElementsAre(std::string(R"({"nature":"Canal"} )") + (canal ? "yes" : "no")));
  }
}

// ---- existence

TEST(ConditionOnExistence, SaysHowDeletionsAndInsertionsLeave) {
  Scenario map(still);
  map.theme(canals).ancestor({{"K1", "AB", {{"nature", "Canal"}}}, {"K2", "AB", {}}, neighbour});
  map.reference({{"K1", "AB", {{"nature", "Canal"}}}, {"K2", "AB", {}}, neighbour});
  map.local({{"K3", "AB", {{"nature", "Canal"}}}, {"K4", "AB", {}}, neighbour});
  EXPECT_THAT(map.sync().contribution,
              ElementsAre("delete K1: offered", "delete K2: proposed",
                          "insert K3 AB nature=Canal: offered", "insert K4 AB: proposed"));
}

constexpr auto canals_stay =
    "special_cases: [{when: {nature: Canal}, authority: {existence: {rule: prefer_local}}}]\n";

TEST(ConditionOnExistence, DecidesADeletionAgainstAnEdit) {
  Scenario map(still);
  map.theme(canals_stay);
  map.ancestor(stream("Canal", "1")).local(stream("Canal", "2")).reference({neighbour});
  auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB nature=Canal width=2", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(grounds(after, "object"), ElementsAre(R"({"nature":"Canal"} yes)"));
  map.ancestor(stream("River", "1")).local(stream("River", "2"));
  after = map.sync();
  EXPECT_THAT(after.conflicts, ElementsAre("delete_edit of K1, holds local"));
  EXPECT_THAT(grounds(after, "object"), ElementsAre(R"({"nature":"Canal"} no)"));
}

TEST(ConditionOnExistence, GoesByWhatTheSideThatHasItSaysNow) {
  Scenario map(still);
  map.theme(canals_stay);
  map.ancestor(stream("River", "1")).local(stream("Canal", "1")).reference({neighbour});
  EXPECT_THAT(map.sync().conflicts, IsEmpty());
  map.ancestor(stream("Canal", "1")).local(stream("River", "1"));
  EXPECT_THAT(map.sync().conflicts, ElementsAre("delete_edit of K1, holds local"));
}

TEST(ConditionOnExistence, TakesTheColumnThatMergedGainsForEmpty) {
  Scenario map(still);
  map.theme(
      "special_cases:\n"
      "  - {when: {nature: {not: Canal}}, authority: {existence: {owner: reference}}}\n");
  const Object canal{"K9", "YZ", {{"nature", "Canal"}}};
  map.only("nature", {Side::reference}).ancestor({neighbour}).reference({canal});
  const auto first = map.local({{"K1", "AB", {}}, neighbour}).sync();
  EXPECT_THAT(first.contribution, ElementsAre("insert K1 AB: proposed"));
  EXPECT_EQ(map.continue_from(first).sync().contribution, first.contribution);
}

TEST(ConditionOnExistence, WaitsForAnOpenQuestionOfTheNature) {
  Scenario map(still);
  map.theme(canals_stay).ancestor(stream("River", "1"));
  map.local(stream("Ditch", "1")).reference(stream("Canal", "1"));
  const auto first = map.sync();
  map.continue_from(first).reference({neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts,
              ElementsAre("attribute nature of K1: River | Ditch | Canal, holds reference",
                          "delete_edit of K1, holds local"))
      << "merged holds a canal, but nobody has said that it is one";
}

TEST(ConditionOnExistence, MakesDataOfTheProducersThatNoDeletionTakesAway) {
  for (const bool canal : {true, false}) {
    Scenario map(still);
    map.theme(
        "authority: {attributes: {owner: reference}}\n"
        "special_cases:\n"
        "  - when: {nature: Canal}\n"
        "    authority: {by_attribute: {width: {owner: producer}}}\n");
    const auto all = stream(canal ? "Canal" : "River", "1");
    map.ancestor(all).local(all).reference({neighbour});
    EXPECT_EQ(map.sync().conflicts.size(), canal ? 1U : 0U);
  }
}

// ---- cuts

class CutCanal : public testing::Test {
 protected:
  static Objects whole(const Value& nature, const char* width) {
    return {{"K1", "ACB", {{"nature", nature}, {"width", width}}}, neighbour};
  }
  Scenario map_{R"(
    ancestor        | local           | reference
    A - - C - - B   | A - - C - - B   | A - - C - - B
    . . . . . . .   | . . . . . . .   | . . . . . . .
    . . . . . . .   | . . . . . . .   | . . . . . . .
    Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   )"};
};

TEST_F(CutCanal, GivesItsPartsTheWidthsThatTheirNaturesSay) {
  map_.theme(canals).ancestor(whole("River", "1")).local(whole("River", "2"));
  // Each part is merged with what was there: one of them is a canal now.
  map_.reference({{"K1", "AC", {{"nature", "Canal"}, {"width", "3"}}},
                  {"K1", "CB", {{"nature", "Canal"}, {"width", "1"}}},
                  neighbour});
  const auto after = map_.sync();
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged,
              ElementsAre("K1 AC nature=Canal width=2", "K1 CB nature=Canal width=2", "K9 YZ"));
}

TEST_F(CutCanal, LeavesAsItsNatureSays) {
  for (const bool canal : {true, false}) {
    const auto* nature = canal ? "Canal" : "River";
    map_.theme(canals).ancestor(whole(nature, "1")).reference(whole(nature, "1"));
    map_.local({{"K1", "AC", {{"nature", nature}, {"width", "1"}}},
                {"K1", "CB", {{"nature", nature}, {"width", "1"}}},
                neighbour});
    const auto sent = map_.sync().contribution;
    ASSERT_FALSE(sent.empty());
    EXPECT_EQ(sent.front(), canal ? "delete K1: offered" : "delete K1: proposed");
  }
}

TEST_F(CutCanal, LeavesAsTheNatureSaysThatTheReferenceHasGivenIt) {
  map_.theme(canals).ancestor(whole("River", "1")).reference(whole("Canal", "1"));
  map_.local({{"K1", "AC", {{"nature", "River"}, {"width", "1"}}},
              {"K1", "CB", {{"nature", "River"}, {"width", "1"}}},
              neighbour});
  const auto first = map_.sync();
  EXPECT_THAT(first.merged,
              ElementsAre("K1 AC nature=Canal width=1", "K1 CB nature=Canal width=1", "K9 YZ"));
  EXPECT_EQ(first.contribution.front(), "delete K1: offered");
  EXPECT_EQ(map_.continue_from(first).sync().contribution, first.contribution);
}

}  // namespace
}  // namespace bdf::tests
