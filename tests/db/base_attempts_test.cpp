// SPDX-License-Identifier: MIT
// Ways round the rights of a base on a server.
#include <gmock/gmock.h>

#include "jobs/base_history.h"
#include "support/base_rights.h"

namespace bdf {
namespace {

using tests::BaseRights;

/// Every way round that we could think of, by an account that may decide much.
class BaseRightsAttempt : public BaseRights, public testing::WithParamInterface<const char*> {};

TEST_P(BaseRightsAttempt, IsRefusedAndInTheJournal) {
  const auto* refusals =
      "permission denied|must be (owner|superuser|member)|must have admin|row-level security";
  EXPECT_THAT(attempt("north", GetParam()), testing::ContainsRegex(refusals));
  EXPECT_EQ(name_of("n"), "of the north");
  EXPECT_EQ(name_of("s"), "of the south");
  EXPECT_TRUE(jobs::verify_base(base_).empty());
  const auto journal = journal_with_log("North", 1);
  ASSERT_EQ(journal.size(), 1U);
  EXPECT_EQ(journal[0].outcome, "attempt");
  EXPECT_THAT(journal[0].reason,
              testing::ContainsRegex(std::string("[A-Z]+: .*(") + refusals + ")"));
  EXPECT_EQ(journal[0].reason.find("keeper"), std::string::npos) << "names an account";
  EXPECT_EQ(journal[0].reason.find("south"), std::string::npos) << "names an account";
}

INSTANTIATE_TEST_SUITE_P(
    Sql, BaseRightsAttempt,
    testing::Values(
        "UPDATE bdfrance.spot SET name = 'x' WHERE id = 'n'", "DELETE FROM bdfrance.spot",
        "INSERT INTO bdfrance.spot (fid, id) VALUES (99, 'x')", "TRUNCATE bdfrance.spot",
        "COPY bdfrance.spot (fid, id) FROM PROGRAM 'echo 99,x' CSV",
        "COPY bdfrance.spot FROM STDIN", "COPY (SELECT * FROM bdfrance.spot) TO '/tmp/bdf_stolen'",
        "SELECT secret FROM bdfrance.spot", "SELECT * FROM bdfrance.spot",
        "UPDATE bdfrance.bdf_live_spot SET print = ''", "DELETE FROM bdfrance.bdf_past_spot",
        "UPDATE bdfrance.bdf_transaction SET message = 'x'",
        "INSERT INTO bdfrance.bdf_member VALUES ('generic', 'north', 'South', 'offices')",
        "UPDATE bdfrance.bdf_right SET may = 'decide'", "SELECT * FROM bdfrance.bdf_member",
        "SELECT * FROM bdfrance.bdf_attempt", "DELETE FROM bdfrance.bdf_attempt",
        "SELECT account FROM bdfrance.bdf_contribution", "SELECT file FROM bdfrance.bdf_deposit",
        "INSERT INTO bdfrance.bdf_deposit VALUES (1, 'generic', 'South', 'south', '', '', '', '')",
        "UPDATE bdfrance.bdf_entry SET status = 'accepted'", "SET ROLE keeper", "SET ROLE south",
        "SET SESSION AUTHORIZATION south", "GRANT keeper TO north", "ALTER ROLE north SUPERUSER",
        "ALTER ROLE north BYPASSRLS", "SET row_security = off; SELECT id FROM bdfrance.spot",
        "ALTER TABLE bdfrance.spot DISABLE ROW LEVEL SECURITY",
        "DROP POLICY bdf_reading ON bdfrance.spot",
        "CREATE POLICY mine ON bdfrance.spot USING (true)", "CREATE TABLE bdfrance.mine (a int)",
        "CREATE FUNCTION bdfrance.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION bdfrance.bdf_my_organisations() RETURNS text[] LANGUAGE sql AS "
        "$$SELECT '{South}'::text[]$$",
        "ALTER FUNCTION bdfrance.bdf_deposit(text, text, text, bytea) SET search_path = pg_temp",
        "CREATE TRIGGER mine AFTER INSERT ON bdfrance.bdf_deposit EXECUTE FUNCTION mine()",
        "CREATE RULE mine AS ON SELECT TO bdfrance.spot DO INSTEAD NOTHING",
        "SELECT bdfrance.bdf_note('x', 'x', 'x', 'x', 'x')", "SELECT pg_read_file('/etc/passwd')",

        "DROP SCHEMA bdfrance CASCADE", "BEGIN; LOCK TABLE bdfrance.spot",
        // What is hidden, by other ways.
        "SELECT print FROM bdfrance.bdf_live_spot", "SELECT bdf_print FROM bdfrance.bdf_past_spot",
        "SELECT message FROM bdfrance.bdf_transaction", "SELECT * FROM pg_statistic",
        "SELECT * FROM pg_authid", "SELECT pg_ls_dir('.')", "SELECT lo_import('/etc/passwd')",
        "SELECT lo_export(1, '/tmp/bdf_stolen')", "COPY (SELECT 1) TO PROGRAM 'id'",
        "SELECT 1 FROM bdfrance.spot WHERE secret::int = 1",
        "SELECT id FROM bdfrance.spot ORDER BY secret",
        "ALTER TABLE bdfrance.spot ALTER name SET STATISTICS 100",
        "CREATE STATISTICS mine ON id, name FROM bdfrance.spot",
        "CREATE TEMP VIEW mine AS SELECT secret FROM bdfrance.spot; SELECT * FROM mine",
        "CREATE FUNCTION pg_temp.mine() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT "
        "secret "
        "FROM bdfrance.spot LIMIT 1'; SELECT pg_temp.mine()",
        "CREATE TEMP TABLE mine () INHERITS (bdfrance.spot)",
        "CREATE PUBLICATION mine FOR TABLE bdfrance.spot",
        // What is not theirs to change, by other ways.
        "DO $$BEGIN UPDATE bdfrance.spot SET name = 'x'; END$$",
        "WITH gone AS (DELETE FROM bdfrance.spot RETURNING id) SELECT * FROM gone",
        "PREPARE mine AS DELETE FROM bdfrance.spot; EXECUTE mine",
        "EXPLAIN ANALYZE UPDATE bdfrance.spot SET name = 'x'",
        "MERGE INTO bdfrance.spot AS s USING (SELECT 1) AS o ON s.id = 'n' WHEN MATCHED THEN "
        "UPDATE "
        "SET name = 'x'",
        "INSERT INTO bdfrance.spot (fid, id) VALUES (1, 's') ON CONFLICT DO NOTHING",
        "COMMENT ON TABLE bdfrance.spot IS 'mine'", "SET session_replication_role = replica",
        "SELECT nextval('bdfrance.bdf_deposit_number')",
        "SELECT bdfrance.bdf_protect('spot', 'true')", "SELECT bdfrance.bdf_hide_estimates()",
        "REASSIGN OWNED BY keeper TO north",
        "ALTER DEFAULT PRIVILEGES FOR ROLE keeper GRANT SELECT ON TABLES TO north",
        // Keeping others waiting, and being seen.
        "BEGIN; LOCK TABLE bdfrance.bdf_base IN EXCLUSIVE MODE",
        "BEGIN; LOCK TABLE bdfrance.bdf_layer IN ACCESS EXCLUSIVE MODE",
        "SELECT id FROM bdfrance.spot FOR UPDATE",
        "SELECT identity FROM bdfrance.bdf_base FOR SHARE", "SET log_min_messages = panic",
        "SET log_min_error_statement = panic", "ALTER SYSTEM SET log_destination = ''",
        "SELECT pg_rotate_logfile()", "SELECT pg_reload_conf()",
        "DELETE FROM bdfrance.bdf_logged_attempt"));

}  // namespace
}  // namespace bdf
