// SPDX-License-Identifier: MIT
#include "nightly/nightly.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <system_error>
#include <thread>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "io/output_folder.h"
#include "nightly/claims.h"
#include "nightly/job.h"
#include "nightly/night_report.h"
#include "nightly/patience.h"
#include "nightly/plan_of_base.h"
#include "nightly/prepare.h"
#include "nightly/run_jobs.h"
#include "nightly/time_window.h"
#include "refbase/base.h"
#include "refbase/contributions.h"
#include "refbase/transaction.h"
#include "refbase/work_lock.h"
#include "rules/yaml_document.h"

namespace bdf::nightly {

namespace {

namespace fs = std::filesystem;
using refbase::Access;
using refbase::JobStatus;
using refbase::SqlSession;
using refbase::SqlTransaction;

int jobs_at_a_time(const rules::NightPlan& plan, int threads) {
  if (plan.side_by_side > 0) return plan.side_by_side;
  if (threads > 0) return threads;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

constexpr std::chrono::seconds a_moment(1);

class Nightly {
 public:
  explicit Nightly(const NightJobRequest& request)
      : request_(request),
        plan_(rules::load_night_plan(request.plan)),
        side_by_side_(jobs_at_a_time(plan_, request.threads)) {
    // Programs that work for this one find the base here: passwords are not for command lines.
    setenv("BDF_BASE", plan_.base.c_str(), 1);
    setenv("BDF_PATIENCE", "600", 0);
  }

  NightOutcome run() {
    hold_against_base();
    begin(a_moment);
    prepare();
    finish();
    return std::move(outcome_);
  }

  /// Jobs and packages are done beside one another; all else is done by one program at a time.
  NightOutcome run(NightStep step) {
    with_base(plan_.base, [](SqlSession&) {});  // its server may be about to come back
    hold_against_base();
    const bool is_one_of_many = step == NightStep::jobs || step == NightStep::packages;
    if (is_one_of_many) be_one_of_many();
    // Of a machine that is lost without a word servers know within a minute.
    begin(std::chrono::seconds(90));
    if (step == NightStep::prepare) {
      prepare();
      return std::move(outcome_);
    }
    find_open_night();
    // Of the jobs also those that the step before has left.
    if (is_one_of_many && stage_is("jobs")) do_jobs();
    if (step == NightStep::packages) {
      end_jobs();
      if (stage_is("packages")) do_packages();
    }
    if (step == NightStep::report) finish();
    return std::move(outcome_);
  }

 private:
  void be_one_of_many() {
    hold_ = &refbase::WorkLocks::try_share;
    side_by_side_ = 1;
    threads_ = request_.threads;
  }

  void hold_against_base() {
    const auto session = refbase::open_base(plan_.base, Access::write);
    const SqlTransaction reading(*session, Access::read);
    plan_ = plan_of_base(std::move(plan_), themes_of(plan_, *session), *session);
  }

  void begin(std::chrono::milliseconds patience) {
    locks_ = refbase::work_locks_of(plan_.base);
    if (!hold(patience)) refuse_second();
  }

  /// A server may notice late that an earlier night was killed, and whoever asks for the status of
  /// a night has its lock for a moment.
  [[nodiscard]] bool hold(std::chrono::milliseconds patience) {
    constexpr std::chrono::milliseconds pause(200);
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!(*locks_.*hold_)(lock_of_nights)) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(pause);
    }
    return true;
  }

  [[noreturn]] void refuse_second() const {
    const auto session = refbase::open_base(plan_.base, Access::write);
    const SqlTransaction reading(*session, Access::read);
    std::string other;
    for (const auto& night : refbase::nights_of(*session, ""))
      if (night.ended.empty() && other.empty()) other = night.run + ", " + night.began;
    throw StoreError(
        msg("{}: another night is at work on this base ({}): `bdf nightly status` "
            "tells how far it is",
            session->name(), other));
  }

  void prepare() {
    take_folder(plan_);
    auto prepared = prepare_night(plan_, request_);
    outcome_.night = std::move(prepared.night);
    outcome_.was_resumed = prepared.was_resumed;
    const auto& night = outcome_.night;
    open_log();
    log_->add(outcome_.was_resumed ? "resumed" : "began",
              {{"plan", plan_.name}, {"stage", night.stage}});
    tell(outcome_.was_resumed ? msg("{}: goes on", night.run) : msg("{}: begins", night.run));
    tell_faulty(prepared.faulty);
  }

  void find_open_night() {
    read_night();
    open_log();
  }

  void read_night() {
    with_base(plan_.base, [&](SqlSession& session) {
      const SqlTransaction reading(session, Access::read);
      auto open = refbase::open_night(session, plan_.name);
      if (!open) throw UsageError(msg("{}: no night of this plan goes on", plan_.file.string()));
      outcome_.night = std::move(*open);
    });
  }

