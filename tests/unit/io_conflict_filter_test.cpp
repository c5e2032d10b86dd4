// SPDX-License-Identifier: MIT
#include "io/conflict_filter.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "base/error.h"
#include "base/message.h"
#include "support/desk.h"

namespace bdf::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ConflictFilter : public testing::Test {
 protected:
  ConflictFilter() {
    set_language("en");
    support::Sql(file_).execute(
        "CREATE TABLE conflict (conflict_id TEXT, layer TEXT, attribute TEXT, local_value TEXT);"
        "INSERT INTO conflict VALUES ('bb', 'haie', 'nature', 'L''Eau; claire'), "
        "('aa', 'haie', 'hauteur', '12'), ('cc', 'zone', 'nature', '(x')");
  }

  std::vector<std::string> where(const std::string& expression) {
    auto database = Database::open_input(file_);
    return conflicts_where(database, expression);
  }
  /// What is said of an expression that is refused.
  std::string complaint(const std::string& expression) {
    try {
      where(expression);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "nothing";
  }

  support::Desk desk_;
  std::filesystem::path file_ = desk_ / "conflicts.gpkg";
};

TEST_F(ConflictFilter, PicksByLayerAndAttribute) {
  EXPECT_THAT(where("layer='haie' and attribute='nature'"), ElementsAre("bb"));
  EXPECT_THAT(where("LAYER = 'haie'"), ElementsAre("aa", "bb"));
  EXPECT_THAT(where("1"), ElementsAre("aa", "bb", "cc"));
  EXPECT_THAT(where("layer = 'nowhere'"), IsEmpty());
}

TEST_F(ConflictFilter, TextsMayHoldWhatSqlIsMadeOf) {
  EXPECT_THAT(where("local_value = 'L''Eau; claire'"), ElementsAre("bb"));
  EXPECT_THAT(where("local_value = '(x' -- and no more"), ElementsAre("cc"));
}

TEST_F(ConflictFilter, MayLookElsewhereInTheFile) {
  EXPECT_THAT(where("attribute IN (SELECT attribute FROM conflict WHERE layer = 'zone')"),
              ElementsAre("bb", "cc"));
  EXPECT_THAT(where("EXISTS (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                    "WHERE i < 10) SELECT 1 FROM n WHERE i = 7)"),
              ElementsAre("aa", "bb", "cc"));
}

TEST_F(ConflictFilter, IsOneExpressionAndNothingElse) {
  for (const std::string expression :
       {"1; DROP TABLE conflict", "1) ; DROP TABLE conflict; --", "1;", "1) OR (1", "1 LIMIT 1",
        "1) UNION SELECT name FROM sqlite_schema --", "1 UNION SELECT 1", "ATTACH 'x' AS y",
        "PRAGMA writable_schema = 1", "UPDATE conflict SET layer = ''",
        "layer = (DELETE FROM conflict RETURNING layer)",
        "layer IN (WITH x AS (INSERT INTO conflict DEFAULT VALUES RETURNING layer) SELECT 1)",
        "load_extension('libm.so')", "writefile('x', 'y')", "1 /*", "", " ", "count(*) > 0",
        "(SELECT count(*) FROM pragma_database_list) > 0"})
    EXPECT_THAT(complaint(expression), HasSubstr("is no expression over the columns"))
        << expression;
  EXPECT_EQ(support::Sql(file_).number("SELECT count(*) FROM conflict"), 3);
}

TEST_F(ConflictFilter, SaysHowATextIsWritten) {
  EXPECT_THAT(complaint("attribute = \"nature\""), HasSubstr("between single quotes"));
  EXPECT_THAT(complaint("attribut = 'nature'"), HasSubstr("attribut"));
}

TEST_F(ConflictFilter, WhatNeverEndsIsGivenUp) {
  EXPECT_THAT(complaint("1 = (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                        "SELECT count(*) FROM n)"),
              HasSubstr("takes too long"));
}

TEST_F(ConflictFilter, WhatWouldFillTheMemoryIsRefused) {
  EXPECT_THAT(complaint("length(hex(zeroblob(400000000))) > 0"), HasSubstr("too big"));
}

TEST_F(ConflictFilter, LeavesTheConnectionAsItWas) {
  auto database = Database::open_input(file_);
  EXPECT_THROW(conflicts_where(database, "1;"), UsageError);
  EXPECT_NO_THROW(database.execute("PRAGMA cache_size = 100"));
}

}  // namespace
}  // namespace bdf::io
