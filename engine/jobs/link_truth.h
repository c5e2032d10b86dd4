// SPDX-License-Identifier: MIT
// Links held against a truth that somebody has written down.
#pragma once

#include <filesystem>

#include "jobs/match.h"
#include "match/evaluation.h"

namespace bdf::jobs {

/// Reads the truth and judges the links by it (match/evaluation.h).
///
/// TRUTH is a table (RFC 4180) whose header has `a_id` and `b_id`, and may have `layer` and
/// `family`. Ids are those of links.csv; `fid:N` names any feature by its fid. A row with one id
/// says that the feature has no counterpart. Where no layer is named, an id may be in one layer
/// only.
///
/// Throws InputError, which names line and id, where an id is not known or names several features.
/// Rows about other layers than `only` (--layer; "" for all) are left out.
[[nodiscard]] match::Evaluation evaluate(const Match& match, const std::filesystem::path& truth,
                                         const std::string& only);

}  // namespace bdf::jobs
