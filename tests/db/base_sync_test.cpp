// SPDX-License-Identifier: MIT
// A producer who works on a part of a reference base.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "base/error.h"
#include "geometry/wkb.h"
#include "io/changeset.h"
#include "io/geometry_blob.h"
#include "io/sync_tables.h"
#include "jobs/resolve.h"
#include "jobs/sync.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using tests::Spot;
using tests::spots;
using tests::spots_in;
using tests::text_of;

class BaseSync : public tests::BothBases {
 protected:
  void import_territories() {
    jobs::BaseImportJob job;
    job.key = {"code"};
    import({tests::two_territories("1", "2")}, job);
  }

  std::filesystem::path take(const jobs::Extraction& extraction = {}) {
    jobs::BaseCheckoutJob job;
    job.base = base;
    job.extraction = extraction;
    job.out = file("mine.gpkg");
    job.overwrite = true;
    static_cast<void>(jobs::check_out(job));
    return job.out;
  }

  report::Summary sync(const std::filesystem::path& local) {
    jobs::SyncJob job;
    job.base = base;
    job.local = local.string();
    job.out = file("out");
    job.overwrite = true;
    job.key = {"id"};
    job.now = "2030-01-01T00:00:00Z";
    job.threads = 1;
    return jobs::sync(job);
  }

  [[nodiscard]] std::string merged() const {
    return text_of(spots_in(tests::read_layer(file("out") / "merged.gpkg", "spot")));
  }

  /// That for any layer, but that features without a key are looked for within 5 m.
  std::string theme_that_matches() {
    std::ifstream shipped(std::string(BDF_REPOSITORY) + "/themes/generic.yaml");
    std::string text{std::istreambuf_iterator<char>(shipped), {}};
    const std::string none = "matching: {distance: 0,";
    text.replace(text.find(none), none.size(), "matching: {distance: 5,");
    std::ofstream(file("matching.yaml")) << text;
    return file("matching.yaml").string();
  }

  static jobs::Extraction west(double halo = 0) { return {{}, "1", halo, {}}; }
};
BDF_ON_BOTH_BASES(BaseSync);

TEST_P(BaseSync, TakesTheAncestorByTheStamp) {
  import({spots({{"a", "Alpha", 1}, {"b", "Beta", 2}, { "c", "Gamma", 3 }})});
  const auto mine = take();
  tests::run_sql(mine, "UPDATE spot SET name = 'mine' WHERE id = 'a'");
  import({spots({{"a", "Alpha", 9}, {"b", "Beta", 5}, { "d", "Delta", 4 }})});
  const auto summary = sync(mine);
  EXPECT_EQ(summary.open_conflicts, 0U);
  EXPECT_EQ(merged(), "a/mine/9/0/0 b/Beta/5/0/0 d/Delta/4/0/0");
}

TEST_P(BaseSync, TheNextOneBeginsWhereItEnded) {
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  const auto mine = take();
  tests::run_sql(mine, "UPDATE spot SET name = 'mine' WHERE id = 'a'");
  import({spots({{"a", "Alpha", 9}, { "b", "Beta", 2 }})});
  sync(mine);
  const auto once = file("once.gpkg");
  std::filesystem::copy(file("out") / "merged.gpkg", once);
  import({spots({{"a", "Alpha", 9}, { "b", "Beta", 7 }})});
  const auto summary = sync(once);
  EXPECT_TRUE(summary.findings.empty());
  EXPECT_EQ(merged(), "a/mine/9/0/0 b/Beta/7/0/0");
}

TEST_P(BaseSync, ADecisionIsAppliedToTheStateThatItWasAskedOf) {
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  const auto mine = take();
  tests::run_sql(mine, "UPDATE spot SET number = 5 WHERE id = 'a'");
  import({spots({{"a", "Alpha", 9}, { "b", "Beta", 2 }})});
  EXPECT_EQ(sync(mine).open_conflicts, 1U);
  EXPECT_EQ(merged(), "a/Alpha/9/0/0 b/Beta/2/0/0");
  import({spots({{"a", "Alpha", 9}, { "b", "later", 2 }})});
  jobs::ResolveJob job;
  job.folder = file("out");
  job.take = Side::local;
  job.now = "2030-01-02T00:00:00Z";
  EXPECT_EQ(jobs::resolve(job).open_conflicts, 0U);
  EXPECT_EQ(merged(), "a/Alpha/5/0/0 b/Beta/2/0/0");
}

