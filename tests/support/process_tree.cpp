// SPDX-License-Identifier: MIT
#include "support/process_tree.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <system_error>
#include <thread>

#include "support/run.h"

namespace bdf::tests {

namespace {

namespace fs = std::filesystem;

/// Nothing where the process has ended meanwhile.
std::optional<pid_t> parent_of(const std::string& process) {
  std::ifstream file("/proc/" + process + "/stat");
  const std::string line{std::istreambuf_iterator<char>(file), {}};
  const auto name_end = line.rfind(") ");  // the name itself may have brackets
  if (name_end == std::string::npos) return std::nullopt;
  return std::stoi(line.substr(name_end + 4));
}

std::multimap<pid_t, pid_t> children_by_parent() {
  std::multimap<pid_t, pid_t> children;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (std::isdigit(static_cast<unsigned char>(name[0])) == 0) continue;
    if (const auto parent = parent_of(name)) children.emplace(*parent, std::stoi(name));
  }
  return children;
}

/// Parents before their children.
std::vector<pid_t> descendants_of(pid_t root) {
  const auto children = children_by_parent();
  std::vector<pid_t> all{root};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto [begin, end] = children.equal_range(all[i]);
    for (auto child = begin; child != end; ++child) all.push_back(child->second);
  }
  all.erase(all.begin());
  return all;
}

/// All are stopped before the first is killed: none of them learns of the end of another and tells
/// of it, and none starts a further one.
void cut_power() {
  std::set<pid_t> stopped;
  for (auto all = descendants_of(getpid()); !all.empty(); all = descendants_of(getpid())) {
    bool has_new = false;
    for (const pid_t process : all) {
      if (!stopped.insert(process).second) continue;
      kill(process, SIGSTOP);
      has_new = true;
    }
    if (has_new) continue;
    for (const pid_t process : all) kill(process, SIGKILL);
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

pid_t start(const ProcessTree::Program& program) {
  auto words = program.words;
  auto variables = detail::environment_with(program.environment);
  const auto word_pointers = detail::pointers_to(words);
  auto variable_pointers = detail::pointers_to(variables);
  const pid_t child = fork();
  if (child != 0) return child;
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  environ = variable_pointers.data();  // its PATH is the one to look in
  execvp(word_pointers[0], word_pointers.data());
  std::perror(word_pointers[0]);
  _exit(127);
}

/// Until the program ends, or somebody wants the end.
void watch(pid_t program, const sigset_t& signals) {
  while (sigwaitinfo(&signals, nullptr) != SIGTERM)
    for (pid_t ended = 0; (ended = waitpid(-1, nullptr, WNOHANG)) > 0;)
      if (ended == program) return;
}

/// The process at the head of the tree, to which the orphans in it come.
[[noreturn]] void keep(const ProcessTree::Program& program, pid_t parent) {
  setsid();  // an interrupt at the terminal is for the parent alone: it ends, and then this does
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGCHLD);
  sigprocmask(SIG_SETMASK, &signals, nullptr);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (freopen("/dev/null", "r", stdin) == nullptr ||
      freopen(program.log.c_str(), "a", stdout) == nullptr || dup2(1, 2) < 0)
    _exit(125);
  if (getppid() == parent) watch(start(program), signals);
  cut_power();
  std::error_code ignored;
  if (getppid() != parent) fs::remove_all(program.folder, ignored);
  _exit(0);
}

}  // namespace

ProcessTree::ProcessTree(const Program& program) {
  const pid_t parent = getpid();
  keeper_ = fork();
  if (keeper_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (keeper_ == 0) keep(program, parent);
}

ProcessTree::~ProcessTree() {
  if (!is_alive()) return;
  kill(keeper_, SIGTERM);
  detail::wait_for(keeper_);
}

bool ProcessTree::is_alive() {
  if (keeper_ != 0 && waitpid(keeper_, nullptr, WNOHANG) == keeper_) keeper_ = 0;
  return keeper_ != 0;
}

}  // namespace bdf::tests
