// SPDX-License-Identifier: MIT
// When two values, or two geometries, say the same: a scenario for each rule of comparing, on a
// class of BD TOPO. Where they do, nothing is taken and nothing is sent.
#include <gmock/gmock.h>

#include "io/change_rows.h"
#include "support/still_lines.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

/// The attribute as it is written by ancestor and reference, and by local.
Scenario written(const std::string& attribute, const Value& theirs, const Value& ours) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  map.ancestor(with({{attribute, theirs}})).reference(with({{attribute, theirs}}));
  map.local(with({{attribute, ours}}));
  return map;
}

void expect_no_change(Scenario& map) {
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "unchanged");
  EXPECT_THAT(after.update, IsEmpty());
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.conflicts, IsEmpty());
}

void expect_edit(Scenario& map) { EXPECT_EQ(map.sync().outcome("K1"), "kept_local"); }

// ---- values

struct Pair {
  const char* what;
  const char* attribute;
  Value theirs;
  Value ours;
};
void PrintTo(const Pair& pair, std::ostream* out) { *out << pair.what; }

class TheSame : public testing::TestWithParam<Pair> {};
class NotTheSame : public testing::TestWithParam<Pair> {};

TEST_P(TheSame, IsNoChange) {
  auto map = written(GetParam().attribute, GetParam().theirs, GetParam().ours);
  expect_no_change(map);
}

TEST_P(NotTheSame, IsAnEdit) {
  auto map = written(GetParam().attribute, GetParam().theirs, GetParam().ours);
  expect_edit(map);
}

Value text(const char* words) { return std::string(words); }
Value number(double value) { return value; }
Value integer(std::int64_t value) { return value; }

INSTANTIATE_TEST_SUITE_P(
    Comparing, TheSame,
    testing::Values(
        Pair{"EmptyTextAndNull", "sources", Null{}, text("")},
        Pair{"BlanksAndNull", "sources", Null{}, text("  ")},
        Pair{"OuterBlanks", "sources", text("IGN"), text(" IGN ")},
        Pair{"UnicodeForms", "nature", text("Conduit forc\u00e9"), text("Conduit force\u0301")},
        Pair{"TruthAsWord", "fictif", integer(1), text("Vrai")},
        Pair{"TruthAsOui", "fictif", integer(1), text("Oui")},
        Pair{"FalsehoodAsLetter", "fictif", integer(0), text("f")},
        Pair{"FalsehoodAsWord", "fictif", text("Non"), text("false")},
        Pair{"NumberAsText", "precision_planimetrique", number(2.5), text("2.50")},
        Pair{"DigitsBelowTheScale", "precision_planimetrique", number(2.5), number(2.5400000001)},
        Pair{"WholeNumbers", "precision_planimetrique", integer(5), number(5.0)},
        Pair{"LinksInAnotherOrder", "liens_vers_cours_d_eau", text("COURDEAU1/COURDEAU2"),
             text("COURDEAU2/COURDEAU1")},
        Pair{"ALinkTwice", "liens_vers_cours_d_eau", text("COURDEAU1"),
             text("COURDEAU1/COURDEAU1")},
        Pair{"BlanksBetweenLinks", "liens_vers_cours_d_eau", text("COURDEAU1/COURDEAU2"),
             text("COURDEAU1 / COURDEAU2")},
        Pair{"AListOfNothing", "liens_vers_cours_d_eau", Null{}, text(" / ")},
        Pair{"ADayWrittenWithSlashes", "date_d_apparition", text("2023-05-01"), text("2023/05/01")},
        Pair{"ADayAndATimeOfThatDay", "date_d_apparition", text("2023-05-01"),
             text("2023-05-01T13:14:15Z")},
        Pair{"TheSameInstantElsewhere", "date_creation", text("2023-05-01T10:00:00Z"),
             text("2023-05-01T12:00:00+02:00")},
        Pair{"WholeSecondsAndMilliseconds", "date_creation", text("2023-05-01T10:00:00.123Z"),
             text("2023-05-01 10:00:00")}),
    [](const auto& pair) { return std::string(pair.param.what); });

