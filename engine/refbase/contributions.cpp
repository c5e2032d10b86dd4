// SPDX-License-Identifier: MIT
#include "refbase/contributions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/message.h"

namespace bdf::refbase {

namespace {

constexpr std::array<std::string_view, 6> status_names{"admitted", "waiting",  "refused",
                                                       "accepted", "rejected", "replaced"};
constexpr const char* contribution_columns =
    "number, digest, organisation, base_number, made, signer, account, file";
constexpr const char* entry_columns =
    "entry, number, together, layer, object, thing, op, kind, conflict, ancestor_value, "
    "local_value, reference_value, sent_value, may, status, reason, decided, answer, place";

std::string bytes_in(const Value& value) {
  const auto* blob = std::get_if<Blob>(&value);
  return blob != nullptr ? blob->bytes : std::string();
}

std::optional<Contribution> contribution_where(SqlSession& session, const std::string& condition,
                                               const Value& parameter) {
  const auto rows = rows_of(
      session,
      fmt::format("SELECT {} FROM bdf_contribution WHERE {} = $1", contribution_columns, condition),
      {parameter});
  if (rows.empty()) return std::nullopt;
  const auto& row = rows.front();
  return Contribution{integer_in(row[0]), text_in(row[1]), text_in(row[2]), integer_in(row[3]),
                      text_in(row[4]),    text_in(row[5]), text_in(row[6]), bytes_in(row[7])};
}

std::optional<std::string> said(const Value& value) {
  return is_null(view_of(value)) ? std::nullopt : std::optional(text_in(value));
}

Value or_null(const std::optional<std::string>& text) {
  return text ? Value{*text} : Value{Null{}};
}

Entry entry_in(const Values& row) {
  Entry entry;
  entry.entry = integer_in(row[0]);
  entry.number = integer_in(row[1]);
  entry.together = integer_in(row[2]);
  std::size_t at = 3;
  for (auto* text :
       {&entry.layer, &entry.object, &entry.thing, &entry.op, &entry.kind, &entry.conflict})
    *text = text_in(row[at++]);
  for (const auto side : all_sides) entry.values[side] = said(row[at++]);
  entry.sent = said(row[at++]);
  entry.may = text_in(row[at++]);
  entry.status = status_named(text_in(row[at++]));
  entry.reason = text_in(row[at++]);
  entry.decided = integer_in(row[at++]);
  entry.answer = text_in(row[at++]);
  entry.place = row[at];
  return entry;
}

std::vector<Entry> select_entries(SqlSession& session, const std::string& condition,
                                  const Values& parameters) {
  // Members of a server's base see what was sent, and not what the base holds.
  std::string columns = entry_columns;
  if (session.readable_columns("bdf_entry"))
    for (const auto* hidden : {"ancestor_value", "local_value", "reference_value", "place"})
      columns.replace(columns.find(hidden), std::string_view(hidden).size(), "NULL");
  std::vector<Entry> entries;
  for (const auto& row :
       rows_of(session,
               fmt::format("SELECT {} FROM bdf_entry WHERE {} ORDER BY entry", columns, condition),
               parameters))
    entries.push_back(entry_in(row));
  return entries;
}

}  // namespace

std::string_view name_of(EntryStatus status) {
  return status_names[static_cast<std::size_t>(status)];
}

EntryStatus status_named(std::string_view name) {
  const auto found = std::find(status_names.begin(), status_names.end(), name);
  if (found == status_names.end())
    throw StoreError(msg("the queue of the base holds “{}”, which is no outcome", name));
  return static_cast<EntryStatus>(found - status_names.begin());
}

std::string organisation_as_known(SqlSession& session, const std::string& name) {
  if (!session.has_table("bdf_contribution")) return name;
  const auto known = rows_of(session,
                             "SELECT organisation FROM bdf_contribution WHERE organisation IS NOT "
                             "NULL GROUP BY organisation ORDER BY min(number)");
  for (const auto& row : known)
    if (auto called = text_in(row[0]); same_name(called, name)) return called;
  return name;
}

std::optional<Contribution> find_contribution(SqlSession& session, std::string_view digest) {
  return contribution_where(session, "digest", std::string(digest));
}

std::optional<Contribution> find_contribution(SqlSession& session, std::int64_t number) {
  return contribution_where(session, "number", number);
}

void add_contribution(SqlSession& session, const Contribution& contribution) {
  session.run(
      fmt::format("INSERT INTO bdf_contribution ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                  contribution_columns),
      {contribution.number, contribution.digest, text_or_null(contribution.organisation),
       contribution.base_number, text_or_null(contribution.made), text_or_null(contribution.signer),
       text_or_null(contribution.account),
       contribution.file.empty() ? Value{Null{}} : Value{Blob{contribution.file}}});
}

void forget_settled_files(SqlSession& session) {
  session.run(
      "UPDATE bdf_contribution SET file = NULL WHERE file IS NOT NULL AND number NOT IN (SELECT "
      "number FROM bdf_entry WHERE status = 'waiting')");
}

void add_entries(SqlSession& session, std::vector<Entry>& entries) {
  auto next = integer_in(value_of(session, "SELECT max(entry) FROM bdf_entry")) + 1;
  for (auto& entry : entries) entry.entry = next++;
  std::vector<std::string> columns;
  for (std::string_view rest = entry_columns; !rest.empty();) {
    const auto end = std::min(rest.find(", "), rest.size());
    columns.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  session.load({"bdf_entry", columns}, [&](const ShowRow& show) {
    const auto text = [](const std::optional<std::string>& value) {
      return value ? ValueView(std::string_view(*value)) : ValueView(Null{});
    };
    const auto filled = [](const std::string& value) {
      return value.empty() ? ValueView(Null{}) : ValueView(std::string_view(value));
    };
    for (const auto& entry : entries) {
      const std::vector<ValueView> row{entry.entry,
                                       entry.number,
                                       entry.together,
                                       std::string_view(entry.layer),
                                       std::string_view(entry.object),
                                       std::string_view(entry.thing),
                                       std::string_view(entry.op),
                                       std::string_view(entry.kind),
                                       filled(entry.conflict),
                                       text(entry.values.ancestor),
                                       text(entry.values.local),
                                       text(entry.values.reference),
                                       text(entry.sent),
                                       std::string_view(entry.may),
                                       name_of(entry.status),
                                       filled(entry.reason),
                                       entry.decided == 0 ? ValueView(Null{}) : entry.decided,
                                       filled(entry.answer),
                                       view_of(entry.place)};
      show(row);
    }
  });
}

std::vector<Entry> entries_of(SqlSession& session, std::int64_t number) {
  return select_entries(session, "number = $1", {number});
}

std::vector<Entry> waiting_entries(SqlSession& session) {
  return select_entries(session, "status = 'waiting'", {});
}

namespace {

constexpr const char* of_organisation =
    "number IN (SELECT number FROM bdf_contribution WHERE organisation = $1)";

}  // namespace

std::vector<Entry> undone_entries_of(SqlSession& session, const std::string& organisation) {
  return select_entries(session,
                        std::string(of_organisation) + " AND status IN ('waiting', 'rejected')",
                        {organisation});
}

std::vector<Entry> entries_of(SqlSession& session, const std::string& organisation) {
  return select_entries(session, of_organisation, {organisation});
}

void settle(SqlSession& session, const Entry& entry) {
  session.run(
      "UPDATE bdf_entry SET status = $2, kind = $3, conflict = $4, ancestor_value = $5, "
      "local_value = $6, reference_value = $7, reason = $8, decided = CAST($9 AS bigint), answer = "
      "$10 WHERE entry = $1",
      {entry.entry, std::string(name_of(entry.status)), entry.kind, text_or_null(entry.conflict),
       or_null(entry.values.ancestor), or_null(entry.values.local), or_null(entry.values.reference),
       text_or_null(entry.reason), entry.decided == 0 ? Value{Null{}} : Value{entry.decided},
       text_or_null(entry.answer)});
}

void reopen(SqlSession& session, std::int64_t undone, std::int64_t by, const std::string& reason) {
  session.run(
      "UPDATE bdf_entry SET status = 'refused', decided = CAST($2 AS bigint), reason = $3 WHERE "
      "(number = $1 AND status IN ('admitted', 'waiting')) OR (decided = $1 AND status = "
      "'accepted')",
      {undone, by, reason});
  session.run("UPDATE bdf_contribution SET digest = digest || $2 WHERE number = $1",
              {undone, " undone by " + std::to_string(by)});
  session.run("DELETE FROM bdf_given WHERE number = $1", {undone});
}

GivenIds given_ids(SqlSession& session, const Namer& namer, const std::vector<std::string>& uids) {
  GivenIds given;
  for (const auto& uid : uids) {
    const auto id = value_of(
        session, "SELECT id FROM bdf_given WHERE organisation = $1 AND layer = $2 AND uid = $3",
        {namer.organisation, namer.layer, uid});
    if (!is_null(view_of(id))) given[uid] = text_in(id);
  }
  return given;
}

void add_given(SqlSession& session, const Namer& namer, const GivenIds& ids, std::int64_t number) {
  for (const auto& [uid, id] : ids) {
    session.run("DELETE FROM bdf_given WHERE organisation = $1 AND layer = $2 AND uid = $3",
                {namer.organisation, namer.layer, uid});
    session.run("INSERT INTO bdf_given VALUES ($1, $2, $3, $4, $5)",
                {namer.organisation, namer.layer, uid, id, number});
  }
}

}  // namespace bdf::refbase
