// SPDX-License-Identifier: MIT
#include "refbase/print.h"

#include <gtest/gtest.h>

#include "geometry/wkt.h"

namespace bdf::refbase {
namespace {

const std::vector<PrintedColumn> columns{
    {1, ColumnType::text}, {2, ColumnType::integer}, {5, ColumnType::datetime}};

std::string print(const std::vector<ValueView>& values, const ValueView& geometry = Null{}) {
  return text_of(print_of(columns, values, geometry));
}

TEST(Print, IsOfWhatValuesMean) {
  const auto one = print({"Alpha", std::int64_t{7}, "2026-11-24T01:09:08Z"});
  EXPECT_EQ(print({" Alpha ", 7.0, "2026-11-24T02:09:08.000+01:00"}), one);
  EXPECT_NE(print({"alpha", std::int64_t{7}, "2026-11-24T01:09:08Z"}), one);
  EXPECT_NE(print({"Alpha", std::int64_t{8}, "2026-11-24T01:09:08Z"}), one);
  EXPECT_NE(print({"Alpha", std::int64_t{7}, "2026-11-24T01:09:09Z"}), one);
}

TEST(Print, NothingAndBlankAreTheSame) {
  EXPECT_EQ(print({Null{}, Null{}, Null{}}), print({"", Null{}, " "}));
}

TEST(Print, AColumnThatIsNullThroughoutChangesNone) {
  auto more = columns;
  more.push_back({6, ColumnType::text});
  const std::vector<ValueView> values{"Alpha", std::int64_t{7}, Null{}};
  auto with = values;
  with.emplace_back(Null{});
  EXPECT_EQ(text_of(print_of(more, with, Null{})), print(values));
}

TEST(Print, AValueCountsWhereItStands) {
  const std::vector<PrintedColumn> both{{1, ColumnType::text}, {2, ColumnType::text}};
  EXPECT_NE(text_of(print_of(both, std::vector<ValueView>{"a", Null{}}, Null{})),
            text_of(print_of(both, std::vector<ValueView>{Null{}, "a"}, Null{})));
  EXPECT_NE(text_of(print_of(both, std::vector<ValueView>{"ab", "c"}, Null{})),
            text_of(print_of(both, std::vector<ValueView>{"a", "bc"}, Null{})));
}

TEST(Print, AGeometryCountsHoweverItsBytesAreOrdered) {
  const auto little = geometry::wkb_from_wkt("POINT (1 2)");
  std::string big{'\0', '\0', '\0', '\0', '\1'};
  for (std::size_t at : {5U, 13U})
    for (std::size_t i = 0; i < 8; ++i) big += little[at + 7 - i];
  const std::vector<ValueView> none{Null{}, Null{}, Null{}};
  EXPECT_EQ(print(none, BlobView{big}), print(none, BlobView{little}));
  const auto other = geometry::wkb_from_wkt("POINT (1 3)");
  EXPECT_NE(print(none, BlobView{other}), print(none, BlobView{little}));
  EXPECT_NE(print(none), print(none, BlobView{little}));
}

/// Bases keep prints: one that changes makes every object a new version.
TEST(Print, IsWhatItAlwaysWas) {
  EXPECT_EQ(print({"Alpha", std::int64_t{7}, "2026-11-24T01:09:08Z"}),
            "da9b8c8a3d8d4a7cbf5abbde3805f95b");
}

}  // namespace
}  // namespace bdf::refbase
