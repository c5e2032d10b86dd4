// SPDX-License-Identifier: MIT
// The command as a member of a server's base calls it, and what it makes of what producers write.
#include <gmock/gmock.h>

#include <fstream>

#include "io/changeset.h"
#include "support/base_rights.h"

namespace bdf {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr int done = 0, human_needed = 1, bad_usage = 2, bad_input = 3, no_right = 5;

class BaseMemberCommand : public tests::BaseRights {
 protected:
  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_.path() / name).string();
  }
};

TEST_F(BaseMemberCommand, WhatIsForOperatorsIsRefusedWithTheCodeForIt) {
  const std::vector<std::vector<std::string>> commands{
      {"accept", "1"},
      {"reject", "1"},
      {"accept", "--all"},
      {"queue"},
      {"queue", "--out", file("queue.gpkg")},
      {"adopt", theme_.string()},
      {"journal"},
      {"journal", "--out", file("journal.csv")},
      {"import", checkout_of("north"), "--key", "id"},
      {"revert", "@3"},
      {"verify"},
      {"integrate", "--deposits"}};
  for (const auto& words : commands) {
    const auto ran = command("north", words);
    EXPECT_EQ(ran.code, no_right) << words[0] << ": " << ran.err;
    EXPECT_EQ(ran.out, "") << words[0];
    EXPECT_THAT(ran.err, Not(HasSubstr("CONTEXT"))) << words[0];
    EXPECT_THAT(ran.err, testing::AnyOf(HasSubstr("Members of a base may"), HasSubstr("operator")))
        << words[0];
  }
  EXPECT_EQ(name_of("n"), "of the north");
  EXPECT_EQ(command("stranger", {"log"}).code, no_right);
  EXPECT_EQ(command("keeper", {"verify"}).code, done);
}

TEST_F(BaseMemberCommand, WhatIsForMembersIsDone) {
  const auto sent = contribution("north", "North", "UPDATE spot SET name = 'mine'");
  EXPECT_EQ(command("north", {"integrate", sent.string()}).code, done);
  EXPECT_EQ(command("keeper", {"integrate", "--deposits", "--from", "@head"}).code, done);
  EXPECT_EQ(command("north", {"answer", "North", "--out", file("answer.gpkg")}).code, done);
  EXPECT_EQ(command("north", {"answer", "South", "--out", file("other.gpkg")}).code, bad_usage);
}

TEST_F(BaseMemberCommand, AStateThatTheBaseDoesNotKnowIsNoFailureOfTheBase) {
  const auto sent = contribution("agency", "North", "UPDATE spot SET name = 'mine'");
  EXPECT_EQ(command("keeper", {"integrate", sent.string(), "--from", "@99"}).code, bad_usage);
  EXPECT_EQ(command("north", {"show", "@99"}).code, bad_usage);
  const auto mine = checkout_of("north");
  tests::run_sql(mine, "UPDATE bdf_sync SET reference_digest = 'of another base'");
  tests::run_sql(mine, "UPDATE bdf_origin SET digest = 'of another base'");
  EXPECT_EQ(tests::run({BDF_COMMAND, "sync", "--theme", theme_.string(), "--base", as("north"),
                        "--local", mine.string(), "--out", file("out")})
                .code,
            bad_input);
}

TEST_F(BaseMemberCommand, WhatIsRefusedInPartIsForAHumanToLookAt) {
  const auto sent = contribution("agency", "North",
                                 "UPDATE spot SET name = 'mine', secret = 'mine' WHERE id = 'n'");
  const auto ran = command("keeper", {"integrate", sent.string(), "--from", "@head"});
  EXPECT_EQ(ran.code, human_needed) << ran.err;
  EXPECT_THAT(ran.out, testing::AllOf(HasSubstr("taken: 1"), HasSubstr("refused: 1")));
  const auto none = contribution("agency", "Agency", "UPDATE spot SET name = 'other'");
  EXPECT_EQ(command("keeper", {"integrate", none.string(), "--from", "@head"}).code, no_right);
}

TEST_F(BaseMemberCommand, NothingThatAProducerWritesSteersATerminal) {
  auto path = contribution("north", "North", "UPDATE spot SET name = 'mine' WHERE id = 'n'");
  auto changeset = io::read_changeset(path);
  changeset.head.producer =
      "No\x1b[2J\xc2\x9b"
      "1mrth\nDone";
  std::filesystem::remove(path);
  io::write_changeset(path, changeset.head, io::to_write(changeset.layers),
                      {changeset.layers.at(0).target.crs, {}});
  const auto ran = command("keeper", {"integrate", path.string(), "--from", "@head"});
  const auto journal = command("keeper", {"journal"});
  const auto log = command("keeper", {"log"});
  for (const auto& text : {ran.out, ran.err, journal.out, log.out})
    EXPECT_THAT(text, testing::AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\xc2\x9b"))));
  EXPECT_THAT(journal.out, HasSubstr("No\\u001b[2J\\u009b1mrth\\u000aDone"));
}

TEST_F(BaseMemberCommand, WhereADepositWasLookedAtIsNotTold) {
  const auto sent = contribution("north", "North", "UPDATE spot SET name = 'mine'");
  EXPECT_EQ(command("north", {"integrate", sent.string()}).code, done);
  const auto ran = command("keeper", {"integrate", "--deposits"});
  EXPECT_EQ(ran.code, human_needed);
  EXPECT_THAT(ran.out, testing::AllOf(HasSubstr("was made from a state that"),
                                      Not(HasSubstr("bdf-")), Not(HasSubstr(".scratch"))));
  EXPECT_THAT(server().query(base_, "SELECT refusal FROM bdfrance.bdf_deposit"),
              testing::StartsWith("contribution.gpkg was made from"));
}

}  // namespace
}  // namespace bdf