INSTANTIATE_TEST_SUITE_P(
    Comparing, NotTheSame,
    testing::Values(
        Pair{"CaseOfLetters", "sources", text("IGN"), text("ign")},
        Pair{"AccentsInText", "sources", text("Lez\u00e9"), text("Leze")},
        Pair{"Zero", "precision_planimetrique", Null{}, number(0)},
        Pair{"ADigitOfTheScale", "precision_planimetrique", number(2.5), number(2.6)},
        Pair{"False", "fictif", Null{}, integer(0)},
        Pair{"AnotherLink", "liens_vers_cours_d_eau", text("COURDEAU1/COURDEAU2"),
             text("COURDEAU1/COURDEAU3")},
        Pair{"TextInAnotherOrderThatIsNoList", "sources", text("IGN/OFB"), text("OFB/IGN")},
        Pair{"AnotherDay", "date_d_apparition", text("2023-05-01"), text("2023-05-02T00:00:00Z")},
        Pair{"AnotherSecond", "date_de_confirmation", text("2023-05-01"), text("2023-05-03")}),
    [](const auto& pair) { return std::string(pair.param.what); });

TEST(CoarserCarrier, ATextCutAtItsWidthIsNoEdit) {
  const std::string whole(300, 'x');
  auto map = written("sources", whole, whole.substr(0, 254));
  map.declare(Side::local, "sources", "TEXT(254)");
  expect_no_change(map);
}

TEST(CoarserCarrier, ATextCutWithinACharacterIsNoEdit) {
  // The Shapefile's 20 bytes end within the last é, which is left out.
  auto map =
      written("sources", text("Syndicat de l'Isl\u00e9\u00e9"), text("Syndicat de l'Isl\u00e9"));
  map.declare(Side::local, "sources", "TEXT(20)");
  expect_no_change(map);
}

TEST(CoarserCarrier, AShorterTextThanItsWidthIsAnEdit) {
  auto map = written("sources", text("Syndicat"), text("Synd"));
  map.declare(Side::local, "sources", "TEXT(254)");
  expect_edit(map);
}

TEST(CoarserCarrier, ALetterLessThanWhatFitsIsAnEdit) {
  const std::string whole(30, 'x');
  for (const std::size_t kept : {19U, 18U, 17U}) {
    auto map = written("sources", whole, whole.substr(0, kept));
    map.declare(Side::local, "sources", "TEXT(20)");
    expect_edit(map);
  }
}

TEST(CoarserCarrier, AnUncutTextAnywhereElseIsAnEdit) {
  const std::string whole(300, 'x');
  auto map = written("sources", whole, whole.substr(0, 254));
  expect_edit(map);
}

TEST(CoarserCarrier, ADateKeepsNoTimeOfDay) {
  auto map = written("date_creation", text("2023-05-01T10:00:00Z"), text("2023-05-01"));
  map.declare(Side::local, "date_creation", "DATE");
  expect_no_change(map);
}

TEST(CoarserCarrier, WhatTheReferenceChangesArrivesWhole) {
  const std::string old(300, 'x');
  const std::string newer(300, 'y');
  auto map = written("sources", old, old.substr(0, 254));
  map.declare(Side::local, "sources", "TEXT(254)").reference(with({{"sources", newer}}));
  EXPECT_THAT(map.sync().update, ElementsAre("update K1: sources taken"));
}

// ---- damage

