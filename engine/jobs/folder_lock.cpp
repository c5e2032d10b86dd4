// SPDX-License-Identifier: MIT
#include "jobs/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"
#include "base/message.h"
#include "io/durable.h"

namespace bdf::jobs {

namespace {

/// False once the run that had the folder before has removed it.
bool is_at(int descriptor, const std::filesystem::path& folder) {
  struct stat opened {};
  struct stat found {};
  return fstat(descriptor, &opened) == 0 && stat(folder.c_str(), &found) == 0 &&
         opened.st_dev == found.st_dev && opened.st_ino == found.st_ino;
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder)
    : descriptor_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (descriptor_ < 0) io::fail_on(folder);
  const bool is_locked = flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
  if (is_locked && is_at(descriptor_, folder)) return;
  close(descriptor_);
  throw StoreError(msg("{}: another run is writing it", folder.string()));
}

FolderLock::~FolderLock() { close(descriptor_); }

}  // namespace bdf::jobs
