// SPDX-License-Identifier: MIT
#include "nightly/claims.h"

#include <utility>

#include "base/hash.h"
#include "nightly/patience.h"

namespace bdf::nightly {

namespace {

/// Less than 2^30 - 1.
int number_of(const std::string& run, std::uint64_t place) {
  constexpr std::size_t digits = 8;
  const auto of_run = std::stoull(sha256(run).substr(0, digits), nullptr, 16);
  return static_cast<int>((of_run + place) % (lock_of_stages - 1));
}

}  // namespace

int lock_of_job(const std::string& run, std::int64_t position) {
  return 1 + number_of(run, static_cast<std::uint64_t>(position));
}

int lock_of_packages(const std::string& run, std::size_t first) {
  return lock_of_stages + 1 + number_of(run, first);
}

Claims::Claims(std::string base) : base_(std::move(base)), locks_(refbase::work_locks_of(base_)) {}

bool Claims::claim(int number) {
  const std::lock_guard guard(mutex_);
  if (here_.contains(number)) return false;
  bool is_free = false;
  patiently(base_, [&] { is_free = locks_->try_lock(number); });
  if (is_free) here_.insert(number);
  return is_free;
}

void Claims::leave(int number) {
  const std::lock_guard guard(mutex_);
  here_.erase(number);
  patiently(base_, [&] { locks_->unlock(number); });
}

}  // namespace bdf::nightly
