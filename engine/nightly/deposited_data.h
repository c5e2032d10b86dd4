// SPDX-License-Identifier: MIT
// A deposit's data, taken in: a copy that nobody changes any longer.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "crypto/signature.h"
#include "refbase/night.h"
#include "refbase/server_rights.h"
#include "rules/deposit.h"
#include "rules/night_plan.h"

namespace bdf::nightly {

struct DepositedData {
  rules::DepositManifest manifest;
  std::string data;              ///< a file in the folder given, or PG:…
  bool is_contribution = false;  ///< a changeset; else the producer's own layers
  std::int64_t member = 0;       ///< the number of a member's deposit; 0: none
  std::string account;           ///< who has brought that
  /// Of the manifest and the files that belong to the data; of a server's data, that differ
  /// without our noticing, nothing.
  std::string fingerprint;
  std::vector<crypto::Signature> signatures;  ///< of that, which the producer has put beside it
};

/// What stands beside a deposit's manifest: one signature, as JSON.
inline constexpr const char* deposit_signature_name = "deposit.sig.json";

/// What a signature of a deposit is of.
[[nodiscard]] crypto::Content content_of(const DepositedData& data);

/// Signs a deposit in a folder: its manifest and the files that belong to its data, as they are
/// now; what was signed before is replaced. Throws InputError, StoreError.
void sign_deposit(const std::filesystem::path& folder, const crypto::OwnKey& own,
                  const std::string& time);

/// `folder` is empty. Throws InputError for what is no deposit, or too large a one.
[[nodiscard]] DepositedData take_in(const rules::NightPlan& plan, refbase::SqlSession& session,
                                    const refbase::NightJob& job,
                                    const std::filesystem::path& folder);

}  // namespace bdf::nightly
