// SPDX-License-Identifier: MIT
// Every owner and every rule, said of a theme, a layer, an attribute, a territory, a community and
// of some objects: it holds there, and nowhere else.
#include <gmock/gmock.h>

#include "io/sync_tables.h"
#include "support/still_lines.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::SizeIs;
using testing::StartsWith;

constexpr auto layer = "troncon_hydrographique";

/// Where a theme says something, and where the sync is that it is meant for, or is not.
struct Level {
  const char* name;
  const char* before;  ///< what stands before the table of authority …
  const char* after;   ///< … and behind it
  const char* territory = "";
  const char* community = "";
  const char* nature = "Marais";
  bool holds = true;
};

const std::vector<Level> levels{
    {"theme", "authority: ", "\nlayers: {troncon_hydrographique: {}}\n"},
    {"layer", "layers: {troncon_hydrographique: {authority: ", "}}\n"},
    {"another_layer", "layers: {troncon_hydrographique: {}, surface_hydrographique: {authority: ",
     "}}\n", "", "", "Marais", false},
    {"special_case_of_the_layer", "special_cases: [{layers: [troncon_hydrographique], authority: ",
     "}]\nlayers: {troncon_hydrographique: {}}\n"},
    {"special_case_of_another",
     "layers: {troncon_hydrographique: {}, surface_hydrographique: {}}\nspecial_cases: [{layers: "
     "[surface_hydrographique], "
     "authority: ",
     "}]\n", "", "", "Marais", false},
    {"territory", "special_cases: [{territories: [38], authority: ",
     "}]\nlayers: {troncon_hydrographique: {}}\n", "038"},
    {"whole_territory", "special_cases: [{territories: [FXX], authority: ",
     "}]\nlayers: {troncon_hydrographique: {}}\n", "038"},
    {"another_territory", "special_cases: [{territories: [35], authority: ",
     "}]\nlayers: {troncon_hydrographique: {}}\n", "038", "", "Marais", false},
    {"community", "special_cases: [{communities: [ddt], authority: ",
     "}]\nlayers: {troncon_hydrographique: {}}\n", "", "ddt"},
    {"another_community",
     "special_cases: [{communities: [ddt, ofb], authority: {}}, {communities: "
     "[ofb], authority: ",
     "}]\nlayers: {troncon_hydrographique: {}}\n", "", "ddt", "Marais", false},
    {"condition", "special_cases: [{when: {nature: Marais}, authority: ",
     "}]\nlayers: {troncon_hydrographique: {}}\n"},
    {"failed_condition", "special_cases: [{when: {nature: Marais}, authority: ",
     "}]\nlayers: {troncon_hydrographique: {}}\n", "", "", "Canal", false},
    {"all_at_once",
     "special_cases: [{layers: [troncon_hydrographique], territories: [\"038\"], communities: "
     "[ddt], when: {nature: Marais}, authority: ",
     "}]\nlayers: {troncon_hydrographique: {}}\n", "038", "ddt"},
};

/// What is said of a thing, and the rule that the ledger must name where both sides changed it.
struct Saying {
  const char* said;
  const char* rule;
  const char* attribute = "sources";
};

const std::vector<Saying> of_geometries{
    {"owner: reference", "owned_by_reference"},
    {"owner: producer", "owned_by_producer"},
    {"rule: prefer_local", "prefer_local"},
    {"rule: prefer_reference", "prefer_reference"},
    {"rule: newest, by: date_de_confirmation", "newest"},
    {"rule: most_precise, by: precision_planimetrique", "most_precise"}};

