// SPDX-License-Identifier: MIT
#include "support/slurm_cluster.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "support/slurm_configuration.h"

namespace bdf::tests {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto between_looks = 50ms;

/// Not in memory: Slurm runs the script of a job from here, and containers forbid programs in
/// /dev/shm. Short: the name of a socket has at most 107 letters.
fs::path new_folder() {
  auto name = (fs::temp_directory_path() / "bdf_slurm_XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp " + name);
  // Munge refuses a socket that others could not reach.
  fs::permissions(name, fs::perms::others_exec | fs::perms::group_exec, fs::perm_options::add);
  return name;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> parts_of(const std::string& line, char separator) {
  std::vector<std::string> parts;
  std::istringstream rest(line);
  for (std::string part; std::getline(rest, part, separator);) parts.push_back(part);
  return parts;
}

/// As shells count: the part before a signal's is the exit code proper.
int exit_code_of(int wait_status) {
  return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

constexpr const char* job_columns =
    "JobArrayID:|,State:|,Reason:|,exit_code:|,RestartCnt:|,NodeList:|";

SlurmJobs jobs_of(const std::string& table) {
  SlurmJobs jobs;
  for (const auto& line : parts_of(table, '\n')) {
    const auto cells = parts_of(line, '|');
    jobs[cells.at(0)] = {cells.at(1), cells.at(2), exit_code_of(std::stoi(cells.at(3))),
                         std::stoi(cells.at(4)), cells.size() > 5 ? cells[5] : ""};
  }
  return jobs;
}

bool has_ended(const SlurmJob& job) {
  static const std::set<std::string_view> ends{
      "BOOT_FAIL", "CANCELLED", "COMPLETED",     "DEADLINE",     "FAILED",
      "NODE_FAIL", "PREEMPTED", "OUT_OF_MEMORY", "SPECIAL_EXIT", "TIMEOUT"};
  return ends.contains(job.state);
}

bool wait_until(const std::function<bool()>& is_so, std::chrono::seconds at_most) {
  const auto end = std::chrono::steady_clock::now() + at_most;
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(between_looks);
  }
  return true;
}

}  // namespace

SlurmCluster::SlurmCluster() : folder_(new_folder()) {
  try {
    try_to_start();
  } catch (const std::exception& error) {
    stop();
    throw std::runtime_error(
        std::string("Slurm does not start: are slurm-wlm and munge there (tools/install.sh)?\n") +
        error.what());
  }
}

SlurmCluster::~SlurmCluster() { stop(); }

void SlurmCluster::stop() {
  running_.clear();
  controller_.reset();
  munge_.reset();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

const std::vector<std::string>& SlurmCluster::nodes() {
  static const std::vector<std::string> names{"n1", "n2"};
  return names;
}

void SlurmCluster::try_to_start() {
  for (const auto* name : {"state", "work"}) fs::create_directory(folder_ / name);
  for (const auto& node : nodes()) fs::create_directory(folder_ / ("spool." + node));
  write_munge_key(folder_ / "munge.key");
  munge_ = started({"munged", "--foreground", "--origin=127.0.0.1",
                    "--socket=" + (folder_ / "munge.socket").string(),
                    "--key-file=" + (folder_ / "munge.key").string(),
                    "--seed-file=" + (folder_ / "munge.seed").string(),
                    "--pid-file=" + (folder_ / "munge.pid").string()});
  // Another program may take a port between our look and the server's start.
  for (int tries = 0; tries < 3; ++tries) {
    running_.clear();
    controller_.reset();
    write_slurm_configuration(folder_, nodes());
    controller_ = started({"slurmctld", "-D", "-c"});
    for (const auto& node : nodes()) start_node(node);
    wait_until([&] { return !is_alive() || is_ready(); }, 60s);
    if (is_alive() && is_ready()) return;
  }
  throw std::runtime_error(account());
}

std::unique_ptr<ProcessTree> SlurmCluster::started(std::vector<std::string> words) const {
  const auto log = folder_ / (words.at(0) + ".out");
  // Daemons are no part of an ordinary user's PATH.
  auto variables = environment();
  const char* path = std::getenv("PATH");
  variables["PATH"] = std::string(path == nullptr ? "/usr/bin:/bin" : path) + ":/usr/sbin:/sbin";
  return std::make_unique<ProcessTree>(
      ProcessTree::Program{std::move(words), std::move(variables), log, folder_});
}

void SlurmCluster::start_node(const std::string& node) {
  running_[node].reset();
  running_[node] = started({"slurmd", "-D", "-b", "-N", node});  // -b: the machine has booted
}

bool SlurmCluster::is_ready() const {
  return std::all_of(nodes().begin(), nodes().end(),
                     [&](const auto& node) { return state_of(node) == "idle"; });
}

bool SlurmCluster::is_alive() const {
  return munge_->is_alive() && controller_->is_alive() &&
         std::all_of(running_.begin(), running_.end(),
                     [](const auto& node) { return node.second->is_alive(); });
}

std::map<std::string, std::string> SlurmCluster::environment() const {
  return {{"SLURM_CONF", folder_ / "slurm.conf"}};
}

Ran SlurmCluster::run(const std::vector<std::string>& argv) const {
  return tests::run(argv, environment());
}

std::string SlurmCluster::submit(const std::vector<std::string>& argv) const {
  std::vector<std::string> all{"sbatch", "--parsable", "--chdir=" + work().string()};
  all.insert(all.end(), argv.begin(), argv.end());
  const auto ran = run(all);
  if (ran.code != 0) throw std::runtime_error("sbatch: " + ran.err);
  return ran.out.substr(0, ran.out.find_first_of(";\n"));
}

SlurmJobs SlurmCluster::jobs() const {
  const auto ran = run({"squeue", "--noheader", "--array", "--states=all", "-O", job_columns});
  if (ran.code != 0) throw std::runtime_error("squeue: " + ran.err + account());
  return jobs_of(ran.out);
}

SlurmJobs SlurmCluster::wait_until_ended(std::chrono::seconds at_most) const {
  SlurmJobs found;
  const auto all_ended = [&] {
    found = jobs();
    return std::all_of(found.begin(), found.end(),
                       [](const auto& entry) { return has_ended(entry.second); });
  };
  if (!wait_until(all_ended, at_most))
    throw std::runtime_error("jobs have not ended in time\n" + account());
  return found;
}

SlurmJob SlurmCluster::wait_for(const std::string& job, const std::string& state,
                                std::chrono::seconds at_most) const {
  SlurmJob found;
  const auto is_so = [&] {
    found = jobs()[job];
    return found.state == state;
  };
  if (!wait_until(is_so, at_most))
    throw std::runtime_error("job " + job + " is not " + state + " in time\n" + account());
  return found;
}

std::string SlurmCluster::state_of(const std::string& node) const {
  const auto out = run({"sinfo", "--noheader", "--nodes=" + node, "--format=%T"}).out;
  return out.substr(0, out.find('\n'));
}

void SlurmCluster::lose_power(const std::string& node) { running_.at(node).reset(); }

void SlurmCluster::return_power(const std::string& node) {
  start_node(node);
  wait_until_it_takes_jobs(node);
}

void SlurmCluster::drain(const std::string& node) const { update(node, "State=DRAIN"); }

void SlurmCluster::resume(const std::string& node) const {
  update(node, "State=RESUME");
  wait_until_it_takes_jobs(node);
}

void SlurmCluster::wait_until_it_takes_jobs(const std::string& node) const {
  const auto takes_jobs = [&] {
    const auto state = state_of(node);
    return !state.empty() && !state.ends_with('*') && state != "down";
  };
  if (!wait_until(takes_jobs, 60s))
    throw std::runtime_error(node + " does not come back\n" + account());
}

void SlurmCluster::update(const std::string& node, const std::string& change) const {
  const auto ran = run({"scontrol", "update", "NodeName=" + node, change, "Reason=test"});
  if (ran.code != 0) throw std::runtime_error("scontrol: " + ran.err + ran.out);
}

/// What somebody wants to see who asks why it does not go on.
std::string SlurmCluster::account() const {
  constexpr std::size_t enough = 3000;
  auto text = run({"squeue", "--array", "--states=all"}).out + run({"sinfo", "--Node"}).out;
  for (const auto* name : {"munged.out", "slurmctld.out", "slurmd.out"}) {
    const auto log = text_of(folder_ / name);
    text +=
        fmt::format("--- {}\n{}\n", name, log.substr(log.size() - std::min(log.size(), enough)));
  }
  return text;
}

}  // namespace bdf::tests
