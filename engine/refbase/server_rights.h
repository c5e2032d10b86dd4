// SPDX-License-Identifier: MIT
// Rights that a PostgreSQL server keeps itself, and what members may do there: read, and deposit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "refbase/sql_session.h"
#include "rules/theme.h"

namespace bdf::refbase {

/// Replaces what the base knows of a theme's members and their rights. On a server it then gives
/// each member a role, which is made where it is missing, and lets it read what it may; a member
/// that no theme names any longer reads nothing. Within the caller's transaction. Throws
/// RightsError where the owner may not make roles.
void install_rights(SqlSession& session, const rules::Theme& theme);
/// The same for layers and columns that have come since; does nothing where no theme was taken.
void renew_rights(SqlSession& session);

/// Whether whoever has opened the session owns the base: members do not.
[[nodiscard]] bool is_operator(SqlSession& session);

/// Throws RightsError, which says what members may do, where it is not so.
void require_operator(SqlSession& session);
/// What members may do, for whom it is said that something else they may not.
[[nodiscard]] std::string what_members_may();
/// Whether whoever has opened the session sees the whole base: members see a part of it.
[[nodiscard]] bool reads_everything(SqlSession& session);

/// What a member deposits, with the things that it holds: layer, object, thing.
struct NewDeposit {
  std::string theme;
  std::string name;
  std::string digest;
  std::string file;  ///< its bytes
  std::vector<std::tuple<std::string, std::string, std::string>> things;
};
/// Returns its number. Throws RightsError where the server refuses it; the attempt is noted.
std::int64_t deposit(SqlSession& session, const NewDeposit& deposit);

/// One that waits to be integrated.
struct Deposit {
  std::int64_t deposit = 0;
  std::string theme;
  std::string organisation;  ///< as the server knows the account
  std::string account;       ///< for the base's operators alone
  std::string name;
  std::string file;
};
/// In their order, without their files. An operator's session.
[[nodiscard]] std::vector<Deposit> waiting_deposits(SqlSession& session);
/// nullopt where it waits no longer.
[[nodiscard]] std::optional<Deposit> find_deposit(SqlSession& session, std::int64_t deposit);
/// It was taken as that transaction.
void settle_deposit(SqlSession& session, std::int64_t deposit, std::int64_t number);
void refuse_deposit(SqlSession& session, std::int64_t deposit, const std::string& refusal);

}  // namespace bdf::refbase
