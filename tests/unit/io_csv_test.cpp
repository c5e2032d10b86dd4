// SPDX-License-Identifier: MIT
#include "io/csv.h"

#include <gmock/gmock.h>

#include "base/error.h"

namespace bdf::io {
namespace {

using ::testing::ElementsAre;

TEST(Csv, CellsMayBeQuoted) {
  const auto rows = parse_csv("a,\"b,\"\"c\"\"\nd\"\r\n,x\n");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_THAT(rows[0].cells, ElementsAre("a", "b,\"c\"\nd"));
  EXPECT_THAT(rows[1].cells, ElementsAre("", "x"));
  EXPECT_EQ(rows[1].line, 3U) << "the first row has two lines";
}

TEST(Csv, SkipsTheByteOrderMarkAndEmptyLines) {
  const auto rows = parse_csv(
      "\xEF\xBB\xBF"
      "a_id, B_ID\n\n1,2");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(csv_column(rows[0], "a_id"), 0U);
  EXPECT_EQ(csv_column(rows[0], "b_id"), 1U);
  EXPECT_FALSE(csv_column(rows[0], "layer"));
  EXPECT_EQ(rows[1].line, 3U);
  EXPECT_TRUE(parse_csv("").empty());
}

TEST(Csv, AQuoteThatIsNotClosedEndsWithTheText) {
  EXPECT_THAT(parse_csv("a,\"b\nc").at(0).cells, ElementsAre("a", "b\nc"));
}

TEST(Csv, AFileThatCannotBeReadIsAnError) {
  EXPECT_THROW(static_cast<void>(read_csv("/nowhere/truth.csv")), InputError);
}

}  // namespace
}  // namespace bdf::io