TEST(Damage, AGeometryThatIsMissingIsNoEdit) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  map.ancestor(with({})).reference(with({})).local({{"K1", "", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.findings, Contains("geometry_unusable"));
}

TEST(Damage, ANewObjectWithoutAGeometryIsNotSent) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  map.ancestor({neighbour}).reference({neighbour}).local({{"K1", "", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 no geometry", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.findings, Contains("geometry_unusable"));
}

TEST(Damage, AValueThatIsNoneOfItsTypeStaysAndIsNotSent) {
  auto map = written("fosse", integer(0), text("peut-\u00eatre"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB fosse=peut-\u00eatre", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.findings, Contains("value_unusable"));
}

TEST(Damage, AValueThatNoListKnowsIsSentAndTold) {
  auto map = written("nature", text("Lac"), text("Lak"));
  const auto after = map.sync();
  EXPECT_THAT(after.contribution, ElementsAre("update K1: nature offered"));
  EXPECT_THAT(after.findings, Contains("value_not_listed"));
}

// ---- versions and carriers

TEST(Names, OfAnotherVersionAreTheSameAttribute) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  map.ancestor(with({{"delimitation", 0}})).local(with({{"delimitation", 1}}));
  map.reference(with({{"trace_connu", 0}}));
  map.only("delimitation", {Side::ancestor, Side::local}).only("trace_connu", {Side::reference});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB delimitation=1", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: trace_connu offered"));
}

TEST(Names, OfShapefilesAreTheSameAttribute) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  map.ancestor(with({{"PREC_PLANI", 5.0}, {"POS_SOL", text("0")}}));
  map.local(with({{"PREC_PLANI", 5.0}, {"POS_SOL", text("0")}}));
  map.reference(
      with({{"precision_planimetrique", 2.5}, {"position_par_rapport_au_sol", text("0")}}));
  for (const char* name : {"PREC_PLANI", "POS_SOL"}) map.only(name, {Side::ancestor, Side::local});
  for (const char* name : {"precision_planimetrique", "position_par_rapport_au_sol"})
    map.only(name, {Side::reference});
  const auto after = map.sync();
  EXPECT_THAT(after.update, ElementsAre("update K1: PREC_PLANI taken"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB POS_SOL=0 PREC_PLANI=2.5", "K9 YZ"));
}

TEST(NotCarried, AnAttributeThatLocalLacksIsNoDeletion) {
  Scenario map(still);
  map.of_class("troncon_hydrographique").only("nature", {Side::ancestor, Side::reference});
  map.everywhere(with({{"nature", text("Lac")}}));
  expect_no_change(map);
}

TEST(NotCarried, AnAttributeThatTheReferenceLacksStaysAndIsNotSent) {
  Scenario map(still);
  map.of_class("troncon_hydrographique").only("nature", {Side::ancestor, Side::local});
  map.ancestor(with({{"nature", text("Lac")}})).reference(with({}));
  map.local(with({{"nature", text("Mare")}}));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB nature=Mare", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(Housekeeping, IsTheSchemasToo) {
  auto map =
      written("date_modification", text("2023-05-01T10:00:00Z"), text("2024-01-01T00:00:00Z"));
  const auto after = map.sync();
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.conflicts, IsEmpty());
}

// ---- altitudes

Scenario high(const std::string& ancestor, const std::string& local, const std::string& reference) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  map.ancestor({{"K1", ancestor, {}}, neighbour}).local({{"K1", local, {}}, neighbour});
  map.reference({{"K1", reference, {}}, neighbour});
  return map;
}

TEST(Altitude, CountsWhereBothCarryIt) {
  auto map = high("AB^7", "AB^8", "AB^7");
  EXPECT_THAT(map.sync().contribution, ElementsAre("update K1: geometry offered"));
}

TEST(Altitude, ThatOneSideLacksIsNoChange) {
  auto two = high("AB^7", "AB", "AB^7");
  expect_no_change(two);
  auto three = high("AB", "AB^7", "AB");
  expect_no_change(three);
}

/// Beside a neighbour with an altitude: a line without one says that it has none.
Scenario beside_high(const std::string& ancestor, const std::string& local,
                     const std::string& reference) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  const Object high{"K9", "YZ^3", {}};
  map.ancestor({{"K1", ancestor, {}}, high}).local({{"K1", local, {}}, high});
  map.reference({{"K1", reference, {}}, high});
  return map;
}

TEST(Altitude, ThatStandsForNoneIsNone) {
  auto map = beside_high("AB^-1000", "AB", "AB^-1000");
  expect_no_change(map);
}

TEST(Altitude, ThatTheReferenceHasMeasuredArrives) {
  auto map = beside_high("AB^-1000", "AB^-1000", "AB^7");
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB^7", "K9 YZ^3"));
}

TEST(Altitude, ThatTheReferenceHasMeasuredIsNotWrittenOverByNone) {
  Scenario map(R"(
    ancestor | local   | reference
    A - B    | A - - B | A - B
    Y - Z    | Y - Z   | Y - Z      )");
  map.of_class("troncon_hydrographique", "authority: {geometry: {owner: producer}}\n");
  const Object high{"K9", "YZ^3", {}};
  map.ancestor({{"K1", "AB^-1000", {}}, high}).local({{"K1", "AB^-1000", {}}, high});
  map.reference({{"K1", "AB^7", {}}, high});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB^7", "K9 YZ^3"));
  const auto sent = io::read_changeset(after.folder / "contribution.gpkg").layers;
  const auto& change = sent.front().changes.front();
  EXPECT_EQ(Drawing("A - - B").letters(io::TargetRow::geometry_after(change)), "AB^7");
}

