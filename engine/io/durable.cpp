// SPDX-License-Identifier: MIT
#include "io/durable.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "base/error.h"
#include "base/message.h"

namespace bdf::io {

namespace fs = std::filesystem;

void fail_on(const fs::path& path) {
  const int cause = errno;
  if (cause == ENOSPC || cause == EDQUOT)
    throw StoreError(msg("{}: the disk is full", path.string()));
  throw StoreError(msg("{}: cannot be written ({})", path.string(), std::strerror(cause)));
}

void make_folder(const fs::path& path) {
  constexpr mode_t all_by_umask = 0777;
  if (mkdir(path.c_str(), all_by_umask) != 0) fail_on(path);
}

void sync(const fs::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail_on(path);
  const int result = fsync(descriptor);
  const int cause = errno;
  close(descriptor);
  errno = cause;
  // Some file systems know no fsync of a folder.
  if (result != 0 && !(cause == EINVAL && fs::is_directory(path))) fail_on(path);
}

void sync_tree(const fs::path& folder) {
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() || entry.is_directory()) sync(entry.path());
  sync(folder);
}

namespace {

/// For file systems that cannot exchange: two renames, the first taken back if the second fails.
void exchange_by_renames(const fs::path& from, const fs::path& to) {
  const fs::path aside = to.string() + ".old";
  if (std::rename(to.c_str(), aside.c_str()) != 0) fail_on(to);
  if (std::rename(from.c_str(), to.c_str()) != 0) {
    const int cause = errno;
    std::rename(aside.c_str(), to.c_str());
    errno = cause;
    fail_on(to);
  }
  if (std::rename(aside.c_str(), from.c_str()) != 0) fail_on(aside);
}

bool is_unsupported(int cause) {
  return cause == EINVAL || cause == ENOSYS || cause == ENOTSUP || cause == EPERM;
}

}  // namespace

void rename_into_place(const fs::path& from, const fs::path& to, bool exchange) {
  const unsigned how = exchange ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), how) == 0) return;
  if (!is_unsupported(errno)) fail_on(to);
  if (exchange) return exchange_by_renames(from, to);
  if (fs::exists(fs::symlink_status(to))) {
    errno = EEXIST;
    fail_on(to);
  }
  if (std::rename(from.c_str(), to.c_str()) != 0) fail_on(to);
}

fs::path full_path(const fs::path& path) {
  std::error_code error;
  auto full = fs::weakly_canonical(fs::absolute(path), error);
  if (error) full = fs::absolute(path).lexically_normal();
  return full.has_filename() ? full : full.parent_path();
}

void check_not_in_use(const fs::path& path) {
  for (const char* suffix : {"-wal", "-journal"}) {
    std::error_code none;
    const auto size = fs::file_size(path.string() + suffix, none);
    if (!none && size > 0)
      throw StoreError(
          msg("{}: it is open in another program, such as QGIS, with changes that "
              "would be lost: close it there first",
              path.string()));
  }
}

}  // namespace bdf::io
