// SPDX-License-Identifier: MIT
#include "jobs/explain.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "io/sync_tables.h"
#include "jobs/run_record.h"

namespace bdf::jobs {

namespace {

bool concerns(const Conflict& conflict, const std::string& id, const LedgerEntry* entry) {
  if (conflict.id == id) return true;
  for (const auto side : all_sides)
    if (conflict.ids[side] == id) return true;
  return entry != nullptr && conflict.layer == entry->layer && conflict.cluster == entry->cluster;
}

std::vector<Conflict> concerning(const std::vector<Conflict>& conflicts, const std::string& id,
                                 const std::vector<LedgerEntry>& entries) {
  std::vector<Conflict> found;
  for (const auto& conflict : conflicts) {
    bool listed = concerns(conflict, id, nullptr);
    for (const auto& entry : entries) listed = listed || concerns(conflict, id, &entry);
    if (listed) found.push_back(conflict);
  }
  return found;
}

/// Whether a layer of merged has an object of that id, by the key of the recorded job.
bool is_in_merged(io::Database& merged, const std::filesystem::path& folder,
                  const std::string& id) {
  const auto key = recorded_job(folder).key;
  for (const auto& schema : io::read_catalog(merged).layers) {
    const auto column =
        key.size() == 1 && schema.find(key.front()) ? key.front() : schema.primary_key;
    auto statement = merged.prepare("SELECT 1 FROM " + io::sql_name(schema.layer) + " WHERE CAST(" +
                                    io::sql_name(column) + " AS TEXT) = ?1");
    statement.bind(1, std::string_view(id));
    if (statement.step()) return true;
  }
  return false;
}

std::string outcome_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::conflict:
      return msg("left for you to decide");
    case Outcome::recut:
      return msg("cut into other objects on one side");
    case Outcome::merged:
      return msg("changes of both sides merged");
    case Outcome::updated_from_reference:
      return msg("updated, as in the reference");
    case Outcome::kept_local:
      return msg("your changes kept");
    case Outcome::inserted_from_reference:
      return msg("added from the reference");
    case Outcome::inserted_locally:
      return msg("new in your layer, kept");
    case Outcome::deleted_by_reference:
      return msg("deleted, as in the reference");
    case Outcome::deleted_locally:
      return msg("deleted, as in your layer");
    case Outcome::deleted_on_both:
      return msg("deleted, as on both sides");
    case Outcome::unchanged:
      return msg("not changed");
  }
  return {};
}

std::string divergence_text(Divergence divergence) {
  switch (divergence) {
    case Divergence::none:
      return msg("nobody changed it");
    case Divergence::local_only:
      return msg("only your layer changed it");
    case Divergence::reference_only:
      return msg("only the reference changed it");
    case Divergence::both_alike:
      return msg("both sides changed it alike");
    case Divergence::both_differ:
      return msg("both sides changed it, differently");
  }
  return {};
}

std::string side_text(Side side) {
  switch (side) {
    case Side::ancestor:
      return msg("the ancestor");
    case Side::local:
      return msg("your layer");
    case Side::reference:
      return msg("the reference");
  }
  return {};
}

std::string what_text(const std::string& what) {
  if (what == "geometry") return msg("geometry");
  if (what == "object") return msg("the object itself");
  return what;
}

std::string shown(const std::optional<std::string>& value) {
  constexpr std::size_t enough = 60;
  if (!value) return msg("nothing");
  return value->size() <= enough ? *value : value->substr(0, enough) + "…";
}

std::string ids_text(const LedgerEntry& entry) {
  for (const auto side : {Side::reference, Side::local, Side::ancestor})
    if (!entry.ids[side].empty()) return fmt::format("{}", fmt::join(entry.ids[side], ", "));
  return {};
}

void explain_entry(const LedgerEntry& entry, std::string& text) {
  text += msg("{} {} (cluster {}): {}\n", entry.layer, ids_text(entry), entry.cluster,
              outcome_text(entry.outcome));
  for (const auto& decision : entry.decisions)
    text += msg("  {}: {}; rule {}: taken from {}\n", what_text(decision.what),
                divergence_text(decision.divergence), decision.rule, side_text(decision.taken));
  for (const auto& flag : entry.flags) text += "  " + flag + "\n";
}