  void open_log() {
    const auto& run = outcome_.night.run;
    for (const auto* folder : {"runs", "logs", "reports", "returns"})
      make_folder(plan_.work / folder);
    make_folder(folder_of_run(plan_, run));
    log_.emplace(plan_.work / "logs" / (run + ".jsonl"), run);
  }

  [[nodiscard]] bool stage_is(std::string_view stage) const {
    return outcome_.night.stage == stage;
  }

  /// What is to go out, and what went out.
  [[nodiscard]] fs::path wanted_file() const {
    return folder_of_run(plan_, outcome_.night.run) / "wanted.json";
  }
  [[nodiscard]] fs::path packages_file() const {
    return folder_of_run(plan_, outcome_.night.run) / "packages.json";
  }

  /// Deposits that cannot be read are settled as soon as they are listed.
  void tell_faulty(const std::vector<refbase::NightJob>& faulty) const {
    for (const auto& job : faulty) {
      log_->add("job", {{"job", job.position},
                        {"deposit", job.deposit},
                        {"status", refbase::name_of(job.status)},
                        {"reason", job.reason}});
      tell(text_of(job));
    }
  }

  void move_to(const std::string& stage) {
    auto& night = outcome_.night;
    night.stage = stage;
    if (stage == "done") night.ended = time_of_run(request_.now);
    with_base(plan_.base, [&](SqlSession& session) {
      SqlTransaction all(session, Access::write);
      refbase::keep_night(session, night);
      all.commit();
    });
    log_->add("stage", {{"stage", stage}});
  }

  void do_jobs() {
    const TimeWindow window(plan_.until);
    JobsRun jobs{&plan_,
                 outcome_.night.run,
                 side_by_side_,
                 threads_,
                 request_.now,
                 &*log_,
                 [&](const refbase::NightJob& job) { tell(text_of(job)); },
                 [&] { return window.is_over(); },
                 [&] { return is_alone(); }};
    outcome_.night.outcome = run_jobs(jobs);
    if (outcome_.was_stopped()) log_->add("stopped", {{"reason", outcome_.night.outcome}});
    if (window.is_over()) log_->add("time_is_over");
  }

  /// Whether the base is still this night's: a server that was started anew has forgotten it.
  bool is_alone() {
    constexpr std::chrono::seconds often(2);
    if (has_lost_ || std::chrono::steady_clock::now() - asked_ < often) return !has_lost_;
    asked_ = std::chrono::steady_clock::now();
    patiently(plan_.base, [&] { has_lost_ = !hold(a_moment); });
    return !has_lost_;
  }

  /// Does the jobs that are still left and lists the packages: one program does, others wait for
  /// it.
  void end_jobs() {
    constexpr std::chrono::seconds pause(1);
    Claims stages(plan_.base);
    for (; stage_is("jobs") && !outcome_.was_stopped(); std::this_thread::sleep_for(pause)) {
      const bool is_mine = stages.claim(lock_of_stages);
      read_night();
      if (!is_mine || !stage_is("jobs") || outcome_.was_stopped()) continue;
      do_jobs();
      leave_jobs();
      return;
    }
  }

  /// Where the house has failed the next night goes on with this run. Another that has begun
  /// meanwhile does so already: what that one says of the run stays.
  void leave_jobs() {
    if (has_lost_) return;
    if (outcome_.was_stopped()) return move_to("jobs");
    if (plan_.packages) list_packages();
    move_to(plan_.packages ? "packages" : "report");
  }

  /// Of what the night has done, and whatever was there when it began.
  [[nodiscard]] std::int64_t last_state() const {
    auto state = outcome_.night.start;
    with_base(plan_.base, [&](SqlSession& session) {
      const SqlTransaction reading(session, Access::read);
      for (const auto& job : refbase::jobs_of_night(session, outcome_.night.run))
        state = std::max(state, job.number);
    });
    return state;
  }

  /// The list is the same for all programs that make them, and after an interruption.
  void list_packages() {
    std::vector<WantedPackage> wanted;
    const auto state = last_state();
    outcome_.publication.clear();
    try {
      with_base(plan_.base, [&](SqlSession& session) {
        const SqlTransaction reading(session, Access::read);
        wanted = changed_packages(plan_, session, state);
      });
    } catch (const StoreError&) {
      throw;
    } catch (const Error& error) {  // a theme, a territory: the plan's fault, and not the base's
      outcome_.publication = error.what();
    }
    outcome_.packages.clear();
    for (auto& one : wanted) outcome_.packages.push_back({std::move(one), {}, {}, {}, {}, {}, 0});
    keep_packages(wanted_file());
  }

  [[nodiscard]] bool is_listed() const {
    std::error_code none;
    return fs::exists(wanted_file(), none);
  }

  void keep_packages(const fs::path& path) const {
    io::OutputFile file(path, true);
    io::write_text(file.path(), packages_as_json(outcome_));
    file.commit();
  }

