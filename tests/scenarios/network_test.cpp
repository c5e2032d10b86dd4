// SPDX-License-Identifier: MIT
// Changes of two people that are each sound, and together spoil the network.
#include <gmock/gmock.h>

#include "support/scenario.h"
#include "support/settled.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Attributes along{{"sens_de_l_ecoulement", "Sens direct"}};
const Attributes against{{"sens_de_l_ecoulement", "Sens inverse"}};

std::vector<std::string> reasons(const Synced& synced) {
  std::vector<std::string> reasons;
  for (const auto& conflict : synced.pending) reasons.push_back(conflict.reason);
  return reasons;
}

class Rivers : public testing::Test {
 protected:
  Rivers() { rules(""); }
  void rules(const std::string& authority) {
    map.of_class("troncon_hydrographique");
    map.theme(
        "schema: bdtopo\nlayers: {troncon_hydrographique: "
        "{network: {}, attached_to: [troncon_hydrographique]}}\n" +
        authority);
    map.job().confirm_deletions = true;
  }
  Scenario map{R"(
    ancestor   | local      | reference
    A - - - B  | A - - - B  | A - - - B
    . . . . .  | . . . . .  | . . . . .
    D . E . C  | D . E . C  | D . E . C )"};
};

/// The office has turned K2, IGN K3; with both, water goes round A, B and C.
class Circuit : public Rivers {
 protected:
  Circuit() {
    map.ancestor({{"K1", "AB", along}, {"K2", "BC", against}, {"K3", "AC", along}});
    map.local({{"K1", "AB", along}, {"K2", "BC", along}, {"K3", "AC", along}});
    map.reference(turned_there);
  }
  const Objects turned_there{{"K1", "AB", along}, {"K2", "BC", against}, {"K3", "AC", against}};
};

TEST_F(Circuit, OfWhatTwoHaveTurnedIsAskedAbout) {
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB sens_de_l_ecoulement=Sens direct",
                                        "K2 BC sens_de_l_ecoulement=Sens inverse",
                                        "K3 AC sens_de_l_ecoulement=Sens inverse"));
  EXPECT_THAT(first.conflicts,
              ElementsAre("attribute sens_de_l_ecoulement of K2: Sens inverse | Sens direct | "
                          "Sens inverse, holds reference"));
  EXPECT_THAT(
      reasons(first),
      ElementsAre(
          "with what the other side has made of K3, water could go round and round at 0.0 0.0"));
  EXPECT_THAT(first.contribution, IsEmpty());
  EXPECT_THAT(first.findings, IsEmpty());
  EXPECT_EQ(first.outcome("K2"), "conflict");
  expect_settled(map, first);
}

TEST_F(Circuit, IsToldWhereThePersonAskedWantsItSo) {
  const auto first = map.sync();
  const auto second = map.continue_from(first).resolve(first, "K2", "local").sync();
  EXPECT_THAT(second.merged, Contains("K2 BC sens_de_l_ecoulement=Sens direct"));
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.contribution, ElementsAre("update K2: sens_de_l_ecoulement offered"));
  EXPECT_THAT(second.findings, ElementsAre("network_circuit"));
  const auto third = expect_settled(map, second);
  EXPECT_THAT(third.findings, IsEmpty());
}

TEST_F(Circuit, IsNoneWhereThePersonAskedGivesWay) {
  const auto first = map.sync();
  const auto second = map.continue_from(first).resolve(first, "K2", "reference").sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.contribution, IsEmpty());
  expect_settled(map, second);
}

/// A later edition has turned K3 back: nothing stands against the office's K2 any more.
TEST_F(Circuit, ThatTheReferenceUndoesIsAskedAboutNoMore) {
  const Object out{"K4", "CE", along};
  map.everywhere({out});
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts, SizeIs(1));
  map.continue_from(first);
  map.reference({{"K1", "AB", along}, {"K2", "BC", against}, {"K3", "AC", along}, out});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB sens_de_l_ecoulement=Sens direct",
                                         "K2 BC sens_de_l_ecoulement=Sens direct",
                                         "K3 AC sens_de_l_ecoulement=Sens direct",
                                         "K4 CE sens_de_l_ecoulement=Sens direct"));
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.contribution, ElementsAre("update K2: sens_de_l_ecoulement offered"));
  EXPECT_THAT(second.findings, IsEmpty());
  expect_settled(map, second);
}

