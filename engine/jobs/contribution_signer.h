// SPDX-License-Identifier: MIT
// Whose signature a contribution bears, where its organisation has to sign.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "crypto/signature.h"
#include "io/changeset.h"
#include "rules/community.h"

namespace bdf::jobs {

/// A contribution's file, and what was read of it.
struct SignedFile {
  const std::filesystem::path& path;
  const io::ChangesetHead& head;
};

/// The public key of the organisation with which it is signed; "" where it is not, and need not be.
/// Throws RightsError where the community asks for a signature and no key of the organisation has
/// made a good one: the message says what was found instead.
[[nodiscard]] std::string signer_of(const SignedFile& file,
                                    const std::optional<rules::Membership>& member);

/// The same of anything that is signed beside it: of these signatures the first good one by a key
/// of the organisation. `name` is for messages. Throws RightsError also where one of them is of
/// another content, whoever has made it.
[[nodiscard]] std::string signer_of_content(const std::string& name, const crypto::Content& content,
                                            const std::vector<crypto::Signature>& signatures,
                                            const std::optional<rules::Membership>& member);

}  // namespace bdf::jobs
