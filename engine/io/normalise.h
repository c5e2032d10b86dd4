// SPDX-License-Identifier: MIT
// Text brought to the one form in which the engine compares it.
#pragma once

#include <string>
#include <string_view>

namespace bdf::io {

/// Without outer blanks (every Unicode space, tabs and line ends) and in Unicode NFC. Bytes that
/// are no UTF-8 come back as they are. Any thread.
[[nodiscard]] std::string normal_text(std::string_view text);

}  // namespace bdf::io
