// SPDX-License-Identifier: MIT
// Who has signed a contribution, or any changeset: its content and all that its head says.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "crypto/signature.h"
#include "io/changeset.h"

namespace bdf::jobs {

/// What a signature of a changeset with this head is of. Nothing of the head can be altered
/// afterwards: its fields are the subject, by their names in bdf_changeset.
[[nodiscard]] crypto::Content content_of(const io::ChangesetHead& head);

/// Signs the changeset in place: it is whole, with the signature, or as it was. What the same key
/// has said of it before is replaced; `time` is written as it is. Throws InputError where the file
/// is no changeset or does not hold what its digest says, StoreError where it cannot be written.
void sign_contribution(const std::filesystem::path& changeset, const crypto::OwnKey& own,
                       const std::string& time);

/// A judgement a row, in the same order.
[[nodiscard]] std::vector<crypto::Judgement> judge_signatures(
    const std::vector<io::SignatureRow>& rows, const io::ChangesetHead& head,
    const std::vector<crypto::KnownKey>& known);

/// The same of a file, in the order of signing; none where nobody has signed. Throws InputError
/// as sign_contribution() does.
[[nodiscard]] std::vector<crypto::Judgement> judge_contribution(
    const std::filesystem::path& changeset, const std::vector<crypto::KnownKey>& known);

/// Whether one of the signatures is good.
[[nodiscard]] bool is_signed(const std::vector<crypto::Judgement>& judgements);

}  // namespace bdf::jobs
