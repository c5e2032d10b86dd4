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

TEST_P(BaseRightsAttempt, IsRefused) {
  EXPECT_THAT(attempt("north", GetParam()),
              testing::ContainsRegex("permission denied|must be (owner|superuser)|must have admin|"
                                     "row-level security"));
  EXPECT_EQ(name_of("n"), "of the north");
  EXPECT_EQ(name_of("s"), "of the south");
  EXPECT_TRUE(jobs::verify_base(base_).empty());
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

        "DROP SCHEMA bdfrance CASCADE", "BEGIN; LOCK TABLE bdfrance.spot"));

}  // namespace
}  // namespace bdf
