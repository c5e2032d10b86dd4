// SPDX-License-Identifier: MIT
#include "jobs/scratch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <random>

#include "base/error.h"
#include "base/message.h"
#include "base/shown.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t random_digits = 16;

bool is_temporary(const fs::path& path) {
  const auto name = path.filename().string();
  return name.starts_with(temporary_prefix) && name.ends_with(temporary_suffix) &&
         name.size() == temporary_prefix.size() + random_digits + temporary_suffix.size();
}

/// A folder of ours that nobody has locked for an hour is of a run that died: one that has only
/// just been made is not locked yet.
bool is_left_over(int folder) {
  struct stat found {};
  if (fstat(folder, &found) != 0 || found.st_uid != geteuid()) return false;
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  constexpr auto hour = std::chrono::seconds(std::chrono::hours(1)).count();
  return now - found.st_mtime > hour && flock(folder, LOCK_EX | LOCK_NB) == 0;
}

void remove_left_overs(const fs::path& among) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(among, ignored)) {
    if (!is_temporary(entry.path())) continue;
    const int folder = open(entry.path().c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0) continue;
    if (is_left_over(folder)) fs::remove_all(entry.path(), ignored);
    close(folder);
  }
}

}  // namespace

Scratch::Scratch(const fs::path& output) : path_(output) {
  path_ += temporary_suffix;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  if (mkdir(path_.c_str(), S_IRWXU) != 0)
    throw StoreError(
        msg("{} cannot be written: {}", output.string(), std::string(std::strerror(errno))));
  lock_ = open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_ >= 0) flock(lock_, LOCK_EX | LOCK_NB);
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  if (lock_ >= 0) close(lock_);
}

fs::path temporary_name() {
  const auto folder = fs::temp_directory_path();
  remove_left_overs(folder);
  std::random_device random;
  return folder / fmt::format("{}{:08x}{:08x}", temporary_prefix, random(), random());
}

}  // namespace bdf::jobs
