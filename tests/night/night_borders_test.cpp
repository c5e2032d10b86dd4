// SPDX-License-Identifier: MIT
// Three départements that a river and a wood cross: whoever comes first, the base comes out alike.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "support/night_trial.h"
#include "support/night_world.h"
#include "support/nightly.h"

namespace bdf::tests {
namespace {

/// Of each office one deposit of each theme, with edits at the borders and across them.
NightSize three_offices(unsigned seed) { return {3, 6, false, seed}; }

using Order = std::array<std::size_t, 3>;

/// The folders of all deposits, those of the offices in that order.
std::string list_in(const Order& order, const std::vector<NightDeposit>& deposits) {
  std::string list;
  for (const auto* theme : {"hydro", "vegetation"})
    for (const auto office : order) {
      std::size_t number = 0;
      for (const auto& deposit : deposits)
        if (deposit.theme == theme && number++ == office) list += deposit.folder.string() + "\n";
    }
  return list;
}

struct Ending {
  std::vector<std::string> layers, entries;
};

Ending night_in(const Order& order, const NightSize& size) {
  const NightDesk desk(size, BaseKind::geopackage);
  std::ofstream(desk.folder() / "list.txt") << list_in(order, night_deposits(night_world(size)));
  std::ofstream(desk.plan()) << "name: trial\nbase: '" << desk.base()
                             << "'\nwork: work\ndeposits: [{list: list.txt}]\n";
  EXPECT_EQ(desk.night().code, 1);
  EXPECT_EQ(desk.wrong(), "");
  return {desk.layers(), desk.entries()};
}

TEST(NightBorders, AreDecidedOnceWhateverTheOrder) {
  const unsigned seeds = is_nightly() ? 20 : 1;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE(seed);
    const auto size = three_offices(seed);
    ASSERT_EQ(night_deposits(night_world(size)).size(), 6U);
    Order order{0, 1, 2};
    const auto first = night_in(order, size);
    const auto waiting =
        std::count_if(first.entries.begin(), first.entries.end(),
                      [](const std::string& entry) { return entry.ends_with("|waiting"); });
    EXPECT_GT(waiting, 5) << "nothing was contested";
    while (std::next_permutation(order.begin(), order.end())) {
      const auto other = night_in(order, size);
      EXPECT_EQ(difference(first.layers, other.layers), "") << order[0] << order[1] << order[2];
      EXPECT_EQ(difference(first.entries, other.entries), "") << order[0] << order[1] << order[2];
    }
  }
}

}  // namespace
}  // namespace bdf::tests
