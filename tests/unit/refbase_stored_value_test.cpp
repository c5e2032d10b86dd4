// SPDX-License-Identifier: MIT
#include "refbase/stored_value.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace bdf::refbase {
namespace {

/// The stored form as text; "refused" where there is none, "NULL" for Null.
std::string stored(ColumnType type, const ValueView& value) {
  std::string buffer;
  const auto held = stored_value(type, value, buffer);
  if (!held) return "refused";
  return is_null(*held) ? "NULL" : to_text(*held);
}

TEST(StoredValue, WhatHasItsTypeStays) {
  EXPECT_EQ(stored(ColumnType::integer, std::int64_t{7}), "7");
  EXPECT_EQ(stored(ColumnType::real, 7.5), "7.5");
  EXPECT_EQ(stored(ColumnType::text, "  as it is "), "  as it is ");
  EXPECT_EQ(stored(ColumnType::boolean, std::int64_t{1}), "1");
  EXPECT_EQ(stored(ColumnType::date, "2026-11-24"), "2026-11-24");
  EXPECT_EQ(stored(ColumnType::datetime, "2026-11-24T01:09:08.5Z"), "2026-11-24T01:09:08.5Z");
  EXPECT_EQ(stored(ColumnType::integer, Null{}), "NULL");
  EXPECT_EQ(stored(ColumnType::text, ""), "");
}

TEST(StoredValue, WhatMeansTheSameTakesTheForm) {
  EXPECT_EQ(stored(ColumnType::integer, " 7 "), "7");
  EXPECT_EQ(stored(ColumnType::integer, 7.0), "7");
  EXPECT_EQ(stored(ColumnType::real, std::int64_t{7}), "7");
  EXPECT_EQ(stored(ColumnType::boolean, "Vrai"), "1");
  EXPECT_EQ(stored(ColumnType::boolean, "non"), "0");
  EXPECT_EQ(stored(ColumnType::text, std::int64_t{7}), "7");
  EXPECT_EQ(stored(ColumnType::date, "2026/11/24"), "2026-11-24");
  EXPECT_EQ(stored(ColumnType::datetime, "2026-11-24T02:09:08+01:00"),
            "2026-11-24T01:09:08.000000Z");
  EXPECT_EQ(stored(ColumnType::integer, "  "), "NULL");
}

TEST(StoredValue, WhatCannotBeIsRefused) {
  EXPECT_EQ(stored(ColumnType::integer, "many"), "refused");
  EXPECT_EQ(stored(ColumnType::integer, 7.5), "refused");
  EXPECT_EQ(stored(ColumnType::real, "deep"), "refused");
  EXPECT_EQ(stored(ColumnType::boolean, std::int64_t{2}), "refused");
  EXPECT_EQ(stored(ColumnType::date, "yesterday"), "refused");
  EXPECT_EQ(stored(ColumnType::datetime, "2026-13-01T00:00:00Z"), "refused");
  EXPECT_EQ(stored(ColumnType::text, BlobView{"bytes"}), "refused");
  EXPECT_EQ(stored(ColumnType::blob, "text"), "refused");
}

TEST(StoredValue, TextIsUtf8WithoutNul) {
  using std::string_view_literals::operator""sv;
  for (const auto good : {"é"sv, "\u20AC"sv, "\U0001F30D"sv, "\xEF\xBF\xBF"sv})
    EXPECT_EQ(stored(ColumnType::text, good), good);
  for (const auto bad : {"\xE9"sv, "a\0b"sv, "\xC0\x80"sv, "\xED\xA0\x80"sv, "\xF4\x90\x80\x80"sv,
                         "\xE2\x82"sv, "\xFF"sv})
    EXPECT_EQ(stored(ColumnType::text, bad), "refused");
}

}  // namespace
}  // namespace bdf::refbase
