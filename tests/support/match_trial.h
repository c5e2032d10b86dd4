// SPDX-License-Identifier: MIT
// What `bdf match` finds by geometry alone, judged by what is true.
#pragma once

#include <string>
#include <vector>

#include "support/desk.h"
#include "support/plain_layer.h"

namespace bdf::support {

/// Two features that are one object or parts of it, as `bdf match --evaluate` names them; with one
/// id alone, a feature that has no counterpart.
struct TrueLink {
  std::string a;
  std::string b;
};
using TrueLinks = std::vector<TrueLink>;

[[nodiscard]] inline std::string by_fid(std::int64_t fid) { return "fid:" + std::to_string(fid); }

/// Runs `bdf match --ignore-ids` with `words`, which name the files, and says aloud what came of
/// it. Returns F1 of all pairs; 0, with a failure, where the command failed.
[[nodiscard]] double f1_of_match(const Desk& desk, const TrueLinks& truth,
                                 std::vector<std::string> words, const std::string& what);

/// How another hand draws: waves of some 200 m, so that neighbours move alike and what met still
/// meets; and all lies off by a shift.
struct Hand {
  double off = 0;  ///< metres, at most along each axis
  double east = 0;
  double north = 0;
};

[[nodiscard]] tests::PlainLayer redrawn(tests::PlainLayer layer, const Hand& hand);

}  // namespace bdf::support
