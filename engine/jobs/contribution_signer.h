// SPDX-License-Identifier: MIT
// Whose signature a contribution bears, where its organisation has to sign.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

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

}  // namespace bdf::jobs
