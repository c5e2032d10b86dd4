// SPDX-License-Identifier: MIT
// Rights that a server keeps: what members read, what they can do, and what they cannot get round.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>
#include <pqxx/pqxx>

#include "base/error.h"
#include "io/changeset.h"
#include "jobs/adopt.h"
#include "jobs/integrate.h"
#include "jobs/journal.h"
#include "jobs/queue.h"
#include "support/base_rights.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using refbase::EntryStatus;
using testing::HasSubstr;
using tests::BaseRights;
using tests::spots_in;
using tests::text_of;
using tests::theme_of_two;

TEST_F(BaseRights, AMemberTakesOutWhatItMayReadOfItsTerritory) {
  const auto layer = tests::read_layer(checkout_of("north"), "spot");
  ASSERT_EQ(layer.rows.size(), 1U);
  EXPECT_EQ(layer.schema.columns.size(), 2U);
  EXPECT_FALSE(layer.schema.find("secret"));
  EXPECT_EQ(tests::read_layer(checkout_of("agency"), "spot").rows.size(), 2U);
}

TEST_F(BaseRights, OfThePastToo) {
  import_next_spots();
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

TEST_F(BaseRights, WhatIsAcceptedIsWhoseItWasSentWhateverItSaysItself) {
  const auto sent = contribution("north", "South", "DELETE FROM spot");
  EXPECT_EQ(send("north", sent).deposited, 1);
  const auto waiting = integrate_deposits().at(0).integration;
  EXPECT_EQ(waiting.contribution.organisation, "North");
  ASSERT_EQ(waiting.count(EntryStatus::waiting), 1U);
  jobs::DecideJob decision;
  decision.base = base_;
  decision.organisation = "IGN";
  decision.entries = {waiting.entries[0].entry};
  decision.confirm_deletions = true;
  decision.now = next_time();
  const auto done = jobs::decide_entries(decision);
  ASSERT_EQ(done.entries.at(0).status, EntryStatus::accepted);
  jobs::AnswerJob answer;
  answer.base = base_;
  answer.organisation = "North";
  answer.out = folder_.path() / "answers.gpkg";
  EXPECT_EQ(jobs::write_answers(answer).accepted, 1U);
  answer.organisation = "South";
  EXPECT_THAT(tests::refusal<UsageError>([&] { return jobs::write_answers(answer); }),
              HasSubstr("no contribution of “South”"));
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
