// SPDX-License-Identifier: MIT
// What comes of holding a signed document against what is known: a finding, never a failure.
#pragma once

#include <string>
#include <string_view>

namespace bdf::credential {

/// Where several hold, a document's verdict is the first in this order, `good` being the last.
enum class Verdict {
  malformed,         ///< it cannot be read, or says what is not understood and must not be ignored
  wrong_signer,      ///< it names a key that is not its issuer's
  altered,           ///< its issuer's key has not signed this
  untrusted_signer,  ///< its issuer has signed it, and is not to be believed in this
  not_yet_valid,     ///< at the time that is asked about
  superseded,        ///< a newer one is known already (of trust lists only)
  revoked,           ///< its issuer has taken it back
  suspended,         ///< its issuer has taken it back for the time being
  expired,           ///< at the time that is asked about
  status_unknown,    ///< nobody knows whether it was taken back: no list that can be believed
  good
};

/// "malformed", "wrong_signer", …: the names above.
[[nodiscard]] std::string_view name_of(Verdict verdict);

struct Finding {
  Verdict verdict = Verdict::good;
  std::string reason;  ///< for people, in their language; "" of a good one
};

/// Of two that hold the one whose verdict comes first; the first where both are the same.
[[nodiscard]] Finding first_of(Finding a, Finding b);

}  // namespace bdf::credential
