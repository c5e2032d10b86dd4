// SPDX-License-Identifier: MIT
#include "jobs/resolve.h"

#include <algorithm>
#include <set>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "io/conflict_filter.h"
#include "io/decision_form.h"
#include "io/sync_tables.h"
#include "jobs/given_geometry.h"
#include "jobs/inputs.h"
#include "jobs/memory.h"
#include "jobs/run_record.h"
#include "jobs/usable_decision.h"

namespace bdf::jobs {

namespace {

bool is_said(const ResolveJob& job) {
  return job.take.has_value() || job.value.has_value() || !job.geometry.empty();
}

void refuse_contradicting_options(const ResolveJob& job) {
  std::vector<std::string> said;
  if (job.take) said.emplace_back("--take");
  if (job.value) said.emplace_back("--value");
  if (!job.geometry.empty()) said.emplace_back("--geometry");
  if (!job.resolutions.empty()) said.emplace_back("--resolutions");
  if (said.size() > 1)
    throw UsageError(msg("{} and {} contradict each other: say one of them", said[0], said[1]));
}

/// What a folder asks, and what its layers can hold.
class Questions {
 public:
  explicit Questions(const ResolveJob& job) : job_(job) {
    auto conflicts = io::Database::open_input(file());
    for (auto& conflict : io::read_open_conflicts(conflicts))
      open_.emplace(conflict.id, std::move(conflict));
    auto merged = io::Database::open_input(job.folder / "merged.gpkg");
    catalog_ = io::read_catalog(merged);
    pick(conflicts);
  }

  [[nodiscard]] std::filesystem::path file() const { return job_.folder / "conflicts.gpkg"; }
  [[nodiscard]] const io::Catalog& catalog() const { return catalog_; }
  [[nodiscard]] bool picks_some() const { return !job_.conflict.empty() || !job_.where.empty(); }
  [[nodiscard]] bool is_picked(const std::string& id) const { return picked_.contains(id); }
  [[nodiscard]] std::vector<const Conflict*> picked() const {
    std::vector<const Conflict*> conflicts;
    for (const auto& id : picked_) conflicts.push_back(&open_.at(id));
    return conflicts;
  }
  /// The open conflict of that id; nullptr where there is none.
  [[nodiscard]] const Conflict* find(const std::string& id) const {
    const auto found = open_.find(id);
    return found == open_.end() ? nullptr : &found->second;
  }

 private:
  void pick(io::Database& conflicts) {
    if (job_.where.empty())
      for (const auto& [id, conflict] : open_) picked_.insert(id);
    else
      for (auto& id : io::conflicts_where(conflicts, job_.where)) picked_.insert(std::move(id));
    if (job_.conflict.empty()) return;
    std::erase_if(picked_, [&](const std::string& id) { return id != job_.conflict; });
    if (picked_.empty())
      throw InputError(
          msg("there is no open conflict {} in {}", job_.conflict, job_.folder.string()));
  }

