// SPDX-License-Identifier: MIT
// Which values a base takes, and that they come out as they went in.
#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "base/error.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::points;
using tests::refusal;

class BaseValues : public tests::BothBases {
 protected:
  static tests::PlainLayer layer_of(ColumnType type, const char* declared,
                                    const std::vector<Value>& values) {
    std::vector<std::vector<Value>> rows;
    for (const auto& value : values) rows.push_back({std::to_string(rows.size()), value});
    return points("thing", {{"id", ColumnType::text, "TEXT"}, {"value", type, declared}}, rows);
  }
  std::vector<Value> values_out() {
    std::vector<Value> values;
    const auto layer = checked_out("thing");
    for (const auto& row : layer.rows) values.push_back(row.values[1]);
    return values;
  }
  /// What goes in comes out, is the same when it comes again, and has its print.
  void expect_kept(ColumnType type, const char* declared, const std::vector<Value>& values) {
    import({layer_of(type, declared, values)});
    EXPECT_EQ(values_out(), values);
    EXPECT_FALSE(import({layer_of(type, declared, values)}).changed);
    EXPECT_EQ(wrong(), "");
  }
  /// What comes out of what goes in, which is the same when it comes again.
  void expect_as(ColumnType type, const char* declared, const std::vector<Value>& in,
                 const std::vector<Value>& out) {
    import({layer_of(type, declared, in)});
    EXPECT_EQ(values_out(), out);
    EXPECT_FALSE(import({layer_of(type, declared, in)}).changed);
    EXPECT_FALSE(import({layer_of(type, declared, out)}).changed);
    EXPECT_EQ(wrong(), "");
  }
  /// The message, which names layer, object and column.
  void expect_refused(ColumnType type, const char* declared, const Value& value) {
    SCOPED_TRACE(to_text(view_of(value)));
    EXPECT_THAT(refusal<InputError>([&] {
                  import({layer_of(type, declared, {Null{}, value})});
                }),
                AllOf(HasSubstr("thing"), HasSubstr("object 1"), HasSubstr("value")));
    EXPECT_TRUE(jobs::show_base(base, "").layers.empty());
  }
};
BDF_ON_BOTH_BASES(BaseValues);

TEST_P(BaseValues, NoValueAndEmptyTextAreBothKept) {
  expect_kept(ColumnType::text, "TEXT", {Null{}, "", " ", "NULL", "\\N"});
}

TEST_P(BaseValues, NoValueAndEmptyTextMeanTheSame) {
  import({layer_of(ColumnType::text, "TEXT", {Null{}, "", " "})});
  EXPECT_FALSE(import({layer_of(ColumnType::text, "TEXT", {"", " ", Null{}})}).changed);
}

