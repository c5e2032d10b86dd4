// SPDX-License-Identifier: MIT
#include "refbase/transaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/clock.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/message.h"
#include "merge/timestamp.h"

namespace bdf::refbase {

namespace {

constexpr const char* columns =
    "number, parent, kind, organisation, time, community, theme, theme_version, theme_digest, "
    "territory, message, input, input_digest, digest";

Transaction transaction_in(const Values& row) {
  Transaction read;
  read.number = integer_in(row[0]);
  read.parent = integer_in(row[1]);
  std::size_t at = 2;
  for (auto* text : {&read.kind, &read.organisation, &read.time, &read.community, &read.theme,
                     &read.theme_version, &read.theme_digest, &read.territory, &read.message,
                     &read.input, &read.input_digest, &read.digest})
    *text = text_in(row[at++]);
  return read;
}

/// Members of a server's base see less of what others have done (schemas/base/server_rights.sql).
const char* source_of(SqlSession& session) {
  return session.readable_columns("bdf_transaction") ? "bdf_history" : "bdf_transaction";
}

/// Those that the rest of a query names, latest first.
std::vector<Transaction> select(SqlSession& session, const std::string& rest,
                                const Values& parameters) {
  std::vector<Transaction> found;
  for (const auto& row :
       rows_of(session, fmt::format("SELECT {} FROM {} {}", columns, source_of(session), rest),
               parameters))
    found.push_back(transaction_in(row));
  if (found.empty()) return found;
  std::map<std::int64_t, std::vector<LayerCount>> layers;
  const auto [last, first] = std::pair(found.front().number, found.back().number);
  for (const auto& row :
       rows_of(session,
               "SELECT number, layer, added, changed, removed, detail FROM bdf_transaction_layer "
               "WHERE number BETWEEN $1 AND $2 ORDER BY number, layer",
               {first, last}))
    layers[integer_in(row[0])].push_back({text_in(row[1]), integer_in(row[2]), integer_in(row[3]),
                                          integer_in(row[4]), text_in(row[5])});
  for (auto& transaction : found) transaction.layers = layers[transaction.number];
  return found;
}

std::optional<Transaction> first_of(std::vector<Transaction> found) {
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::optional<std::int64_t> number_named(std::string_view name) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() && end == name.data() + name.size() ? std::optional(number)
                                                                  : std::nullopt;
}

[[noreturn]] void fail_unknown(SqlSession& session, std::string_view name) {
  std::string editions;
  for (const auto& edition : editions_of(session))
    editions += (editions.empty() ? "" : ", ") + edition.name;
  const auto last = head_of(session).number;
  throw UsageError(
      editions.empty()
          ? msg("{} has no edition or transaction “{}”: its transactions are 1 to {}",
                session.name(), name, last)
          : msg("{} has no edition or transaction “{}”: its transactions are 1 to {}, its editions "
                "{}",
                session.name(), name, last, editions));
}

}  // namespace

std::string name_of(const Transaction& transaction) {
  return fmt::format("@{}", transaction.number);
}

std::string digest_of(const Transaction& transaction, std::string_view parent_digest) {
  // Each part behind its length: no two transactions have the same text.
  std::string all;
  const auto add = [&](std::string_view part) { all += fmt::format("{}:{}", part.size(), part); };
  add(parent_digest);
  add(std::to_string(transaction.number));
  for (const auto* text : {&transaction.kind, &transaction.organisation, &transaction.time,
                           &transaction.community, &transaction.theme, &transaction.theme_version,
                           &transaction.theme_digest, &transaction.territory, &transaction.message,
                           &transaction.input, &transaction.input_digest})
    add(*text);
  auto layers = transaction.layers;
  std::sort(layers.begin(), layers.end(),
            [](const LayerCount& a, const LayerCount& b) { return a.layer < b.layer; });
  for (const auto& layer : layers) {
    add(layer.layer);
    add(fmt::format("{} {} {}", layer.added, layer.changed, layer.removed));
    add(layer.detail);
  }
  return sha256(all);
}

Transaction head_of(SqlSession& session) {
  auto found = first_of(select(session, "ORDER BY number DESC LIMIT 1", {}));
  if (!found) throw StoreError(msg("{}: the base has no transaction", session.name()));
  return *found;
}

std::vector<Transaction> transactions_of(SqlSession& session, std::optional<std::size_t> count) {
  return select(
      session,
      count ? fmt::format("ORDER BY number DESC LIMIT {}", *count) : "ORDER BY number DESC", {});
}

std::optional<Transaction> find_transaction(SqlSession& session, std::int64_t number) {
  // PostgreSQL would take the number for as small a one as the column holds.
  return first_of(select(session, "WHERE number = CAST($1 AS bigint)", {number}));
}

std::optional<Transaction> find_transaction(SqlSession& session, std::string_view digest) {
  return first_of(select(session, "WHERE digest = $1", {std::string(digest)}));
}

std::optional<Transaction> find_import_of(SqlSession& session, std::string_view input_digest) {
  return first_of(select(session,
                         "WHERE input_digest = $1 AND kind = 'import' ORDER BY number DESC LIMIT 1",
                         {std::string(input_digest)}));
}

std::vector<Edition> editions_of(SqlSession& session) {
  std::vector<Edition> editions;
  for (const auto& row :
       rows_of(session, "SELECT name, number FROM bdf_edition ORDER BY number, name"))
    editions.push_back({text_in(row[0]), integer_in(row[1])});
  return editions;
}

Transaction transaction_named(SqlSession& session, std::string_view name) {
  const auto shown = name;
  if (name.starts_with('@')) name.remove_prefix(1);
  if (name.empty() || name == "head") return head_of(session);
  const auto edition =
      value_of(session, "SELECT number FROM bdf_edition WHERE name = $1", {std::string(name)});
  std::optional<Transaction> found;
  if (!is_null(view_of(edition))) {
    found = find_transaction(session, integer_in(edition));
  } else if (const auto number = number_named(name)) {
    found = find_transaction(session, *number);
  } else if (const auto instant = merge::utc_of(name)) {
    // Ours have no fraction of a second: 19 letters of both compare as the instants do.
    found = first_of(select(session, "WHERE substr(time, 1, 19) <= $1 ORDER BY number DESC LIMIT 1",
                            {instant->substr(0, 19)}));
  }
  if (!found) fail_unknown(session, shown);
  return *found;
}

void number_next(SqlSession& session, Transaction& next, std::string_view now) {
  const auto head = head_of(session);
  next.time = time_of_run(now);
  if (next.time < head.time) {
    if (said_time(now))
      throw StoreError(
          msg("{}: the time is to be {}, but the last transaction is of {}: say no time before "
              "that with --now or SOURCE_DATE_EPOCH",
              session.name(), next.time, head.time));
    // The clocks of several machines are never quite the same.
    log_warning(
        msg("{}: the clock says {}, but the last transaction is of {}: this one gets that time too",
            session.name(), next.time, head.time));
    next.time = head.time;
  }
  next.parent = head.number;
  next.number = head.number + 1;
}

void record(SqlSession& session, Transaction& transaction) {
  const auto parent = transaction.parent == 0 ? std::optional<Transaction>{}
                                              : find_transaction(session, transaction.parent);
  // The first one has nothing before it but what tells this base from all others.
  transaction.digest =
      digest_of(transaction, parent ? parent->digest
                                    : text_in(value_of(session, "SELECT identity FROM bdf_base")));
  session.run(
      fmt::format("INSERT INTO bdf_transaction ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                  "$10, $11, $12, $13, $14)",
                  columns),
      {transaction.number, transaction.parent == 0 ? Value{Null{}} : Value{transaction.parent},
       transaction.kind, text_or_null(transaction.organisation), transaction.time,
       text_or_null(transaction.community), text_or_null(transaction.theme),
       text_or_null(transaction.theme_version), text_or_null(transaction.theme_digest),
       text_or_null(transaction.territory), text_or_null(transaction.message),
       text_or_null(transaction.input), text_or_null(transaction.input_digest),
       transaction.digest});
  for (const auto& layer : transaction.layers)
    session.run("INSERT INTO bdf_transaction_layer VALUES ($1, $2, $3, $4, $5, $6)",
                {transaction.number, layer.layer, layer.added, layer.changed, layer.removed,
                 text_or_null(layer.detail)});
}

void require_free(SqlSession& session, const std::string& edition) {
  if (edition == "head" || edition.starts_with('@') || number_named(edition))
    throw UsageError(msg("an edition cannot be called “{}”: that names a transaction", edition));
  const auto taken = value_of(session, "SELECT number FROM bdf_edition WHERE name = $1", {edition});
  if (!is_null(view_of(taken)))
    throw UsageError(msg("{} has an edition “{}” already: transaction {}", session.name(), edition,
                         integer_in(taken)));
}

void name_edition(SqlSession& session, const Edition& edition) {
  require_free(session, edition.name);
  session.run("INSERT INTO bdf_edition VALUES ($1, $2)", {edition.name, edition.number});
}

Question was_named(const Edition& edition) {
  return {"SELECT 1 FROM bdf_edition WHERE name = $1 AND number = $2",
          {edition.name, edition.number}};
}

Question was_recorded(const Transaction& transaction) {
  return {"SELECT 1 FROM bdf_transaction WHERE digest = $1", {transaction.digest}};
}

}  // namespace bdf::refbase
