// SPDX-License-Identifier: MIT
#include "rules/signalement_status.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "base/message.h"

namespace bdf::rules {
namespace {

using testing::HasSubstr;

class SignalementStatusTest : public testing::Test {
 protected:
  SignalementStatusTest() { set_language("en"); }
  SignalementStatuses statuses_ = load_signalement_statuses();
};

/// Those that IGN's own client knows, and which of them it takes for open.
TEST_F(SignalementStatusTest, AllOfTheCollaborativeSpaceAreThere) {
  for (const char* open : {"undefined", "submit", "pending", "pending0", "pending1", "pending2"})
    EXPECT_TRUE(statuses_.means(open, SignalementOutcome::waiting)) << open;
  for (const char* taken : {"valid", "valid0"})
    EXPECT_TRUE(statuses_.means(taken, SignalementOutcome::accepted)) << taken;
  for (const char* declined : {"reject", "reject0", "test"})
    EXPECT_TRUE(statuses_.means(declined, SignalementOutcome::declined)) << declined;
  EXPECT_FALSE(statuses_.means("draft", SignalementOutcome::waiting));
  EXPECT_EQ(statuses_.find("draft"), nullptr);
  EXPECT_EQ(statuses_.name_of("pending1"), "pending1 (En attente de saisie)");
  EXPECT_EQ(statuses_.name_of("test"), "test");
  EXPECT_EQ(statuses_.name_of("draft"), "draft");
}

TEST_F(SignalementStatusTest, EachIsGivenByOneDecision) {
  EXPECT_EQ(statuses_.given_by(true, "").code, "valid");
  EXPECT_EQ(statuses_.given_by(false, "").code, "reject");
  EXPECT_EQ(statuses_.given_by(true, "pending2").means, SignalementOutcome::waiting);
  EXPECT_EQ(statuses_.given_by(false, "reject0").label, "Rejeté (hors de propos)");
  const auto refused = [&](bool accepts, const char* code) -> std::string {
    try {
      return "given: " + statuses_.given_by(accepts, code).code;
    } catch (const UsageError& error) {
      return error.what();
    }
  };
  EXPECT_THAT(refused(true, "reject0"),
              HasSubstr("an acceptance gives no status “reject0”: pending, pending0, pending1, "
                        "pending2, valid, valid0"));
  EXPECT_THAT(refused(false, "valid"), HasSubstr("a rejection gives no status “valid”: reject, "
                                                 "reject0, test"));
  EXPECT_THAT(refused(true, "submit"), HasSubstr("“submit”"));
}

}  // namespace
}  // namespace bdf::rules
