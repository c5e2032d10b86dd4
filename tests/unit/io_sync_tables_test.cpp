// SPDX-License-Identifier: MIT
#include "io/sync_tables.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkt.h"
#include "io/signalements.h"
#include "table_definitions.h"

namespace bdf::io {
namespace {

Crs lambert93() { return {2154, "EPSG", 2154, "PROJCS[\"RGF93 / Lambert-93\"]"}; }

Conflict conflict_of(std::string id, ConflictKind kind) {
  Conflict conflict;
  conflict.id = std::move(id);
  conflict.layer = "river";
  conflict.cluster = 7;
  conflict.kind = kind;
  conflict.ids = {"R1", "R1", "R1/R2"};
  conflict.reason = "both sides changed it";
  conflict.geometries = {Blob{geometry::wkb_from_wkt("POINT (1 2)")}, Null{},
                         Blob{geometry::wkb_from_wkt("POINT (3 4)")}};
  if (kind != ConflictKind::attribute) return conflict;
  conflict.attribute = "name";
  conflict.values = {std::nullopt, "", "Loire"};
  return conflict;
}

void expect_same(const Conflict& a, const Conflict& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.layer, b.layer);
  EXPECT_EQ(a.cluster, b.cluster);
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.attribute, b.attribute);
  EXPECT_EQ(a.ids, b.ids);
  EXPECT_EQ(a.values, b.values);
  EXPECT_EQ(a.reason, b.reason);
  EXPECT_EQ(a.provisional, b.provisional);
  EXPECT_EQ(a.resolution, b.resolution);
  EXPECT_EQ(a.held, b.held);
}

class SyncTablesTest : public ::testing::Test {
 protected:
  SyncTablesTest() { set_language("en"); }

  /// Enters a resolution as QGIS would.
  void enter(const std::string& id, const std::string& word, const ValueView& value = Null{}) {
    auto update = conflicts_.prepare(
        "UPDATE conflict SET resolution = ?, resolution_value = ? WHERE conflict_id = ?");
    update.bind(1, word).bind(2, value).bind(3, id).run();
  }

  tests::TestFolder folder_;
  Database database_ = Database::open_output(folder_.file("merged.gpkg"));
  Database conflicts_ = Database::open_output(folder_.file("conflicts.gpkg"));
};

TEST_F(SyncTablesTest, StampReadsBack) {
  EXPECT_FALSE(read_stamp(database_));
  const SyncStamp stamp{"DDT",
                        "generic",
                        "1",
                        "a1",
                        "2024",
                        "b2",
                        "2025",
                        "c3",
                        "",
                        "layer = 'river'",
                        "2026-11-24T01:00:00Z"};
  write_stamp(database_, stamp);
  write_stamp(database_, stamp);
  const auto read = read_stamp(database_);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->producer, "DDT");
  EXPECT_EQ(read->theme_digest, "a1");
  EXPECT_EQ(read->reference_digest, "c3");
  EXPECT_EQ(read->extent, "");
  EXPECT_EQ(read->time, "2026-11-24T01:00:00Z");
}

TEST_F(SyncTablesTest, StampOfANewerFormatIsRefused) {
  write_stamp(database_, {});
  database_.execute("UPDATE bdf_sync SET format_version = 2");
  EXPECT_THROW(static_cast<void>(read_stamp(database_)), InputError);
}

TEST_F(SyncTablesTest, LedgerIsFoundByClusterAndById) {
  LedgerEntry merged{
      "river",          3, {{"A"}, {"A"}, {"A", "B\"\xff"}}, {9, 12}, Outcome::merged, {}, {"c1"},
      {"re_identified"}};
  merged.decisions.push_back({"name", Divergence::both_differ, "prefer_local", Side::local});
  const LedgerEntry inserted{"river", 4, {{}, {"3"}, {}}, {13}, Outcome::inserted_locally, {},
                             {},      {}};
  const std::vector entries{merged, inserted};
  const std::vector<UnchangedRun> unchanged{{"river", 1, 8, 8}};
  write_ledger(database_, {{entries, unchanged}});
  const auto found = find_in_ledger(database_, "A");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].ids, merged.ids);
  EXPECT_EQ(found[0].out_fids, merged.out_fids);
  EXPECT_EQ(found[0].outcome, Outcome::merged);
  ASSERT_EQ(found[0].decisions.size(), 1u);
  EXPECT_EQ(found[0].decisions[0].divergence, Divergence::both_differ);
  EXPECT_EQ(found[0].decisions[0].rule, "prefer_local");
  EXPECT_EQ(found[0].conflicts, merged.conflicts);
  EXPECT_EQ(found[0].flags, merged.flags);
  EXPECT_EQ(find_in_ledger(database_, "3").size(), 2u);
  EXPECT_TRUE(find_in_ledger(database_, "Z").empty());
}

