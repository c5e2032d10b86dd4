// SPDX-License-Identifier: MIT
#include "refbase/postgres_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace bdf::refbase {
namespace {

std::string escaped(std::string_view field) {
  std::string line;
  append_escaped(line, field);
  return line;
}

std::string text(const ValueView& value) {
  std::string all;
  append_text(all, value);
  return all;
}

Value read(std::uint32_t type, std::string_view written) {
  std::string buffer;
  return to_value(value_in(type, written, buffer));
}

TEST(PostgresText, EscapesWhatCopyTakesForItsOwn) {
  EXPECT_EQ(escaped("plain é"), "plain é");
  EXPECT_EQ(escaped("a\tb\nc\rd\\e"), "a\\tb\\nc\\rd\\\\e");
  EXPECT_EQ(escaped("\\."), "\\\\.");
  EXPECT_EQ(escaped("\\N"), "\\\\N");
  EXPECT_EQ(escaped(""), "");
}

TEST(PostgresText, WritesEachKindOfValue) {
  EXPECT_EQ(text(std::int64_t{-7}), "-7");
  EXPECT_EQ(text(0.1), "0.1");
  EXPECT_EQ(text(std::numeric_limits<double>::infinity()), "Infinity");
  EXPECT_EQ(text(-std::numeric_limits<double>::infinity()), "-Infinity");
  EXPECT_EQ(text(std::nan("")), "NaN");
  EXPECT_EQ(text(BlobView{std::string_view("\x00\xFF", 2)}), "\\x00FF");
  std::string geometry;
  append_geometry(geometry, BlobView{"\x01"}, 2154);
  EXPECT_EQ(geometry, "SRID=2154;01");
}

TEST(PostgresText, ReadsWhatAServerWrites) {
  constexpr std::uint32_t boolean = 16, bytes = 17, bigint = 20, words = 25, real = 701,
                          instant = 1184;
  EXPECT_EQ(read(boolean, "t"), Value{std::int64_t{1}});
  EXPECT_EQ(read(boolean, "f"), Value{std::int64_t{0}});
  EXPECT_EQ(read(bigint, "-9223372036854775808"), Value{std::numeric_limits<std::int64_t>::min()});
  EXPECT_EQ(read(real, "1e-320"), Value{1e-320});
  EXPECT_TRUE(std::isnan(std::get<double>(read(real, "NaN"))));
  EXPECT_EQ(read(bytes, "\\x00ff"), Value{(Blob{std::string("\x00\xFF", 2)})});
  EXPECT_EQ(read(words, "2026"), Value{std::string("2026")});
  EXPECT_EQ(read(instant, "2026-11-24 01:09:08+00"),
            Value{std::string("2026-11-24T01:09:08.000Z")});
  EXPECT_EQ(read(instant, "2026-11-24 01:09:08.5+00"),
            Value{std::string("2026-11-24T01:09:08.500Z")});
  EXPECT_EQ(read(instant, "2026-11-24 01:09:08.123456+00"),
            Value{std::string("2026-11-24T01:09:08.123456Z")});
}

}  // namespace
}  // namespace bdf::refbase
