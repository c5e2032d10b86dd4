// SPDX-License-Identifier: MIT
#include "package/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "io/durable.h"

namespace bdf::package {

namespace {

constexpr mode_t all_by_umask = 0666;
constexpr int only_new = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

}  // namespace

NewFile::NewFile(const std::filesystem::path& path)
    : path_(path), descriptor_(open(path.c_str(), only_new, all_by_umask)) {
  if (descriptor_ < 0) io::fail_on(path_);
}

NewFile::~NewFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void NewFile::write(std::span<const char> bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) io::fail_on(path_);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void NewFile::close() {
  if (::close(std::exchange(descriptor_, -1)) != 0) io::fail_on(path_);
}

}  // namespace bdf::package
