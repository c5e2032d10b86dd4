// SPDX-License-Identifier: MIT
// The account of a run: what became of every cluster, and why.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/three_way.h"
#include "model/truth.h"

namespace bdf {

/// In order of precedence: the first that holds.
enum class Outcome {
  conflict,
  recut,
  merged,
  updated_from_reference,
  kept_local,
  inserted_from_reference,
  inserted_locally,
  deleted_by_reference,
  deleted_locally,
  deleted_on_both,
  unchanged
};
[[nodiscard]] std::string_view name_of(Outcome outcome);

/// A condition of the theme, had it been otherwise, would have made another rule decide.
struct Ground {
  std::string when;  ///< as JSON, in the theme's words: {"nature":"Canal"}
  Truth holds = Truth::no;
  bool operator==(const Ground&) const = default;
};

/// What was decided of one attribute, of "geometry", or of existence ("object").
struct Decision {
  std::string what;
  Divergence divergence = Divergence::none;
  std::string rule;  ///< which rule decided: "only_local_changed", "conflict", "resolution" …
  Side taken = Side::local;
  std::vector<Ground> grounds{};  ///< in the order of the theme
};

struct LedgerEntry {
  std::string layer;
  std::int64_t cluster = 0;  ///< from 1, in the order of the smallest id; unchanged runs have none
  ThreeWay<std::vector<std::string>> ids;  ///< sorted
  std::vector<std::int64_t> out_fids;      ///< sorted
  Outcome outcome = Outcome::unchanged;
  std::vector<Decision> decisions;
  std::vector<std::string> conflicts;  ///< ids of its open conflicts
  std::vector<std::string> flags;      ///< "re_identified", "outside_extent" …
};

/// Consecutive local features, each an unchanged cluster 1:1:1.
struct UnchangedRun {
  std::string layer;
  std::int64_t first_fid = 0;
  std::int64_t last_fid = 0;
  std::int64_t count = 0;
};

}  // namespace bdf
