// SPDX-License-Identifier: MIT
#include "nightly/run_jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/share.h"
#include "io/output_folder.h"
#include "nightly/child.h"
#include "nightly/claims.h"
#include "nightly/job.h"
#include "nightly/patience.h"

namespace bdf::nightly {

namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using refbase::Access;
using refbase::JobStatus;
using refbase::NightJob;
using refbase::SqlSession;
using refbase::SqlTransaction;

ordered_json json_of(const NightJob& job) {
  ordered_json json{{"job", job.position},      {"deposit", job.deposit},
                    {"theme", job.theme},       {"territory", job.territory},
                    {"producer", job.producer}, {"status", refbase::name_of(job.status)}};
  if (job.number != 0) json["transaction"] = job.number;
  if (job.asked != 0) json["asked"] = job.asked;
  if (!job.reason.empty()) json["reason"] = job.reason;
  if (!job.figures.empty()) json["figures"] = ordered_json::parse(job.figures);
  return json;
}

class Running {
 public:
  explicit Running(const JobsRun& jobs) : jobs_(jobs), plan_(*jobs.plan), claims_(plan_.base) {}

  std::string run() {
    std::vector<std::thread> threads;
    for (int i = 0; i < std::max(1, jobs_.side_by_side); ++i)
      threads.emplace_back([this] { work(); });
    for (auto& thread : threads) thread.join();
    return failure_;
  }

 private:
  /// What one of several does: one job after the other.
  void work() {
    try {
      while (!is_over()) {
        const auto job = next_job();
        if (!job) return;
        do_one(*job);
      }
    } catch (const std::exception& error) {
      give_up(error.what());
    }
  }

  [[nodiscard]] bool is_over() { return has_failed() || is_closing(); }
  /// Also where the base is another night's by now.
  [[nodiscard]] bool has_failed() {
    const std::lock_guard guard(mutex_);
    try {
      if (failure_.empty() && !jobs_.is_alone())
        failure_ = msg("another night has begun on this base");
    } catch (const std::exception& error) {
      failure_ = error.what();
    }
    return !failure_.empty();
  }
  void give_up(const std::string& reason) {
    const std::lock_guard guard(mutex_);
    if (failure_.empty()) failure_ = reason;
  }