TEST_P(BaseSync, WhatLeavesTheTerritoryIsNotDeleted) {
  import_territories();
  import({spots({{"a", "Alpha", 1, 50, 50},
                 {"b", "Beta", 2, 90, 50},
                 { "c",
                   "Far",
                   3,
                   180,
                   50 }})});
  const auto mine = take(west());
  EXPECT_EQ(text_of(spots_in(tests::read_layer(mine, "spot"))), "a/Alpha/1/50/50 b/Beta/2/90/50");
  tests::run_sql(mine, "UPDATE spot SET name = 'mine' WHERE id = 'b'");
  import({spots({{"a", "Alpha", 1, 50, 50},
                 {"b", "Beta", 2, 130, 50},
                 { "c",
                   "Far",
                   3,
                   80,
                   50 }})});
  EXPECT_EQ(sync(mine).open_conflicts, 0U);
  EXPECT_EQ(merged(), "a/Alpha/1/50/50 b/mine/2/130/50 c/Far/3/80/50");
  const auto once = file("once.gpkg");
  std::filesystem::copy(file("out") / "merged.gpkg", once);
  const auto again = sync(once);
  EXPECT_TRUE(again.findings.empty());
  EXPECT_EQ(merged(), "a/Alpha/1/50/50 b/mine/2/130/50 c/Far/3/80/50");
}

TEST_P(BaseSync, AHaloBringsWhatLiesAroundTheTerritory) {
  import_territories();
  import({spots({{"a", "", 0, 50, 50}, {"b", "", 0, 109, 50}, { "c", "", 0, 111, 50 }})});
  EXPECT_EQ(text_of(spots_in(tests::read_layer(take(west(10)), "spot"))), "a//0/50/50 b//0/109/50");
}

TEST_P(BaseSync, WhatTouchesTheBoundaryBelongsToBothExtractions) {
  import_territories();
  import({spots({{ "a", "", 0, 100, 50 }})});
  EXPECT_EQ(tests::read_layer(take({{}, "1", 0, {}}), "spot").rows.size(), 1U);
  EXPECT_EQ(tests::read_layer(take({{}, "2", 0, {}}), "spot").rows.size(), 1U);
}

TEST_P(BaseSync, TerritoriesInAnotherSystemAreRefused) {
  import_territories();
  auto layer = spots({{"a", "", 0, 5, 45}});
  layer.schema.crs = {4326, "EPSG", 4326, ""};
  import({layer});
  EXPECT_THROW(take(west()), InputError);
}

TEST_P(BaseSync, AStampThatTheBaseDoesNotKnowIsRefused) {
  import({spots({{ "a", "Alpha", 1 }})});
  const auto mine = take();
  tests::run_sql(mine, "UPDATE bdf_sync SET reference_digest = 'of another base'");
  tests::run_sql(mine, "UPDATE bdf_origin SET digest = 'of another base'");
  try {
    sync(mine);
    FAIL() << "it went on";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("does not know the state from which"));
  }
  EXPECT_FALSE(std::filesystem::exists(file("out")));
}

TEST_P(BaseSync, WithoutAStampTheAncestorHasToBeGiven) {
  import_territories();
  import({spots({{"a", "Alpha", 1, 50, 50}, { "b", "Beta", 2, 150, 50 }})});
  const auto mine = take(west());
  const auto ancestor = file("ancestor.gpkg");
  std::filesystem::copy(mine, ancestor);
  tests::run_sql(mine, "DROP TABLE bdf_sync");
  tests::run_sql(mine, "DROP TABLE bdf_origin");
  tests::run_sql(mine, "UPDATE spot SET name = 'mine'");
  EXPECT_THROW(sync(mine), InputError);
  jobs::SyncJob job;
  job.base = base;
  job.local = mine.string();
  job.ancestor = ancestor.string();
  job.key = {"id"};
  job.out = file("out");
  job.now = "2030-01-01T00:00:00Z";
  jobs::sync(job);
  // Which part it is, the ancestor says.
  EXPECT_EQ(merged(), "a/mine/1/50/50");
}