class AtLevel : public testing::TestWithParam<Level> {
 protected:
  /// With `table` where the level says it.
  Scenario& says(Scenario& map, const std::string& table) const {
    map.of_class(layer).theme("schema: bdtopo\n" + (GetParam().before + table) + GetParam().after);
    map.lies_at({900'000, 6'450'000}).job().territory = GetParam().territory;
    map.job().community = GetParam().community;
    return map;
  }
  /// One side's version: each with its own source, links, day and precision.
  [[nodiscard]] static Attributes version(const char* source, const char* links, const char* day,
                                          double metres) {
    return {{"nature", GetParam().nature},
            {"sources", source},
            {"liens_vers_cours_d_eau", links},
            {"date_de_confirmation", day},
            {"precision_planimetrique", metres}};
  }
  [[nodiscard]] static Attributes ancestor() { return version("a", "C1", "2020-01-01", 9); }
  [[nodiscard]] static Attributes local() { return version("b", "C1/C2", "2021-01-01", 5); }
  [[nodiscard]] static Attributes reference() { return version("c", "C1/C3", "2022-01-01", 7); }
};

TEST_P(AtLevel, HoldsForAttributes) {
  auto all = of_geometries;
  all.push_back({"rule: union", "union", "liens_vers_cours_d_eau"});
  all.push_back({"rule: max", "max"});
  all.push_back({"rule: min", "min"});
  for (const std::string where : {"by_attribute", "attributes"})
    for (const auto& saying : all) {
      SCOPED_TRACE(where + ' ' + saying.said);
      if (where == "attributes" && std::string(saying.said) == "rule: union") continue;
      Scenario map(still);
      const auto said = std::string("{") + saying.said + "}";
      says(map, where == "attributes"
                    ? "{attributes: " + said + "}"
                    : "{by_attribute: {" + std::string(saying.attribute) + ": " + said + "}}");
      map.ancestor(with(ancestor())).local(with(local())).reference(with(reference()));
      const auto after = map.sync();
      const std::string what = saying.attribute;
      EXPECT_THAT(after.decisions("K1"),
                  Contains(what + ": " + (GetParam().holds ? saying.rule : "conflict")));
      const bool waits = GetParam().holds && saying.rule == std::string("owned_by_reference");
      EXPECT_THAT(after.proposals,
                  Contains(StartsWith("proposal " + what + " of K1")).Times(waits ? 1 : 0));
    }
}

TEST_P(AtLevel, HoldsForTheGeometry) {
  for (const auto& saying : of_geometries) {
    SCOPED_TRACE(saying.said);
    Scenario map(R"(
      ancestor | local   | reference | merged
      A - B    | A - B   | A - B     | A - B - C - D
      Y - Z    | Y - Z C | Y - Z . D | Y - Z      )");
    map.draw("local", "A - B - C\nY - Z").draw("reference", "A - B - . - D\nY - Z");
    says(map, std::string("{geometry: {") + saying.said + "}}");
    map.ancestor({{"K1", "AB^3", ancestor()}, neighbour});
    map.local({{"K1", "AC^3", local()}, neighbour});
    map.reference({{"K1", "AD^3", reference()}, neighbour});
    EXPECT_THAT(
        map.sync().decisions("K1"),
        Contains(std::string("geometry: ") + (GetParam().holds ? saying.rule : "conflict")));
  }
}

TEST_P(AtLevel, HoldsForExistence) {
  for (const std::string rule : {"prefer_local", "prefer_reference"}) {
    Scenario map(still);
    says(map, "{existence: {rule: " + rule + "}}");
    map.ancestor({{"K1", "AB^3", ancestor()}, {"K2", "AB^3", ancestor()}, neighbour});
    map.local({{"K1", "AB^3", local()}, neighbour});
    map.reference({{"K2", "AB^3", reference()}, neighbour});
    const auto after = map.sync();
    for (const auto* const key : {"K1", "K2"})
      EXPECT_THAT(after.decisions(key),
                  Contains("object: " + (GetParam().holds ? rule : std::string("conflict"))));
    EXPECT_THAT(after.conflicts, SizeIs(GetParam().holds ? 0 : 2));
  }
}

TEST_P(AtLevel, SaysHowOursLeaves) {
  Scenario map(still);
  says(map, "{existence: {owner: reference}, attributes: {owner: reference}}");
  map.ancestor({{"K1", "AB^3", ancestor()}, {"K2", "AB^3", ancestor()}, neighbour});
  map.local({{"K1", "AB^3", local()}, {"K3", "AB^3", ancestor()}, neighbour});
  map.reference({{"K1", "AB^3", ancestor()}, {"K2", "AB^3", ancestor()}, neighbour});
  const std::string status = GetParam().holds ? " proposed" : " offered";
  const auto sent = map.sync().contribution;
  ASSERT_THAT(sent, SizeIs(3));
  EXPECT_EQ(sent[0], "delete K2:" + status);
  EXPECT_THAT(sent[1], testing::EndsWith(":" + status));
  EXPECT_THAT(sent[2], testing::HasSubstr("sources" + status));
}

INSTANTIATE_TEST_SUITE_P(Authority, AtLevel, testing::ValuesIn(levels),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace bdf::tests