TEST_F(SyncTablesTest, PendingReadsBackWithTheGeometriesOfItsKind) {
  EXPECT_TRUE(read_pending(database_).empty());
  const auto attribute = conflict_of("aa", ConflictKind::attribute);
  const auto edited = conflict_of("bb", ConflictKind::delete_edit);
  write_pending(database_, {attribute, edited});
  const auto read = read_pending(database_);
  ASSERT_EQ(read.size(), 2u);
  expect_same(read[0], attribute);
  expect_same(read[1], edited);
  EXPECT_EQ(read[0].geometries, ThreeWay<Value>{});
  EXPECT_EQ(read[1].geometries, edited.geometries);
}

TEST_F(SyncTablesTest, WhatIsHeldMeanwhileIsReadAgainANullToo) {
  auto dropped = conflict_of("aa", ConflictKind::attribute);
  dropped.held.emplace();
  auto moved = conflict_of("bb", ConflictKind::delete_edit);
  moved.held = HeldVersion{"{\"name\":\"Lez\"}", Blob{geometry::wkb_from_wkt("POINT (5 6)")}};
  const auto as_it_stands = conflict_of("cc", ConflictKind::attribute);
  write_pending(database_, {dropped, moved, as_it_stands});
  const auto read = read_pending(database_);
  ASSERT_EQ(read.size(), 3u);
  expect_same(read[0], dropped);
  expect_same(read[1], moved);
  expect_same(read[2], as_it_stands);
  EXPECT_EQ(held_version(read[1]).value, "{\"name\":\"Lez\"}");
  EXPECT_EQ(held_version(read[2]), (HeldVersion{"Loire", Null{}}));
  write_pending(database_, {as_it_stands});
  EXPECT_FALSE(database_.has_table("bdf_provisional"));
}

TEST_F(SyncTablesTest, ALaterResolutionReplacesAnEarlierOne) {
  auto conflict = conflict_of("aa", ConflictKind::attribute);
  conflict.resolution = Resolution{Side::local, "", "Ana", "2026-01-01T00:00:00Z"};
  auto other = conflict_of("bb", ConflictKind::geometry);
  other.resolution = Resolution{std::nullopt, "POINT (0 0)", "", ""};
  add_resolutions(database_, {conflict, other});
  conflict.resolution->side = Side::reference;
  add_resolutions(database_, {conflict});
  const auto read = read_resolutions(database_);
  ASSERT_EQ(read.size(), 2u);
  expect_same(read[0], other);
  expect_same(read[1], conflict);
}

TEST_F(SyncTablesTest, ConflictsStandWhereTheLocalOrElseTheReferenceIs) {
  write_conflicts(conflicts_, {conflict_of("aa", ConflictKind::attribute)}, lambert93(), "t");
  auto row = conflicts_.prepare(
      "SELECT count(*), (SELECT geom FROM conflict_reference) = geom, "
      "(SELECT count(*) FROM conflict_local) FROM conflict");
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.integer(0), 1);
  EXPECT_EQ(row.integer(1), 1);
  EXPECT_EQ(row.integer(2), 0);
}

TEST_F(SyncTablesTest, ResolutionsAreReadAsPeopleTypeThem) {
  write_conflicts(
      conflicts_,
      {conflict_of("aa", ConflictKind::attribute), conflict_of("bb", ConflictKind::geometry),
       conflict_of("cc", ConflictKind::attribute), conflict_of("dd", ConflictKind::attribute)},
      lambert93(), "t");
  enter("aa", " RÉFÉRENCE ");
  enter("bb", "Valeur", "POINT (5 6)");
  enter("cc", "Ance\u0302tre");
  enter("dd", "  ");
  const auto entered = read_entered_resolutions(conflicts_);
  EXPECT_TRUE(entered.findings.empty());
  ASSERT_EQ(entered.conflicts.size(), 3u);
  EXPECT_EQ(entered.conflicts[0].resolution->side, Side::reference);
  EXPECT_EQ(entered.conflicts[1].resolution->side, std::nullopt);
  EXPECT_EQ(entered.conflicts[1].resolution->value, "POINT (5 6)");
  EXPECT_EQ(entered.conflicts[2].resolution->side, Side::ancestor);
}

TEST_F(SyncTablesTest, UnusableResolutionsAreFindings) {
  write_conflicts(
      conflicts_,
      {conflict_of("aa", ConflictKind::attribute), conflict_of("bb", ConflictKind::geometry),
       conflict_of("cc", ConflictKind::delete_edit), conflict_of("dd", ConflictKind::attribute),
       conflict_of("ee", ConflictKind::recut)},
      lambert93(), "t");
  enter("aa", "mine");
  enter("bb", "value", "POINT (5");
  enter("cc", "value", "keep");
  enter("dd", "", "Loire");
  enter("ee", "ancestor");
  const auto entered = read_entered_resolutions(conflicts_);
  EXPECT_TRUE(entered.conflicts.empty());
  ASSERT_EQ(entered.findings.size(), 5u);
  EXPECT_EQ(entered.findings[0].feature, "aa");
  EXPECT_EQ(entered.findings[0].code, "resolution_unusable");
  EXPECT_EQ(entered.findings[0].message,
            "“mine” is no resolution: write ancestor, local, reference or value.");
}

