// SPDX-License-Identifier: MIT
#include "nightly/job.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/shown.h"
#include "io/changeset.h"
#include "io/durable.h"
#include "io/output_folder.h"
#include "jobs/adopt.h"
#include "jobs/contribution_signer.h"
#include "jobs/integrate.h"
#include "jobs/scratch.h"
#include "nightly/deposited_data.h"
#include "nightly/deposited_layers.h"
#include "refbase/base.h"
#include "rules/territory.h"

namespace bdf::nightly {

namespace {

namespace fs = std::filesystem;
using refbase::Access;
using refbase::JobStatus;
using refbase::Night;
using refbase::NightJob;
using refbase::SqlSession;
using refbase::SqlTransaction;
using Steady = std::chrono::steady_clock;

/// Seconds by stage, as they are kept.
class Figures {
 public:
  void begin(const std::string& stage) {
    end();
    stage_ = stage;
    began_ = Steady::now();
  }

  [[nodiscard]] std::string text() {
    end();
    struct rusage used {};
    getrusage(RUSAGE_SELF, &used);
    constexpr int kib_a_mib = 1024;
    json_["memory_mib"] = used.ru_maxrss / kib_a_mib;  // NOLINT(*-union-access): glibc's
    return json_.dump();
  }

 private:
  void end() {
    if (stage_.empty()) return;
    const std::chrono::duration<double> passed = Steady::now() - began_;
    json_[stage_] = std::round((json_.value(stage_, 0.0) + passed.count()) * 1000) / 1000;
    stage_.clear();
  }

  nlohmann::ordered_json json_ = nlohmann::ordered_json::object();
  std::string stage_;
  Steady::time_point began_;
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  if (what.empty()) return text;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

class Doing {
 public:
  Doing(const JobRun& run, const std::function<void(std::string_view)>& tell)
      : run_(run), plan_(*run.plan), tell_(tell) {}

  void run() {
    const auto path = folder_of_run(plan_, run_.run) / fmt::format("job-{}.lock", run_.position);
    fs::create_directories(path.parent_path());
    constexpr mode_t by_umask = 0666;
    const Descriptor lock(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, by_umask));
    if (lock.number() < 0) io::fail_on(path);
    wait_for_others(lock.number(), path);
    session_ = refbase::open_base(plan_.base, Access::write);
    if (!find()) return;
    try {
      work();
    } catch (const InputError& wrong) {
      refuse(wrong.what());
    } catch (const RightsError& wrong) {
      refuse(wrong.what());
    } catch (const UsageError& wrong) {
      refuse(wrong.what());
    }
  }

 private:
  /// A server that is started anew forgets who does a job, and another program may begin it, too:
  /// it would work in the same folders.
  void wait_for_others(int lock, const fs::path& path) {
    constexpr std::chrono::milliseconds pause(200);
    bool waits = false;
    while (flock(lock, LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK && errno != EINTR) io::fail_on(path);
      tell_(says_waiting);
      waits = true;
      std::this_thread::sleep_for(pause);
    }
    if (waits) tell_(says_working);
  }

  /// False where there is nothing to do.
  bool find() {
    const SqlTransaction reading(*session_, Access::read);
    const auto night = refbase::find_night(*session_, run_.run);
    const auto job = refbase::find_job(*session_, run_.run, run_.position);
    if (!night || !job || job->status != JobStatus::waiting) return false;
    night_ = *night;
    job_ = *job;
    return true;
  }

  void work() {
    figures_.begin("read");
    const auto folder = folder_of_run(plan_, run_.run) / fmt::format("job-{}", job_.position);
    fs::create_directories(folder.parent_path());
    const jobs::Scratch scratch(folder);
    scratch_ = scratch.path();
    data_ = take_in(plan_, *session_, job_, scratch.path());
    job_.producer = data_.manifest.producer;
    read_theme(scratch.path());
    note_begin();
    if (is_known()) return settle_unchanged();
    enter(data_.is_contribution ? fs::path(data_.data) : contribution_of_layers());
  }

  /// The version that the base goes by, also as a file: what is made of layers must be judged by
  /// it.
  void read_theme(const fs::path& scratch) {
    const SqlTransaction reading(*session_, Access::read);
    theme_ = jobs::theme_of_base(*session_, job_.theme);
    theme_file_ = job_.theme;
    if (const auto text = jobs::text_of_adopted(*session_, theme_.name)) {
      theme_file_ = (scratch / "theme.yaml").string();
      io::write_text(theme_file_, *text);
    }
    if (data_.fingerprint.empty()) return;
    auto all = data_.fingerprint + "\n" + theme_.digest;
    for (const auto& signature : data_.signatures)
      all += "\n" + crypto::signature_as_json(signature);
    job_.fingerprint = sha256(all);
  }

