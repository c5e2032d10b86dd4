// SPDX-License-Identifier: MIT
#include <map>
#include <random>

#include "base/error.h"
#include "io/spatial_index.h"
#include "io_fixture.h"

namespace bdf::io {
namespace {

constexpr const char* now = "2026-11-25T08:00:00Z";

/// The layer of rivers with an R-tree and GDAL's feature count, open for changes.
class ApplyTest : public IoTest {
 protected:
  void open(std::int64_t rivers) {
    create_rivers(file("a.gpkg"), rivers);
    PlainSqlite(file("a.gpkg"))
        .run(fmt::format("CREATE TABLE gpkg_ogr_contents (table_name TEXT PRIMARY KEY, "
                         "feature_count INTEGER); "
                         "INSERT INTO gpkg_ogr_contents VALUES ('troncon', {})",
                         rivers));
    database_.emplace(Database::open_output(file("a.gpkg")));
    changes_.target = read_catalog(*database_).layers[0];
    create_spatial_index(*database_, changes_.target);
    before_ = read_all_features(*database_, changes_.target);
  }

  Change& add(Op op, std::size_t row) {
    Change change;
    change.op = op;
    change.id = fmt::format("T{}", row + 1);
    change.feature = {&before_, row};
    changes_.changes.push_back(change);
    return changes_.changes.back();
  }

  std::vector<std::int64_t> apply(std::span<const Column> new_columns = {}) {
    return apply_changes(*database_, changes_, new_columns, now);
  }

  FeatureTable after() { return read_all_features(*database_, read_catalog(*database_).layers[0]); }

  ValueView one(const std::string& sql) {
    query_.emplace(database_->prepare(sql));
    return query_->step() ? query_->column(0) : Null{};
  }

  using Boxes = std::map<std::int64_t, std::vector<double>>;
  Boxes boxes() {
    Boxes result;
    auto rows = database_->prepare("SELECT * FROM rtree_troncon_geom");
    while (rows.step())
      for (int i = 1; i <= 4; ++i)
        result[rows.integer(0)].push_back(std::get<double>(rows.column(i)));
    return result;
  }
  Boxes recomputed_boxes() {
    query_.reset();
    database_->execute("DROP TABLE rtree_troncon_geom");
    for (const char* trigger :
         {"insert", "update2", "update4", "update5", "update6", "update7", "delete"})
      database_->execute(fmt::format("DROP TRIGGER rtree_troncon_geom_{}", trigger));
    create_spatial_index(*database_, changes_.target);
    return boxes();
  }

