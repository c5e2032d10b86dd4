// SPDX-License-Identifier: MIT
#include "package/part_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <utility>

#include "io/durable.h"
#include "io/output_folder.h"

namespace bdf::package {

namespace fs = std::filesystem;

PartFile::PartFile(fs::path path) : path_(std::move(path)) { open_file(); }

PartFile::~PartFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void PartFile::open_file() {
  constexpr mode_t all_by_umask = 0666;
  constexpr int no_link = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC;
  descriptor_ = open(path_.c_str(), no_link, all_by_umask);
  struct stat status {};
  if (descriptor_ < 0 || fstat(descriptor_, &status) != 0) io::fail_on(path_);
  size_ = static_cast<std::uint64_t>(status.st_size);
}

fs::path PartFile::validator_path() const { return path_.string() + ".of"; }

std::string PartFile::validator() const {
  std::ifstream file(validator_path(), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void PartFile::begin(const std::string& validator) {
  // In this order: never are there bytes beside the validator of others.
  if (ftruncate(descriptor_, 0) != 0) io::fail_on(path_);
  size_ = 0;
  io::write_text(validator_path(), validator);
}

void PartFile::append(std::span<const char> bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) io::fail_on(path_);
    size_ += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void PartFile::become(const fs::path& target) {
  if (::close(std::exchange(descriptor_, -1)) != 0) io::fail_on(path_);
  io::sync(path_);
  if (std::rename(path_.c_str(), target.c_str()) != 0) io::fail_on(target);
  io::sync(target.parent_path());
  std::error_code ignored;
  fs::remove(validator_path(), ignored);
}

void PartFile::remove() {
  std::error_code ignored;
  fs::remove(path_, ignored);
  fs::remove(validator_path(), ignored);
}

}  // namespace bdf::package