TEST(Altitude, ThatLocalHasMeasuredIsSent) {
  auto map = beside_high("AB^-1000", "AB^7", "AB^-1000");
  EXPECT_THAT(map.sync().contribution, ElementsAre("update K1: geometry offered"));
}

TEST(Altitude, ThatIsSaidToBeUnknownIsNone) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  const Attributes unknown{{"precision_altimetrique", 9999.0}};
  map.ancestor({{"K1", "AB^0", unknown}, neighbour})
      .reference({{"K1", "AB^0", unknown}, neighbour});
  map.local({{"K1", "AB^7", unknown}, neighbour});
  expect_no_change(map);  // whatever number stands there
}

TEST(Altitude, IsKeptWhereAFlatReferenceMovesTheLine) {
  Scenario map(R"(
    ancestor | local | reference
    A - B    | A - B | A - - B
    Y - Z    | Y - Z | Y - Z      )");
  map.of_class("troncon_hydrographique");
  map.ancestor({{"K1", "AB", {}}, neighbour}).local({{"K1", "AB^7", {}}, neighbour});
  map.reference({{"K1", "AB", {}}, neighbour});
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 A[30 0]^7", "K9 YZ"));
}

TEST(Altitude, IsKeptWhereAFlatReferenceMovesTheWholeLine) {
  Scenario map(R"(
    ancestor | local | reference | merged
    A - B    | A - B | . . .     | . . .
    . . .    | . . . | A - B     | A - B
    Y - Z    | Y - Z | Y - Z     | Y - Z      )");
  map.of_class("troncon_hydrographique");
  map.ancestor({{"K1", "AB", {}}, neighbour}).local({{"K1", "AB^7", {}}, neighbour});
  map.reference({{"K1", "AB", {}}, neighbour});
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB^7", "K9 YZ"));
}

TEST(Altitude, OfAPartThatAFlatLayerHasCutIsThatOfTheWhole) {
  Scenario map(R"(
    ancestor  | local     | reference
    A - C - B | A - C - B | A - C - B
    Y - Z     | Y - Z     | Y - Z     )");
  map.of_class("troncon_hydrographique");
  map.ancestor({{"K1", "ACB^7", {}}, neighbour}).reference({{"K1", "ACB^7", {}}, neighbour});
  map.local({{"K1", "AC", {}}, {"K1", "CB", {}}, neighbour});
  EXPECT_THAT(map.sync().contribution,
              ElementsAre("delete K1: offered", "split - AC^7: offered", "split - CB^7: offered"));
}

// ---- direction of flow

Scenario flowing(const std::string& letters, const Value& sense) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  const Attributes along{{"sens_de_l_ecoulement", text("Sens direct")}};
  map.ancestor({{"K1", "AB", along}, neighbour}).reference({{"K1", "AB", along}, neighbour});
  map.local({{"K1", letters, {{"sens_de_l_ecoulement", sense}}}, neighbour});
  return map;
}

TEST(Flow, ALineTurnedRoundWithItsSenseIsNoChange) {
  auto map = flowing("BA", text("Sens inverse"));
  expect_no_change(map);
}

TEST(Flow, ALineTurnedRoundAloneTurnsItsFlow) {
  auto map = flowing("BA", text("Sens direct"));
  EXPECT_THAT(map.sync().contribution, ElementsAre("update K1: sens_de_l_ecoulement offered"));
}

