// SPDX-License-Identifier: MIT
#include "nightly/slurm.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "nightly/child.h"
#include "refbase/sql_session.h"

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
    const auto candidate = fs::path(folders.substr(begin, end - begin)) / "sbatch";
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

  Submission submit(bool waits) {
    const auto& cluster = plan_.cluster;
    Submission done;
    const auto add = [&](const std::string& step, const std::string& after,
                         std::vector<std::string> options) {
      if (!after.empty())
        options.push_back(fmt::format("--dependency={}:{}", after, done.steps.back().id));
      done.steps.push_back({step, submitted(step, std::move(options), waits, done.code)});
    };
    add("prepare", "", {});
    add("jobs", "afterok",
        {fmt::format("--array=1-{}", cluster.workers),
         fmt::format("--cpus-per-task={}", cluster.threads)});
    add("packages", "afterany", {fmt::format("--cpus-per-task={}", cluster.threads)});
    add("report", "afterany", {});
    return done;
  }

 private:
  /// The number of the Slurm job.
  std::string submitted(const std::string& step, std::vector<std::string> options, bool waits,
                        int& code) {
    const bool is_last = step == "report";
    ChildWork work;
    work.command = {sbatch_.string(),
                    "--parsable",
                    "--requeue",
                    "--kill-on-invalid-dep=yes",
                    "--open-mode=append",
                    "--chdir=" + plan_.file.parent_path().string(),
                    "--job-name=bdf-" + plan_.name + "-" + step,
                    "--output=" + (plan_.work / "logs" / "slurm-%x-%A-%a.out").string()};
    for (auto& option : options) work.command.push_back(std::move(option));
    for (const auto& option : plan_.cluster.options) work.command.push_back(option);
    if (is_last && waits) work.command.emplace_back("--wait");
    work.command.push_back("--wrap=" + command_of(step));
    work.messages = plan_.work / "logs" / "sbatch.log";
    constexpr double long_enough = 7 * 24 * 3600;
    work.seconds = long_enough;
    std::string id;
    const auto end = run_child(
        work,
        [&](const std::string& line) {
          if (id.empty()) id = line;
        },
        [] { return false; });
    // With --wait its code is that of the job.
    if (is_last && waits && !id.empty())
      code = end.code;
    else if (end.code != 0)
      throw StoreError(
          msg("Slurm does not take the step {}: {} tells why", step, work.messages.string()));
    return id.substr(0, id.find(';'));
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
    throw UsageError(msg("{}: several machines need a base on a server", plan.base));
  return Submitting(request, plan).submit(waits);
}

}  // namespace bdf::nightly
