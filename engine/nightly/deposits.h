// SPDX-License-Identifier: MIT
// The deposits that a plan's sources hold. What strangers have put there is only looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "refbase/sql_session.h"
#include "rules/deposit.h"
#include "rules/night_plan.h"

namespace bdf::nightly {

struct FoundDeposit {
  std::string name;   ///< its folder's, as it can be shown; "member-12" of a member's
  std::string place;  ///< the folder, or "member:12"
  rules::DepositManifest manifest;
  std::string fault;  ///< why it cannot be read; "" where it can
  /// Of names, sizes, times and numbers of its files: alike only where nothing has been written
  /// meanwhile. "" where that cannot be relied upon, since one was written just now or in the
  /// future.
  std::string marks;
  bool allows_servers = false;
};

/// By source, then by name. A folder that lacks its manifest, or is no folder, is a deposit with a
/// fault; so are two that are called the same. Throws InputError for a source that cannot be read.
[[nodiscard]] std::vector<FoundDeposit> find_deposits(const rules::NightPlan& plan,
                                                      refbase::SqlSession& session);

/// The number behind "member:"; nullopt for a folder.
[[nodiscard]] std::optional<std::int64_t> member_deposit(const std::string& place);

}  // namespace bdf::nightly