TEST_P(BaseSync, LayersAreBroughtUpToDateOneByOne) {
  const auto both = [](const std::string& name) {
    return std::vector{spots({{"a", name, 1}}), spots({{"a", name, 1}}, "place")};
  };
  import(both("first"));
  const auto mine = take();
  import(both("second"));
  jobs::SyncJob job;
  job.base = base;
  job.local = mine.string();
  job.layer = "spot";
  job.key = {"id"};
  job.out = file("spots");
  job.now = "2030-01-01T00:00:00Z";
  jobs::sync(job);
  job.local = (file("spots") / "merged.gpkg").string();
  job.layer.clear();
  job.out = file("out");
  const auto summary = jobs::sync(job);
  EXPECT_EQ(merged(), "a/second/1/0/0");
  EXPECT_EQ(text_of(spots_in(tests::read_layer(file("out") / "merged.gpkg", "place"))),
            "a/second/1/0/0");
  for (const auto& layer : summary.layers) EXPECT_EQ(layer.name.empty(), false);
  auto contribution = io::read_changeset(file("out") / "contribution.gpkg");
  for (const auto& layer : contribution.layers) EXPECT_TRUE(layer.changes.empty());
}

TEST_P(BaseSync, WhatWasDeletedOutsideTheTerritoryOfNowIsStillSent) {
  import_territories();
  import({spots({{"a", "", 0, 50, 50}, { "b", "", 0, 95, 50 }})});
  auto mine = take(west());
  // b leaves the territory, stays in the producer's layer, and is deleted there.
  import({spots({{"a", "", 0, 50, 50}, { "b", "", 0, 120, 50 }})});
  sync(mine);
  const auto once = file("once.gpkg");
  std::filesystem::copy(file("out") / "merged.gpkg", once);
  EXPECT_EQ(merged(), "a//0/50/50 b//0/120/50");
  tests::run_sql(once, "DELETE FROM spot WHERE id = 'b'");
  for (int round = 0; round < 2; ++round) {
    sync(once);
    const auto sent = io::read_changeset(file("out") / "contribution.gpkg");
    ASSERT_EQ(sent.layers.size(), 1U);
    ASSERT_EQ(sent.layers.front().changes.size(), 1U);
    EXPECT_EQ(sent.layers.front().changes.front().op, Op::remove);
    std::filesystem::copy(file("out") / "merged.gpkg", once,
                          std::filesystem::copy_options::overwrite_existing);
  }
}

TEST_P(BaseSync, WhatGoesOnElsewhereUnderAnotherIdentifierIsNotDeleted) {
  import_territories();
  import({spots({{"a", "", 0, 50, 50}, { "b", "", 0, 95, 50 }})});
  const auto mine = take(west());
  import({spots({{"a", "", 0, 50, 50}, {"b2", "", 0, 120, 50}, { "c", "", 0, 121, 50 }})});
  behind_its_back("INSERT INTO bdf_succession VALUES ('spot', 4, 'b', 'b2', 'known')");
  sync(mine);
  EXPECT_EQ(merged(), "a//0/50/50 b2//0/120/50");
}

TEST_P(BaseSync, WhatWasDrawnOutsideIsFoundOnceTheBaseHasIt) {
  import_territories();
  import({spots({{ "a", "", 0, 50, 50 }})});
  const auto mine = take(west());
  tests::run_sql(mine, "INSERT INTO spot (id, name, geom) SELECT NULL, 'drawn', geom FROM spot");
  auto drawn = tests::read_layer(mine, "spot");
  drawn.rows[1].geometry = spots({{"", "", 0, 150, 50}}).rows[0].geometry;
  tests::run_sql(mine, "UPDATE spot SET geom = ? WHERE id IS NULL",
                 {Blob{io::geometry_blob(std::get<Blob>(drawn.rows[1].geometry).bytes, 2154)}});
  import({spots({{"a", "", 0, 50, 50}, {"new", "drawn", 0, 150, 50}, { "far", "", 0, 190, 50 }})});
  jobs::SyncJob job;
  job.base = base;
  job.local = mine.string();
  job.theme = theme_that_matches();
  job.key = {"id"};
  job.out = file("out");
  job.now = "2030-01-01T00:00:00Z";
  jobs::sync(job);
  EXPECT_EQ(merged(), "a//0/50/50 new/drawn/0/150/50");
  const auto sent = io::read_changeset(file("out") / "contribution.gpkg");
  for (const auto& layer : sent.layers) EXPECT_TRUE(layer.changes.empty());
}

