// SPDX-License-Identifier: MIT
#include "credential/verdict.h"

#include <array>
#include <utility>

namespace bdf::credential {

std::string_view name_of(Verdict verdict) {
  constexpr std::array<std::string_view, 11> names{
      "malformed", "wrong_signer", "altered", "untrusted_signer", "not_yet_valid", "superseded",
      "revoked",   "suspended",    "expired", "status_unknown",   "good"};
  return names[static_cast<std::size_t>(verdict)];
}

Finding first_of(Finding a, Finding b) {
  return b.verdict < a.verdict ? std::move(b) : std::move(a);
}

}  // namespace bdf::credential