TEST_F(SyncTablesTest, PartsAndIntervalsAreReadAsTheyWereWritten) {
  write_lineage(database_, {{"reach", "K1", 4, false}, {"reach", "K1", 7, true}});
  const auto parts = read_lineage(database_);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[1].object, "K1");
  EXPECT_EQ(parts[1].fid, 7);
  EXPECT_TRUE(parts[1].begins_at_mark);
  const Blob wkb{geometry::wkb_from_wkt("LINESTRING (0 0, 1 0)")};
  write_intervals(database_, {{"reach", "K2", 5, "name", 0, 1.5, std::nullopt, wkb},
                              {"reach", "K2", 5, "name", 2, 3, "Lez", Null{}}});
  const auto intervals = read_intervals(database_);
  ASSERT_EQ(intervals.size(), 2u);
  EXPECT_EQ(intervals[0].to, 1.5);
  EXPECT_EQ(intervals[0].value, std::nullopt);
  EXPECT_EQ(intervals[0].geometry, Value{wkb});
  EXPECT_EQ(intervals[1].value, "Lez");
  write_lineage(database_, {});
  EXPECT_FALSE(database_.has_table("bdf_lineage"));
  EXPECT_TRUE(read_lineage(database_).empty());
}

TEST_F(SyncTablesTest, WhereALayerComesFromIsKeptForEachLayer) {
  EXPECT_TRUE(read_origins(database_).empty());
  EXPECT_TRUE(read_held(database_).empty());
  write_origins(database_, {{"a", {"@1", "one"}}, {"b", {"@1", "one"}}});
  write_origins(database_, {{"b", {"@2", "two"}}});
  EXPECT_EQ(read_origins(database_).at("a").edition, "@1");
  EXPECT_EQ(read_origins(database_).at("b").digest, "two");
  write_held(database_, {{"a", {"1", "2"}}, {"b", {"3"}}});
  write_held(database_, {{"a", {"2"}}});
  EXPECT_EQ(read_held(database_), (HeldIds{{"a", {"2"}}, {"b", {"3"}}}));
}

TEST_F(SyncTablesTest, TablesAreAsDefined) {
  write_stamp(database_, {});
  write_ledger(database_, {});
  auto held = conflict_of("aa", ConflictKind::attribute);
  held.held.emplace();
  write_pending(database_, {held});
  add_resolutions(database_, {});
  write_lineage(database_, {{}});
  write_intervals(database_, {{}});
  write_origins(database_, {{"layer", {"@1", "digest"}}});
  write_held(database_, {{"layer", {"id"}}});
  write_signalement_answers(database_, {{"1", "reject", "no", "2026-11-27T00:00:00Z", "IGN"}});
  EXPECT_EQ(read_signalement_answers(database_),
            (std::vector<SignalementAnswer>{{"1", "reject", "no", "2026-11-27T00:00:00Z", "IGN"}}));
  auto defined = tests::defined_in_schemas(folder_, "sync_tables.sql");
  for (const auto* table : {"bdf_sync", "bdf_ledger", "bdf_ledger_unchanged", "bdf_pending",
                            "bdf_provisional", "bdf_resolution", "bdf_lineage", "bdf_intervals",
                            "bdf_origin", "bdf_held", "bdf_report_answer"}) {
    EXPECT_FALSE(tests::columns_of(defined, table).empty()) << table;
    EXPECT_EQ(tests::columns_of(database_, table), tests::columns_of(defined, table)) << table;
  }
}

TEST_F(SyncTablesTest, ConflictLayersAreOfTheTypeThatAllHave) {
  auto line = conflict_of("bb", ConflictKind::attribute);
  line.geometries.local = Blob{geometry::wkb_from_wkt("LINESTRING Z (0 0 1, 1 1 1)")};
  auto nowhere = conflict_of("cc", ConflictKind::attribute);
  nowhere.geometries = {};
  write_conflicts(conflicts_, {conflict_of("aa", ConflictKind::attribute), line, nowhere},
                  lambert93(), "t");
  auto select =
      conflicts_.prepare("SELECT group_concat(geometry_type_name, ' ') FROM gpkg_geometry_columns");
  ASSERT_TRUE(select.step());
  EXPECT_EQ(select.text(0), "GEOMETRY POINT LINESTRING POINT");
}

TEST_F(SyncTablesTest, ConflictLayersAreAsDefined) {
  write_conflicts(conflicts_, {}, lambert93(), "t");
  auto defined = tests::defined_in_schemas(folder_, "conflicts.sql");
  for (const auto* table :
       {"conflict", "conflict_ancestor", "conflict_local", "conflict_reference"}) {
    auto written = tests::columns_of(conflicts_, table);
    std::erase_if(written, [](const auto& column) { return column.starts_with("geom "); });
    EXPECT_EQ(written, tests::columns_of(defined, table)) << table;
  }
}

}  // namespace
}  // namespace bdf::io
