// SPDX-License-Identifier: MIT
// What states are called, in the user's language.
#pragma once

#include <string>

#include "nightly/planning.h"
#include "refbase/night.h"

namespace bdf::nightly {

[[nodiscard]] std::string word_of(refbase::JobStatus status);
[[nodiscard]] std::string word_of(Why why);
[[nodiscard]] std::string word_of_stage(const std::string& stage);

}  // namespace bdf::nightly
