// SPDX-License-Identifier: MIT
#include "nightly/child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include "base/descriptor.h"
#include "base/error.h"
#include "base/message.h"
#include "io/durable.h"
#include "nightly/job.h"

namespace bdf::nightly {

namespace {

using Steady = std::chrono::steady_clock;

/// Seconds that a program has worked, those apart in which it waited.
class WorkClock {
 public:
  void stop() {
    if (!runs_) return;
    passed_ = passed();
    runs_ = false;
  }
  void start() {
    if (runs_) return;
    runs_ = true;
    began_ = Steady::now();
  }
  [[nodiscard]] bool runs() const { return runs_; }
  [[nodiscard]] double passed() const {
    if (!runs_) return passed_;
    return passed_ + std::chrono::duration<double>(Steady::now() - began_).count();
  }

 private:
  bool runs_ = true;
  double passed_ = 0;
  Steady::time_point began_ = Steady::now();
};

/// In the new process: nothing here may allocate, since other threads may have been doing so.
[[noreturn]] void become(char* const* arguments, int output, int messages, pid_t parent) {
  constexpr int could_not_start = 127;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setpgid(0, 0);  // what it starts is killed with it, and holds nobody up
  if (getppid() != parent) _exit(could_not_start);
  dup2(output, STDOUT_FILENO);
  dup2(messages, STDERR_FILENO);
  const int none = open("/dev/null", O_RDONLY);
  if (none >= 0) dup2(none, STDIN_FILENO);
  sigset_t nothing;
  sigemptyset(&nothing);
  sigprocmask(SIG_SETMASK, &nothing, nullptr);
  execv(arguments[0], arguments);
  _exit(could_not_start);
}

pid_t started(const ChildWork& work, int output, int messages) {
  auto words = work.command;
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) become(arguments.data(), output, messages, parent);
  if (child < 0) io::fail_on(work.command.front());
  return child;
}

/// Though what it has started may keep its output open. It is not waited for.
bool has_ended(pid_t child) {
  siginfo_t found{};
  constexpr int only_looked_at = WEXITED | WNOHANG | WNOWAIT;
  return waitid(P_PID, static_cast<id_t>(child), &found, only_looked_at) == 0 && found.si_pid != 0;
}

void note_end(pid_t child, ChildEnd& end) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    end.code = -1;
    end.signal = WTERMSIG(status);
  } else {
    end.code = WEXITSTATUS(status);
  }
}

/// Cuts what comes into lines.
class Lines {
 public:
  template <class Show>
  void add(const char* bytes, std::size_t count, Show&& show) {
    text_.append(bytes, count);
    for (auto end = text_.find('\n'); end != std::string::npos; end = text_.find('\n')) {
      show(text_.substr(0, end));
      text_.erase(0, end + 1);
    }
  }

 private:
  std::string text_;
};

}  // namespace

ChildEnd run_child(const ChildWork& work, const std::function<void(const std::string&)>& show,
                   const std::function<bool()>& is_over) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) io::fail_on(work.command.front());
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  constexpr mode_t own = 0600;
  const Descriptor messages(
      open(work.messages.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, own));
  if (messages.number() < 0) io::fail_on(work.messages);
  const pid_t child = started(work, writing.number(), messages.number());
  writing.reset();
  WorkClock clock;
  Lines lines;
  ChildEnd end;
  // One that waits says so all the time, unless it has stopped or its server has.
  const std::chrono::duration<double> longest_silence(work.silence);
  auto heard = Steady::now();
  std::array<char, 4096> buffer{};
  for (;;) {
    constexpr int milliseconds = 200;
    pollfd wanted{reading.number(), POLLIN, 0};
    const int ready = poll(&wanted, 1, milliseconds);
    end.was_silent = end.was_silent || (!clock.runs() && Steady::now() - heard > longest_silence);
    end.was_late = end.was_late || clock.passed() > work.seconds;
    if (end.was_late || end.was_silent || is_over()) kill(-child, SIGKILL);
    if (ready == 0 && has_ended(child)) break;
    if (ready <= 0) continue;
    const auto count = read(reading.number(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    heard = Steady::now();
    lines.add(buffer.data(), static_cast<std::size_t>(count), [&](const std::string& line) {
      if (line == says_waiting) clock.stop();
      if (line == says_working) clock.start();
      show(line);
    });
  }
  kill(-child, SIGKILL);  // what it has left behind
  note_end(child, end);
  end.seconds = clock.passed();
  return end;
}

}  // namespace bdf::nightly
