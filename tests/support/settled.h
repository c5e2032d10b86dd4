// SPDX-License-Identifier: MIT
// A second sync with nothing new.
#pragma once

#include <gmock/gmock.h>

#include "support/scenario.h"

namespace bdf::tests {

/// Expects a sync of what was merged, with the same reference, to say the same again; what it said.
inline Synced expect_settled(Scenario& map, const Synced& first) {
  auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_EQ(second.contribution, first.contribution);
  EXPECT_EQ(second.conflicts, first.conflicts);
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_THAT(second.update, testing::IsEmpty());
  return second;
}

}  // namespace bdf::tests