  /// The first that waits and that nobody does; waits where others may leave theirs undone.
  std::optional<NightJob> next_job() {
    constexpr std::chrono::milliseconds pause(300);
    for (; !is_over(); std::this_thread::sleep_for(pause)) {
      constexpr std::size_t many = 300;
      const auto waiting = first_waiting(many);
      if (waiting.empty()) return std::nullopt;
      for (const auto& job : waiting)
        if (claims_.claim(lock_of_job(jobs_.run, job.position))) return job;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<NightJob> first_waiting(std::size_t many) const {
    std::vector<NightJob> waiting;
    with_base(plan_.base, [&](SqlSession& session) {
      const SqlTransaction reading(session, Access::read);
      waiting = refbase::waiting_jobs(session, jobs_.run, many);
    });
    return waiting;
  }

  void leave(std::int64_t position) { claims_.leave(lock_of_job(jobs_.run, position)); }

  void do_one(const NightJob& job) {
    auto pause = plan_.pause;
    // Another may have done it between our looking and our lock.
    if (!still_waits(job)) return leave(job.position);
    // What has begun is brought to an end: those behind it wait for their turn.
    while (!has_failed()) {
      std::optional<NightJob> before;
      if (try_once(job, before)) break;
      if (before && is_closing()) {  // nobody begins that one any more: both are left
        leave(before->position);
        break;
      }
      if (before) {
        do_one(*before);
        continue;
      }
      sleep(pause);
      pause *= 2;
    }
    leave(job.position);
  }

  [[nodiscard]] bool is_closing() {
    const std::lock_guard guard(mutex_);
    return jobs_.is_closing();
  }

  /// The one for which all others wait, where the program that did it is gone: claimed.
  [[nodiscard]] std::optional<NightJob> left_before(const NightJob& job) {
    const auto first = first_waiting(1);
    if (first.empty() || first.front().position >= job.position ||
        !claims_.claim(lock_of_job(jobs_.run, first.front().position)))
      return std::nullopt;
    return first.front();
  }

  [[nodiscard]] std::optional<NightJob> job_now(const NightJob& job) const {
    std::optional<NightJob> now;
    with_base(plan_.base, [&](SqlSession& session) {
      const SqlTransaction reading(session, Access::read);
      now = refbase::find_job(session, jobs_.run, job.position);
    });
    return now;
  }

  [[nodiscard]] bool still_waits(const NightJob& job) const {
    const auto now = job_now(job);
    return now && now->status == JobStatus::waiting && now->deposit == job.deposit;
  }

  void sleep(double seconds) {
    constexpr std::chrono::milliseconds step(100);
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!has_failed() && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(step);
  }

  [[nodiscard]] ChildWork child_of(const NightJob& job) const {
    const auto folder = folder_of_run(plan_, jobs_.run);
    fs::create_directories(folder);
    ChildWork work;
    work.command = {(executable_folder() / "bdf").string(),
                    "nightly",
                    "job",
                    plan_.file.string(),
                    "--run",
                    jobs_.run,
                    "--job",
                    fmt::format("{}", job.position),
                    "--threads",
                    fmt::format("{}", threads_a_job())};
    if (!jobs_.now.empty()) work.command.insert(work.command.end(), {"--now", jobs_.now});
    work.messages = folder / fmt::format("job-{}.log", job.position);
    work.seconds = plan_.limits.seconds;
    return work;
  }

  [[nodiscard]] int threads_a_job() const {
    if (jobs_.threads > 0) return jobs_.threads;
    const auto all = static_cast<int>(std::thread::hardware_concurrency());
    return std::max(1, all / std::max(1, jobs_.side_by_side));
  }

  /// Whether the job is done with. Where it waits for one that somebody has left, it is ended
  /// before it has done anything, and `before` is that one.
  bool try_once(const NightJob& job, std::optional<NightJob>& before) {
    constexpr std::chrono::seconds often(1);
    auto looked = std::chrono::steady_clock::now();
    bool waits = false;
    const auto server = start_of_server(plan_.base);
    std::string said;
    const auto end = run_child(
        child_of(job),
        [&](const std::string& line) {
          constexpr std::string_view mark = "failed: ";
          if (line.starts_with(mark)) said = line.substr(mark.size());
          waits = line == says_waiting;
        },
        [&] {
          if (!before && waits && std::chrono::steady_clock::now() - looked > often) {
            before = left_before(job);
            looked = std::chrono::steady_clock::now();
          }
          return before || has_failed();
        });
    if (before && !has_failed()) return false;
    if (before) leave(before->position);
    if (has_failed()) return true;
    const auto after = job_now(job);
    if (!after) return true;
    if (after->status != JobStatus::waiting) {
      tell(*after);
      return true;
    }
    const auto reason = reason_of(end, said);
    if (server != start_of_server(plan_.base)) {
      jobs_.log->add("server_restarted", {{"job", job.position}, {"reason", reason}});
      return false;
    }
    return note_failure(*after, end, reason);
  }

  [[nodiscard]] std::string reason_of(const ChildEnd& end, const std::string& said) const {
    if (end.was_late)
      return msg("it worked longer than the {:.4g} minutes that the plan gives it",
                 plan_.limits.seconds / 60);
    if (end.was_silent) return msg("it waited for its turn and was no longer heard of");
    if (end.signal == SIGKILL) return msg("it was killed: was there too little memory?");
    if (end.signal != 0) return msg("it crashed ({})", strsignal(end.signal));
    return said.empty() ? msg("it ended without a word (code {})", end.code) : said;
  }

  /// Counts it; after the last try the job is put aside, unless nothing else could be done either.
  bool note_failure(NightJob job, const ChildEnd& end, const std::string& reason) {
    ++job.tries;
    job.reason = kept_reason(reason);
    const bool is_last = job.tries >= plan_.tries;
    if (is_last && end.code == static_cast<int>(ExitCode::store_failed)) check_house(reason);
    if (is_last) {
      job.status = JobStatus::aside;
      job.ended = time_of_run(jobs_.now);
      if (job.fingerprint.empty()) job.fingerprint = sha256("aside\n" + job.marks);
      // What the house has failed in is tried again the next time, unchanged as it is.
      if (end.code == static_cast<int>(ExitCode::store_failed)) job.fingerprint = job.marks = "";
    }
    with_base(plan_.base, [&](SqlSession& session) {
      SqlTransaction all(session, Access::write);
      if (refbase::keep_job(session, job)) refbase::keep_settled(session, job);
      all.commit();
    });
    jobs_.log->add("failure", {{"job", job.position},
                               {"deposit", job.deposit},
                               {"tries", job.tries},
                               {"reason", job.reason}});
    if (is_last) tell(job);
    return is_last;
  }

  /// Throws StoreError where what every job needs is not there: room on the disk, the base.
  void check_house(const std::string& reason) {
    constexpr std::size_t room = 4 << 20;
    const auto trial = folder_of_run(plan_, jobs_.run) / "room";
    try {
      io::write_text(trial, std::string(room, '\0'));
      fs::remove(trial);
      with_base(plan_.base, [&](SqlSession& session) {
        SqlTransaction all(session, Access::write);
        session.run("UPDATE bdf_night SET stage = stage WHERE run = $1", {jobs_.run});
        all.commit();
      });
    } catch (const std::exception&) {
      std::error_code ignored;
      fs::remove(trial, ignored);
      throw StoreError(reason);
    }
  }

  void tell(const NightJob& job) {
    jobs_.log->add("job", json_of(job));
    const std::lock_guard guard(mutex_);
    if (jobs_.tell) jobs_.tell(job);
  }

  const JobsRun& jobs_;
  const rules::NightPlan& plan_;
  std::mutex mutex_;
  Claims claims_;
  std::string failure_;
};

}  // namespace

std::string run_jobs(const JobsRun& jobs) { return Running(jobs).run(); }

}  // namespace bdf::nightly
