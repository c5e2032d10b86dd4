// SPDX-License-Identifier: MIT
#include "nightly/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <system_error>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "base/shown.h"
#include "io/output_folder.h"
#include "nightly/job.h"
#include "nightly/plan_of_base.h"
#include "refbase/base.h"
#include "refbase/transaction.h"
#include "rules/yaml_document.h"

namespace bdf::nightly {

namespace {

namespace fs = std::filesystem;
using refbase::Access;
using refbase::JobStatus;
using refbase::SqlSession;
using refbase::SqlTransaction;

/// NAME-20261127T220000Z-1a2b3c.
std::string new_run(const std::string& name, std::string time) {
  std::erase_if(time, [](char letter) { return letter == '-' || letter == ':'; });
  std::random_device random;
  return fmt::format("{}-{}-{:06x}", name, time, random() & 0xFFFFFFU);
}

std::vector<refbase::NightJob> settled_jobs(SqlSession& session, const std::string& run) {
  auto jobs = refbase::jobs_of_night(session, run);
  std::erase_if(jobs, [](const auto& job) { return job.status == JobStatus::waiting; });
  return jobs;
}

class Preparing {
 public:
  Preparing(const rules::NightPlan& plan, const NightJobRequest& request)
      : plan_(plan), request_(request), session_(refbase::open_base(plan.base, Access::write)) {}

  PreparedNight prepare() {
    SqlTransaction all(*session_, Access::write);
    auto& night = prepared_.night;
    if (auto open = refbase::open_night(*session_, plan_.name)) {
      night = std::move(*open);
      prepared_.was_resumed = true;
    } else {
      night = new_night();
      refbase::begin_night(*session_, night);
    }
    night.outcome.clear();
    if (night.stage == "jobs") list_jobs();
    refbase::keep_night(*session_, night);
    all.commit();
    return std::move(prepared_);
  }

 private:
  [[nodiscard]] refbase::Night new_night() const {
    refbase::Night night;
    night.began = time_for(*session_, request_.now);
    night.run = new_run(plan_.name, night.began);
    night.plan = plan_.name;
    night.plan_digest = plan_.digest;
    night.start = refbase::head_of(*session_).number;
    night.engine = request_.engine;
    night.stage = "jobs";
    return night;
  }

  void list_jobs() {
    auto& night = prepared_.night;
    for (const auto& job : refbase::jobs_of_night(*session_, night.run))
      tries_[{job.deposit, job.theme}] = job.tries;
    refbase::drop_waiting_jobs(*session_, night.run);
    night.unchanged = night.left_out = 0;
    auto found = find_deposits(plan_, *session_);
    spell_territories(found, themes_of(plan_, *session_));
    const auto known = refbase::settled_deposits(*session_, plan_.name);
    note_gone(found, known);
    for (auto& planned : planned_jobs(plan_, found, known, settled_jobs(*session_, night.run))) {
      if (planned.why == Why::is_unchanged) ++night.unchanged;
      if (planned.why == Why::is_left_out) ++night.left_out;
      if (planned.runs()) add(planned.job, planned.why == Why::is_faulty);
    }
  }

  void add(refbase::NightJob& job, bool is_faulty) {
    job.run = prepared_.night.run;
    job.tries = tries_[{job.deposit, job.theme}];
    if (is_faulty) {
      job.status = JobStatus::refused;
      job.reason = kept_reason(job.reason);
      job.ended = time_of_run(request_.now);
      refbase::keep_settled(*session_, job);
      prepared_.faulty.push_back(job);
    }
    refbase::add_job(*session_, job);
  }

  /// What nobody finds any longer waits for nobody, nor does what a deposit is of no longer.
  void note_gone(const std::vector<FoundDeposit>& found,
                 const std::vector<refbase::SettledDeposit>& known) const {
    std::map<std::string, const FoundDeposit*> by_name;
    for (const auto& deposit : found) by_name[deposit.name] = &deposit;
    for (const auto& one : known) {
      const auto deposit = by_name.find(one.deposit);
      const bool is_found = deposit != by_name.end();
      if (is_found && is_of_no_theme(*deposit->second, one)) {
        refbase::drop_settled(*session_, plan_.name, one.deposit, one.theme);
        continue;
      }
      const bool is_gone = !is_found && !member_deposit(one.place);
      if (is_gone == one.gone.empty())
        refbase::keep_gone(*session_, plan_.name, one.deposit,
                           is_gone ? prepared_.night.began : std::string());
    }
  }

  /// It could not be read, and can be now; or it was refused for a theme that it names no longer.
  static bool is_of_no_theme(const FoundDeposit& deposit, const refbase::SettledDeposit& one) {
    const auto& themes = deposit.manifest.themes;
    return deposit.fault.empty() && one.status != JobStatus::taken &&
           std::find(themes.begin(), themes.end(), one.theme) == themes.end();
  }

  const rules::NightPlan& plan_;
  const NightJobRequest& request_;
  std::unique_ptr<SqlSession> session_;
  PreparedNight prepared_;
  std::map<std::pair<std::string, std::string>, std::int64_t> tries_;
};

NightPreview preview_of(const rules::NightPlan& said, SqlSession& session) {
  NightPreview preview;
  const SqlTransaction reading(session, Access::read);
  const auto themes = themes_of(said, session);
  const auto plan = plan_of_base(said, themes, session);
  const bool had_nights = session.has_table("bdf_night");
  std::vector<refbase::NightJob> settled;
  std::vector<refbase::SettledDeposit> known;
  if (had_nights) {
    known = refbase::settled_deposits(session, plan.name);
    if (const auto open = refbase::open_night(session, plan.name)) {
      preview.resumes = open->run;
      settled = settled_jobs(session, open->run);
    }
  }
  auto found = find_deposits(plan, session);
  spell_territories(found, themes);
  preview.absent = producers_of_nothing(plan, found);
  preview.jobs = planned_jobs(plan, found, known, settled);
  if (plan.packages && had_nights)
    preview.packages = changed_packages(plan, session, refbase::head_of(session).number);
  return preview;
}

}  // namespace

PreparedNight prepare_night(const rules::NightPlan& plan, const NightJobRequest& request) {
  return Preparing(plan, request).prepare();
}

NightPreview preview_night(const NightJobRequest& request) {
  const auto plan = rules::load_night_plan(request.plan);
  return preview_of(plan, *refbase::open_base(plan.base));
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw StoreError(msg("{}: cannot be made ({})", folder.string(), error.message()));
}

// Two plans in one folder would write over one another's page, and forget one another's files.
void take_folder(const rules::NightPlan& plan) {
  make_folder(plan.work);
  const auto sign = plan.work / "plan";
  std::error_code none;
  if (!fs::exists(sign, none)) return io::write_text(sign, plan.name + "\n");
  auto other = rules::read_text(sign);
  if (other == plan.name + "\n") return;
  other.erase(other.find_last_not_of('\n') + 1);
  throw InputError(
      msg("{}: the plan “{}” works there: give this one a folder of its own, or remove {} where "
          "that one is no more",
          plan.work.string(), shown_on_a_line(other), sign.string()));
}

}  // namespace bdf::nightly
