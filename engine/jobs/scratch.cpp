// SPDX-License-Identifier: MIT
#include "jobs/scratch.h"

#include <fmt/format.h>

#include <random>

#include "base/error.h"
#include "base/message.h"
#include "base/shown.h"

namespace bdf::jobs {

Scratch::Scratch(const std::filesystem::path& output) : path_(output) {
  path_ += temporary_suffix;
  std::error_code error;
  std::filesystem::remove_all(path_, error);
  std::filesystem::create_directory(path_, error);
  if (error) throw StoreError(msg("{} cannot be written: {}", output.string(), error.message()));
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path temporary_name() {
  std::random_device random;
  return std::filesystem::temp_directory_path() /
         fmt::format("{}{:08x}{:08x}", temporary_prefix, random(), random());
}

}  // namespace bdf::jobs
