/* SPDX-License-Identifier: MIT */
/* An LD_PRELOAD library that lets the disk fail: counts the calls that write, sync or rename below
 * one folder, and makes one or all later ones fail. Environment:
 *   BDF_FAIL_UNDER  the folder, as a real path without symbolic links; nothing is done without it
 *   BDF_FAIL_NTH    the n-th call fails (from 1), once
 *   BDF_FAIL_AFTER  the n-th call and every later one fail: a disk that is full
 *   BDF_FAIL_WHILE  every call fails while there is a file of that name: a disk that is full for all
 *                   programs at once, until there is room again
 *   BDF_FAIL_ERRNO  ENOSPC (the default) or EIO
 *   BDF_FAIL_COUNT  a file that gets the number of calls when the process ends
 * Deleting and making folders never fails: they are what is left to clean up with. stdio's own
 * writes do not pass here, because libc binds them within itself. 64-bit Linux only. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static const char* folder;
static long fail_nth;
static long fail_after;
static const char* fail_while;
static int fail_errno;
static atomic_long calls;

static long number_in(const char* variable) {
  const char* text = getenv(variable);
  return text ? atol(text) : 0;
}

__attribute__((constructor)) static void read_environment(void) {
  const char* wanted = getenv("BDF_FAIL_ERRNO");
  fail_nth = number_in("BDF_FAIL_NTH");
  fail_after = number_in("BDF_FAIL_AFTER");
  fail_errno = wanted && strcmp(wanted, "EIO") == 0 ? EIO : ENOSPC;
  fail_while = getenv("BDF_FAIL_WHILE");
  folder = getenv("BDF_FAIL_UNDER");
}

/* By system calls, which this library does not count. */
__attribute__((destructor)) static void write_count(void) {
  const char* path = getenv("BDF_FAIL_COUNT");
  if (!path) return;
  char text[32];
  const int length = snprintf(text, sizeof text, "%ld\n", atomic_load(&calls));
  const long fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (fd < 0) return;
  syscall(SYS_write, fd, text, length);
  syscall(SYS_close, fd);
}

static bool is_below(const char* path) {
  const size_t length = strlen(folder);
  return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static bool fd_is_below(int fd) {
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return false;
  path[length] = '\0';
  return is_below(path);
}

static bool path_is_below(int at, const char* path) {
  char here[PATH_MAX];
  if (path[0] == '/') return is_below(path);
  if (at != AT_FDCWD) return fd_is_below(at);
  return getcwd(here, sizeof here) && is_below(here);
}

/* Counts one call; true, with errno set, if it is to fail. */
static bool fails(void) {
  const long number = atomic_fetch_add(&calls, 1) + 1;
  const bool is_full = fail_while && syscall(SYS_access, fail_while, F_OK) == 0;
  if (!is_full && number != fail_nth && (fail_after == 0 || number < fail_after)) return false;
  errno = fail_errno;
  return true;
}

static bool fd_fails(int fd) { return folder && fd_is_below(fd) && fails(); }

static bool paths_fail(int from_at, const char* from, int to_at, const char* to) {
  return folder && (path_is_below(from_at, from) || path_is_below(to_at, to)) && fails();
}

ssize_t write(int fd, const void* bytes, size_t count) {
  return fd_fails(fd) ? -1 : syscall(SYS_write, fd, bytes, count);
}

ssize_t pwrite(int fd, const void* bytes, size_t count, off_t offset) {
  return fd_fails(fd) ? -1 : syscall(SYS_pwrite64, fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t offset) {
  return fd_fails(fd) ? -1 : syscall(SYS_pwrite64, fd, bytes, count, offset);
}

ssize_t writev(int fd, const struct iovec* parts, int count) {
  return fd_fails(fd) ? -1 : syscall(SYS_writev, fd, parts, count);
}

int fsync(int fd) { return fd_fails(fd) ? -1 : (int)syscall(SYS_fsync, fd); }

int fdatasync(int fd) { return fd_fails(fd) ? -1 : (int)syscall(SYS_fdatasync, fd); }

int ftruncate(int fd, off_t length) {
  return fd_fails(fd) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int ftruncate64(int fd, off64_t length) {
  return fd_fails(fd) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

ssize_t sendfile(int to, int from, off_t* offset, size_t count) {
  return fd_fails(to) ? -1 : syscall(SYS_sendfile, to, from, offset, count);
}

ssize_t sendfile64(int to, int from, off64_t* offset, size_t count) {
  return fd_fails(to) ? -1 : syscall(SYS_sendfile, to, from, offset, count);
}

ssize_t copy_file_range(int from, off64_t* from_offset, int to, off64_t* to_offset, size_t count,
                        unsigned flags) {
  if (fd_fails(to)) return -1;
  return syscall(SYS_copy_file_range, from, from_offset, to, to_offset, count, flags);
}

int renameat2(int from_at, const char* from, int to_at, const char* to, unsigned flags) {
  if (paths_fail(from_at, from, to_at, to)) return -1;
  return (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags);
}

int renameat(int from_at, const char* from, int to_at, const char* to) {
  return renameat2(from_at, from, to_at, to, 0);
}

int rename(const char* from, const char* to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int from_at, const char* from, int to_at, const char* to, int flags) {
  if (paths_fail(from_at, from, to_at, to)) return -1;
  return (int)syscall(SYS_linkat, from_at, from, to_at, to, flags);
}

int link(const char* from, const char* to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }
