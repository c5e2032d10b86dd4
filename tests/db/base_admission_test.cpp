// SPDX-License-Identifier: MIT
// What goes in together, for whom, and what does not: cut lines, columns that were not carried,
// names of two producers, groups, files made to deceive.
#include <gmock/gmock.h>

#include "base/error.h"
#include "geometry/wkb.h"
#include "io/changeset_layout.h"
#include "io/geometry_blob.h"
#include "support/integrate_trial.h"

namespace bdf {
namespace {

using refbase::EntryStatus;
using testing::HasSubstr;
using tests::spots;
using tests::two_masters;
using tests::two_offices;

Value line(const std::vector<double>& xy) {
  Geometry geometry;
  geometry.kind = GeometryKind::line;
  geometry.xy = xy;
  geometry.rings = {0, static_cast<std::uint32_t>(xy.size() / 2)};
  geometry.parts = {0, 1};
  return Blob{geometry::encode_wkb(geometry)};
}

/// A road "a", 100 m long from west to east.
tests::PlainLayer road(const std::string& name, const std::string& number) {
  tests::PlainLayer layer{tests::plain_schema("road", "LINESTRING"), {}};
  layer.schema.columns = {{"id", ColumnType::text, "TEXT"},
                          {"name", ColumnType::text, "TEXT"},
                          {"number", ColumnType::text, "TEXT"}};
  layer.rows.push_back(
      {std::nullopt, line({0, 0, 50, 0, 100, 0}), {std::string("a"), name, number}});
  return layer;
}

class BaseAdmission : public tests::IntegrateTrial {
 protected:
  static void put(const std::filesystem::path& file, const std::string& id, const Value& place) {
    const auto blob = io::geometry_blob(std::get<Blob>(place).bytes, 2154);
    tests::run_sql(file, "UPDATE road SET geom = ?1 WHERE id = ?2", {Blob{blob}, id});
  }

  /// Cuts "a" in the middle; what the second half says beside its id, as SQL.
  static void cut(const std::filesystem::path& file, const std::string& columns,
                  const std::string& values) {
    tests::run_sql(file, "INSERT INTO road (id" + columns + ") VALUES ('b'" + values + ")");
    put(file, "a", line({0, 0, 50, 0}));
    put(file, "b", line({50, 0, 100, 0}));
  }

  [[nodiscard]] std::string roads() {
    std::string text;
    for (const auto& row : checked_out("road").rows) {
      for (const auto& value : row.values)
        text += is_null(view_of(value)) ? "-/" : to_text(view_of(value)) + "/";
      text.back() = ' ';
    }
    return text;
  }

