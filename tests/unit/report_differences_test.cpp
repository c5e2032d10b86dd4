// SPDX-License-Identifier: MIT
#include "report/differences.h"

#include <gmock/gmock.h>

#include "base/message.h"
#include "unit/report_samples.h"

namespace bdf::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Differences : public testing::Test {
 protected:
  Differences() { set_language("en"); }
  ~Differences() override { set_language("en"); }

  static Conflict deletion() {
    auto conflict = samples::conflict();
    conflict.kind = ConflictKind::delete_edit;
    conflict.attribute.clear();
    conflict.values = {R"({"ditch":0,"name":"Lez","rank":1})", std::nullopt,
                       R"({"ditch":"Non","name":"Le Lez","rank":1,"new":"a"})"};
    return conflict;
  }

  /// The layer "road", of whose attributes `ditch` is a truth, `stamp` is housekeeping, `new` is
  /// none of the ancestor's and `own` is the producer's alone.
  static TermsByLayer terms() {
    LayerTerms known;
    const auto add = [&](const char* name, ColumnType type) -> merge::Attribute& {
      auto& attribute = known.layout.attributes.emplace_back(name, type);
      attribute.column = {0, 0, 0};
      return attribute;
    };
    add("name", ColumnType::text);
    add("ditch", ColumnType::boolean);
    add("rank", ColumnType::integer);
    add("stamp", ColumnType::text).housekeeping = true;
    add("new", ColumnType::text).column = {std::nullopt, std::nullopt, 0};
    add("own", ColumnType::text).column = {std::nullopt, 0, std::nullopt};
    return {{"road", known}};
  }
};

TEST_F(Differences, AreAllThatIsTold) {
  const auto conflict = deletion();
  EXPECT_THAT(said_by(Side::ancestor, conflict, terms()), ElementsAre("name: Lez"));
  EXPECT_THAT(said_by(Side::local, conflict, terms()), ElementsAre("(deleted)"));
  EXPECT_THAT(said_by(Side::reference, conflict, terms()), ElementsAre("name: Le Lez"));
}

TEST_F(Differences, AreTextsWhereNothingIsKnown) {
  EXPECT_THAT(said_by(Side::ancestor, deletion(), {}),
              ElementsAre("ditch: 0", "name: Lez", "new: (empty)"));
}

TEST_F(Differences, ToldOfAnObjectThatNeverWasThere) {
  auto conflict = deletion();
  conflict.values.ancestor.reset();
  EXPECT_THAT(said_by(Side::local, conflict, terms()), ElementsAre("(not there)"));
}

TEST_F(Differences, TellWhatWouldBeLostWithTheObject) {
  auto conflict = deletion();
  conflict.values = {R"({"name":"Lez"})", R"({"name":"Lez","own":"visited"})", std::nullopt};
  EXPECT_THAT(said_by(Side::local, conflict, terms()), ElementsAre("own: visited"));
  EXPECT_THAT(said_by(Side::ancestor, conflict, terms()), ElementsAre("(no difference)"));
}

TEST_F(Differences, TellHowFarAGeometryMoved) {
  auto conflict = deletion();
  conflict.values = {R"({"name":"Lez"})", R"({"name":"Lez"})", std::nullopt};
  conflict.geometries.ancestor = samples::line({900000, 0, 900100, 0});
  conflict.geometries.local = samples::line({900000, 0, 900050, 40, 900100, 0});
  conflict.geometries.reference = Null{};
  EXPECT_THAT(said_by(Side::ancestor, conflict, terms()),
              ElementsAre("geometry: 2 vertices, 100 m"));
  EXPECT_THAT(said_by(Side::local, conflict, terms()),
              ElementsAre("geometry: 3 vertices, 128 m, up to 40 m from before"));
}

TEST_F(Differences, MeasureNothingInDegrees) {
  auto conflict = samples::conflict();
  conflict.kind = ConflictKind::geometry;
  conflict.attribute.clear();
  EXPECT_THAT(said_by(Side::local, conflict, {}), ElementsAre("3 vertices"));
}

TEST_F(Differences, CountThePiecesOfWhatWasCut) {
  auto conflict = deletion();
  conflict.kind = ConflictKind::recut;
  conflict.values.local = R"([{"ditch":0,"name":"a","rank":1},{"ditch":0,"name":"b","rank":1}])";
  EXPECT_THAT(said_by(Side::local, conflict, terms()), ElementsAre("2 objects", "name: a / b"));
}

TEST_F(Differences, SayTruthsInWords) {
  auto conflict = samples::conflict();
  conflict.attribute = "ditch";
  conflict.values = {std::nullopt, "Vrai", "0"};
  EXPECT_THAT(said_by(Side::ancestor, conflict, terms()), ElementsAre("(empty)"));
  EXPECT_THAT(said_by(Side::local, conflict, terms()), ElementsAre("yes"));
  set_language("fr");
  EXPECT_THAT(said_by(Side::reference, conflict, terms()), ElementsAre("Non"));
}

TEST_F(Differences, TakeObjectsThatAreNone) {
  auto conflict = deletion();
  conflict.values = {"{", "null", "[1,2]"};
  for (const auto side : all_sides)
    for (const auto& line : said_by(side, conflict, terms()))
      EXPECT_THAT(line, Not(HasSubstr("{")));
}

}  // namespace
}  // namespace bdf::report
