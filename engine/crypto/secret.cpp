// SPDX-License-Identifier: MIT
#include "crypto/secret.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <new>
#include <system_error>

#include "base/descriptor.h"
#include "base/error.h"
#include "base/message.h"
#include "io/durable.h"

namespace bdf::crypto {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_reading(const fs::path& path) {
  throw InputError(
      msg("{}: cannot be read ({})", path.string(), std::generic_category().message(errno)));
}

/// Its size, once it is known to be its owner's alone. Asked of the open file: what lies at the
/// path may change meanwhile.
std::size_t checked_size(int file, const fs::path& path, std::size_t most) {
  struct stat status {};
  if (fstat(file, &status) != 0) fail_reading(path);
  if (!S_ISREG(status.st_mode)) throw InputError(msg("{}: this is no file", path.string()));
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    throw InputError(
        msg("{}: others can get at this file, which holds a secret: run `chmod 600 {}`",
            path.string(), path.string()));
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > most) throw InputError(msg("{}: it is too long for what it is", path.string()));
  return size;
}

std::size_t read_all(int file, const fs::path& path, Secret& into) {
  std::size_t done = 0;
  while (done < into.size()) {
    const auto count = read(file, into.data() + done, into.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_reading(path);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

void write_all(int file, const fs::path& path, std::string_view text) {
  while (!text.empty()) {
    const auto count = write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) io::fail_on(path);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  if (fsync(file) != 0) io::fail_on(path);
}

/// Removes what it names, unless told that it has got another name.
class Unfinished {
 public:
  explicit Unfinished(fs::path path) : path_(std::move(path)) {}
  ~Unfinished() {
    std::error_code ignored;
    if (!finished_) fs::remove(path_, ignored);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  void finish() { finished_ = true; }

 private:
  fs::path path_;
  bool finished_ = false;
};

void check_may_be_written(const fs::path& target, bool overwrite) {
  std::error_code hidden;
  if (!fs::is_directory(target.parent_path(), hidden))
    throw StoreError(msg("{}: there is no such folder", target.parent_path().string()));
  if (fs::is_directory(target, hidden))
    throw UsageError(msg("{}: this is a folder; a file is needed", target.string()));
  if (!overwrite && fs::exists(fs::symlink_status(target, hidden)))
    throw UsageError(msg("{}: it exists already; --overwrite replaces it", target.string()));
}

}  // namespace

void require_sodium() {
  static const int ready = sodium_init();
  if (ready < 0) throw StoreError(msg("libsodium cannot be used on this machine"));
}

void Secret::Free::operator()(unsigned char* bytes) const noexcept { sodium_free(bytes); }

Secret::Secret(std::size_t size) : size_(size) {
  require_sodium();
  bytes_.reset(static_cast<unsigned char*>(sodium_malloc(size)));
  if (!bytes_) throw std::bad_alloc();
  sodium_memzero(bytes_.get(), size);
}

std::string_view Secret::text() const {
  return {reinterpret_cast<const char*>(bytes_.get()), size_};
}

void Secret::shorten(std::size_t size) {
  sodium_memzero(bytes_.get() + size, size_ - size);
  size_ = size;
}

Secret read_secret_file(const fs::path& path, std::size_t most) {
  // Not blocking: a pipe at that place would otherwise never open.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (file.number() < 0) fail_reading(path);
  Secret secret(checked_size(file.number(), path, most));
  secret.shorten(read_all(file.number(), path, secret));
  return secret;
}

void write_secret_file(const fs::path& path, std::string_view text, bool overwrite) {
  const auto target = io::full_path(path);
  check_may_be_written(target, overwrite);
  const fs::path partial = target.string() + ".partial";
  std::error_code ignored;
  fs::remove(partial, ignored);
  constexpr mode_t owner_alone = S_IRUSR | S_IWUSR;
  const Descriptor file(
      open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, owner_alone));
  if (file.number() < 0) io::fail_on(partial);
  Unfinished unfinished(partial);
  write_all(file.number(), partial, text);
  if (!overwrite)
    io::rename_into_place(partial, target, false);
  else if (std::rename(partial.c_str(), target.c_str()) != 0)
    io::fail_on(target);
  unfinished.finish();
  io::sync(target.parent_path());
}

}  // namespace bdf::crypto