TEST_P(BaseValues, TextIsKeptToTheLetter) {
  expect_kept(ColumnType::text, "TEXT",
              {"tab\there", "line\nend\r\n", "back\\slash", "\\.", "\n\\.\n", "\\t", "'", "\"",
               "é e\u0301", "😀 𝄞", " outer ", std::string(100'000, 'x'), "\x7f\x01", "$1", "%s{}"});
}

TEST_P(BaseValues, TextOfAnotherUnicodeFormIsNoChange) {
  import({layer_of(ColumnType::text, "TEXT", {"e\u0301t\u00e9"})});
  EXPECT_FALSE(import({layer_of(ColumnType::text, "TEXT", {"\u00e9te\u0301"})}).changed);
}

TEST_P(BaseValues, WhatIsNoUtf8IsRefused) {
  for (const std::string& bytes :
       {std::string("caf\xe9"), std::string("\xc0\x80"), std::string("\xed\xa0\x80"),
        std::string("\xf5\x80\x80\x80"), std::string("cut \xe2\x82")})
    expect_refused(ColumnType::text, "TEXT", bytes);
}

TEST_P(BaseValues, ANulInATextIsRefused) {
  expect_refused(ColumnType::text, "TEXT", std::string("a\0b", 3));
}

TEST_P(BaseValues, NumbersInATextColumnAreText) {
  expect_as(ColumnType::text, "TEXT", {std::int64_t{12}, 1.5}, {"12", "1.5"});
}

TEST_P(BaseValues, IntegersAreKeptToTheirLimits) {
  expect_kept(ColumnType::integer, "INTEGER",
              {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
               std::int64_t{0}, std::int64_t{-1}, std::int64_t{9007199254740993}});
}

TEST_P(BaseValues, IntegersAsTextAreIntegers) {
  expect_as(ColumnType::integer, "INTEGER", {"12", " -7 ", 3.0, ""},
            {std::int64_t{12}, std::int64_t{-7}, std::int64_t{3}, Null{}});
}

TEST_P(BaseValues, WhatIsNoIntegerIsRefused) {
  for (const Value& value :
       {Value{"twelve"}, Value{1.5}, Value{"9223372036854775808"}, Value{Blob{"12"}}})
    expect_refused(ColumnType::integer, "INTEGER", value);
}

TEST_P(BaseValues, RealsAreKeptBitForBit) {
  using Limits = std::numeric_limits<double>;
  expect_kept(
      ColumnType::real, "REAL",
      {0.1, 1.0 / 3, -0.5, Limits::max(), Limits::lowest(), Limits::min(), Limits::denorm_min(),
       5e-310, Limits::infinity(), -Limits::infinity(), 1e15 + 0.5, 123456789012345680.0});
}

TEST_P(BaseValues, RealsFromIntegersAndTextAreReals) {
  expect_as(ColumnType::real, "REAL", {std::int64_t{3}, "2.5", "1e3", ""},
            {3.0, 2.5, 1000.0, Null{}});
}

TEST_P(BaseValues, WhatIsNoNumberIsRefused) {
  for (const Value& value : {Value{"a lot"}, Value{"1,5"}, Value{Blob{"1"}}})
    expect_refused(ColumnType::real, "REAL", value);
}

TEST_P(BaseValues, TruthsAreKept) {
  expect_kept(ColumnType::boolean, "BOOLEAN", {std::int64_t{0}, std::int64_t{1}, Null{}});
}

TEST_P(BaseValues, TruthsInWordsAreTruths) {
  expect_as(ColumnType::boolean, "BOOLEAN", {"Vrai", "non", "t", "FALSE", 1.0},
            {std::int64_t{1}, std::int64_t{0}, std::int64_t{1}, std::int64_t{0}, std::int64_t{1}});
}

TEST_P(BaseValues, WhatIsNoTruthIsRefused) {
  for (const Value& value : {Value{std::int64_t{2}}, Value{"perhaps"}, Value{Blob{"1"}}})
    expect_refused(ColumnType::boolean, "BOOLEAN", value);
}

TEST_P(BaseValues, DaysAreKept) {
  expect_kept(ColumnType::date, "DATE", {"2024-02-29", "1789-07-14", "0001-01-01", "9999-12-31"});
}

TEST_P(BaseValues, DaysInOtherFormsAreDays) {
  expect_as(ColumnType::date, "DATE", {"2024-02-29T23:59:59Z", "2024/02/28"},
            {"2024-02-29", "2024-02-28"});
}

TEST_P(BaseValues, WhatIsNoDayIsRefused) {
  for (const Value& value :
       {Value{"2023-02-29"}, Value{"2024-13-01"}, Value{"soon"}, Value{"0000-01-01"}})
    expect_refused(ColumnType::date, "DATE", value);
}

TEST_P(BaseValues, InstantsAreKept) {
  expect_kept(ColumnType::datetime, "DATETIME",
              {"2024-02-29T12:00:00.000Z", "2025-01-01T00:00:00.125Z", "1700-01-01T23:59:59.000Z",
               "9999-12-31T23:59:59.999Z"});
}

TEST_P(BaseValues, InstantsAreThoseOfAnyOffset) {
  import({layer_of(ColumnType::datetime, "DATETIME",
                   {"2024-02-29T12:00:00Z", "2024-02-29T00:30:00.5Z", "2024-02-29T12:00:00Z"})});
  EXPECT_FALSE(import({layer_of(ColumnType::datetime, "DATETIME",
                                {"2024-02-29T13:00:00+01:00", "2024-02-28T23:00:00.500-01:30",
                                 "2024-02-29 12:00:00"})})
                   .changed);
  EXPECT_TRUE(import({layer_of(ColumnType::datetime, "DATETIME",
                               {"2024-02-29T12:00:00+01:00", "2024-02-29T00:30:00.5Z",
                                "2024-02-29T12:00:00Z"})})
                  .changed);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseValues, InstantsInOtherFormsAreInstants) {
  import({layer_of(ColumnType::datetime, "DATETIME",
                   {"2024-02-29T13:00:00+01:00", "2024-02-29", "2024-02-29 12:00:00.25"})});
  const auto layer = checked_out("thing");
  EXPECT_FALSE(import({layer}).changed);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseValues, WhatAServerWouldTellOtherwiseHasItsPrintAllTheSame) {
  import(
      {layer_of(ColumnType::datetime, "DATETIME",
                {"2024-02-29T12:00:00.1234567Z", "2024-02-29T12:00:00.123456Z",
                 "2024-02-29T12:00:00.9999999Z", "2016-12-31T23:59:60Z", "2024-02-29T24:00:00Z"})});
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseValues, WhatIsNoInstantIsRefused) {
  for (const Value& value :
       {Value{"2024-02-30T00:00:00Z"}, Value{"now"}, Value{"0000-01-01T00:00:00Z"},
        Value{"0001-01-01T00:00:00+05:00"}, Value{"9999-12-31T23:00:00-05:00"}})
    expect_refused(ColumnType::datetime, "DATETIME", value);
}

TEST_P(BaseValues, BlobsAreKept) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  expect_kept(ColumnType::blob, "BLOB", {Blob{all}, Null{}, Blob{std::string(1, '\0')}});
}

TEST_P(BaseValues, AnEmptyBlobIsKept) { expect_kept(ColumnType::blob, "BLOB", {Blob{""}}); }

TEST_P(BaseValues, TextInABlobColumnIsRefused) {
  expect_refused(ColumnType::blob, "BLOB", Value{"text"});
}

TEST_P(BaseValues, ABlobInATextColumnIsRefused) {
  expect_refused(ColumnType::text, "TEXT", Value{Blob{"text"}});
}

TEST_P(BaseValues, WhatIsRefusedLaterLeavesTheBaseAsItWas) {
  import({layer_of(ColumnType::integer, "INTEGER", {std::int64_t{1}, std::int64_t { 2 }})});
  EXPECT_THROW(import({layer_of(ColumnType::text, "TEXT", {"1", "two"})}), InputError);
  EXPECT_EQ(values_out(), (std::vector<Value>{std::int64_t{1}, std::int64_t{2}}));
  EXPECT_EQ(jobs::show_base(base, "").transaction.number, 2);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseValues, AColumnKeepsItsTypeWhenAFileHasAnother) {
  import({layer_of(ColumnType::integer, "INTEGER", {std::int64_t{1}, std::int64_t { 2 }})});
  EXPECT_FALSE(import({layer_of(ColumnType::text, "TEXT", {"1", "2"})}).changed);
  import({layer_of(ColumnType::real, "REAL", {1.0, 3.0})});
  EXPECT_EQ(values_out(), (std::vector<Value>{std::int64_t{1}, std::int64_t{3}}));
  EXPECT_EQ(checked_out("thing").schema.columns[1].type, ColumnType::integer);
  EXPECT_EQ(wrong(), "");
}

}  // namespace
}  // namespace bdf
