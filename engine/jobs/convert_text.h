// SPDX-License-Identifier: MIT
// What is said of a conversion: for people, and as JSON.
#pragma once

#include <filesystem>
#include <string>

#include "jobs/convert.h"

namespace bdf::jobs {

/// `out`: what has been written.
[[nodiscard]] std::string text_of(const Converted& converted, const std::filesystem::path& out);
[[nodiscard]] std::string json_of(const Converted& converted);

}  // namespace bdf::jobs
