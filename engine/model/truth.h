// SPDX-License-Identifier: MIT
// Whether something holds, where that may still be a question.
#pragma once

#include <string_view>

namespace bdf {

/// open: it hangs on what nobody has decided yet.
enum class Truth { no, yes, open };
[[nodiscard]] constexpr std::string_view name_of(Truth truth) {
  return truth == Truth::no ? "no" : truth == Truth::yes ? "yes" : "open";
}

}  // namespace bdf
