// SPDX-License-Identifier: MIT
// Bitstring status lists (W3C Bitstring Status List 1.0): which of an issuer's credentials it has
// taken back. A list is a credential itself; a bit stands for a credential, and nobody who reads
// the list learns for which.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "credential/credential.h"

namespace bdf::credential {

inline constexpr std::string_view status_list_type = "BitstringStatusListCredential";

/// No list has fewer bits: among so many a single credential does not stand out.
inline constexpr std::uint64_t fewest_statuses = 131072;
/// No more are read: a list of few bytes may unpack to anything.
inline constexpr std::uint64_t most_statuses = std::uint64_t{1} << 27;

struct StatusList {
  std::string id;           ///< the URL that entries name
  std::string issuer;       ///< a DID
  std::string valid_from;   ///< a dateTimeStamp
  std::string valid_until;  ///< likewise: a list without an end could hide all that comes after it
  std::vector<std::string> purposes;  ///< what a bit that is set means
  std::vector<unsigned char> bits;    ///< the first in the highest bit of the first byte
  bool operator==(const StatusList&) const = default;
};

/// A list of the fewest statuses, none set, for revocations.
[[nodiscard]] StatusList new_status_list(const std::string& id, const std::string& issuer);

[[nodiscard]] std::uint64_t status_count(const StatusList& list);

/// Throws InputError for an index beyond the list's end.
[[nodiscard]] bool is_set(const StatusList& list, std::uint64_t index);

/// Throws InputError likewise, and UsageError for taking back a revocation, which is for ever.
void set_status(StatusList& list, std::uint64_t index, bool set);

/// The list as a credential with its proof. Throws as issue() does, and InputError where
/// read_status_list() would refuse it.
[[nodiscard]] std::string issue_status_list(const StatusList& list, const crypto::PrivateKey& key,
                                            const crypto::ProofOptions& options);

struct SecuredStatusList {
  StatusList list;
  SecuredCredential secured;
};

/// Reads it strictly; nothing is verified. Throws InputError as read_credential() does, for what is
/// no status list, for one that says not from when until when it holds, for other than GZIP in
/// base64url behind multibase's `u`, and for fewer or more statuses than said above.
[[nodiscard]] SecuredStatusList read_status_list(std::string_view text);

}  // namespace bdf::credential
