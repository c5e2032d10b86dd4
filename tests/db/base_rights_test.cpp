// SPDX-License-Identifier: MIT
// Rights that a server keeps: what members read, what they can do, and what they cannot get round.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>
#include <pqxx/pqxx>

#include "base/error.h"
#include "base/log.h"
#include "geometry/wkb.h"
#include "io/changeset.h"
#include "jobs/adopt.h"
#include "jobs/integrate.h"
#include "jobs/journal.h"
#include "jobs/queue.h"
#include "jobs/sync.h"
#include "refbase/base.h"
#include "support/base_trial.h"
#include "support/postgres_server.h"

namespace bdf {
namespace {

using refbase::EntryStatus;
using testing::HasSubstr;
using tests::PostgresServer;
using tests::spots_in;
using tests::text_of;

/// Two squares side by side, "N" and "S", each 100 m wide.
tests::PlainLayer territories() {
  tests::PlainLayer layer{tests::plain_schema("territory", "POLYGON"), {}};
  layer.schema.columns = {{"code", ColumnType::text, "TEXT"}};
  for (const double west : {0.0, 100.0}) {
    Geometry square;
    square.kind = GeometryKind::polygon;
    square.xy = {west, 0, west + 100, 0, west + 100, 100, west, 100, west, 0};
    square.rings = {0, 5};
    square.parts = {0, 1};
    layer.rows.push_back(
        {std::nullopt, Blob{geometry::encode_wkb(square)}, {std::string(west == 0.0 ? "N" : "S")}});
  }
  return layer;
}

const char* const theme_of_two = R"(
name: generic
version: "1"
communities:
  offices:
    rights: {existence: propose, geometry: read, attributes: decide, by_attribute: {secret: none}}
    organisations:
      - {name: North, territories: [N], members: [north]}
      - {name: South, territories: [S], members: [south]}
  readers:
    rights: {existence: read, geometry: read, attributes: read}
    organisations:
      - {name: Agency, members: [agency]}
)";

/// A base whose owner is no superuser, with a spot in each territory and a column that members must
/// not see.
class BaseRights : public testing::Test {
 protected:
  BaseRights() {
    set_verbosity(Verbosity::quiet);
    const auto as_superuser = server().new_database();
    server().query(as_superuser,
                   "DO $$ BEGIN CREATE ROLE keeper LOGIN CREATEROLE; EXCEPTION WHEN "
                   "duplicate_object THEN NULL; END $$;"
                   "DO $$ BEGIN CREATE ROLE stranger LOGIN; EXCEPTION WHEN duplicate_object THEN "
                   "NULL; END $$");
    database_ = server().query(as_superuser, "SELECT current_database()");
    server().query(as_superuser,
                   fmt::format("GRANT CREATE, TEMP ON DATABASE {} TO keeper", database_));
    base_ = as("keeper");
    refbase::Transaction first;
    first.time = "2020-01-01T00:00:00Z";
    refbase::create_base(base_, first);
    import("territories", {territories()}, {"code"});
    auto spots = tests::points("spot",
                               {{"id", ColumnType::text, "TEXT"},
                                {"name", ColumnType::text, "TEXT"},
                                {"secret", ColumnType::text, "TEXT"}},
                               {{std::string("n"), std::string("of the north"), std::string("x")},
                                {std::string("s"), std::string("of the south"), std::string("x")}});
    spots.rows[0].geometry = point(50, 50);
    spots.rows[1].geometry = point(150, 50);
    import("spots", {spots}, {"id"});
    adopt(theme_of_two);
  }

  static PostgresServer& server() { return PostgresServer::instance(); }
  static Value point(double x, double y) {
    Geometry place;
    place.kind = GeometryKind::point;
    place.xy = {x, y};
    place.rings = {0, 1};
    place.parts = {0, 1};
    return Blob{geometry::encode_wkb(place)};
  }
  [[nodiscard]] std::string as(const std::string& account) const {
    return server().address_of(database_, account);
  }

  void import(const std::string& name, const std::vector<tests::PlainLayer>& layers,
              const std::vector<std::string>& key) {
    const auto path = folder_.path() / (name + ".gpkg");
    tests::write_geopackage(path, layers);
    jobs::BaseImportJob job;
    job.base = base_;
    job.input = path.string();
    job.key = key;
    job.now = next_time();
    static_cast<void>(jobs::import_into_base(job));
  }

  void adopt(const std::string& theme) {
    theme_ = folder_.path() / "theme.yaml";
    std::ofstream(theme_) << theme;
    static_cast<void>(jobs::adopt_theme({base_, theme_.string(), "IGN", "", "", next_time()}));
  }

  std::string next_time() { return fmt::format("2020-01-02T00:00:{:02}Z", ++seconds_); }