  const ResolveJob& job_;
  std::map<std::string, Conflict> open_;
  io::Catalog catalog_;
  std::set<std::string> picked_;
};

/// One value is meant for one attribute, one geometry for one object.
void require_one_subject(const std::vector<const Conflict*>& picked) {
  std::set<std::string> subjects;
  for (const auto* conflict : picked)
    subjects.insert(conflict->kind == ConflictKind::attribute
                        ? msg("layer “{}”, attribute “{}”", conflict->layer, conflict->attribute)
                        : io::name_in_messages(*conflict));
  if (subjects.size() > 1)
    throw UsageError(
        msg("one value is for one attribute, and one geometry for one object, but the conflicts "
            "picked are about several: {}; {}. Pick with --conflict, or with --where \"layer = … "
            "AND attribute = …\"",
            *subjects.begin(), *std::next(subjects.begin())));
}

[[noreturn]] void refuse(const Conflict& conflict, const std::string& why) {
  throw UsageError(msg("{}: {} Nothing has been changed.", io::name_in_messages(conflict), why));
}

/// What the job says itself, as a decision on that conflict.
Resolution said_on(const ResolveJob& job, const Conflict& conflict, const io::Catalog& catalog,
                   const io::SourceOptions& source) {
  Resolution said{job.take, job.value.value_or(""), job.by, time_of_run(job.now)};
  if (job.geometry.empty()) return said;
  const auto* layer = catalog.find(conflict.layer);
  if (conflict.kind != ConflictKind::geometry || layer == nullptr)
    refuse(conflict, msg("This conflict is not about a shape: --geometry cannot decide it."));
  said.value = given_geometry(job.geometry, source, *layer);
  return said;
}

Decisions said(const ResolveJob& job, const Questions& questions, const io::SourceOptions& source) {
  const auto picked = questions.picked();
  if (picked.empty() && !job.take)
    throw InputError(
        msg("no open conflict in {} is picked: there is nothing to decide", job.folder.string()));
  if (!job.take) require_one_subject(picked);
  Decisions decisions;
  for (const auto* conflict : picked) {
    auto decided = *conflict;
    decided.resolution = said_on(job, *conflict, questions.catalog(), source);
    const auto wrong = why_unusable(*conflict, *decided.resolution, questions.catalog());
    if (!wrong.empty()) refuse(*conflict, wrong);
    decide(decisions, {std::move(decided), Stands::said});
  }
  return decisions;
}

/// How many decisions are about an open conflict that is picked. Throws InputError where one of
/// them cannot decide it.
std::size_t count_asked_for(const Decisions& decisions, const Questions& questions) {
  std::size_t count = 0;
  for (const auto& [id, decided] : decisions) {
    const auto* conflict = questions.find(id);
    if (conflict == nullptr || !questions.is_picked(id)) continue;
    const auto wrong = why_unusable(*conflict, *decided.conflict.resolution, questions.catalog());
    if (!wrong.empty())
      throw InputError(msg("{}, {}: {}", decided.file, io::name_in_messages(*conflict), wrong));
    ++count;
  }
  return count;
}

std::size_t count_entered(const Questions& questions) {
  const auto entered = entered_resolutions(questions.file(), questions.catalog());
  if (!entered.findings.empty()) {
    const auto& first = entered.findings.front();
    const auto* conflict = questions.find(first.feature);
    throw InputError(msg("{}, {}: {}", questions.file().string(),
                         conflict == nullptr ? first.feature : io::name_in_messages(*conflict),
                         first.message));
  }
  return static_cast<std::size_t>(
      std::count_if(entered.conflicts.begin(), entered.conflicts.end(),
                    [&](const Conflict& one) { return questions.is_picked(one.id); }));
}

/// What the file says; what stands in the folder itself is found there by the sync.
Decisions in_files(const ResolveJob& job, const Questions& questions) {
  Decisions given;
  if (!job.resolutions.empty()) given = decisions_in(job.resolutions);
  if (questions.picks_some())
    std::erase_if(given, [&](const auto& one) { return !questions.is_picked(one.first); });
  count_asked_for(given, questions);
  Decisions written;
  add_written(job.folder, written);
  const auto here = count_asked_for(written, questions) + count_entered(questions);
  if (here == 0 && job.resolutions.empty())
    throw InputError(
        msg("no resolution is entered in {}: fill in the column “resolution” there, or say --take "
            "local, reference or ancestor, --value, --geometry or --resolutions",
            questions.file().string()));
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

/// The transaction that the folder's sync was with.
std::string state_of_base(const std::filesystem::path& folder) {
  auto merged = io::Database::open_input(folder / "merged.gpkg");
  const auto stamp = io::read_stamp(merged);
  return stamp ? stamp->reference_edition : std::string();
}

}  // namespace

report::Summary resolve(const ResolveJob& job) {
  refuse_contradicting_options(job);
  auto sync_job = recorded_job(job.folder);
  const Questions questions(job);
  const auto given =
      is_said(job) ? said(job, questions, sync_job.source) : in_files(job, questions);
  if (sync_job.base.empty()) {
    require_same_reference(sync_job, job.folder);
    sync_job.ancestor = sync_job.reference;
  } else {
    sync_job.ancestor.reset();
    sync_job.base_at = state_of_base(job.folder);
  }
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
