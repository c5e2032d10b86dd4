// SPDX-License-Identifier: MIT
// What PostgreSQL refuses to members, from the server's log into the base's journal.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>
#include <pqxx/pqxx>
#include <thread>

#include "base/error.h"
#include "support/base_rights.h"

namespace bdf {
namespace {

using testing::HasSubstr;
using testing::Not;

class BaseServerLog : public tests::BaseRights {
 protected:
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    const auto path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  refbase::FoundRefusals enter(const std::filesystem::path& log) const {
    return jobs::enter_server_logs(base_, {log});
  }
  /// An entry as jsonlog has it, with what `more` says.
  [[nodiscard]] std::string json_entry(const std::string& message, const std::string& more) const {
    return fmt::format(
        R"({{"timestamp":"2026-11-24 01:09:08.123 UTC","user":"north","dbname":"{}",)"
        R"("pid":7,"error_severity":"ERROR","state_code":"42501","message":"{}"{}}})"
        "\n",
        database_, message, more);
  }
  [[nodiscard]] std::string text_entry(const std::string& rest,
                                       const std::string& zone = "UTC") const {
    return fmt::format("2026-11-24 01:09:08.123 {} [7] north@{} {}\n", zone, database_, rest);
  }
  std::string journal() const {
    std::string text;
    for (const auto& line : jobs::journal_of(base_, ""))
      text += fmt::format("{} {} {} {}\n", line.time, line.organisation, line.layer, line.reason);
    return text;
  }
};

TEST_F(BaseServerLog, TellsTheSameInEveryForm) {
  attempt("north", "UPDATE bdfrance.spot SET name = 'Jean Dupont'");
  attempt("south", "SELECT\n  secret,\n '\"2026-11-24 01:09:08.123 UTC\"\n,' FROM bdfrance.spot");
  attempt("north", "SET ROLE keeper");
  attempt("stranger", "SELECT id FROM bdfrance.spot");
  ASSERT_EQ(journal_with_log("", 3).size(), 3U);
  EXPECT_EQ(enter(server().log_file("json")).known, 3U);
  for (const auto* form : {"csv", "log"}) {
    refbase::FoundRefusals found;
    for (int i = 0; i < 200 && found.known < 3; ++i) {
      found = enter(server().log_file(form));
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    EXPECT_EQ(found.entered, 0U) << form << journal();
    EXPECT_EQ(found.known, 3U) << form;
    EXPECT_EQ(found.of_others, 1U) << form;
  }
  const auto lines = jobs::journal_of(base_, "");
  EXPECT_EQ(lines[0].reason, "UPDATE: permission denied for table spot");
  EXPECT_EQ(lines[0].organisation, "North");
  EXPECT_EQ(lines[0].layer, "spot");
  EXPECT_EQ(lines[1].organisation, "South");
  EXPECT_EQ(lines[2].reason, "SET: permission denied to set role \"…\"");
  const auto csv = jobs::csv_of(lines);
  for (const auto* hidden : {"Dupont", "keeper", "north", "south", "2026-11-24"})
    EXPECT_THAT(csv, Not(HasSubstr(hidden)));
}

TEST_F(BaseServerLog, ByTheCommandAndOnce) {
  attempt("north", "DELETE FROM bdfrance.spot");
  ASSERT_EQ(journal_with_log("North", 1).size(), 1U);
  const auto log = server().log_file("json").string();
  const auto ran = command("keeper", {"journal", "--server-log", log, "--server-log", log});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("0 refusals of the server entered, 2 known already"));
  EXPECT_THAT(ran.out,
              HasSubstr("North  spot    attempt: DELETE: permission denied for table spot"));
  EXPECT_EQ(command("north", {"journal", "--server-log", log}).code, 5);
  EXPECT_EQ(command("keeper", {"journal", "--server-log", "/nowhere"}).code, 3);
  EXPECT_EQ(command("keeper", {"journal", "--server-log", write("x", "no log\n").string()}).code,
            3);
  EXPECT_EQ(command("keeper", {"journal", "--server-log", write("y", "").string()}).code, 0);
}

TEST_F(BaseServerLog, WhoIsNamedNoLongerIsStillKnown) {
  std::string without = tests::theme_of_two;
  adopt(without.replace(without.find("members: [south]"), 16, "members: []"));
  attempt("south", "SELECT id FROM bdfrance.spot");
  const auto lines = journal_with_log("South", 1);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].reason, "SELECT: permission denied for schema bdfrance");
}

TEST_F(BaseServerLog, WhatAMemberTakesBackIsStillKnown) {
  {
    pqxx::connection connection(as("north"));
    pqxx::work work(connection);
    work.exec("SELECT bdfrance.bdf_deposit('no such theme', 'x', 'y', '')");
    work.abort();
  }
  const auto lines = journal_with_log("North", 1);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].reason, "deposit: the theme does not name this account");
  // What stands in the journal already is not entered again.
  server().query(as("north"), "SELECT bdfrance.bdf_deposit('no such theme', 'x', 'y', '')");
  EXPECT_EQ(jobs::journal_of(base_, "North").size(), 2U);
  refbase::FoundRefusals found;
  for (int i = 0; i < 200 && found.known < 2; ++i) {
    found = enter(server().log_file("json"));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(found.known, 2U);
  EXPECT_EQ(jobs::journal_of(base_, "North").size(), 2U);
}

