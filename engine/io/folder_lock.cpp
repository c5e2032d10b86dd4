// SPDX-License-Identifier: MIT
#include "io/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"
#include "base/message.h"
#include "io/durable.h"

namespace bdf::io {

namespace {

/// False once the run that had the folder before has removed it.
bool is_at(int descriptor, const std::filesystem::path& folder) {
  struct stat opened {};
  struct stat found {};
  return fstat(descriptor, &opened) == 0 && stat(folder.c_str(), &found) == 0 &&
         opened.st_dev == found.st_dev && opened.st_ino == found.st_ino;
}

[[noreturn]] void refuse(const std::filesystem::path& folder) {
  throw StoreError(msg("{}: another run is writing it", folder.string()));
}

void make(const std::filesystem::path& folder) {
  constexpr mode_t all_by_umask = 0777;
  if (mkdir(folder.c_str(), all_by_umask) != 0 && errno != EEXIST) fail_on(folder);
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder)
    : FolderLock(folder, open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}

FolderLock::FolderLock(const std::filesystem::path& folder, int descriptor)
    : descriptor_(descriptor) {
  if (descriptor_ < 0) fail_on(folder);
  const bool is_locked = flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
  if (is_locked && is_at(descriptor_, folder)) return;
  close(descriptor_);
  refuse(folder);
}

FolderLock FolderLock::making(const std::filesystem::path& folder) {
  make(folder);
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) refuse(folder);
  return {folder, descriptor};
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace bdf::io