  std::filesystem::path checkout_of(const std::string& account) {
    jobs::BaseCheckoutJob job;
    job.base = as(account);
    job.out = folder_.path() / (account + ".gpkg");
    job.overwrite = true;
    static_cast<void>(jobs::check_out(job));
    return job.out;
  }

  /// What a producer of that name sends after work on what an account has checked out.
  std::filesystem::path contribution(const std::string& account, const std::string& producer,
                                     const std::string& work) {
    const auto mine = checkout_of(account);
    const auto ancestor = folder_.path() / (account + "_ancestor.gpkg");
    std::filesystem::copy(mine, ancestor, std::filesystem::copy_options::overwrite_existing);
    tests::run_sql(mine, work);
    jobs::SyncJob job;
    job.theme = theme_.string();
    job.ancestor = ancestor.string();
    job.local = mine.string();
    job.reference = ancestor.string();
    job.base.clear();
    job.producer = producer;
    job.layer = "spot";
    job.key = {"id"};
    job.out = folder_.path() / fmt::format("sync_{}", ++runs_);
    job.now = "2020-01-03T00:00:00Z";
    job.threads = 1;
    job.confirm_deletions = true;
    jobs::sync(job);
    return job.out / "contribution.gpkg";
  }

  jobs::Integration send(const std::string& account, const std::filesystem::path& contribution) {
    jobs::IntegrateJob job;
    job.base = as(account);
    job.contribution = contribution;
    job.now = next_time();
    return jobs::integrate(job);
  }

  std::vector<jobs::IntegratedDeposit> integrate_deposits() {
    jobs::IntegrateJob job;
    job.base = base_;
    job.from = "@head";
    job.now = next_time();
    return jobs::integrate_deposits(job);
  }

  /// The message of the server's refusal; fails the test where it does as it is told.
  std::string attempt(const std::string& account, const std::string& sql) {
    try {
      server().query(as(account), sql);
    } catch (const std::exception& refused) {
      return refused.what();
    }
    ADD_FAILURE() << account << " could: " << sql;
    return {};
  }

  [[nodiscard]] std::string name_of(const std::string& id) {
    return server().query(base_, "SELECT name FROM bdfrance.spot WHERE id = '" + id + "'");
  }

  tests::TemporaryFolder folder_;
  std::string database_, base_;
  std::filesystem::path theme_;