  void note_begin() {
    job_.began = time_of_run(run_.now);
    SqlTransaction all(*session_, Access::write);
    refbase::keep_job(*session_, job_);
    all.commit();
  }

  bool is_known() {
    if (job_.fingerprint.empty()) return false;
    const SqlTransaction reading(*session_, Access::read);
    // Whatever it is called by now: what was taken once comes in no second time.
    if (const auto taken = refbase::job_that_took(*session_, job_.theme, job_.fingerprint)) {
      job_.number = taken->number;
      return true;
    }
    const auto settled = refbase::find_settled(*session_, night_.plan, job_.deposit, job_.theme);
    return settled && settled->fingerprint == job_.fingerprint;
  }

  fs::path contribution_of_layers() {
    const LayersWork work{
        &run_,   &night_,     &job_,    &data_,
        &theme_, theme_file_, scratch_, [&](const std::string& stage) { figures_.begin(stage); }};
    return nightly::contribution_of_layers(work, *session_);
  }

  /// As the base calls them.
  [[nodiscard]] std::vector<std::string> territories() const {
    std::vector<std::string> codes;
    for (const auto& name : data_.manifest.territories) {
      const auto spelled = rules::spelling_of(theme_.territories, name);
      codes.push_back(spelled.empty() ? name : spelled);
    }
    return codes;
  }

  /// A manifest speaks for its contribution alone where both name the same producer.
  void check_producer(const fs::path& contribution) const {
    const auto said = io::read_changeset(contribution).head.producer;
    if (!said.empty() && said != data_.manifest.producer)
      throw InputError(msg("the manifest is of “{}”, and the contribution of “{}”",
                           data_.manifest.producer, said));
  }

  /// Of the deposit as a whole. A contribution may also bear its own signature, which is looked at
  /// where this finds none.
  [[nodiscard]] std::string signer() const {
    if (data_.signatures.empty()) return {};
    return jobs::signer_of_content(
        job_.place, content_of(data_), data_.signatures,
        rules::find_organisation(theme_.communities, data_.manifest.producer));
  }

  void enter(const fs::path& contribution) {
    figures_.begin("merge");
    if (data_.member == 0) check_producer(contribution);
    jobs::IntegrateJob job;
    job.base = plan_.base;
    job.contribution = contribution;
    job.theme = job_.theme;
    job.organisation = data_.manifest.producer;
    job.account = data_.account;
    job.deposit = data_.member;
    job.message = data_.manifest.message.empty() ? job_.deposit : data_.manifest.message;
    job.territories = territories();
    job.confirm_deletions = confirms_deletions(plan_, data_);
    job.signer = signer();
    job.threads = run_.threads;
    job.now = time_of_entry();
    jobs::Integrating also;
    also.before_entering = [&] { wait_for_turn(); };
    also.is_moot = [&](SqlSession& session) {
      const auto job_now = refbase::find_job(session, run_.run, run_.position);
      return !job_now || job_now->status != JobStatus::waiting ||
             job_now->deposit != job_.deposit || job_now->theme != job_.theme;
    };
    also.within = [&](SqlSession& session, const jobs::Integration& done) { take(session, done); };
    const auto done = integrate(job, also);
    if (done.was_known) settle_known(done);
  }

  /// As --now takes it: a time that was said for the night, unless the base is beyond it already.
  std::string time_of_entry() {
    if (!said_time(run_.now)) return {};
    const SqlTransaction reading(*session_, Access::read);
    return time_for(*session_, run_.now);
  }

  /// What is refused of a base that others are about to change is not refused for good.
  jobs::Integration integrate(const jobs::IntegrateJob& job, const jobs::Integrating& also) {
    try {
      return jobs::integrate(job, also);
    } catch (const InputError&) {
      if (had_its_turn_) throw;
    }
    wait_for_turn();
    return jobs::integrate(job, also);
  }