void explain_conflict(const Conflict& conflict, std::string& text) {
  const bool proposal = conflict.kind == ConflictKind::proposal;
  text += proposal ? msg("  proposal {}: {}\n", conflict.id, conflict.reason)
                   : msg("  conflict {}: {}\n", conflict.id, conflict.reason);
  for (const auto side : all_sides)
    text += msg("    {}: {}\n", side_text(side), shown(conflict.values[side]));
  if (!conflict.resolution && proposal)
    text += msg("    until it is answered: as in {}\n", side_text(conflict.provisional));
  else if (!conflict.resolution)
    text += msg("    until you decide: as in {}\n", side_text(conflict.provisional));
  else if (conflict.resolution->side)
    text += msg("    decided: {}\n", side_text(*conflict.resolution->side));
  else
    text += msg("    decided: {}\n", shown(conflict.resolution->value));
}

nlohmann::ordered_json json_of(const LedgerEntry& entry) {
  nlohmann::ordered_json json{{"layer", entry.layer}, {"cluster", entry.cluster}};
  for (const auto side : all_sides) json[std::string(name_of(side)) + "_ids"] = entry.ids[side];
  json["out_fids"] = entry.out_fids;
  json["outcome"] = name_of(entry.outcome);
  json["decisions"] = nlohmann::ordered_json::array();
  for (const auto& decision : entry.decisions)
    json["decisions"].push_back({{"what", decision.what},
                                 {"divergence", name_of(decision.divergence)},
                                 {"rule", decision.rule},
                                 {"taken", name_of(decision.taken)}});
  json["flags"] = entry.flags;
  return json;
}

nlohmann::ordered_json json_of(const Conflict& conflict) {
  nlohmann::ordered_json json{{"conflict_id", conflict.id}, {"kind", name_of(conflict.kind)}};
  json["attribute"] = conflict.attribute;
  for (const auto side : all_sides) {
    const auto& value = conflict.values[side];
    json[std::string(name_of(side)) + "_value"] =
        value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
  }
  json["reason"] = conflict.reason;
  json["provisional"] = name_of(conflict.provisional);
  return json;
}

}  // namespace

Explanation explain(const std::filesystem::path& folder, const std::string& cluster_or_id) {
  auto merged = io::Database::open_input(folder / "merged.gpkg");
  Explanation explanation;
  explanation.entries = io::find_in_ledger(merged, cluster_or_id);
  explanation.open = concerning(io::read_pending(merged), cluster_or_id, explanation.entries);
  explanation.resolved = concerning(io::read_resolutions(merged), cluster_or_id, {});
  if (explanation.entries.empty() && explanation.open.empty() && explanation.resolved.empty())
    explanation.unchanged = is_in_merged(merged, folder, cluster_or_id);
  else
    return explanation;
  if (!explanation.unchanged)
    throw InputError(msg("{} knows no cluster, object or conflict “{}”",
                         (folder / "merged.gpkg").string(), cluster_or_id));
  return explanation;
}

std::string explanation_as_text(const Explanation& explanation) {
  std::string text;
  if (explanation.unchanged) text = msg("unchanged: all three versions are alike\n");
  for (const auto& entry : explanation.entries) explain_entry(entry, text);
  for (const auto& conflict : explanation.open) explain_conflict(conflict, text);
  for (const auto& conflict : explanation.resolved) explain_conflict(conflict, text);
  return text;
}

std::string explanation_as_json(const Explanation& explanation) {
  nlohmann::ordered_json json{{"unchanged", explanation.unchanged},
                              {"clusters", nlohmann::ordered_json::array()},
                              {"open", nlohmann::ordered_json::array()},
                              {"resolved", nlohmann::ordered_json::array()}};
  for (const auto& entry : explanation.entries) json["clusters"].push_back(json_of(entry));
  for (const auto& conflict : explanation.open) json["open"].push_back(json_of(conflict));
  for (const auto& conflict : explanation.resolved) json["resolved"].push_back(json_of(conflict));
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::jobs
