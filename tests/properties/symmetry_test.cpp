// SPDX-License-Identifier: MIT
// Law 4: swapping local and reference gives the same layer up to labels, and the same conflicts;
// the order of features says nothing.
#include <gtest/gtest.h>

#include <algorithm>

#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

const std::uint32_t seeds = seed_count();
constexpr TripleOptions equals{.private_columns = false, .other_columns = false};

Side swapped(Side side) {
  return side == Side::local       ? Side::reference
         : side == Side::reference ? Side::local
                                   : Side::ancestor;
}

/// Everything about a conflict but its id and its provisional side, seen from either side.
std::multiset<std::string> questions(const Outcomes& run, bool swap) {
  std::multiset<std::string> questions;
  for (const auto& conflict : run.conflicts) {
    auto text = std::string(name_of(conflict.kind)) + ' ' + conflict.attribute;
    for (const auto side : all_sides) {
      const auto from = swap ? swapped(side) : side;
      text += " | " + conflict.ids[from] + ": " + conflict.values[from].value_or("NULL");
    }
    questions.insert(text);
  }
  return questions;
}

bool concerns(const Conflict& conflict, const std::string& id) {
  return std::any_of(all_sides.begin(), all_sides.end(), [&](Side side) {
    return ('/' + conflict.ids[side] + '/').find('/' + id + '/') != std::string::npos;
  });
}

/// The merged layer without what open conflicts hold provisionally.
std::vector<Content> settled(const Outcomes& run, const std::set<std::string>& columns) {
  std::vector<Content> settled;
  for (const auto& row : run.merged.rows) {
    auto content = content_of(run.merged, row, columns);
    const auto id = id_in(run.merged, row);
    bool open = false;
    for (const auto& conflict : run.conflicts) {
      if (!concerns(conflict, id)) continue;
      if (conflict.kind == ConflictKind::attribute)
        content.erase(folded(conflict.attribute));
      else if (conflict.kind == ConflictKind::geometry)
        content.erase("geometry");
      else if (conflict.kind != ConflictKind::delete_edit)
        open = true;  // local's features stay meanwhile, as a whole
    }
    if (!open) settled.push_back(std::move(content));
  }
  std::sort(settled.begin(), settled.end());
  return settled;
}

TEST(Symmetry, SwappingTheSidesSwapsNothingButTheLabels) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto triple = random_triple(seed, equals);
    const auto one = trial.sync(triple);
    const auto other = trial.sync({triple.ancestor, triple.reference, triple.local});
    const auto columns = common_columns({&triple.local});
    EXPECT_EQ(questions(one, false), questions(other, true));
    EXPECT_EQ(settled(one, columns), settled(other, columns));
    if (HasFailure()) return;
  }
}

TEST(Order, OfFeaturesSaysNothing) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    auto triple = random_triple(seed);
    const auto one = trial.sync(triple);
    for (const auto side : all_sides) triple[side] = shuffled(triple[side], seed + 1);
    const auto other = trial.sync(triple);
    const auto columns = common_columns({&one.merged});
    EXPECT_EQ(contents_of(one.merged, columns), contents_of(other.merged, columns));
    EXPECT_EQ(one.conflict_ids(), other.conflict_ids());
    EXPECT_EQ(described(one.contribution), described(other.contribution));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace bdf::tests
