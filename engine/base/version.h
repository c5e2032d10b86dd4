// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace bdf {

/// This release's number, for example "0.1.0"; what is written into files that name their writer.
[[nodiscard]] std::string_view version();

}  // namespace bdf