 private:
  int seconds_ = 0;
  int runs_ = 0;
};

TEST_F(BaseRights, AMemberTakesOutWhatItMayReadOfItsTerritory) {
  const auto layer = tests::read_layer(checkout_of("north"), "spot");
  ASSERT_EQ(layer.rows.size(), 1U);
  EXPECT_EQ(layer.schema.columns.size(), 2U);
  EXPECT_FALSE(layer.schema.find("secret"));
  EXPECT_EQ(tests::read_layer(checkout_of("agency"), "spot").rows.size(), 2U);
}

TEST_F(BaseRights, OfThePastToo) {
  server().query(base_, "SELECT 1");
  auto moved = tests::points("spot",
                             {{"id", ColumnType::text, "TEXT"},
                              {"name", ColumnType::text, "TEXT"},
                              {"secret", ColumnType::text, "TEXT"}},
                             {{std::string("n"), std::string("n2"), std::string("y")},
                              {std::string("s"), std::string("s2"), std::string("y")}});
  moved.rows[0].geometry = point(50, 50);
  moved.rows[1].geometry = point(150, 50);
  import("next", {moved}, {"id"});
  EXPECT_EQ(server().query(as("north"), "SELECT count(id) FROM bdfrance.bdf_past_spot"), "1");
  EXPECT_EQ(server().query(as("north"), "SELECT count(*) FROM bdfrance.bdf_live_spot"), "1");
  EXPECT_THAT(attempt("north", "SELECT secret FROM bdfrance.bdf_past_spot"),
              HasSubstr("permission denied"));
}

TEST_F(BaseRights, WhatAMemberSendsIsDepositedAndIntegratedByTheOperator) {
  const auto sent = contribution("north", "North", "UPDATE spot SET name = 'mine'");
  EXPECT_EQ(send("north", sent).deposited, 1);
  EXPECT_EQ(name_of("n"), "of the north");
  const auto done = integrate_deposits();
  ASSERT_EQ(done.size(), 1U);
  EXPECT_EQ(done[0].refusal, "");
  EXPECT_EQ(done[0].integration.count(EntryStatus::admitted), 1U);
  EXPECT_EQ(name_of("n"), "mine");
  EXPECT_TRUE(integrate_deposits().empty());
  EXPECT_EQ(server().query(as("north"), "SELECT count(*) FROM bdfrance.bdf_entry"), "1");
  EXPECT_EQ(server().query(as("south"), "SELECT count(*) FROM bdfrance.bdf_entry"), "0");
  EXPECT_TRUE(jobs::verify_base(base_).empty());
}

TEST_F(BaseRights, AMemberSeesItsOwnOrganisationsSignalements) {
  for (const auto& [account, organisation] : {std::pair("north", "North"), {"south", "South"}}) {
    auto changeset = io::read_changeset(
        contribution(account, organisation, "UPDATE spot SET name = name || ' again'"));
    const auto path = folder_.path() / (std::string(account) + "_says.gpkg");
    Signalement said;
    said.id = "1";
    said.comment = std::string("said by ") + account;
    said.place = point(50, 50);
    io::write_changeset(path, changeset.head, io::to_write(changeset.layers),
                        {changeset.layers.at(0).target.crs, {said}});
    EXPECT_GT(send(account, path).deposited, 0);
  }
  for (const auto& done : integrate_deposits()) EXPECT_EQ(done.integration.reports.size(), 1U);
  EXPECT_EQ(server().query(base_, "SELECT count(*) FROM bdfrance.bdf_report"), "2");
  EXPECT_EQ(server().query(as("north"), "SELECT string_agg(comment, ',') FROM bdfrance.bdf_report"),
            "said by north");
  EXPECT_EQ(server().query(as("agency"), "SELECT count(*) FROM bdfrance.bdf_report"), "0");
  EXPECT_THAT(attempt("north", "UPDATE bdfrance.bdf_report SET status = 'valid'"),
              HasSubstr("permission denied"));
  EXPECT_THAT(attempt("stranger", "SELECT * FROM bdfrance.bdf_report"),
              HasSubstr("permission denied"));
}

TEST_F(BaseRights, TheServerSaysWhoseADepositIsWhateverItSaysItself) {
  const auto sent = contribution("agency", "North", "UPDATE spot SET name = 'mine'");
  EXPECT_EQ(send("agency", sent).deposited, 1);
  const auto done = integrate_deposits();
  EXPECT_EQ(done[0].integration.contribution.organisation, "Agency");
  EXPECT_EQ(done[0].integration.count(EntryStatus::refused), 2U);
  EXPECT_EQ(name_of("n"), "of the north");
  const auto journal = jobs::journal_of(base_, "Agency");
  EXPECT_EQ(std::count_if(journal.begin(), journal.end(),
                          [](const auto& line) { return line.outcome == "attempt"; }),
            2);
}

TEST_F(BaseRights, InAnothersTerritoryItMayOnlyPropose) {
  // What the agency reads, the north sends.
  const auto sent = contribution("agency", "North", "UPDATE spot SET name = 'mine'");
  EXPECT_EQ(send("north", sent).deposited, 1);
  const auto done = integrate_deposits();
  EXPECT_EQ(done[0].integration.count(EntryStatus::admitted), 1U);
  EXPECT_EQ(done[0].integration.count(EntryStatus::waiting), 1U);
  EXPECT_EQ(name_of("n"), "mine");
  EXPECT_EQ(name_of("s"), "of the south");
}

TEST_F(BaseRights, WhoIsNamedNowhereReadsAndDepositsNothing) {
  EXPECT_THAT(attempt("stranger", "SELECT * FROM bdfrance.spot"), HasSubstr("permission denied"));
  EXPECT_THAT(attempt("stranger", "SELECT bdfrance.bdf_begin_deposit()"),
              HasSubstr("permission denied"));
}

TEST_F(BaseRights, WhoIsNamedNoLongerLosesAll) {
  std::string without = theme_of_two;
  without.replace(without.find("members: [south]"), 16, "members: []");
  adopt(without);
  EXPECT_THAT(attempt("south", "SELECT id FROM bdfrance.spot"), HasSubstr("permission denied"));
  EXPECT_THAT(attempt("south", "SELECT bdfrance.bdf_begin_deposit()"),
              HasSubstr("permission denied"));
  EXPECT_EQ(server().query(as("north"), "SELECT count(id) FROM bdfrance.spot"), "1");
}

TEST_F(BaseRights, ALayerThatComesLaterIsProtectedToo) {
  auto more = tests::spots({{"a", "", 0, 50, 50}, {"b", "", 0, 150, 50}}, "more");
  import("more", {more}, {"id"});
  EXPECT_EQ(server().query(as("north"), "SELECT count(*) FROM bdfrance.more"), "1");
}

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

/// What can be tried through the functions that members do have: it fails, and is in the journal.
TEST_F(BaseRights, ATableOfTheirOwnInPlaceOfOursIsNoticed) {
  pqxx::connection connection(as("north"));
  {
    pqxx::work work(connection);
    work.exec(
        "CREATE TEMP TABLE bdf_staged (layer text, object text, thing text); INSERT INTO "
        "bdf_staged VALUES ('spot', 'n', 'name')");
    EXPECT_EQ(work.exec("SELECT bdfrance.bdf_begin_deposit()")[0][0].c_str(), std::string("f"));
    EXPECT_TRUE(work.exec("SELECT bdfrance.bdf_deposit('generic', 'x', 'y', '')")[0][0].is_null());
    work.commit();
  }
  const auto journal = jobs::journal_of(base_, "North");
  ASSERT_EQ(journal.size(), 2U);
  EXPECT_THAT(journal[0].reason, HasSubstr("another table bdf_staged"));
  EXPECT_THAT(journal[1].reason, HasSubstr("staged as it has to be"));
  EXPECT_EQ(server().query(base_, "SELECT count(*) FROM bdfrance.bdf_deposit"), "0");
}

TEST_F(BaseRights, TablesOfTheirOwnInFrontOfTheBasesAreNotRead) {
  pqxx::connection connection(as("north"));
  pqxx::work work(connection);
  work.exec(
      "CREATE TEMP TABLE bdf_member (theme text, account text, organisation text, community text);"
      "INSERT INTO bdf_member VALUES ('generic', 'north', 'South', 'offices');"
      "CREATE TEMP TABLE bdf_member_territory (theme text, account text, territory text);"
      "CREATE TEMP TABLE bdf_right (theme text, community text, layer text, thing text, may text);"
      "CREATE FUNCTION pg_temp.lower(text) RETURNS text LANGUAGE sql AS $$SELECT 'x'$$;"
      "SET search_path = pg_temp, bdfrance, public");
  EXPECT_EQ(work.exec("SELECT bdfrance.bdf_my_organisations()")[0][0].c_str(),
            std::string("{North}"));
  EXPECT_EQ(work.exec("SELECT count(id) FROM bdfrance.spot")[0][0].c_str(), std::string("1"));
  EXPECT_EQ(work.exec("SELECT bdfrance.bdf_may('spot', 'secret')")[0][0].c_str(),
            std::string("none"));
}

TEST_F(BaseRights, SqlInNamesAndValuesIsNothingButText) {
  const std::string evil = "'); DROP TABLE bdfrance.spot; --";
  pqxx::connection connection(as("north"));
  {
    pqxx::work work(connection);
    work.exec("SELECT bdfrance.bdf_begin_deposit()");
    work.exec_params("INSERT INTO pg_temp.bdf_staged VALUES ($1, $2, $3)", evil + "\"", evil, evil);
    work.exec_params("SELECT bdfrance.bdf_deposit('generic', $1, $2, '\\x00')", "../../" + evil,
                     evil);
    work.commit();
  }
  const auto done = integrate_deposits();
  ASSERT_EQ(done.size(), 1U);
  EXPECT_NE(done[0].refusal, "");
  EXPECT_EQ(name_of("n"), "of the north");
  // It is out of the way: the next night does not stumble over it.
  EXPECT_TRUE(integrate_deposits().empty());
  const auto sent =
      contribution("north", "North", "UPDATE spot SET name = '''); DROP TABLE spot; --'");
  send("north", sent);
  EXPECT_EQ(integrate_deposits()[0].integration.count(EntryStatus::admitted), 1U);
  EXPECT_EQ(name_of("n"), "'); DROP TABLE spot; --");
}

TEST_F(BaseRights, WhatIsBeyondTheRightsIsRefusedAndInTheJournal) {
  auto sent = contribution("agency", "Agency", "UPDATE spot SET name = 'mine' WHERE id = 'n'");
  send("agency", sent);
  const auto done = integrate_deposits();
  EXPECT_EQ(done[0].integration.count(EntryStatus::refused), 1U);
  const auto journal = jobs::journal_of(base_, "Agency");
  ASSERT_EQ(journal.size(), 2U);
  std::set<std::string> outcomes{journal[0].outcome, journal[1].outcome};
  EXPECT_EQ(outcomes, (std::set<std::string>{"attempt", "refused"}));
  for (const auto& line : journal) EXPECT_EQ(line.object, "n");
  EXPECT_EQ(jobs::csv_of(journal).find("agency,"), std::string::npos);
}

TEST_F(BaseRights, AMemberMustNotBeAllPowerful) {
  std::string with_superuser = theme_of_two;
  with_superuser.replace(with_superuser.find("members: [south]"), 16, "members: [postgres]");
  theme_ = folder_.path() / "theme.yaml";
  std::ofstream(theme_) << with_superuser;
  EXPECT_THROW(
      static_cast<void>(jobs::adopt_theme({base_, theme_.string(), "IGN", "", "", next_time()})),
      RightsError);
}

}  // namespace
}  // namespace bdf
