// SPDX-License-Identifier: MIT
#include "jobs/explain.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "io/sync_tables.h"
#include "jobs/explain_terms.h"
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

std::vector<Answer> about(const std::vector<Conflict>& conflicts, io::Database& merged) {
  auto answers = io::read_answers(merged);
  std::erase_if(answers, [&](const Answer& answer) {
    return std::none_of(conflicts.begin(), conflicts.end(), [&](const Conflict& conflict) {
      return conflict.ids.reference == answer.id;
    });
  });
  return answers;
}

bool has_object(io::Database& merged, const std::string& layer, const std::vector<std::string>& key,
                const std::string& id) {
  std::string joined;
  for (const auto& column : key)
    joined +=
        (joined.empty() ? "" : " || ',' || ") + ("CAST(" + io::sql_name(column) + " AS TEXT)");
  auto statement =
      merged.prepare("SELECT 1 FROM " + io::sql_name(layer) + " WHERE " + joined + " = ?1");
  statement.bind(1, std::string_view(id));
  return statement.step();
}

/// The layer of merged that has an object of that id; "" for none.
std::string layer_with(io::Database& merged, const std::filesystem::path& folder,
                       const Explanation& asked) {
  const auto job_key = recorded_job(folder).key;
  for (const auto& schema : io::read_catalog(merged).layers)
    for (const auto& key : keys_of(schema, job_key, asked.terms))
      if (has_object(merged, schema.layer, key, asked.id)) return schema.layer;
  return "";
}

}  // namespace

Explanation explain(const std::filesystem::path& folder, const std::string& cluster_or_id) {
  auto merged = io::Database::open_input(folder / "merged.gpkg");
  Explanation found;
  found.id = cluster_or_id;
  found.entries = io::find_in_ledger(merged, cluster_or_id);
  found.open = concerning(io::read_pending(merged), cluster_or_id, found.entries);
  found.resolved = concerning(io::read_resolutions(merged), cluster_or_id, {});
  found.answers = about(found.resolved, merged);
  found.terms = terms_of_folder(folder, io::read_catalog(merged));
  if (!found.entries.empty() || !found.open.empty() || !found.resolved.empty()) return found;
  found.unchanged_in = layer_with(merged, folder, found);
  if (found.unchanged_in.empty())
    throw InputError(msg("{} knows no cluster, object or conflict “{}”",
                         (folder / "merged.gpkg").string(), cluster_or_id));
  return found;
}

}  // namespace bdf::jobs
