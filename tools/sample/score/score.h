// SPDX-License-Identifier: MIT
// Judges a folder that `bdf sync` wrote by the truth that `bdf-sample make` wrote beside its
// inputs. Nothing here uses the engine's matching, merging or topology.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "score/judge.h"

namespace bdf::score {

struct Tally {
  std::array<std::size_t, verdicts> of{};
  [[nodiscard]] std::size_t operator[](Verdict verdict) const {
    return of.at(static_cast<std::size_t>(verdict));
  }
  [[nodiscard]] std::size_t n() const;
  void add(Verdict verdict, std::size_t count = 1) {
    of.at(static_cast<std::size_t>(verdict)) += count;
  }
};

/// A story, or something in none, that is not right.
struct Detail {
  std::string layer, family;
  std::int64_t story = 0;  ///< 0 for `untouched`
  Verdict verdict = Verdict::wrong;
  std::string about, reason;
};

struct Score {
  std::map<std::pair<std::string, std::string>, Tally> tallies;  ///< by layer and family
  std::vector<Detail> details;
  [[nodiscard]] Tally total() const;
};

/// What is in no story goes by this name.
inline constexpr const char* untouched = "untouched";

/// `made` holds ancestor, local, reference and truth.gpkg; `synced` what the synchronisation wrote.
/// Throws InputError.
[[nodiscard]] Score score(const std::filesystem::path& made, const std::filesystem::path& synced);

/// A table in Markdown; JSON with the same figures and, where wanted, the details.
[[nodiscard]] std::string as_table(const Score& score);
[[nodiscard]] std::string as_json(const Score& score, bool details);
/// A line for each story that is not right.
[[nodiscard]] std::string as_lines(const std::vector<Detail>& details);

}  // namespace bdf::score
