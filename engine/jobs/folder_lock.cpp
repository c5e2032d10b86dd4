// SPDX-License-Identifier: MIT
#include "jobs/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"
#include "base/message.h"
#include "io/durable.h"

namespace bdf::jobs {

FolderLock::FolderLock(const std::filesystem::path& folder)
    : descriptor_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (descriptor_ < 0) io::fail_on(folder);
  if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  close(descriptor_);
  throw StoreError(msg("{}: another run is writing it", folder.string()));
}

FolderLock::~FolderLock() { close(descriptor_); }

}  // namespace bdf::jobs