  /// Of those, the entries' numbers.
  static std::vector<std::int64_t> waiting(const jobs::Integration& integration,
                                           const std::string& thing = "") {
    std::vector<std::int64_t> numbers;
    for (const auto& entry : integration.entries)
      if (entry.status == EntryStatus::waiting && (thing.empty() || entry.thing == thing))
        numbers.push_back(entry.entry);
    return numbers;
  }
};
BDF_ON_BOTH_BASES(BaseAdmission);

/// Under which a cut is known as one.
const char* const by_place = "matching: {distance: 10, most: 20}\n";

const char* const cutters = R"(
communities:
  cutters:
    rights: {existence: decide, geometry: decide, attributes: read, by_attribute: {name: decide}}
    organisations:
      - {name: North}
)";

TEST_P(BaseAdmission, ACutThatTakesAwayAValueNeedsTheRightToIt) {
  give_rights(std::string(by_place) + cutters);
  import({road("Main", "7")});
  cut(take("mine"), ", name", ", 'Main'");
  const auto taken = integrate(contribution("mine", "North", {}));
  EXPECT_EQ(taken.count(EntryStatus::admitted), 0U) << fates(taken.entries);
  EXPECT_EQ(roads(), "a/Main/7 ");
}

TEST_P(BaseAdmission, ACutThatKeepsTheValuesDoesNot) {
  give_rights(std::string(by_place) + cutters);
  import({road("Main", "7")});
  cut(take("mine"), ", name, number", ", 'Main', '7'");
  const auto taken = integrate(contribution("mine", "North", {}));
  EXPECT_EQ(taken.count(EntryStatus::refused), 0U) << fates(taken.entries);
  EXPECT_EQ(roads(), "a/Main/7 b/Main/7 ");
}

TEST_P(BaseAdmission, PartsKeepWhatTheirFileDidNotCarry) {
  give_rights(std::string(by_place) + two_masters);
  import({road("Main", "7")});
  const auto mine = take("mine", {"name"});
  ASSERT_FALSE(tests::read_layer(mine, "road").schema.find("number"));
  cut(mine, ", name", ", 'Main'");
  const auto taken = integrate(contribution("mine", "North", {}));
  EXPECT_EQ(taken.count(EntryStatus::refused) + taken.count(EntryStatus::waiting), 0U)
      << fates(taken.entries);
  EXPECT_EQ(roads(), "a/Main/7 b/Main/7 ");
}

TEST_P(BaseAdmission, WhatTwoCallAlikeIsTwoThings) {
  give_rights(two_masters);
  import({spots({{ "a", "Alpha", 1 }})});
  take("mine");
  take("yours");
  const auto add = [](const std::string& name) {
    return "INSERT INTO spot (name, geom) SELECT '" + name + "', geom FROM spot";
  };
  const auto first = integrate(contribution("mine", "North", {add("of North")}));
  const auto second = integrate(contribution("yours", "South", {add("of South")}));
  EXPECT_EQ(first.count(EntryStatus::admitted), 1U);
  EXPECT_EQ(second.count(EntryStatus::admitted), 1U) << fates(second.entries);
  ASSERT_EQ(checked_out("spot").rows.size(), 3U);
  ASSERT_EQ(answers("North").size(), 1U);
  ASSERT_EQ(answers("South").size(), 1U);
  EXPECT_NE(answers("North")[0].given_id, answers("South")[0].given_id);
}

TEST_P(BaseAdmission, OnlyWhatIsAcceptedGoesIn) {
  give_rights(std::string(two_masters) + "others: propose\n");
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = integrate(contribution(
      "mine", "Elsewhere", {"UPDATE spot SET name = 'mine', number = 7 WHERE id = 'a'"}));
  ASSERT_EQ(waiting(sent).size(), 2U);
  decide(waiting(sent, "number"), true);
  EXPECT_EQ(held(), "a/Alpha/7/0/0");
  decide(waiting(sent, "name"), false, "not so");
  EXPECT_EQ(held(), "a/Alpha/7/0/0");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseAdmission, AQuestionAboutSeveralThingsIsTakenBackAsAWholeOrNotAtAll) {
  give_rights(std::string(by_place) + two_masters + "others: propose\n");
  import({road("Main", "7")});
  const auto mine = take("mine");
  cut(mine, ", name, number", ", 'Main', '7'");
  const auto first = integrate(contribution("mine", "Elsewhere", {}));
  ASSERT_EQ(waiting(first).size(), 3U) << fates(first.entries);
  // Meanwhile only one of the two is sent anew.
  put(take("again"), "a", line({0, 0, 50, 5, 100, 0}));
  static_cast<void>(integrate(contribution("again", "Elsewhere", {})));
  const auto still = jobs::queue_of(base, {});
  for (const auto number : waiting(first))
    EXPECT_TRUE(std::any_of(still.begin(), still.end(), [&](const auto& one) {
      return one.entry.entry == number;
    })) << number;
}

TEST_P(BaseAdmission, AnOrganisationIsOneHoweverItsNameIsWritten) {
  give_rights(two_offices);
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  integrate(contribution("mine", "NORTH", {"UPDATE spot SET number = 7 WHERE id = 'a'"}));
  const auto second =
      integrate(contribution("again", "north", {"UPDATE spot SET number = 8 WHERE id = 'b'"}));
  EXPECT_EQ(second.contribution.organisation, "North");
  EXPECT_EQ(answers("nOrTh").size(), 2U);
  EXPECT_EQ(jobs::queue_of(base, {}).size(), 2U);
  // As somebody who is not named: the first spelling stays.
  integrate(contribution("third", "Elsewhere", {"UPDATE spot SET name = 'x' WHERE id = 'a'"}));
  EXPECT_EQ(integrate(contribution("fourth", "ELSEWHERE", {"UPDATE spot SET name = 'y'"}))
                .contribution.organisation,
            "Elsewhere");
}

TEST_P(BaseAdmission, AVertexThatLiesNowhereOnEarthIsRefused) {
  give_rights(two_masters);
  import({road("Main", "7")});
  put(take("mine"), "a", line({0, 0, 1e300, 0}));
  const auto sent = contribution("mine", "North", {});
  EXPECT_THAT(tests::refusal<InputError>([&] { return integrate(sent); }),
              HasSubstr("layer road, feature a: the geometry has a vertex that lies nowhere"));
}

TEST_P(BaseAdmission, AChangeThatDoesNotSayWhatChangesIsRefused) {
  give_rights(two_masters);
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  tests::run_sql(sent, "UPDATE spot SET bdf_changed = NULL");
  std::string digest;
  {
    auto database = io::Database::open_input(sent);
    digest = io::content_digest(database);
  }
  tests::run_sql(sent, "UPDATE bdf_changeset SET content_digest = ?1", {Value{digest}});
  EXPECT_THAT(tests::refusal<InputError>([&] { return integrate(sent); }),
              HasSubstr("layer spot, feature a: bdf_changed does not say what changes"));
}

}  // namespace
}  // namespace bdf
