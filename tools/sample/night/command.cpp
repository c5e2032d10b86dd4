// SPDX-License-Identifier: MIT
#include "night/command.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "base/share.h"

namespace bdf::sample {
namespace {

[[noreturn]] void fail_to_start(const std::string& program, int why) {
  throw StoreError(program + " cannot be started (" + std::strerror(why) +
                   "): build `bdf`, or name it with --bdf");
}

/// What a child says, on both of its streams, until it closes them.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) fail_to_start("a pipe", errno);
  }
  ~Pipe() {
    for (const int end : ends_)
      if (end >= 0) close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int entrance() const { return ends_[1]; }
  [[nodiscard]] std::string drain() {
    close(std::exchange(ends_[1], -1));
    std::string all;
    std::array<char, 4096> part{};
    for (ssize_t n = 0; (n = read(ends_[0], part.data(), part.size())) > 0;)
      all.append(part.data(), static_cast<std::size_t>(n));
    return all;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

pid_t start(std::vector<std::string>& words, const Pipe& said) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t streams;
  posix_spawn_file_actions_init(&streams);
  posix_spawn_file_actions_addopen(&streams, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&streams, said.entrance(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&streams, said.entrance(), STDERR_FILENO);
  pid_t child = 0;
  const int failed = posix_spawn(&child, pointers[0], &streams, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&streams);
  if (failed != 0) fail_to_start(words.front(), failed);
  return child;
}

int exit_code_of(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Command::Command(std::filesystem::path program)
    : program_(program.empty() ? executable_folder() / "bdf" : std::move(program)) {}

void Command::run(const std::vector<std::string>& arguments) const {
  std::vector<std::string> words{program_.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  Pipe pipe;
  const pid_t child = start(words, pipe);
  const std::string said = pipe.drain();
  const int code = exit_code_of(child);
  if (code <= 1) return;
  std::string line;
  for (const std::string& word : words) line += word + " ";
  throw StoreError(line + "ended with " + std::to_string(code) + ": " + said);
}

}  // namespace bdf::sample