TEST_P(BaseSync, ATerritoryThatIsNoMoreIsTakenAsItWas) {
  import_territories();
  import({spots({{ "a", "Alpha", 0, 50, 50 }})});
  const auto mine = take(west());
  auto merged_communes = tests::two_territories("1", "2");
  merged_communes.rows.erase(merged_communes.rows.begin());
  jobs::BaseImportJob job;
  job.key = {"code"};
  job.confirm_deletions = true;
  import({merged_communes}, job);
  import({spots({{ "a", "changed", 0, 50, 50 }})});
  const auto summary = sync(mine);
  ASSERT_EQ(summary.findings.size(), 1U);
  EXPECT_EQ(summary.findings.front().code, "territory_gone");
  EXPECT_EQ(merged(), "a/changed/0/50/50");
}

TEST_P(BaseSync, FidsAreKeysWhereTheBaseKnowsNoOther) {
  jobs::BaseImportJob job;
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})}, job);
  const auto mine = take();
  tests::run_sql(mine, "UPDATE spot SET name = 'mine' WHERE id = 'a'");
  import({spots({{"a", "Alpha", 7}, { "b", "Beta", 2 }})}, job);
  jobs::SyncJob sync_job;
  sync_job.base = base;
  sync_job.local = mine.string();
  sync_job.out = file("out");
  sync_job.now = "2030-01-01T00:00:00Z";
  jobs::sync(sync_job);
  EXPECT_EQ(merged(), "a/mine/7/0/0 b/Beta/2/0/0");
}

TEST_P(BaseSync, TheBaseItselfIsNoLocalLayer) {
  if (GetParam() == tests::BaseKind::postgres) return;
  import({spots({{ "a" }})});
  EXPECT_THROW(sync(base), UsageError);
}

TEST_P(BaseSync, TheStampOfAnExtractionIsKept) {
  import_territories();
  import({spots({{ "a", "", 0, 50, 50 }})});
  sync(take(west(10)));
  auto database = io::Database::open_input(file("out") / "merged.gpkg");
  const auto stamp = io::read_stamp(database);
  ASSERT_TRUE(stamp);
  EXPECT_EQ(jobs::parse_extraction(stamp->selection).territory, "1");
  EXPECT_EQ(stamp->ancestor_edition, "@3");
  EXPECT_EQ(stamp->reference_edition, "@3");
}

TEST_P(BaseSync, AnEditionOfATerritoryRemovesNothingElsewhere) {
  import_territories();
  import({spots({{"a", "", 0, 50, 50}, {"b", "", 0, 150, 50}, { "c", "", 0, 60, 60 }})});
  jobs::BaseImportJob job;
  job.key = {"id"};
  job.territory = "1";
  job.confirm_deletions = true;
  const auto result = import({spots({{"a", "changed", 0, 50, 50}, {"d", "", 0, 10, 10}})}, job);
  EXPECT_EQ(result.layers.front().count.removed, 1);
  EXPECT_EQ(text_of(spots_in(checked_out("spot"))), "a/changed/0/50/50 b//0/150/50 d//0/10/10");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseSync, OnABoundaryAnObjectHasOneOwner) {
  import_territories();
  tests::PlainLayer rivers{tests::plain_schema("river", "LINESTRING"), {}};
  rivers.schema.columns = {{"id", ColumnType::text, "TEXT"}};
  Geometry line;
  line.kind = GeometryKind::line;
  line.xy = {80, 50, 170, 50};  // 20 m in the west, 70 m in the east
  line.rings = {0, 2};
  line.parts = {0, 1};
  rivers.rows.push_back({std::nullopt, Blob{geometry::encode_wkb(line)}, {std::string("r")}});
  import({rivers});
  rivers.rows.clear();
  jobs::BaseImportJob job;
  job.key = {"id"};
  job.confirm_deletions = true;
  job.territory = "1";
  EXPECT_FALSE(import({rivers}, job).changed);
  job.territory = "2";
  EXPECT_TRUE(import({rivers}, job).changed);
  EXPECT_EQ(checked_out("river").rows.size(), 0U);
}

}  // namespace
}  // namespace bdf
