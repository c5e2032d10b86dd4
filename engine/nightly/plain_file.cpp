// SPDX-License-Identifier: MIT
#include "nightly/plain_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/durable.h"

namespace bdf::nightly {

namespace {

namespace fs = std::filesystem;

/// What the machine cannot do just now is no fault of the file.
[[noreturn]] void fail_to_read(const fs::path& path, int cause) {
  for (const int passing : {EIO, ESTALE, EMFILE, ENFILE, ENOMEM, ETIMEDOUT})
    if (cause == passing)
      throw StoreError(msg("{}: cannot be read ({})", path.string(), std::strerror(cause)));
  throw InputError(msg("{}: cannot be read ({})", path.string(), std::strerror(cause)));
}

/// Shows the bytes of an ordinary file, piece by piece, to its end.
void read_plain(const fs::path& path, std::uint64_t most_bytes,
                const std::function<void(std::string_view)>& show) {
  // A pipe that nobody writes to would be waited for.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (file.number() < 0) {
    if (errno == ELOOP)
      throw InputError(msg("{}: this is a link, and none is followed", path.string()));
    fail_to_read(path, errno);
  }
  struct stat found {};
  if (fstat(file.number(), &found) != 0) fail_to_read(path, errno);
  if (!S_ISREG(found.st_mode)) throw InputError(msg("{}: this is no ordinary file", path.string()));
  std::vector<char> buffer(1 << 20);
  std::uint64_t all = 0;
  for (;;) {
    const auto count = read(file.number(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_to_read(path, errno);
    if (count == 0) return;
    all += static_cast<std::uint64_t>(count);
    if (all > most_bytes)
      throw InputError(
          msg("{}: it is larger than the {} bytes that are taken", path.string(), most_bytes));
    show({buffer.data(), static_cast<std::size_t>(count)});
  }
}

void write_all(int file, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const auto count = write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) io::fail_on(path);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

/// What is nothing but zeros becomes a hole: a sparse file of a stranger's does not fill the disk.
void skip(int file, std::size_t bytes, const fs::path& path) {
  if (lseek(file, static_cast<off_t>(bytes), SEEK_CUR) < 0) io::fail_on(path);
}

}  // namespace

std::string text_of_plain_file(const fs::path& path, std::uint64_t most_bytes) {
  std::string text;
  read_plain(path, most_bytes, [&](std::string_view bytes) { text += bytes; });
  return text;
}

std::string copy_plain_file(const fs::path& from, const fs::path& to, std::uint64_t& most_bytes) {
  const Descriptor copy(
      open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (copy.number() < 0) io::fail_on(to);
  Sha256 digest;
  std::uint64_t all = 0;
  read_plain(from, most_bytes, [&](std::string_view bytes) {
    digest.add(bytes);
    all += bytes.size();
    if (bytes.find_first_not_of('\0') == std::string_view::npos)
      skip(copy.number(), bytes.size(), to);
    else
      write_all(copy.number(), bytes, to);
  });
  if (ftruncate(copy.number(), static_cast<off_t>(all)) != 0) io::fail_on(to);
  most_bytes -= all;
  return digest.hex();
}

}  // namespace bdf::nightly
