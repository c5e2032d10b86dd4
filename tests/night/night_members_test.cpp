// SPDX-License-Identifier: MIT
// What members of a server's base have deposited there, brought in at night.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "support/base_rights.h"
#include "support/desk.h"

namespace bdf::tests {
namespace {

using ::testing::HasSubstr;

class NightMembers : public BaseRights {
 protected:
  /// What an account sends as that producer, after work on what it has taken out of the base.
  std::filesystem::path synced(const std::string& account, const std::string& producer,
                               const std::string& work) {
    const auto mine = checkout_of(account);
    run_sql(mine, work);
    const auto out = folder_.path() / (account + "_out");
    const auto ran =
        support::bdf({"sync", "--base", as(account), "--theme", theme_.string(), "--local",
                      mine.string(), "--producer", producer, "--out", out.string()});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return out / "contribution.gpkg";
  }

  Ran night(const std::string& time) {
    std::ofstream(folder_.path() / "plan.yaml")
        << "name: members\nbase: '" << base_ << "'\nwork: work\ndeposits: [{members: true}]\n";
    return support::bdf(
        {"nightly", (folder_.path() / "plan.yaml").string(), "--json", "--now", time});
  }
};

TEST_F(NightMembers, WhatTheyHaveDepositedComesInOnce) {
  send("north", synced("north", "North", "UPDATE spot SET name = 'mine' WHERE id = 'n'"));
  const auto first = nlohmann::json::parse(night("2031-01-01T22:00:00Z").out);
  ASSERT_EQ(first["jobs"].size(), 1U);
  EXPECT_EQ(first["jobs"][0]["status"], "taken") << first["jobs"][0]["reason"];
  EXPECT_EQ(first["jobs"][0]["producer"], "North");
  EXPECT_EQ(name_of("n"), "mine");
  EXPECT_TRUE(integrate_deposits().empty()) << "it waits no longer";
  const auto second = nlohmann::json::parse(night("2031-01-02T22:00:00Z").out);
  EXPECT_EQ(second["jobs"].size(), 0U);
}

/// Who calls itself as others are called: the server knows better.
TEST_F(NightMembers, IsWhoseAccountHasSentIt) {
  send("north", synced("north", "South", "UPDATE spot SET name = 'mine' WHERE id = 'n'"));
  const auto told = nlohmann::json::parse(night("2031-01-01T22:00:00Z").out);
  ASSERT_EQ(told["jobs"].size(), 1U);
  EXPECT_EQ(told["jobs"][0]["producer"], "North");
  EXPECT_EQ(told["jobs"][0]["status"], "taken") << told["jobs"][0]["reason"];
  EXPECT_EQ(name_of("n"), "mine");
}

}  // namespace
}  // namespace bdf::tests
