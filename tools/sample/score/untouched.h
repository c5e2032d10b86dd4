// SPDX-License-Identifier: MIT
// What is in no story must be in merged exactly as local had it, and nothing else may be there.
#pragma once

#include <string>
#include <vector>

#include "score/judge.h"

namespace bdf::score {

struct Fault {
  Verdict verdict = Verdict::wrong;
  std::string about;  ///< fid and key
  std::string reason;
};

struct Untouched {
  std::size_t count = 0;      ///< of local features in no story
  std::vector<Fault> faults;  ///< about them one each, and about what should not be there at all
};

[[nodiscard]] Untouched judge_untouched(const Sheet& sheet, const std::vector<Claim>& claims);

}  // namespace bdf::score
