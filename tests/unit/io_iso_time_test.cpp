// SPDX-License-Identifier: MIT
#include "io/iso_time.h"

#include <gtest/gtest.h>

#include "io/ascii_name.h"

namespace bdf::io {
namespace {

TEST(IsoTime, ReadsDaysOfTheCalendar) {
  EXPECT_EQ(iso_date_of("2020-02-29"), (IsoDate{2020, 2, 29}));
  for (const auto* text : {"2021-02-29", "2020-13-01", "2020-2-29", "20200229", "2020-02-29 ",
                           " 2020-02-29", "2020-02-29T00:00:00Z", "0000-00-00", "", "-020-01-01"})
    EXPECT_FALSE(iso_date_of(text)) << text;
}

TEST(IsoTime, ComparesInstants) {
  const auto instant = [](const char* text) { return iso_time_of(text).value().instant(); };
  EXPECT_EQ(instant("1970-01-01T00:00:00Z"), (std::pair<std::int64_t, int>{0, 0}));
  EXPECT_EQ(instant("2020-01-02T03:04:05.5+02:00"), instant("2020-01-02T01:04:05.500Z"));
  EXPECT_EQ(instant("2020-01-02 03:04"), instant("2020-01-02T03:04:00-00:00"));
  EXPECT_EQ(instant("2019-12-31T23:30:00-0130"), instant("2020-01-01T01:00:00Z"));
  EXPECT_NE(instant("2020-01-02T03:04:05.123456789Z"), instant("2020-01-02T03:04:05.123Z"));
  EXPECT_EQ(instant("2020-01-02T03:04:05.123456789Z").second, 123456789);
  EXPECT_FALSE(iso_time_of("2020-01-02T03:04:05").value().zone);
}

TEST(IsoTime, GuessesNothing) {
  for (const auto* text :
       {"2020-01-02", "2020-01-02T", "2020-01-02T24:00:00Z", "2020-01-02T03:04:60Z",
        "2020-01-02T03:04:05.Z", "2020-01-02T03:04:05.1234567890Z", "2020-01-02T03:04:05 Z",
        "2020-01-02T03:04:05+2", "2020-01-02T03:04:05Zx", "2020-01-02x03:04:05Z"})
    EXPECT_FALSE(iso_time_of(text)) << text;
}

TEST(AsciiName, KeepsWhatEverybodyReads) {
  EXPECT_EQ(ascii_name("Forêt d'Épinal n°1"), "Foret_d_Epinal_n_1");
  EXPECT_EQ(ascii_name("Œuvre_æ"), "OEuvre_ae");
  EXPECT_EQ(ascii_name("e\u0301te\u0301"), "ete");
  EXPECT_EQ(ascii_name("a/b\\c\xff.."), "a_b_c___");
  EXPECT_EQ(ascii_name("水"), "_");
  EXPECT_EQ(ascii_name(""), "");
}

}  // namespace
}  // namespace bdf::io