  [[nodiscard]] PackagesRun packages_run() {
    return {&plan_,
            outcome_.night,
            last_state(),
            side_by_side_,
            threads_,
            &*log_,
            [&](const MadePackage& made) { tell(text_of(made)); },
            [&] { return is_alone(); }};
  }

  void do_packages() {
    outcome_.packages.clear();
    if (is_listed()) read_packages(rules::read_text(wanted_file()), outcome_);
    std::vector<WantedPackage> wanted;
    for (auto& one : outcome_.packages) wanted.push_back(std::move(one.wanted));
    outcome_.packages = make_packages(packages_run(), wanted);
  }

  void publish_packages() {
    if (plan_.publication && outcome_.publication.empty()) {
      outcome_.publication = publish(packages_run());
      if (!outcome_.publication.empty())
        log_->add("not_published", {{"reason", outcome_.publication}});
    }
    keep_packages(packages_file());
    move_to("report");
  }

  /// All that is left of a night.
  void finish() {
    if (outcome_.was_stopped()) {  // an earlier step: perhaps it goes now
      outcome_.night.outcome.clear();
      move_to(outcome_.night.stage);
    }
    end_jobs();
    if (stage_is("packages")) {
      if (!is_listed()) list_packages();
      do_packages();
      publish_packages();
    }
    if (!has_lost_) report();  // else it is told by the night that has taken this one's place
  }

  /// Those from which the next ones are told apart.
  [[nodiscard]] std::set<std::string> kept_packages() const {
    std::set<std::string> names;
    with_base(plan_.base, [&](SqlSession& session) {
      const SqlTransaction reading(session, Access::read);
      for (const auto& made : refbase::night_packages(session, "")) names.insert(made.name);
    });
    return names;
  }

  void report() {
    with_base(plan_.base, [&](SqlSession& session) {
      SqlTransaction all(session, Access::write);
      outcome_.jobs = refbase::jobs_of_night(session, outcome_.night.run);
      outcome_.standing = refbase::settled_deposits(session, plan_.name);
      for (const auto& entry : refbase::waiting_entries(session)) ++outcome_.asked[entry.number];
      outcome_.origins = refbase::jobs_with_questions(session);
      refbase::forget_nights(session, plan_.name,
                             days_before(time_for(session, request_.now), plan_.keep_days));
      all.commit();
    });
    std::error_code none;
    if (outcome_.packages.empty() && fs::exists(packages_file(), none))
      read_packages(rules::read_text(packages_file()), outcome_);
    outcome_.report = write_reports(plan_, outcome_);
    log_->add("ended", {{"stage", outcome_.night.stage},
                        {"taken", outcome_.count(JobStatus::taken)},
                        {"refused", outcome_.count(JobStatus::refused)},
                        {"aside", outcome_.count(JobStatus::aside)},
                        {"unchanged", outcome_.night.unchanged},
                        {"packages", outcome_.packages.size()}});
    if (stage_is("report")) move_to("done");
    notify(plan_, outcome_);
    forget_old_files(plan_, kept_packages());
  }

  void tell(const std::string& text) const {
    if (request_.tell) request_.tell(text);
  }

  const NightJobRequest& request_;
  rules::NightPlan plan_;
  NightOutcome outcome_;
  std::optional<NightLog> log_;
  std::unique_ptr<refbase::WorkLocks> locks_;
  bool (refbase::WorkLocks::*hold_)(int) = &refbase::WorkLocks::try_lock;
  int side_by_side_ = 1;
  int threads_ = 0;  ///< of each job and package; 0: what the machine has for it
  std::chrono::steady_clock::time_point asked_;
  bool has_lost_ = false;
};

}  // namespace

std::size_t NightOutcome::count(JobStatus status) const {
  return static_cast<std::size_t>(std::count_if(
      jobs.begin(), jobs.end(), [&](const auto& job) { return job.status == status; }));
}

bool NightOutcome::needs_human() const {
  const bool some_wait =
      std::any_of(jobs.begin(), jobs.end(), [](const auto& job) { return job.asked > 0; });
  const bool some_failed = std::any_of(packages.begin(), packages.end(), [](const auto& package) {
    return state_of(package) == PackageState::not_made;
  });
  return some_wait || some_failed || !publication.empty() || count(JobStatus::waiting) > 0 ||
         count(JobStatus::refused) > 0 || count(JobStatus::aside) > 0;
}

std::string_view state_of(const NightOutcome& outcome) {
  if (outcome.was_stopped()) return "stopped";
  return outcome.needs_human() ? "human_needed" : "done";
}

std::optional<NightStep> step_named(std::string_view name) {
  constexpr std::array<std::string_view, 4> names{"prepare", "jobs", "packages", "report"};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return NightStep(i);
  return std::nullopt;
}

NightOutcome run_step(const NightJobRequest& request, NightStep step) {
  return Nightly(request).run(step);
}

NightOutcome run_night(const NightJobRequest& request) { return Nightly(request).run(); }

}  // namespace bdf::nightly
