// SPDX-License-Identifier: MIT
// Runs a command as a user would, without a shell, and keeps what it said.
#pragma once

#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace bdf::tests {

/// What a finished command left. `code` is its exit code, or 128 plus the signal that ended it.
struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

namespace detail {

/// An unnamed file in memory: unlike a pipe it never fills up, so nobody has to read along.
class Capture {
 public:
  explicit Capture(const char* name) : fd_(memfd_create(name, MFD_CLOEXEC)) {
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), name);
  }
  ~Capture() { close(fd_); }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  [[nodiscard]] int fd() const noexcept { return fd_; }
  [[nodiscard]] std::string text() const {
    std::string all;
    std::array<char, 65536> part{};
    off_t at = 0;
    for (ssize_t n = 0; (n = pread(fd_, part.data(), part.size(), at)) > 0; at += n)
      all.append(part.data(), static_cast<std::size_t>(n));
    return all;
  }

 private:
  int fd_;
};

/// Where the child's standard streams go.
class Redirection {
 public:
  Redirection(const Capture& out, const Capture& err) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", 0, 0);
    posix_spawn_file_actions_adddup2(&actions_, out.fd(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, err.fd(), STDERR_FILENO);
  }
  ~Redirection() { posix_spawn_file_actions_destroy(&actions_); }
  Redirection(const Redirection&) = delete;
  Redirection& operator=(const Redirection&) = delete;

  [[nodiscard]] const posix_spawn_file_actions_t* get() const noexcept { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// Our own environment with `changes` laid over it, as NAME=VALUE strings.
inline std::vector<std::string> environment_with(
    const std::map<std::string, std::string>& changes) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view line(*entry);
    if (changes.count(std::string(line.substr(0, line.find('=')))) == 0) all.emplace_back(line);
  }
  for (const auto& [name, value] : changes) all.push_back(name + "=" + value);
  return all;
}

/// The null-terminated array that exec wants; it points into `words`.
inline std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

inline int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace detail

/// Runs `argv` to its end, its program looked up in PATH, standard input empty, with `env` laid
/// over our environment. Safe to call from several threads. Throws std::system_error when the
/// program cannot be started.
inline Ran run(const std::vector<std::string>& argv,
               const std::map<std::string, std::string>& env = {}) {
  const detail::Capture out("stdout");
  const detail::Capture err("stderr");
  const detail::Redirection streams(out, err);
  auto words = argv;
  auto variables = detail::environment_with(env);
  const auto word_pointers = detail::pointers_to(words);
  const auto variable_pointers = detail::pointers_to(variables);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, word_pointers.at(0), streams.get(), nullptr,
                                  word_pointers.data(), variable_pointers.data());
  if (failed != 0) throw std::system_error(failed, std::generic_category(), argv.at(0));
  const int code = detail::wait_for(child);
  return {code, out.text(), err.text()};
}

}  // namespace bdf::tests
