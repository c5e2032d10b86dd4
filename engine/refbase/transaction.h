// SPDX-License-Identifier: MIT
// What the base knows of its own history: transactions, and the editions that name some of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "refbase/sql_session.h"

namespace bdf::refbase {

/// What a transaction did to a layer: numbers of objects.
struct LayerCount {
  std::string layer;
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t removed = 0;
  std::string detail;  ///< JSON: which columns came, went or were renamed; "" for none

  [[nodiscard]] bool empty() const {
    return added == 0 && changed == 0 && removed == 0 && detail.empty();
  }
};

/// One integration or import. The first one, which makes the base, is number 1 and has no parent.
struct Transaction {
  std::int64_t number = 0;
  std::int64_t parent = 0;
  std::string
      kind;  ///< "init", "import", "adopt", "integrate", "accept", "reject", "take_up" or "revert"
  std::string organisation;
  std::string time;  ///< ISO 8601, UTC; never before the parent's
  std::string community;
  std::string theme;
  std::string theme_version;
  std::string theme_digest;
  std::string territory;
  std::string message;
  std::string input;         ///< the name of what came in
  std::string input_digest;  ///< SHA-256 of it
  std::string digest;        ///< SHA-256 of all of this and of the parent's digest
  std::vector<LayerCount> layers{};
};

/// What users and stamps call it where no edition does: @12.
[[nodiscard]] std::string name_of(const Transaction& transaction);

struct Edition {
  std::string name;
  std::int64_t number = 0;
};

/// The digest of a transaction whose parent has that one.
[[nodiscard]] std::string digest_of(const Transaction& transaction, std::string_view parent_digest);

/// The last one. Throws StoreError for a database without any.
[[nodiscard]] Transaction head_of(SqlSession& session);
/// All of them, or the last `count`, latest first.
[[nodiscard]] std::vector<Transaction> transactions_of(SqlSession& session,
                                                       std::optional<std::size_t> count = {});
/// nullopt where there is none of that number or digest.
[[nodiscard]] std::optional<Transaction> find_transaction(SqlSession& session, std::int64_t number);
[[nodiscard]] std::optional<Transaction> find_transaction(SqlSession& session,
                                                          std::string_view digest);
/// The last import of a file or folder of that digest.
[[nodiscard]] std::optional<Transaction> find_import_of(SqlSession& session,
                                                        std::string_view input_digest);
[[nodiscard]] std::vector<Edition> editions_of(SqlSession& session);

/// The transaction that a user names: an edition, a number, or an instant (the last one until
/// then), each maybe behind an @; "" and @head for the last one. Throws UsageError where there is
/// no such.
[[nodiscard]] Transaction transaction_named(SqlSession& session, std::string_view name);

/// Gives the next transaction its number, its parent and its time, which never falls: that of
/// base/clock.h, or the parent's where the clock is behind it. Others may have written while this
/// one waited for them: to be called within the transaction that writes. Throws StoreError where
/// somebody has said a time before the parent's.
void number_next(SqlSession& session, Transaction& next, std::string_view now);
/// Writes the transaction with its layers, and gives it its digest.
void record(SqlSession& session, Transaction& transaction);
/// Throws UsageError where an edition or a transaction is called so already.
void require_free(SqlSession& session, const std::string& edition);
/// The same, then names the transaction.
void name_edition(SqlSession& session, const Edition& edition);
/// Whether it was committed.
[[nodiscard]] Question was_recorded(const Transaction& transaction);
[[nodiscard]] Question was_named(const Edition& edition);

}  // namespace bdf::refbase