TEST_F(Circuit, IsSettledByWhoAnswersForTheFlow) {
  rules("authority: {attributes: {owner: reference}}\n");
  const auto first = map.sync();
  EXPECT_THAT(first.merged, Contains("K2 BC sens_de_l_ecoulement=Sens inverse"));
  EXPECT_THAT(first.conflicts, IsEmpty());
  EXPECT_THAT(first.contribution, ElementsAre("update K2: sens_de_l_ecoulement proposed"));
  EXPECT_THAT(first.decisions("K2"), ElementsAre("sens_de_l_ecoulement: owned_by_reference"));
  EXPECT_THAT(first.findings, IsEmpty());
  expect_settled(map, first);
}

TEST_F(Circuit, HoldsLocalWhereTheThemeDoes) {
  rules("provisional: local\n");
  const auto first = map.sync();
  EXPECT_THAT(first.merged, Contains("K3 AC sens_de_l_ecoulement=Sens direct"));
  EXPECT_THAT(first.conflicts,
              ElementsAre("attribute sens_de_l_ecoulement of K3: Sens direct | Sens direct | "
                          "Sens inverse, holds local"));
  EXPECT_THAT(first.contribution, ElementsAre("update K2: sens_de_l_ecoulement offered"));
  expect_settled(map, first);
}

/// The office's new line cannot be held back without losing it: IGN's change waits.
TEST_F(Circuit, ThroughALineOfTheOfficesHoldsTheReferencesChangeBack) {
  map.ancestor({{"K1", "AB", along}, {"K2", "BC", against}});
  map.local({{"K1", "AB", along}, {"K2", "BC", against}, {"K5", "CA", along}});
  map.reference({{"K1", "AB", along}, {"K2", "BC", along}});
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB sens_de_l_ecoulement=Sens direct",
                                        "K2 BC sens_de_l_ecoulement=Sens inverse",
                                        "K5 CA sens_de_l_ecoulement=Sens direct"));
  EXPECT_THAT(first.conflicts,
              ElementsAre("attribute sens_de_l_ecoulement of K2: Sens inverse | Sens inverse | "
                          "Sens direct, holds local"));
  expect_settled(map, first);
  const auto second = map.resolve(first, "K2", "reference").sync();
  EXPECT_THAT(second.merged, Contains("K2 BC sens_de_l_ecoulement=Sens direct"));
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.findings, ElementsAre("network_circuit"));
}

/// New lines on both sides: there is nothing to choose, and the place is told.
TEST_F(Circuit, OfNewLinesAloneIsTold) {
  map.ancestor({{"K1", "AB", along}});
  map.local({{"K1", "AB", along}, {"K5", "CA", along}});
  map.reference({{"K1", "AB", along}, {"K6", "BC", along}});
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts, IsEmpty());
  EXPECT_THAT(first.findings, ElementsAre("network_circuit"));
  EXPECT_THAT(first.contribution,
              ElementsAre("insert K5 CA sens_de_l_ecoulement=Sens direct: offered"));
  expect_settled(map, first);
}

/// The office leads K3 to A, IGN leads K2 to D.
TEST_F(Circuit, OfLinesThatWereLedElsewhereIsAskedAbout) {
  map.ancestor({{"K1", "AB", along}, {"K2", "BC", along}, {"K3", "DE", along}});
  map.local({{"K1", "AB", along}, {"K2", "BC", along}, {"K3", "DA", along}});
  map.reference({{"K1", "AB", along}, {"K2", "BD", along}, {"K3", "DE", along}});
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB sens_de_l_ecoulement=Sens direct",
                                        "K2 BD sens_de_l_ecoulement=Sens direct",
                                        "K3 DE sens_de_l_ecoulement=Sens direct"));
  EXPECT_THAT(first.conflicts, ElementsAre("geometry of K3, holds reference"));
  EXPECT_THAT(first.findings, IsEmpty());
  expect_settled(map, first);
}