  std::optional<Database> database_;
  std::optional<Statement> query_;
  LayerChanges changes_;
  FeatureTable before_;
};

TEST_F(ApplyTest, UpdatesOnlyWhatChanged) {
  open(3);
  add(Op::update, 1).values = {{1, 1.0, std::string("wide"), Status::taken}};
  EXPECT_EQ(std::vector<std::int64_t>{2}, apply());
  const auto table = after();
  EXPECT_EQ(ValueView("wide"), table.columns[1][1]);
  EXPECT_EQ(ValueView("T2"), table.columns[0][1]);
  EXPECT_EQ(before_.geometries[1], table.geometries[1]);
  EXPECT_EQ(ValueView(0.5), table.columns[1][0]);
  EXPECT_EQ(ValueView("2026-11-25T08:00:00.000Z"), one("SELECT last_change FROM gpkg_contents"));
}

TEST_F(ApplyTest, DeletesInsertsAndCounts) {
  open(3);
  add(Op::remove, 2);
  add(Op::insert, 0).values = {{0, Null{}, std::string("N1"), Status::taken}};
  add(Op::split, 1).fid = 3;
  add(Op::insert, 1).fid = 1;
  EXPECT_EQ((std::vector<std::int64_t>{0, 4, 3, 5}), apply());
  const auto table = after();
  EXPECT_EQ((std::vector<std::int64_t>{1, 2, 3, 4, 5}), table.fids);
  EXPECT_EQ(ValueView("T2"), table.columns[0][2]);
  EXPECT_EQ(ValueView("N1"), table.columns[0][3]);
  EXPECT_EQ(ValueView(0.5), table.columns[1][3]);
  EXPECT_EQ(before_.geometries[0], table.geometries[3]);
  EXPECT_EQ(ValueView(std::int64_t{5}), one("SELECT feature_count FROM gpkg_ogr_contents"));
}

TEST_F(ApplyTest, FidsOfDeletedFeaturesAreNotGivenAgain) {
  open(3);
  database_->execute("UPDATE sqlite_sequence SET seq = 40 WHERE name = 'troncon'");
  add(Op::insert, 0);
  add(Op::insert, 1).fid = 60;
  EXPECT_EQ((std::vector<std::int64_t>{61, 60}), apply());
}

TEST_F(ApplyTest, MapsColumnsOfAnotherSchemaByName) {
  open(1);
  FeatureTable other;
  other.schema.columns = {{"RANG", ColumnType::integer, ""}, {"else", ColumnType::text, ""}};
  other.columns.resize(2);
  other.fids = {77};
  other.columns[0].push_back(std::int64_t{9});
  other.columns[1].push_back("lost");
  const auto wkb = line_wkb({1, 1, 2, 2});
  other.geometries.push_back(BlobView{wkb});
  add(Op::insert, 0).feature = {&other, 0};
  apply();
  const auto table = after();
  EXPECT_EQ(ValueView(Null{}), table.columns[0][1]);
  EXPECT_EQ(ValueView(std::int64_t{9}), table.columns[2][1]);
  EXPECT_EQ(ValueView(BlobView{geometry_blob(wkb, 2154)}),
            one("SELECT geom FROM troncon WHERE fid = 2"));
}

TEST_F(ApplyTest, FillsNotNullColumns) {
  open(1);
  database_->execute(
      "ALTER TABLE troncon ADD COLUMN a TEXT NOT NULL DEFAULT 'it''s';"
      "ALTER TABLE troncon ADD COLUMN b INTEGER NOT NULL DEFAULT -3;"
      "ALTER TABLE troncon ADD COLUMN c TEXT DEFAULT 'd';"
      "CREATE TABLE strict_one (fid INTEGER PRIMARY KEY, t TEXT NOT NULL, i INTEGER NOT NULL, "
      "w TEXT DEFAULT (abs(1)), x TEXT DEFAULT CURRENT_TIMESTAMP);"
      "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('strict_one', 'features')");
  changes_.target = read_catalog(*database_).layers[0];
  add(Op::insert, 0);
  add(Op::update, 0).values = {{4, std::int64_t{-3}, Null{}, Status::taken}};
  apply();
  const auto table = after();
  EXPECT_EQ(ValueView("it's"), table.columns[3][1]);
  EXPECT_EQ(ValueView(std::int64_t{-3}), table.columns[4][1]);
  EXPECT_EQ(ValueView("d"), table.columns[5][1]);
  EXPECT_EQ(ValueView(std::int64_t{-3}), table.columns[4][0]);

  changes_ = {};
  changes_.target = read_catalog(*database_).layers[1];
  add(Op::insert, 0);
  apply();
  EXPECT_EQ(ValueView(""), one("SELECT t FROM strict_one"));
  EXPECT_EQ(ValueView(std::int64_t{0}), one("SELECT i FROM strict_one"));
  EXPECT_EQ(ValueView(Null{}), one("SELECT coalesce(w, x) FROM strict_one"));
}

TEST_F(ApplyTest, AddsColumnsFirst) {
  open(1);
  const std::vector<Column> columns{{"bdf_uid", ColumnType::text, "TEXT(36)"},
                                    {"RANG", ColumnType::text, "TEXT"}};
  changes_.target.columns.push_back(columns[0]);
  add(Op::update, 0).values = {{3, Null{}, std::string("u"), Status::taken}};
  apply(columns);
  const auto table = after();
  ASSERT_EQ(4u, table.columns.size());
  EXPECT_EQ("TEXT(36)", table.schema.columns[3].declared);
  EXPECT_EQ(ValueView("u"), table.columns[3][0]);
}

TEST_F(ApplyTest, ConstraintsNameLayerColumnAndFeature) {
  open(2);
  database_->execute("CREATE UNIQUE INDEX once ON troncon (cleabs)");
  add(Op::update, 0).values = {{0, Null{}, std::string("T2"), Status::taken}};
  const auto message = message_of<StoreError>([&] { apply(); });
  for (const char* part : {"troncon", "cleabs", "T1"})
    EXPECT_NE(std::string::npos, message.find(part)) << message;
}

TEST_F(ApplyTest, AFeatureThatIsNotThereIsNamed) {
  open(2);
  add(Op::remove, 1);
  before_.fids[1] = 99;
  const auto message = message_of<StoreError>([&] { apply(); });
  EXPECT_NE(std::string::npos, message.find("T2")) << message;
}

TEST_F(ApplyTest, NothingToDoLeavesTheTimeAlone) {
  open(1);
  EXPECT_TRUE(apply().empty());
  EXPECT_EQ(ValueView("2026-11-24T01:09:08.000Z"), one("SELECT last_change FROM gpkg_contents"));
}

TEST_F(ApplyTest, SpatialIndexAndExtentStayRight) {
  open(400);
  std::mt19937 random(7);
  std::uniform_real_distribution<double> place(-1e6, 1e6);
  for (std::size_t row = 0; row < 400; ++row) {
    const auto choice = random() % 5;
    const auto wkb = line_wkb({place(random), place(random), place(random), place(random)});
    if (choice == 0) {
      add(Op::remove, row);
    } else if (choice == 1) {
      add(Op::update, row).geometry = GeometryChange{Null{}, Blob{wkb}, Status::taken};
    } else if (choice == 2) {
      add(Op::update, row).geometry = GeometryChange{Null{}, Null{}, Status::taken};
    } else if (choice == 3) {
      add(Op::insert, row).geometry = GeometryChange{Null{}, Blob{wkb}, Status::taken};
    }
  }
  apply();
  EXPECT_EQ(ValueView(static_cast<std::int64_t>(after().size())),
            one("SELECT feature_count FROM gpkg_ogr_contents"));
  const auto kept = boxes();
  const auto table = after();
  std::optional<double> least;
  for (const auto& [fid, box] : kept) least = std::min(least.value_or(box[0]), box[0]);
  EXPECT_NEAR(*least, std::get<double>(one("SELECT min_x FROM gpkg_contents")), 1.0);
  EXPECT_EQ(kept, recomputed_boxes());
}

}  // namespace
}  // namespace bdf::io