TEST(Flow, OursStaysTurnedThoughTheReferenceRedrawsTheLineTheOtherWayRound) {
  auto map = flowing("AB", text("Sens inverse"));
  map.reference({{"K1", "BA", {{"sens_de_l_ecoulement", text("Sens inverse")}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB sens_de_l_ecoulement=Sens inverse", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: sens_de_l_ecoulement offered"));
  EXPECT_THAT(after.conflicts, IsEmpty());
}

TEST(Flow, OfALineThatDoesNotSayItIsNoneAndTheLinesDirectionCounts) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  const Attributes unknown{{"sens_de_l_ecoulement", text("Inconnu")}};
  map.ancestor({{"K1", "AB", unknown}, neighbour}).reference({{"K1", "AB", unknown}, neighbour});
  map.local({{"K1", "BA", unknown}, neighbour});
  EXPECT_THAT(map.sync().contribution, ElementsAre("update K1: geometry offered"));
}

Attributes between(const char* sense, const char* first, const char* last) {
  return {{"sens_de_l_ecoulement", text(sense)},
          {"lien_vers_noeud_hydrographique_ini", text(first)},
          {"lien_vers_noeud_hydrographique_fin", text(last)}};
}

TEST(Flow, TheNodesAtItsEndsTurnWithALine) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  const auto along = between("Sens direct", "N1", "N2");
  map.ancestor({{"K1", "AB", along}, neighbour}).reference({{"K1", "AB", along}, neighbour});
  map.local({{"K1", "BA", between("Sens inverse", "N2", "N1")}, neighbour});
  expect_no_change(map);
  map.local({{"K1", "AB", along}, neighbour});
  map.reference({{"K1", "BA", between("Sens inverse", "N2", "N1")}, neighbour});
  expect_no_change(map);
  map.local({{"K1", "BA", between("Sens inverse", "N1", "N2")}, neighbour});
  map.reference({{"K1", "AB", along}, neighbour});
  expect_no_change(map);  // whoever turns a line in QGIS leaves the nodes as they are
}

TEST(Flow, ANewNodeArrivesAtTheRightEnd) {
  Scenario map(still);
  map.of_class("troncon_hydrographique");
  const auto along = between("Sens direct", "N1", "N2");
  map.ancestor({{"K1", "AB", along}, neighbour}).local({{"K1", "AB", along}, neighbour});
  map.reference({{"K1", "BA", between("Sens inverse", "N3", "N1")}, neighbour});
  EXPECT_THAT(map.sync().merged,
              ElementsAre("K1 AB lien_vers_noeud_hydrographique_fin=N3 "
                          "lien_vers_noeud_hydrographique_ini=N1 sens_de_l_ecoulement=Sens direct",
                          "K9 YZ"));
}

TEST(Flow, AClosedLineTurnedRoundWithItsSenseIsNoChange) {
  Scenario map(R"(
    ancestor | local | reference
    A - B    | A - B | A - B
    . - C    | . - C | . - C      )");
  map.of_class("troncon_hydrographique");
  const Attributes along{{"sens_de_l_ecoulement", text("Sens direct")}};
  map.ancestor({{"K1", "ABCA", along}}).reference({{"K1", "ABCA", along}});
  map.local({{"K1", "ACBA", {{"sens_de_l_ecoulement", text("Sens inverse")}}}});
  expect_no_change(map);
}

TEST(Flow, ASenseTurnedRoundAloneIsAChange) {
  auto map = flowing("AB", text("Sens inverse"));
  EXPECT_THAT(map.sync().contribution, ElementsAre("update K1: sens_de_l_ecoulement offered"));
}

TEST(Flow, WhatTheReferenceMovesArrivesInLocalsDirection) {
  Scenario map(R"(
    ancestor | local | reference
    A - B    | A - B | A - - B
    Y - Z    | Y - Z | Y - Z      )");
  map.of_class("troncon_hydrographique");
  const Attributes along{{"sens_de_l_ecoulement", text("Sens direct")}};
  const Attributes against{{"sens_de_l_ecoulement", text("Sens inverse")}};
  map.ancestor({{"K1", "AB", along}, neighbour}).reference({{"K1", "AB", along}, neighbour});
  map.local({{"K1", "BA", against}, neighbour});
  EXPECT_THAT(map.sync().merged,
              ElementsAre("K1 [30 0]A sens_de_l_ecoulement=Sens inverse", "K9 YZ"));
}

// ---- shapes

TEST(Shape, OfOtherStartAndOrientationIsTheSame) {
  Scenario map(R"(
    ancestor | local | reference
    A - B    | A - B | A - B
    |   |    | |   | | |   |
    D - C    | D - C | D - C      )");
  map.of_class("zone_de_vegetation");
  map.ancestor({{"K1", "(ABCD)", {}}})
      .local({{"K1", "(CBAD)", {}}})
      .reference({{"K1", "(ABCD)", {}}});
  expect_no_change(map);
}

}  // namespace
}  // namespace bdf::tests