/// The office has also moved the place where K1 and K3 begin, and K2's own bend: nothing of that is
/// in dispute.
TEST_F(Circuit, IsNoMatterOfWhereThingsLie) {
  map.draw("local", ". A - - B\n. . . M .\nD . E . C");
  map.draw("merged", ". A - - B\n. . . M .\nD . E . C");
  map.ancestor({{"K1", "AB", along}, {"K2", "BC", against}, {"K3", "AC", along}});
  map.local({{"K1", "AB", along}, {"K2", "BMC", along}, {"K3", "AC", along}});
  map.reference(turned_there);
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB sens_de_l_ecoulement=Sens direct",
                                        "K2 BMC sens_de_l_ecoulement=Sens inverse",
                                        "K3 AC sens_de_l_ecoulement=Sens inverse"));
  EXPECT_THAT(first.conflicts,
              ElementsAre("attribute sens_de_l_ecoulement of K2: Sens inverse | Sens direct | "
                          "Sens inverse, holds reference"));
  expect_settled(map, first);
}

/// While the question is open the office bends K2: that is no answer, and no question.
TEST_F(Circuit, LeavesOtherEditsOfTheSameLineAlone) {
  const auto first = map.sync();
  map.continue_from(first);
  map.draw("local", "A - - - B\n. . . M .\nD . E . C");
  map.draw("merged", "A - - - B\n. . . M .\nD . E . C");
  map.edit({{"K2", "BMC", {}}});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, Contains("K2 BMC sens_de_l_ecoulement=Sens inverse"));
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_THAT(second.contribution, ElementsAre("update K2: geometry offered"));
}

/// Another question about K2 is no reason not to ask this one.
TEST_F(Circuit, IsAskedAboutBesideAnotherQuestion) {
  const auto with = [](Attributes attributes, const char* nature) {
    attributes["nature"] = std::string(nature);
    return attributes;
  };
  map.ancestor({{"K1", "AB", with(along, "Canal")},
                {"K2", "BC", with(against, "Canal")},
                {"K3", "AC", with(along, "Canal")}});
  map.local({{"K1", "AB", with(along, "Canal")},
             {"K2", "BC", with(along, "Conduit buse")},
             {"K3", "AC", with(along, "Canal")}});
  map.reference({{"K1", "AB", with(along, "Canal")},
                 {"K2", "BC", with(against, "Ravine")},
                 {"K3", "AC", with(against, "Canal")}});
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts, SizeIs(2));
  EXPECT_THAT(first.findings, IsEmpty());
  expect_settled(map, first);
}

/// What is in another place's way is no longer in this one's.
TEST_F(Circuit, IsDroppedThoughAnotherOneIsNot) {
  Scenario two(R"(
    ancestor             | local                | reference
    A - - - B . F - - G  | A - - - B . F - - G  | A - - - B . F - - G
    . . . . . . . . . .  | . . . . . . . . . .  | . . . . . . . . . .
    D . E . C . . I . H  | D . E . C . . I . H  | D . E . C . . I . H )");
  two.of_class("troncon_hydrographique");
  two.theme("schema: bdtopo\nlayers: {troncon_hydrographique: {network: {}}}\n");
  const auto rivers = [](const Attributes& k2, const Attributes& k3, const Attributes& k7,
                         const Attributes& k8) {
    return Objects{{"K1", "AB", along}, {"K2", "BC", k2}, {"K3", "AC", k3}, {"K4", "CE", along},
                   {"K6", "FG", along}, {"K7", "GH", k7}, {"K8", "FH", k8}, {"K9", "HI", along}};
  };
  two.ancestor(rivers(against, along, against, along));
  two.local(rivers(along, along, along, along));
  two.reference(rivers(against, against, against, against));
  const auto first = two.sync();
  EXPECT_THAT(first.conflicts, SizeIs(2));
  two.continue_from(first).reference(rivers(against, along, against, against));
  const auto second = two.sync();
  EXPECT_THAT(second.conflicts,
              ElementsAre("attribute sens_de_l_ecoulement of K7: Sens inverse | Sens direct | "
                          "Sens inverse, holds reference"));
  EXPECT_THAT(second.contribution, ElementsAre("update K2: sens_de_l_ecoulement offered"));
}

