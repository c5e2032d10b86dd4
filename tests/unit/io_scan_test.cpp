// SPDX-License-Identifier: MIT
#include "base/hash.h"
#include "io/illegible_text.h"
#include "io/json_value.h"
#include "io/normalise.h"
#include "io_fixture.h"

namespace bdf::io {
namespace {

using ScanTest = IoTest;

bool equal(const RowIndex& a, const RowIndex& b) {
  return a.fids == b.fids && a.keys == b.keys && a.prints == b.prints;
}

TEST_F(ScanTest, IsTheSameWithAnyNumberOfThreads) {
  const auto schema = create_rivers(file("a.gpkg"), 5000);
  const auto plan = plan_of(schema, {"cleabs"});
  const auto one = scan(file("a.gpkg"), plan, 1);
  ASSERT_EQ(5000u, one.size());
  EXPECT_EQ(1, one.fids.front());
  EXPECT_EQ(5000, one.fids.back());
  for (const int threads : {0, 2, 3, 8})
    EXPECT_TRUE(equal(one, scan(file("a.gpkg"), plan, threads)));
}

TEST_F(ScanTest, FidsMayBeAnyIntegers) {
  const auto schema = create_rivers(file("a.gpkg"), 0);
  {
    auto database = Database::open_output(file("a.gpkg"));
    FeatureWriter writer(database, schema, {});
    for (const auto fid : {INT64_MIN, std::int64_t{-5}, std::int64_t{0}, INT64_MAX})
      writer.add(fid, {}, Null{});
  }
  const auto rows = scan(file("a.gpkg"), plan_of(schema, {}), 4);
  EXPECT_EQ((std::vector<std::int64_t>{INT64_MIN, -5, 0, INT64_MAX}), rows.fids);
  EXPECT_EQ(hash_of("-5"), rows.keys[1]);
}

TEST_F(ScanTest, AnEmptyLayerHasNoRows) {
  const auto schema = create_rivers(file("a.gpkg"), 0);
  EXPECT_EQ(0u, scan(file("a.gpkg"), plan_of(schema, {"cleabs"}), 2).size());
}

TEST_F(ScanTest, PrintsSeeEveryValueAndNotTheGeometryHeader) {
  const auto schema = create_rivers(file("a.gpkg"), 6);
  PlainSqlite(file("a.gpkg"))
      .run(
          "UPDATE troncon SET largeur = 9 WHERE fid = 1;"
          "UPDATE troncon SET cleabs = '' WHERE fid = 2;"
          "UPDATE troncon SET cleabs = NULL WHERE fid = 3;"
          // Another srs_id and no envelope around the same WKB.
          "UPDATE troncon SET geom = CAST(X'4750000100000000' || substr(geom, 41) AS BLOB) "
          "WHERE fid = 4;"
          "UPDATE troncon SET geom = NULL WHERE fid = 5");
  create_rivers(file("b.gpkg"), 6);
  const auto plan = plan_of(schema, {"cleabs"});
  const auto a = scan(file("a.gpkg"), plan, 1);
  const auto b = scan(file("b.gpkg"), plan, 1);
  std::vector<bool> same;
  for (std::size_t i = 0; i < 6; ++i) same.push_back(a.prints[i] == b.prints[i]);
  EXPECT_EQ((std::vector<bool>{false, false, false, true, false, true}), same);
  EXPECT_NE(a.prints[1], a.prints[2]);
  EXPECT_TRUE(a.keys[1].none());
  EXPECT_TRUE(a.keys[2].none());
  EXPECT_EQ(hash_of("T1"), a.keys[0]);
}

TEST_F(ScanTest, LeavesOutWhatThePlanLeavesOut) {
  const auto schema = create_rivers(file("a.gpkg"), 3);
  auto plan = plan_of(schema, {"cleabs", "rang"});
  plan.geometry_column.clear();
  plan.columns = {"largeur"};
  const auto before = scan(file("a.gpkg"), plan, 1);
  PlainSqlite(file("a.gpkg")).run("UPDATE troncon SET geom = NULL, cleabs = 'Z' WHERE fid = 1");
  const auto after = scan(file("a.gpkg"), plan, 1);
  EXPECT_EQ(before.prints, after.prints);
  EXPECT_EQ(hash_of("T1,1"), before.keys[0]);
  EXPECT_EQ(hash_of("Z,1"), after.keys[0]);
}

TEST_F(ScanTest, ReadsTextOfAnUtf16Database) {
  PlainSqlite(file("a.sqlite"))
      .run(
          "PRAGMA encoding = 'UTF-16'; CREATE TABLE troncon (fid INTEGER PRIMARY KEY, cleabs);"
          "INSERT INTO troncon VALUES (1, 'T1')");
  PlainSqlite(file("b.sqlite"))
      .run(
          "CREATE TABLE troncon (fid INTEGER PRIMARY KEY, cleabs);"
          "INSERT INTO troncon VALUES (1, 'T1')");
  const ScanPlan plan{"troncon", "fid", "", {"cleabs"}, {"cleabs"}};
  EXPECT_TRUE(equal(scan(file("a.sqlite"), plan, 1), scan(file("b.sqlite"), plan, 1)));
}

TEST_F(ScanTest, NotesTextThatIsNoUtf8) {
  const auto schema = create_rivers(file("a.gpkg"), 4000);
  PlainSqlite(file("a.gpkg"))
      .run("UPDATE troncon SET largeur = CAST(x'4CE9' AS TEXT) WHERE fid IN (37, 3900)");
  auto plan = plan_of(schema, {"cleabs"});
  IllegibleTexts found;
  for (const int threads : {1, 4}) {
    EXPECT_TRUE(equal(scan(file("a.gpkg"), plan, threads, found), scan(file("a.gpkg"), plan, 1)));
    EXPECT_EQ(found.count, 2U);
    EXPECT_EQ(found.fid, 37);
    EXPECT_EQ(found.column, "largeur");
  }
  std::erase(plan.columns, "largeur");
  (void)scan(file("a.gpkg"), plan, 4, found);
  EXPECT_EQ(found.count, 0U) << "what is not compared";
  plan.key = {"largeur"};
  (void)scan(file("a.gpkg"), plan, 1, found);
  EXPECT_EQ(found.count, 2U) << "keys";
}

TEST(Utf8, IsToldWhereverItEndsOrGoesWrong) {
  const std::string ascii = "all of it in plain letters";
  for (std::size_t length = 0; length <= ascii.size(); ++length) {
    const auto begin = ascii.substr(0, length);
    for (const char* good : {"", "é", "€", "😀", "\x7f"}) {
      EXPECT_TRUE(is_utf8(begin + good)) << begin << good;
      EXPECT_TRUE(is_utf8(begin + good + ascii)) << begin << good;
    }
    for (const char* bad :
         {"\xe9", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xff", "é\x80"}) {
      EXPECT_FALSE(is_utf8(begin + bad)) << begin << bad;
      EXPECT_FALSE(is_utf8(begin + bad + ascii)) << begin << bad;
    }
  }
}

std::optional<std::string> key_of(std::vector<ValueView> values) { return text_of_key(values); }

TEST(Key, HasOneTextForEqualIds) {
  EXPECT_EQ("7", key_of({std::int64_t{7}}));
  EXPECT_EQ("7", key_of({7.0}));
  EXPECT_EQ("7", key_of({" 7\t"}));
  EXPECT_EQ("7.5", key_of({7.5}));
  EXPECT_EQ("1000000000000000000", key_of({1e18}));
  EXPECT_EQ("caf\u00e9", key_of({"\u00a0cafe\u0301\u2003"}));
  EXPECT_EQ("a\\,b\\\\,3", key_of({"a,b\\", std::int64_t{3}}));
  EXPECT_EQ(std::nullopt, key_of({Null{}}));
  EXPECT_EQ(std::nullopt, key_of({"a", " \u3000"}));
}

TEST(Key, IsHashedAsItsText) {
  const std::vector<std::vector<ValueView>> keys{{"TRON_EAU0000002287825664"},
                                                 {" a"},
                                                 {"a,b"},
                                                 {"é"},
                                                 {"a b"},
                                                 {std::int64_t{-3}},
                                                 {1e300},
                                                 {2.0},
                                                 {"x", std::int64_t{1}},
                                                 {BlobView{"\x01"}}};
  for (const auto& key : keys) EXPECT_EQ(hash_of(*text_of_key(key)), hash_of_key(key));
  EXPECT_TRUE(hash_of_key(std::vector<ValueView>{""}).none());
  EXPECT_TRUE(hash_of_key(std::vector<ValueView>{Null{}}).none());
}

TEST(NormalText, TrimsAndComposes) {
  EXPECT_EQ("a b", normal_text("  a b\r\n"));
  EXPECT_EQ("", normal_text(" \t"));
  EXPECT_EQ("", normal_text(""));
  EXPECT_EQ("", normal_text("\u00a0\u2028 "));
  EXPECT_EQ("\u00e9", normal_text("\u202fe\u0301 "));
  EXPECT_EQ(" \xff ", normal_text(" \xff "));
}

}  // namespace
}  // namespace bdf::io
