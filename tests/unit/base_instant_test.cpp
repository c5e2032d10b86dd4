// SPDX-License-Identifier: MIT
#include "base/instant.h"

#include <gtest/gtest.h>

#include <string>

namespace bdf {
namespace {

constexpr std::int64_t sample_second = 1795482548;  // date -d 2026-11-24T01:09:08Z +%s

TEST(Instant, IsOneInWhateverZone) {
  for (const auto* text :
       {"2026-11-24T01:09:08Z", "2026-11-24T02:09:08+01:00", "2026-11-23T20:09:08-05:00",
        "2026-11-24T15:09:08+14:00", "2026-11-23T11:09:08-14:00", "2026-11-24T06:54:08+05:45",
        "2026-11-24T01:09:08+00:00", "2026-11-24T01:09:08-00:00", "2026-11-24T01:09:08.000Z"})
    EXPECT_EQ(instant_of(text), (Instant{sample_second, 0})) << text;
}

TEST(Instant, IsComparedAcrossZones) {
  EXPECT_LT(instant_of("2026-11-24T09:00:00+09:00"), instant_of("2026-11-24T01:00:00Z"));
  EXPECT_LT(instant_of("2026-11-24T01:09:08.1Z"), instant_of("2026-11-24T01:09:08.11Z"));
  EXPECT_LT(instant_of("1969-12-31T23:59:59.5Z"), instant_of("1970-01-01T00:00:00Z"));
}

TEST(Instant, KeepsNineDigitsOfASecond) {
  EXPECT_EQ(instant_of("1970-01-01T00:00:00.5Z"), (Instant{0, 500000000}));
  EXPECT_EQ(instant_of("1970-01-01T00:00:00.1234567899Z"), (Instant{0, 123456789}));
  EXPECT_EQ(instant_of("1970-01-01T00:00:00." + std::string(1000, '9') + "Z"),
            (Instant{0, 999999999}));
}

TEST(Instant, MayBeTheEndOfADay) {
  EXPECT_EQ(instant_of("2026-11-24T24:00:00Z"), instant_of("2026-11-25T00:00:00Z"));
  EXPECT_EQ(instant_of("2026-12-31T24:00:00.00Z"), instant_of("2027-01-01T00:00:00Z"));
  EXPECT_FALSE(instant_of("2026-11-24T24:00:01Z"));
  EXPECT_FALSE(instant_of("2026-11-24T24:00:00.01Z"));
}

TEST(Instant, KnowsLeapYears) {
  EXPECT_TRUE(instant_of("2028-02-29T00:00:00Z"));
  EXPECT_TRUE(instant_of("2000-02-29T00:00:00Z"));
  EXPECT_FALSE(instant_of("2026-02-29T00:00:00Z"));
  EXPECT_FALSE(instant_of("2100-02-29T00:00:00Z"));
}

TEST(Instant, IsNothingElse) {
  for (const auto* text : {"",
                           "2026",
                           "2026-11-24",
                           "2026-11-24T01:09:08",
                           "2026-11-24T01:09Z",
                           "2026-11-24 01:09:08Z",
                           "2026-11-24T01:09:08z",
                           "2026-11-24t01:09:08Z",
                           "2026-13-24T01:09:08Z",
                           "2026-11-31T01:09:08Z",
                           "2026-00-24T01:09:08Z",
                           "2026-11-24T25:00:00Z",
                           "2026-11-24T01:60:08Z",
                           "2026-11-24T01:09:60Z",
                           "2026-11-24T01:09:08.Z",
                           "2026-11-24T01:09:08,5Z",
                           "2026-11-24T01:09:08+1:00",
                           "2026-11-24T01:09:08+0100",
                           "2026-11-24T01:09:08+14:01",
                           "2026-11-24T01:09:08+01:60",
                           "2026-11-24T01:09:08+99:00",
                           "2026-11-24T01:09:08ZZ",
                           " 2026-11-24T01:09:08Z",
                           "2026-11-24T01:09:08Z ",
                           "12026-11-24T01:09:08Z",
                           "-2026-11-24T01:09:08Z",
                           "2026-11-24T01:09:08.5",
                           "2026-11-24T0x:09:08Z",
                           "1795482548"})
    EXPECT_FALSE(instant_of(text)) << text;
}

}  // namespace
}  // namespace bdf
