// SPDX-License-Identifier: MIT
// Whether a credential is to be believed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "credential/credential.h"
#include "credential/trust.h"
#include "credential/verdict.h"

namespace bdf::credential {

struct Judgement {
  Finding finding;
  std::string organisation;  ///< whose key it is signed with, where that is one of those trusted
  /// What it says, where it can be read. Unless the verdict is good, it is said by anybody.
  std::optional<SecuredCredential> said;
};

/// Holds a credential against what is known. Throws nothing for what anybody may have written.
///
/// Where the credential names a status list, `status_list` is to be that list, as text. It counts
/// where its id is the one named, where it is of the purpose named, and valid now, and where it is
/// signed by the issuer of the credential, or by another key of the organisation that the
/// credential's issuer is trusted as: an office that signs by did:key gets another DID with each
/// key. Else the status is unknown. Whoever can keep the newest list from the reader can hide a
/// revocation until the older one's validUntil, and no longer.
[[nodiscard]] Judgement judge(std::string_view text, const Trust& trust, const Question& question,
                              const std::optional<std::string>& status_list);

}  // namespace bdf::credential
