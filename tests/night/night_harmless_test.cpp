// SPDX-License-Identifier: MIT
// What a night leaves alone: everything while it is only asked, and what others need not know.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hash.h"
#include "support/night_trial.h"

namespace bdf::tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const NightSize small{2, 8, false};

/// All that is below the desk's folder, the base among it: of files the digest, of others "".
std::map<std::string, std::string> content_of(const NightDesk& desk) {
  std::map<std::string, std::string> all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(desk.folder()))
    all[entry.path().string()] = entry.is_regular_file() ? sha256(text_of(entry.path())) : "";
  return all;
}

TEST(NightHarmless, WhoOnlyAsksChangesNothing) {
  NightDesk desk(small, BaseKind::geopackage, "packages: {}\n");
  const auto ask = [&] {
    const auto before = content_of(desk);
    EXPECT_EQ(desk.night({"plan"}).code, 0);
    EXPECT_EQ(desk.night({}, {"--dry-run"}).code, 0);
    EXPECT_EQ(desk.night({"status"}).code, 0);
    EXPECT_EQ(content_of(desk), before);
  };
  ask();
  desk.copy_deposit(1);
  desk.plan_for("{folder: own}");
  EXPECT_LE(desk.night().code, 1);
  desk.copy_deposit(2);
  ask();
}

/// The address of the base may hold a password.
TEST(NightHarmless, WhoIsToldOfANightIsNotToldWhereTheBaseIs) {
  const NightDesk desk(small, BaseKind::geopackage);
  desk.copy_deposit(1);
  const auto seen = desk.folder() / "seen";
  desk.plan_for("{folder: own}", "notify: env > " + seen.string() + "\n");
  EXPECT_LE(desk.night({}, {}, {{"BDF_BASE", desk.base()}}).code, 1);
  EXPECT_THAT(text_of(seen), AllOf(HasSubstr("BDF_NIGHT_STATE="), Not(HasSubstr("BDF_BASE"))));
}

}  // namespace
}  // namespace bdf::tests
