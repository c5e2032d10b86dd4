// SPDX-License-Identifier: MIT
#include "match/twins.h"

#include <gmock/gmock.h>

namespace bdf::match {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Hash128 hash(std::uint64_t n) { return {n, n}; }

TEST(Twins, AreRowsThatAloneHaveTheirHash) {
  const std::vector<Hash128> a{hash(1), hash(2), hash(3), hash(4)};
  const std::vector<Hash128> b{hash(4), hash(9), hash(1)};
  EXPECT_THAT(twins(a, b), ElementsAre(Twins{0, 2}, Twins{3, 0}));
}

TEST(Twins, AreNoneWhereSeveralRowsAreAlike) {
  EXPECT_THAT(twins({hash(1), hash(1)}, {hash(1)}), IsEmpty());
  EXPECT_THAT(twins({hash(1)}, {hash(1), hash(2), hash(1)}), IsEmpty());
}

TEST(Twins, AreNotOfRowsWithoutAHashOrTaken) {
  EXPECT_THAT(twins({Hash128{}}, {Hash128{}}), IsEmpty());
  EXPECT_THAT(twins({hash(1), hash(1)}, {hash(1)}, {false, true}), ElementsAre(Twins{0, 0}));
  EXPECT_THAT(twins({hash(1)}, {hash(1)}, {}, {true}), IsEmpty());
}

TEST(Twins, UniqueIsWhatNoOtherRowHas) {
  EXPECT_THAT(is_unique({hash(1), hash(2), hash(1), Hash128{}}),
              ElementsAre(false, true, false, false));
}

}  // namespace
}  // namespace bdf::match
