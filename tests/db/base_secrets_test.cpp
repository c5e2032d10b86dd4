// SPDX-License-Identifier: MIT
// What members of a server's base could find out of what they must not read, in other ways than by
// reading it.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "jobs/base_history.h"
#include "support/base_rights.h"

namespace bdf {
namespace {

using testing::HasSubstr;
using testing::Not;

class BaseSecrets : public tests::BaseRights {
 protected:
  std::string ask(const std::string& account, const std::string& sql) {
    return server().query(as(account), "SET search_path = bdfrance, public;" + sql);
  }
  /// How many rows the server expects.
  std::int64_t expected_rows(const std::string& account, const std::string& sql) {
    const auto plan = nlohmann::json::parse(ask(account, "EXPLAIN (FORMAT JSON) " + sql));
    return plan[0]["Plan"]["Plan Rows"];
  }
  /// Five hundred spots in the south, most of them of one name, and one in the north.
  void import_many() {
    std::vector<std::vector<Value>> rows;
    for (int i = 0; i < 500; ++i)
      rows.push_back({fmt::format("m{}", i), std::string(i == 0 ? "of the north" : "discreet")});
    auto many = tests::points(
        "many", {{"id", ColumnType::text, "TEXT"}, {"name", ColumnType::text, "TEXT"}}, rows);
    for (std::size_t i = 0; i < many.rows.size(); ++i)
      many.rows[i].geometry = point(i == 0 ? 50 : 150, 50);
    import("many", {many}, {"id"});
  }
};

TEST_F(BaseSecrets, DigestsOfWhatIsHiddenAreHidden) {
  import_next_spots();
  for (const auto* sql :
       {"SELECT print FROM bdfrance.bdf_live_spot",
        "SELECT 1 FROM bdfrance.bdf_live_spot WHERE print = 'guessed'",
        "SELECT bdf_print FROM bdfrance.bdf_past_spot", "SELECT * FROM bdfrance.bdf_live_spot",
        "SELECT l FROM bdfrance.bdf_live_spot AS l"})
    EXPECT_THAT(attempt("north", sql), HasSubstr("permission denied"));
  EXPECT_EQ(ask("north", "SELECT id FROM bdf_live_spot WHERE fid > 0 AND since > 0"), "n");
}

TEST_F(BaseSecrets, NothingIsEstimatedFromWhatIsHidden) {
  import_many();
  ask("keeper", "ANALYZE many; ANALYZE bdf_live_many");
  const auto* common = "SELECT id FROM many WHERE name = 'discreet'";
  const auto* never = "SELECT id FROM many WHERE name = 'nobody is called so'";
  EXPECT_EQ(expected_rows("north", common), expected_rows("north", never));
  EXPECT_EQ(expected_rows("keeper", common), expected_rows("keeper", never));
  EXPECT_EQ(ask("postgres",
                "SELECT count(*) FROM pg_stats WHERE tablename = 'many' AND attname <> "
                "'fid'"),
            "0");
  EXPECT_EQ(ask("north",
                "SELECT count(*) FROM pg_stats WHERE schemaname = 'bdfrance' AND tablename "
                "IN ('many', 'bdf_live_many')"),
            "0");
  EXPECT_THAT(attempt("north", "SELECT _postgis_stats('bdfrance.many', 'geom')"),
              testing::AnyOf(HasSubstr("do not exist"), HasSubstr("permission denied"),
                             HasSubstr("No stats")));
}

TEST_F(BaseSecrets, WhatWasGatheredBeforeAThemeWasTakenIsForgotten) {
  adopt("name: generic\nversion: \"0\"\n");
  ask("postgres",
      "ALTER TABLE spot ALTER name SET STATISTICS -1; ALTER TABLE spot ALTER geom SET STATISTICS "
      "-1; DROP POLICY bdf_reading ON spot; ANALYZE spot");
  const auto* gathered =
      "SELECT count(*) FROM pg_stats WHERE tablename = 'spot' AND attname IN ('name', 'geom')";
  ASSERT_NE(ask("postgres", gathered), "0");
  adopt(tests::theme_of_two);
  EXPECT_EQ(ask("postgres", gathered), "0");
  EXPECT_EQ(ask("north", "SELECT string_agg(id, ',') FROM spot"), "n");
}

TEST_F(BaseSecrets, WherePostGisIsTheOwnersItsEstimatesAreClosed) {
  const auto* can =
      "SELECT has_function_privilege('north', 'st_estimatedextent(text, text, text)', 'EXECUTE')";
  EXPECT_EQ(ask("postgres", can), "t");
  ask("postgres", "ALTER FUNCTION st_estimatedextent(text, text, text) OWNER TO keeper");
  adopt(std::string(tests::theme_of_two) + "# again\n");
  EXPECT_EQ(ask("postgres", can), "f");
}

TEST_F(BaseSecrets, ErrorsTellNothingOfRowsThatAreHidden) {
  // Were the function asked of the southern spot too, it would fail.
  EXPECT_EQ(ask("north",
                "SELECT count(id) FROM spot WHERE CASE id WHEN 's' THEN 'x' ELSE '1' END"
                "::int = 1"),
            "1");
  EXPECT_EQ(ask("north",
                "CREATE FUNCTION pg_temp.tells(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 "
                "AS $$BEGIN IF $1 = 's' THEN RAISE EXCEPTION 'seen'; END IF; RETURN true; END$$;"
                "SELECT count(id) FROM spot WHERE pg_temp.tells(id)"),
            "1");
  EXPECT_EQ(ask("north",
                "SELECT count(id) FROM spot WHERE geom && st_makeenvelope(0, 0, 999, 999, "
                "2154)"),
            "1");
}

TEST_F(BaseSecrets, WhatOthersSaidAndSentIsTheirs) {
  for (const auto& [account, organisation] : {std::pair("north", "North"), {"south", "South"}})
    send(account,
         contribution(account, organisation, fmt::format("UPDATE spot SET name = '{}'", account)));
  integrate_deposits();
  ask("postgres", "UPDATE bdf_transaction SET message = 'between us ' || number");
  EXPECT_THAT(attempt("north", "SELECT message FROM bdfrance.bdf_transaction"),
              HasSubstr("permission denied"));
  EXPECT_EQ(ask("north",
                "SELECT string_agg(DISTINCT organisation, ',') FROM bdf_history WHERE "
                "message IS NOT NULL OR input IS NOT NULL OR input_digest IS NOT NULL"),
            "North");
  const auto log = jobs::log_of_base({as("north"), "", {}});
  const auto whole = jobs::log_of_base({base_, "", {}});
  ASSERT_EQ(log.transactions.size(), whole.transactions.size());
  for (std::size_t i = 0; i < log.transactions.size(); ++i) {
    const auto& own = log.transactions[i];
    EXPECT_EQ(own.digest, whole.transactions[i].digest);
    EXPECT_EQ(own.message.empty(), own.organisation != "North");
    EXPECT_EQ(own.input.empty(), own.organisation != "North");
  }
}

TEST_F(BaseSecrets, SuccessionsAreThoseOfObjectsThatAreRead) {
  ask("postgres",
      "INSERT INTO bdf_past_spot (fid, id, geom, bdf_id, bdf_from, bdf_to, bdf_print) SELECT fid + "
      "100, 'old ' || id, geom, 'old ' || id, 1, 3, '' FROM spot;"
      "INSERT INTO bdf_succession SELECT 'spot', 3, 'old ' || id, id, NULL FROM spot");
  EXPECT_EQ(ask("north",
                "SELECT string_agg(predecessor || '>' || successor, ',') FROM "
                "bdf_succession"),
            "old n>n");
  EXPECT_EQ(ask("agency", "SELECT count(*) FROM bdf_succession"), "2");
}

TEST_F(BaseSecrets, OfLayersThatAreNotReadNothingIsTold) {
  std::string without = tests::theme_of_two;
  without.replace(without.find("{existence: read, geometry"), 16, "{existence: none");
  adopt(without);
  for (const auto* table : {"bdf_layer", "bdf_column", "bdf_transaction_layer"}) {
    EXPECT_EQ(ask("agency", std::string("SELECT count(*) FROM ") + table), "0") << table;
    EXPECT_NE(ask("north", std::string("SELECT count(*) FROM ") + table), "0") << table;
  }
  EXPECT_EQ(command("agency", {"log"}).code, 0);
}

/// All that a member's daily work asks of a base, with the command.
TEST_F(BaseSecrets, MembersCanDoWithoutWhatIsHidden) {
  import_next_spots();
  const auto file = (folder_.path() / "out").string();
  EXPECT_EQ(command("north", {"log"}).code, 0);
  EXPECT_EQ(command("north", {"log", "spot/n"}).code, 0);
  EXPECT_EQ(command("north", {"show", "@3"}).code, 0);
  EXPECT_EQ(command("north", {"diff", "@3", "@head", "--out", file + ".json"}).code, 0);
  const auto taken =
      command("north", {"checkout", "@3", "--territory", "N", "--out", file + ".gpkg"});
  EXPECT_EQ(taken.code, 0) << taken.err;
  const auto synced =
      tests::run({BDF_COMMAND, "sync", "--theme", theme_.string(), "--base", as("north"),
                  "--producer", "North", "--local", file + ".gpkg", "--out", file, "--lang", "en"});
  EXPECT_EQ(synced.code, 0) << synced.err;
  EXPECT_THAT(synced.out, HasSubstr("1 updated from the reference"));
  EXPECT_EQ(tests::spots_in(tests::read_layer(file + "/merged.gpkg", "spot")).size(), 1U);
}

}  // namespace
}  // namespace bdf
