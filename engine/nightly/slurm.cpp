// SPDX-License-Identifier: MIT
#include "nightly/slurm.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "io/source.h"
#include "nightly/child.h"
#include "nightly/patience.h"
#include "refbase/sql_session.h"
#include "rules/yaml_document.h"

namespace bdf::nightly {

namespace {

namespace fs = std::filesystem;

/// Within single quotes, for a shell.
std::string quoted(const std::string& text) {
  std::string word = "'";
  for (const char letter : text) {
    if (letter == '\'')
      word += "'\\''";
    else
      word += letter;
  }
  return word + "'";
}

fs::path find_sbatch() {
  const char* path = std::getenv("PATH");
  std::string folders = path != nullptr ? path : "/usr/bin:/bin";
  for (std::size_t begin = 0; begin <= folders.size();) {
    const auto end = std::min(folders.find(':', begin), folders.size());
    auto candidate = fs::path(folders.substr(begin, end - begin)) / "sbatch";
    std::error_code hidden;
    if (end > begin && fs::exists(candidate, hidden)) return candidate;
    begin = end + 1;
  }
  throw StoreError(msg("there is no sbatch on this machine: install Slurm's client"));
}

class Submitting {
 public:
  Submitting(const NightJobRequest& request, const rules::NightPlan& plan)
      : request_(request), plan_(plan), sbatch_(find_sbatch()) {
    std::error_code error;
    fs::create_directories(plan_.work / "logs", error);
    if (error)
      throw StoreError(msg("{}: cannot be made ({})", plan_.work.string(), error.message()));
  }

  /// The first step is held until all are submitted: a step after one that Slurm has forgotten
  /// already would begin at once.
  Submission submit() {
    const auto& cluster = plan_.cluster;
    Submission done;
    const auto add = [&](const std::string& step, std::vector<std::string> options) {
      done.steps.push_back({step, submitted(step, std::move(options))});
    };
    // Where the night could not begin, since another is at work, nothing of it is done.
    const auto after = [&] {
      const auto& steps = done.steps;
      const auto begun = fmt::format("--dependency=afterok:{}", steps.front().id);
      return steps.size() == 1 ? begun : fmt::format("{},afterany:{}", begun, steps.back().id);
    };
    const auto many = fmt::format("--array=0-{}", cluster.workers - 1);
    const auto threads = fmt::format("--cpus-per-task={}", cluster.threads);
    try {
      add("prepare", {"--hold"});
      add("jobs", {after(), many, threads});
      add("packages", {after(), many, threads});
      add("report", {after(), threads});
      asked({beside("scontrol"), "release", done.steps.front().id});
    } catch (...) {
      for (const auto& step : done.steps) asked_quietly({beside("scancel"), step.id});
      throw;
    }
    return done;
  }

  /// Waits for the night to end. Throws StoreError where Slurm has given it up.
  int wait_for(const Submission& submission, const std::string& run_before) {
    constexpr std::chrono::seconds pause(1);
    for (;; std::this_thread::sleep_for(pause)) {
      const bool goes_on = is_known(submission.steps.back().id);
      std::optional<NightStatus> status;
      with_base(plan_.base, [&](refbase::SqlSession&) { status = status_of_night(request_); });
      if (status && !status->night.ended.empty() && status->night.run != run_before)
        return code_of(status->night.run);
      if (!goes_on)
        throw StoreError(msg("Slurm has ended the night before it was done: {} tells why",
                             (plan_.work / "logs").string()));
    }
  }

 private:
  [[nodiscard]] std::string beside(const std::string& program) const {
    return (sbatch_.parent_path() / program).string();
  }

  [[nodiscard]] int code_of(const std::string& run) const {
    const auto told = nlohmann::json::parse(
        rules::read_text(plan_.work / "reports" / (run + ".json")), nullptr, false);
    const auto state = told.is_object() ? told.value("state", std::string()) : std::string();
    if (state == "done") return static_cast<int>(ExitCode::done);
    return static_cast<int>(state == "human_needed" ? ExitCode::human_needed
                                                    : ExitCode::store_failed);
  }

  bool is_known(const std::string& id) {
    return asked_quietly({beside("squeue"), "--noheader", "-j", id}).find(id) != std::string::npos;
  }

  std::string asked_quietly(std::vector<std::string> command) {
    try {
      return asked(std::move(command));
    } catch (const StoreError&) {
      return {};
    }
  }

  /// What a program of Slurm's says. A user's own variables SBATCH_… would change what is
  /// submitted.
  std::string asked(std::vector<std::string> command) {
    ChildWork work;
    const auto name = command.front();
    work.command = {"/bin/sh", "-c",
                    "for v in $(env | sed -n 's/^\\(SBATCH_[A-Z_]*\\)=.*/\\1/p'); do unset $v; "
                    "done; unset BDF_BASE; exec \"$@\"",
                    "sh"};
    for (auto& word : command) work.command.push_back(std::move(word));
    work.messages = plan_.work / "logs" / "slurm.log";
    constexpr double minutes = 600;
    work.seconds = minutes;
    std::string said;
    const auto end = run_child(
        work, [&](const std::string& line) { said += line + "\n"; }, [] { return false; });
    if (end.code != 0)
      throw StoreError(msg("{} has failed: {} tells why", name, work.messages.string()));
    return said;
  }

  /// The number of the Slurm job.
  std::string submitted(const std::string& step, std::vector<std::string> options) {
    const bool is_array = step == "jobs" || step == "packages";
    const auto* pattern = is_array ? "slurm-%x-%A-%a.out" : "slurm-%x-%j.out";
    std::vector<std::string> command{beside("sbatch"),
                                     "--parsable",
                                     "--requeue",
                                     "--kill-on-invalid-dep=yes",
                                     "--open-mode=append",
                                     "--chdir=" + plan_.file.parent_path().string(),
                                     "--job-name=bdf-" + plan_.name + "-" + step,
                                     "--output=" + (plan_.work / "logs" / pattern).string()};
    for (auto& option : options) command.push_back(std::move(option));
    for (const auto& option : plan_.cluster.options) command.push_back(option);
    command.push_back("--wrap=" + command_of(step));
    const auto said = asked(std::move(command));
    return said.substr(0, said.find_first_of(";\n"));
  }

  [[nodiscard]] std::string command_of(const std::string& step) const {
    auto command = fmt::format("exec {} nightly step {} --step {} --threads {}",
                               quoted((executable_folder() / "bdf").string()),
                               quoted(plan_.file.string()), step, plan_.cluster.threads);
    if (!request_.now.empty()) command += " --now " + quoted(request_.now);
    return command;
  }

  const NightJobRequest& request_;
  const rules::NightPlan& plan_;
  fs::path sbatch_;
};

}  // namespace

Submission submit_night(const NightJobRequest& request, bool waits) {
  const auto plan = rules::load_night_plan(request.plan);
  if (!refbase::names_server(plan.base))
    throw UsageError(
        msg("{}: several machines need a base on a server", io::without_password(plan.base)));
  const auto before = status_of_night(request);
  if (before && before->is_at_work)
    throw StoreError(
        msg("{}: another night is at work on this base ({}): `bdf nightly status` "
            "tells how far it is",
            io::without_password(plan.base), before->night.run + ", " + before->night.began));
  Submitting submitting(request, plan);
  auto done = submitting.submit();
  if (waits)
    done.code = submitting.wait_for(
        done, before && !before->night.ended.empty() ? before->night.run : std::string());
  return done;
}

}  // namespace bdf::nightly