TEST_F(Rivers, TheLastWayOutIsNotTakenByTwo) {
  map.ancestor({{"K1", "AB", along}, {"K2", "BC", along}, {"K3", "BE", along}});
  map.local({{"K1", "AB", along}, {"K3", "BE", along}});
  map.reference({{"K1", "AB", along}, {"K2", "BC", along}});
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB sens_de_l_ecoulement=Sens direct",
                                        "K2 BC sens_de_l_ecoulement=Sens direct"));
  EXPECT_THAT(first.conflicts, ElementsAre("delete_edit of K2, holds reference"));
  EXPECT_THAT(
      reasons(first),
      ElementsAre(
          "with what the other side has made of K3, a line would end in the air at 40.0 0.0"));
  EXPECT_THAT(first.findings, IsEmpty());
  expect_settled(map, first);
  const auto second = map.resolve(first, "K2", "local").sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB sens_de_l_ecoulement=Sens direct"));
  EXPECT_THAT(second.contribution, ElementsAre("delete K2: offered"));
  EXPECT_THAT(second.findings, ElementsAre("network_dead_end"));
  expect_settled(map, second);
}

/// Two ways out of B: the office turns the one, IGN the other.
TEST_F(Rivers, WaterIsNotShutInByTwo) {
  map.ancestor({{"K1", "AB", along}, {"K2", "BC", along}, {"K3", "BE", along}});
  map.local({{"K1", "AB", along}, {"K2", "BC", against}, {"K3", "BE", along}});
  map.reference({{"K1", "AB", along}, {"K2", "BC", along}, {"K3", "BE", against}});
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts,
              ElementsAre("attribute sens_de_l_ecoulement of K2: Sens direct | Sens inverse | "
                          "Sens direct, holds reference"));
  EXPECT_THAT(first.findings, IsEmpty());
  expect_settled(map, first);
}

/// The office's tool has rounded the end of K2: it still takes the water of K1 away.
TEST_F(Rivers, AnEndWithinTheToleranceHasNotMoved) {
  map.theme("schema: bdtopo\ntolerance: 11\nlayers: {troncon_hydrographique: {network: {}}}\n");
  map.draw("local", "A - - - B b\n. . . . . .\nD . E . C .\n");
  const Object one{"K1", "AB", along}, three{"K3", "DB", along};
  map.ancestor({one, {"K2", "BC", along}, three}).reference({one, {"K2", "BC", along}});
  map.local({one, {"K2", "bC", along}, three});
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts, IsEmpty());
  EXPECT_THAT(first.findings, IsEmpty());
  EXPECT_EQ(first.outcome("K3"), "deleted_by_reference");
}

/// The office has taken out an affluent, too: that shuts nothing in.
TEST_F(Rivers, OnlyWhatWouldHelpIsAskedAbout) {
  map.ancestor(
      {{"K0", "DB", along}, {"K1", "AB", along}, {"K2", "BC", along}, {"K3", "BE", along}});
  map.local({{"K1", "AB", along}, {"K2", "BC", against}, {"K3", "BE", along}});
  map.reference(
      {{"K0", "DB", along}, {"K1", "AB", along}, {"K2", "BC", along}, {"K3", "BE", against}});
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts,
              ElementsAre("attribute sens_de_l_ecoulement of K2: Sens direct | Sens inverse | "
                          "Sens direct, holds reference"));
  EXPECT_THAT(first.contribution, ElementsAre("delete K0: offered"));
  expect_settled(map, first);
}

/// A ring: the office opens it at K2, IGN at K4, and K1 would lie alone.
TEST_F(Rivers, APieceIsNotCutOffByTwo) {
  const Object one{"K1", "AB", along}, two{"K2", "BC", along}, three{"K3", "CD", along},
      four{"K4", "AD", along};
  map.ancestor({one, two, three, four});
  map.local({one, three, four}).reference({one, two, three});
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts, ElementsAre("delete_edit of K2, holds reference"));
  EXPECT_THAT(
      reasons(first),
      ElementsAre(
          "with what the other side has made of K4, the network would come apart at 40.0 -20.0"));
  EXPECT_THAT(first.findings, IsEmpty());
  expect_settled(map, first);
}

/// Nothing is known of the way the water takes: it does not go round.
TEST(Streets, MayFormARing) {
  Scenario map(R"(
    ancestor   | local      | reference
    A - - - B  | A - - - B  | A - - - B
    . . C . .  | . . C . .  | . . C . . )");
  map.theme("layers: {stream: {network: {}}}\n");
  map.ancestor({{"K1", "AB", {}}});
  map.local({{"K1", "AB", {}}, {"K5", "CA", {}}});
  map.reference({{"K1", "AB", {}}, {"K6", "BC", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB", "K5 CA", "K6 BC"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.findings, IsEmpty());
}

}  // namespace
}  // namespace bdf::tests
