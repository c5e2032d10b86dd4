// SPDX-License-Identifier: MIT
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "io/json_value.h"
#include "io/name_lookup.h"
#include "io/sync_tables.h"
#include "io/table_row.h"

namespace bdf::io {

namespace {

constexpr TableDefinition ledger_table{
    "bdf_ledger",
    "layer TEXT NOT NULL, cluster INTEGER NOT NULL, ancestor_ids TEXT NOT NULL, "
    "local_ids TEXT NOT NULL, reference_ids TEXT NOT NULL, out_fids TEXT NOT NULL, "
    "outcome TEXT NOT NULL, detail TEXT NOT NULL"};

constexpr TableDefinition unchanged_table{
    "bdf_ledger_unchanged",
    "layer TEXT NOT NULL, first_fid INTEGER NOT NULL, last_fid INTEGER NOT NULL, "
    "count INTEGER NOT NULL"};

std::string text_in(const Json& json) { return to_text(view_of(value_of(json))); }

Json json_of_texts(const std::vector<std::string>& texts) {
  Json json = Json::array();
  for (const auto& text : texts) json.push_back(json_of(text));
  return json;
}

std::vector<std::string> texts_in(const Json& json) {
  std::vector<std::string> texts;
  for (const auto& text : json) texts.push_back(text_in(text));
  return texts;
}

std::string json_of_fids(const std::vector<std::int64_t>& fids) {
  Json json = Json::array();
  for (const auto fid : fids) json.push_back(to_text(fid));
  return json.dump();
}

std::vector<std::int64_t> fids_in(const Json& json) {
  std::vector<std::int64_t> fids;
  for (const auto& text : texts_in(json)) {
    std::int64_t fid = 0;
    std::from_chars(text.data(), text.data() + text.size(), fid);
    fids.push_back(fid);
  }
  return fids;
}

Json json_of_grounds(const std::vector<Ground>& grounds) {
  Json list = Json::array();
  for (const auto& ground : grounds) {
    Json json = Json::object();
    json["when"] = json_of(ground.when);
    json["holds"] = name_of(ground.holds);
    list.push_back(std::move(json));
  }
  return list;
}

std::vector<Ground> grounds_in(const Json& json) {
  std::vector<Ground> grounds;
  for (const auto& one : json)
    grounds.push_back({text_in(one.at("when")), named(text_in(one.at("holds")), Truth::open)});
  return grounds;
}

Json json_of_decision(const Decision& decision) {
  Json json = Json::object();
  json["what"] = json_of(decision.what);
  json["divergence"] = name_of(decision.divergence);
  json["rule"] = json_of(decision.rule);
  json["taken"] = name_of(decision.taken);
  if (!decision.grounds.empty()) json["conditions"] = json_of_grounds(decision.grounds);
  return json;
}

Decision decision_in(const Json& json) {
  return {text_in(json.at("what")), named(text_in(json.at("divergence")), Divergence::both_differ),
          text_in(json.at("rule")), named(text_in(json.at("taken")), Side::reference),
          grounds_in(json.value("conditions", Json::array()))};
}

/// What there is nothing to say of is left out: most rows of a ledger are short.
std::string detail_of(const LedgerEntry& entry) {
  Json json = Json::object();
  for (const auto& decision : entry.decisions)
    json["decisions"].push_back(json_of_decision(decision));
  if (!entry.conflicts.empty()) json["conflicts"] = json_of_texts(entry.conflicts);
  if (!entry.flags.empty()) json["flags"] = json_of_texts(entry.flags);
  return json.dump();
}

void read_detail(LedgerEntry& entry, const Json& json) {
  const Json none = Json::array();
  for (const auto& decision : json.value("decisions", none))
    entry.decisions.push_back(decision_in(decision));
  entry.conflicts = texts_in(json.value("conflicts", none));
  entry.flags = texts_in(json.value("flags", none));
}

void write_entry(Statement& insert, const LedgerEntry& entry) {
  const auto ids = entry.ids.map([](const auto& side) { return json_of_texts(side).dump(); });
  const auto fids = json_of_fids(entry.out_fids);
  const auto detail = detail_of(entry);
  run_with(insert, std::array<ValueView, 8>{entry.layer, entry.cluster, ids.ancestor, ids.local,
                                            ids.reference, fids, name_of(entry.outcome), detail});
}

LedgerEntry read_entry(const Statement& row) {
  LedgerEntry entry;
  entry.layer = row.text(0);
  entry.cluster = row.integer(1);
  for (int i = 0; i < 3; ++i)
    entry.ids[static_cast<Side>(i)] = texts_in(parse_json(row.text(2 + i)));
  entry.out_fids = fids_in(parse_json(row.text(5)));
  entry.outcome = named(row.text(6), Outcome::unchanged);
  read_detail(entry, parse_json(row.text(7)));
  return entry;
}

std::vector<LedgerEntry> read_entries(Statement& rows) {
  std::vector<LedgerEntry> entries;
  while (rows.step()) entries.push_back(read_entry(rows));
  return entries;
}

}  // namespace

void write_ledger(Database& database, const std::vector<LayerLedger>& layers) {
  Transaction transaction(database);
  recreate(database, ledger_table);
  recreate(database, unchanged_table);
  auto insert_entry = insert_into(database, ledger_table.name, 8);
  for (const auto& layer : layers) {
    for (const auto& entry : layer.entries) write_entry(insert_entry, entry);
    if (layer.further)
      layer.further([&](const LedgerEntry& entry) { write_entry(insert_entry, entry); });
  }
  auto insert_run = insert_into(database, unchanged_table.name, 4);
  for (const auto& layer : layers)
    for (const auto& run : layer.unchanged)
      run_with(insert_run,
               std::array<ValueView, 4>{run.layer, run.first_fid, run.last_fid, run.count});
  transaction.commit();
}

std::set<std::string> flags_in_ledger(Database& database, std::string_view beginning) {
  if (!database.has_table(ledger_table.name)) return {};
  auto rows = database.prepare(
      "SELECT substr(value, length(?1) + 1) FROM bdf_ledger, json_each(detail, '$.flags') "
      "WHERE json_valid(detail) AND instr(detail, ?1) > 0 AND substr(value, 1, length(?1)) = ?1");
  rows.bind(1, beginning);
  std::set<std::string> flags;
  while (rows.step()) flags.emplace(rows.text(0));
  return flags;
}

std::vector<LedgerEntry> find_in_ledger(Database& database, const std::string& cluster_or_id) {
  if (!database.has_table(ledger_table.name)) return {};
  auto rows = database.prepare(
      "SELECT layer, cluster, ancestor_ids, local_ids, reference_ids, out_fids, outcome, detail "
      "FROM bdf_ledger WHERE CAST(cluster AS TEXT) = ?1 "
      "OR EXISTS (SELECT 1 FROM json_each(ancestor_ids) WHERE value = ?1) "
      "OR EXISTS (SELECT 1 FROM json_each(local_ids) WHERE value = ?1) "
      "OR EXISTS (SELECT 1 FROM json_each(reference_ids) WHERE value = ?1) ORDER BY rowid");
  rows.bind(1, std::string_view(cluster_or_id));
  try {
    return read_entries(rows);
  } catch (const nlohmann::json::exception& error) {
    throw InputError(
        msg("{}: table bdf_ledger is damaged: {}", database.path().string(), error.what()));
  }
}

}  // namespace bdf::io
