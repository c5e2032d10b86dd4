// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/clock.h"
#include "base/error.h"

namespace bdf {
namespace {

TEST(Clock, WritesTheGivenTimeInUtc) {
  EXPECT_EQ(time_of_run("2026-11-24T01:09:08Z"), "2026-11-24T01:09:08Z");
  EXPECT_EQ(time_of_run("2026-11-24T01:09:08"), "2026-11-24T01:09:08Z");
  EXPECT_EQ(time_of_run("2026-11-24T01:09:08+02:00"), "2026-11-23T23:09:08Z");
  EXPECT_EQ(time_of_run("2024-02-29"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(time_of_run("0"), "1970-01-01T00:00:00Z");
  EXPECT_EQ(time_of_run("-1"), "1969-12-31T23:59:59Z");
}

TEST(Clock, RefusesOtherForms) {
  for (const char* wrong : {"yesterday", "2026-13-01", "2026-02-29", "2026-11-24T01:09:08Zzz",
                            "99999999999999", "12 3"})
    EXPECT_THROW(static_cast<void>(time_of_run(wrong)), UsageError) << wrong;
}

TEST(Clock, HeedsSourceDateEpochAfterTheGivenTime) {
  setenv("SOURCE_DATE_EPOCH", "86400", 1);
  EXPECT_EQ(time_of_run(""), "1970-01-02T00:00:00Z");
  EXPECT_EQ(time_of_run("0"), "1970-01-01T00:00:00Z");
  setenv("SOURCE_DATE_EPOCH", "soon", 1);
  EXPECT_THROW(static_cast<void>(time_of_run("")), UsageError);
  unsetenv("SOURCE_DATE_EPOCH");
  EXPECT_GT(time_of_run(""), "2024-01-01T00:00:00Z");
}

TEST(Clock, TellsTimesThatWereSaidFromItsOwn) {
  EXPECT_EQ(said_time("0"), "1970-01-01T00:00:00Z");
  setenv("SOURCE_DATE_EPOCH", "86400", 1);
  EXPECT_EQ(said_time(""), "1970-01-02T00:00:00Z");
  unsetenv("SOURCE_DATE_EPOCH");
  EXPECT_EQ(said_time(""), std::nullopt);
}

}  // namespace
}  // namespace bdf