TEST_F(BaseServerLog, WarningsThatNothingWasGrantedCountToo) {
  server().query(as("north"), "GRANT SELECT ON bdfrance.bdf_base TO stranger");
  const auto lines = journal_with_log("North", 1);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].reason, "GRANT: no privileges were granted for \"bdf_base\"");
}

TEST_F(BaseServerLog, HostileEntriesAreNothingButText) {
  const auto log = write(
      "hostile.json",
      json_entry(R"(permission denied \u001b[2J\u009b for \"Jean\" '); DROP TABLE spot; --)",
                 R"(,"ps":"\u001b]0;x","statement":"x")") +
          json_entry("permission denied for table spot",
                     ",\"a\":{\"message\":\"forged\",\"user\":\"south\"},\"ps\":\"UPDATE\"") +
          json_entry(std::string(100000, 'x'), "") + "{\"timestamp\":\n" + std::string(3, '\0') +
          "\n" + std::string(100000, '[') + "\n" +
          R"({"timestamp":"2026-99-99 99:99:99.999 UTC","user":"north","dbname":")" + database_ +
          R"(","pid":7,"state_code":"42501","message":"permission denied"})" + "\n" +
          R"({"timestamp":"2026-11-24 01:09:08.123 NOWHERE","user":"north","dbname":")" +
          database_ + R"(","pid":7,"state_code":"42501","message":"permission denied"})");
  const auto found = enter(log);
  EXPECT_EQ(found.entered, 3U);
  EXPECT_EQ(found.undated, 2U);
  EXPECT_EQ(enter(log).known, 3U);
  EXPECT_EQ(journal(),
            "2026-11-24T01:09:08Z North  statement: permission denied \\u001b[2J\\u009b for \"…\" "
            "'); DROP TABLE spot; --\n"
            "2026-11-24T01:09:08Z North spot UPDATE: permission denied for table spot\n"
            "2026-11-24T01:09:08Z North  statement: \n");
}

TEST_F(BaseServerLog, AnEntryOfAnySizeIsRead) {
  // The statement is longer than what is kept of a line.
  const auto found = enter(write("huge.json", json_entry("permission denied for table spot",
                                                         ",\"ps\":\"SELECT\",\"statement\":\"" +
                                                             std::string(1 << 24, 'x') + "\"")));
  EXPECT_EQ(found.entered, 1U);
  EXPECT_THAT(journal(), HasSubstr("SELECT: permission denied for table spot"));
  const std::string fields = ",\"north\",\"" + database_ + "\",7,,a.b,1,\"UPDATE\",,,,ERROR,42501,";
  const std::string time = "2026-11-24 02:09:08.123 UTC";
  EXPECT_EQ(
      enter(write("huge.csv", time + fields + "\"permission denied for table spot\",,,,,,\"" +
                                  std::string(1 << 24, '\n') + "\"\"" + time + fields + "\",,,\n"))
          .entered,
      1U);
}

TEST_F(BaseServerLog, ALogThatIsCutOffIsReadAsFarAsItCanBe) {
  const std::string fields =
      ",\"north\",\"" + database_ +
      "\",7,,a.b,1,\"UPDATE\",,,,ERROR,42501,\"permission denied for table spot\"";
  EXPECT_EQ(enter(write("cut.csv",
                        "nd of a statement\",,,\"psql\",\"client backend\",,0\n"
                        "2026-11-24 01:09:08.124 UTC" +
                            fields + ",,,,,,\"UPDATE\nx\",,,\n" + "2026-11-24 01:09:08.125 UTC" +
                            fields + ",,,,,,\"UPD"))
                .entered,
            2U);
  EXPECT_EQ(enter(write("cut.json", "ement\":\"x\"}\n" + json_entry("permission denied", "") +
                                        "{\"timestamp\":\"2026-11-24 0"))
                .entered,
            1U);
  EXPECT_EQ(enter(write("cut.log", "\tof something\n" +
                                       text_entry("ERROR:  permission denied for table spot")))
                .entered,
            1U);
}

TEST_F(BaseServerLog, TextIsReadInFrenchToo) {
  const auto found = enter(write(
      "server.log",
      "2026-11-24 01:00:00.000 CET [1] LOG:  database system is ready\n" +
          text_entry("ERREUR:  droit refusé pour initialiser le rôle « south »", "CET") +
          text_entry("INSTRUCTION :  SET ROLE south", "CET") +
          text_entry("ERREUR:  la relation « rien » n'existe pas", "CET") +
          text_entry("INSTRUCTION :  SELECT ' ERROR:  permission denied'", "CET") +
          "\t2026-11-24 01:09:08.123 UTC [7] north@" + database_ + " ERROR:  permission denied\n"));
  EXPECT_EQ(found.entered, 1U);
  EXPECT_EQ(journal(),
            "2026-11-24T00:09:08Z North  SET: droit refusé pour initialiser le rôle «…»\n");
}

}  // namespace
}  // namespace bdf
