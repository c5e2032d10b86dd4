// SPDX-License-Identifier: MIT
// Whose labels are believed, of the files that somebody has; and the signed list by which IGN says
// so of the stewards of all themes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/instant.h"
#include "credential/trust.h"
#include "crypto/key_file.h"

namespace bdf::jobs {

/// All of these may be missing: then nobody is believed.
struct TrustSources {
  std::vector<std::filesystem::path> keys;       ///< of public keys that are trusted in everything
  std::vector<std::filesystem::path> lists;      ///< signed lists of stewards' keys by theme
  std::vector<std::filesystem::path> anchors;    ///< of public keys that may sign such lists
  std::vector<std::filesystem::path> documents;  ///< DID documents
};

/// Throws InputError for a file that is none of that kind, and for a list that no anchor has
/// signed, or that is no longer, or not yet, good.
[[nodiscard]] credential::Trust read_trust(const TrustSources& sources, Instant now);

struct TrustListJob {
  std::filesystem::path keys;  ///< as schemas/trust_list_source.schema.json defines it
  std::filesystem::path out;
  std::string method;  ///< a DID URL; "": that of the key's did:key
  std::string time;
  bool overwrite = false;
};

/// Signs the list. Throws InputError with the line that is wrong, UsageError for a file that
/// exists.
void write_trust_list(const TrustListJob& job, const crypto::OwnKey& own);

}  // namespace bdf::jobs
