// SPDX-License-Identifier: MIT
#include "jobs/resolve.h"

#include <algorithm>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "io/sync_tables.h"
#include "jobs/inputs.h"
#include "jobs/memory.h"
#include "jobs/run_record.h"

namespace bdf::jobs {

namespace {

/// The ids of the open conflicts that the options pick.
std::vector<std::string> picked(io::Database& conflicts, const ResolveJob& job) {
  std::string sql = "SELECT conflict_id FROM conflict WHERE (?1 = '' OR conflict_id = ?1)";
  if (!job.where.empty()) sql += " AND (" + job.where + ")";
  auto statement = [&] {
    try {
      return conflicts.prepare(sql);
    } catch (const Error& error) {
      throw UsageError(msg("--where “{}” is no expression over the columns of layer conflict: {}",
                           job.where, error.what()));
    }
  }();
  statement.bind(1, std::string_view(job.conflict));
  std::vector<std::string> ids;
  while (statement.step()) ids.push_back(statement.text(0));
  if (ids.empty() && !job.conflict.empty())
    throw InputError(msg("there is no open conflict {} in {}", job.conflict, job.folder.string()));
  return ids;
}

std::map<std::string, Resolution> decisions(const ResolveJob& job) {
  std::map<std::string, Resolution> given;
  auto conflicts = io::Database::open_input(job.folder / "conflicts.gpkg");
  const auto ids = picked(conflicts, job);
  if (job.take) {
    for (const auto& id : ids) given[id] = Resolution{job.take, "", job.by, time_of_run(job.now)};
    return given;
  }
  auto merged = io::Database::open_input(job.folder / "merged.gpkg");
  const auto entered = entered_resolutions(conflicts.path(), io::read_catalog(merged));
  if (!entered.findings.empty()) {
    const auto& first = entered.findings.front();
    throw InputError(
        msg("{}, conflict {}: {}", conflicts.path().string(), first.feature, first.message));
  }
  for (const auto& conflict : entered.conflicts)
    if (std::find(ids.begin(), ids.end(), conflict.id) != ids.end())
      given[conflict.id] = *conflict.resolution;
  if (given.empty())
    throw InputError(
        msg("no resolution is entered in {}: fill in the column “resolution” there, or "
            "say --take local, reference or ancestor",
            (job.folder / "conflicts.gpkg").string()));
  return given;
}

void require_same_reference(const SyncJob& sync, const std::filesystem::path& folder) {
  auto merged = io::Database::open_input(folder / "merged.gpkg");
  const auto stamp = io::read_stamp(merged);
  const auto path = io::parse_source(sync.reference).path;
  if (!std::filesystem::exists(path))
    throw InputError(
        msg("the reference {} is no longer there. The resolutions are kept: the next "
            "`bdf sync` of {} applies them",
            path, (folder / "merged.gpkg").string()));
  Input reference;
  reference.name = sync.reference;
  if (stamp && digest_of(reference) != stamp->reference_digest)
    throw InputError(
        msg("the reference {} has changed since this sync. The resolutions are kept: "
            "run `bdf sync` with {} as the local layer, which applies them",
            path, (folder / "merged.gpkg").string()));
}

}  // namespace

report::Summary resolve(const ResolveJob& job) {
  auto sync_job = recorded_job(job.folder);
  const auto given = decisions(job);
  require_same_reference(sync_job, job.folder);
  sync_job.ancestor = sync_job.reference;
  sync_job.local = (job.folder / "merged.gpkg").string();
  sync_job.out = job.folder;
  sync_job.overwrite = true;
  sync_job.confirm_deletions =
      true;  // they were confirmed, or few enough, when the folder was made
  sync_job.threads = job.threads;
  sync_job.now = job.now;
  return sync_with_decisions(sync_job, given);
}

}  // namespace bdf::jobs