  /// Those before this one enter first: the base comes out alike whatever runs beside what.
  void wait_for_turn() {
    constexpr std::chrono::milliseconds first(20);
    constexpr std::chrono::milliseconds longest(500);
    if (had_its_turn_) return;
    figures_.begin("wait");
    bool waits = false;
    for (auto pause = first;; pause = std::min(2 * pause, longest)) {
      {
        const auto session = refbase::open_base(plan_.base);
        const SqlTransaction reading(*session, Access::read);
        if (refbase::is_turn_of(*session, job_)) break;
      }
      tell_(says_waiting);  // again and again: whoever watches knows that it is alive
      waits = true;
      std::this_thread::sleep_for(pause);
    }
    if (waits) tell_(says_working);
    had_its_turn_ = true;
    figures_.begin("enter");
  }

  void take(SqlSession& session, const jobs::Integration& done) {
    job_.asked = static_cast<std::int64_t>(done.count(refbase::EntryStatus::waiting) +
                                           done.waiting_reports());
    job_.refused = static_cast<std::int64_t>(done.count(refbase::EntryStatus::refused));
    const auto contested = static_cast<double>(job_.asked + job_.refused);
    if (contested > plan_.policies.most_contested * static_cast<double>(done.entries.size()))
      throw InputError(msgn(
          "{1} of its {0} thing would wait or be refused, which is more than the plan lets in: "
          "look at it with `bdf base integrate`",
          "{1} of its {0} things would wait or be refused, which is more than the plan lets "
          "in: look at it with `bdf base integrate`",
          done.entries.size(), job_.asked + job_.refused));
    job_.number = done.transaction.number;
    put(session, JobStatus::taken, "");
  }

  void put(SqlSession& session, JobStatus status, const std::string& reason) {
    job_.status = status;
    job_.reason = kept_reason(reason);
    job_.ended = time_of_run(run_.now);
    job_.figures = figures_.text();
    if (refbase::keep_job(session, job_)) refbase::keep_settled(session, job_);
  }

  void settle_unchanged() {
    SqlTransaction all(*session_, Access::write);
    put(*session_, JobStatus::unchanged, "");
    if (data_.member != 0) refbase::settle_deposit(*session_, data_.member, job_.number);
    all.commit();
  }

  void settle(JobStatus status, const std::string& reason) {
    SqlTransaction all(*session_, Access::write);
    put(*session_, status, reason);
    all.commit();
  }

  void settle_known(const jobs::Integration& done) {
    job_.number = done.transaction.number;
    SqlTransaction all(*session_, Access::write);
    put(*session_, JobStatus::taken,
        msg("the same has come in before, as transaction @{}", job_.number));
    if (data_.member != 0) refbase::settle_deposit(*session_, data_.member, job_.number);
    all.commit();
  }

  void refuse(const std::string& why) {
    // The producer knows its own folder, not our copy of it.
    auto reason = replaced(why, scratch_.string(), job_.place);
    reason = replaced(reason, folder_of_returns(plan_, job_).string(), job_.place);
    std::error_code still_used;
    fs::remove(folder_of_returns(plan_, job_).parent_path(), still_used);
    // What has not been read is read again the next time, whatever its files look like.
    if (job_.fingerprint.empty()) {
      job_.marks.clear();
      job_.fingerprint = sha256("refused\n" + reason);
      if (is_known()) return settle(JobStatus::unchanged, "");
    }
    job_.asked = job_.refused = job_.number = 0;
    SqlTransaction all(*session_, Access::write);
    put(*session_, JobStatus::refused, reason);
    if (data_.member != 0) refbase::refuse_deposit(*session_, data_.member, kept_reason(reason));
    all.commit();
  }

  const JobRun& run_;
  const rules::NightPlan& plan_;
  const std::function<void(std::string_view)>& tell_;
  std::unique_ptr<SqlSession> session_;
  Night night_;
  NightJob job_;
  DepositedData data_;
  rules::Theme theme_;
  std::string theme_file_;
  fs::path scratch_;
  Figures figures_;
  bool had_its_turn_ = false;
};

}  // namespace

void do_job(const JobRun& run, const std::function<void(std::string_view)>& tell) {
  Doing(run, tell).run();
}

fs::path folder_of_run(const rules::NightPlan& plan, const std::string& run) {
  return plan.work / "runs" / run;
}

fs::path folder_of_returns(const rules::NightPlan& plan, const NightJob& job) {
  return plan.work / "returns" / job.deposit / job.theme;
}

std::string kept_reason(std::string_view reason) {
  constexpr std::size_t longest = 2000;
  auto text = shown(reason);
  if (text.size() <= longest) return text;
  auto end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

std::string time_for(SqlSession& session, const std::string& now) {
  return std::max(time_of_run(now), refbase::head_of(session).time);
}

}  // namespace bdf::nightly
