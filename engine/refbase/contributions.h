// SPDX-License-Identifier: MIT
// What a base remembers of the contributions that came in: each once, and what became of each thing
// in it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/conflict.h"
#include "refbase/sql_session.h"

namespace bdf::refbase {

struct Contribution {
  std::int64_t number = 0;  ///< of the transaction that took it
  std::string digest;       ///< of its content
  std::string organisation;
  std::int64_t base_number = 0;  ///< the transaction that it was made from
  std::string made;              ///< ISO 8601, UTC
  std::string signer;            ///< a public key; "" where it is not signed
  std::string account;           ///< for the base's operators alone
  std::string file;              ///< its bytes; "" where nothing of it waits any longer
};

/// What became of a thing.
enum class EntryStatus { admitted, waiting, refused, accepted, rejected, replaced };
[[nodiscard]] std::string_view name_of(EntryStatus status);
/// Throws StoreError for a word that is none.
[[nodiscard]] EntryStatus status_named(std::string_view name);

/// A thing of a contribution: an attribute of an object, its geometry, its existence.
struct Entry {
  std::int64_t entry = 0;
  std::int64_t number = 0;    ///< of the contribution
  std::int64_t together = 0;  ///< those of one contribution that go in together or not at all
  std::string layer;
  std::string object;  ///< as the contribution calls it
  std::string thing;   ///< an attribute, "geometry", or "object" for existence
  std::string op;      ///< what the contribution does to the object
  std::string kind;    ///< "change", "rights", or the kind of the conflict
  std::string conflict;
  ThreeWay<std::optional<std::string>> values;  ///< as a conflict has them
  std::optional<std::string> sent;              ///< the value as the contribution says it
  std::string may;                              ///< the right by which it was judged
  EntryStatus status = EntryStatus::waiting;
  std::string reason;
  std::int64_t decided = 0;  ///< the transaction that accepted or rejected it; 0: none has
  std::string answer;
  Value place = Null{};  ///< WKB
};

/// As the base has called an organisation so far: names differ by more than the case of letters.
/// One of which nothing has come in keeps its name.
[[nodiscard]] std::string organisation_as_known(SqlSession& session, const std::string& name);

[[nodiscard]] std::optional<Contribution> find_contribution(SqlSession& session,
                                                            std::string_view digest);
[[nodiscard]] std::optional<Contribution> find_contribution(SqlSession& session,
                                                            std::int64_t number);
void add_contribution(SqlSession& session, const Contribution& contribution);
/// Forgets the files of contributions of which nothing waits.
void forget_settled_files(SqlSession& session);

/// Gives them their numbers.
void add_entries(SqlSession& session, std::vector<Entry>& entries);
/// Of one contribution, or all that wait; in the order of their numbers.
[[nodiscard]] std::vector<Entry> entries_of(SqlSession& session, std::int64_t number);
[[nodiscard]] std::vector<Entry> waiting_entries(SqlSession& session);
/// Of an organisation, those that wait and those that were rejected.
[[nodiscard]] std::vector<Entry> undone_entries_of(SqlSession& session,
                                                   const std::string& organisation);
/// All of an organisation's.
[[nodiscard]] std::vector<Entry> entries_of(SqlSession& session, const std::string& organisation);
/// Writes status, values, kind, conflict, reason, decided and answer of an entry that is there.
void settle(SqlSession& session, const Entry& entry);

/// What a transaction took in or accepted has been undone by another: its things are refused for
/// that reason, its questions asked no more, and the same contribution may come in again.
void reopen(SqlSession& session, std::int64_t undone, std::int64_t by, const std::string& reason);

/// The identifiers that the base has given, by the producer's, of a layer.
using GivenIds = std::map<std::string, std::string>;
/// Whose names: each organisation's are its own.
struct Namer {
  std::string organisation;
  std::string layer;
};
[[nodiscard]] GivenIds given_ids(SqlSession& session, const Namer& namer,
                                 const std::vector<std::string>& uids);
void add_given(SqlSession& session, const Namer& namer, const GivenIds& ids, std::int64_t number);

}  // namespace bdf::refbase
