// SPDX-License-Identifier: MIT
#include "nightly/claims.h"

#include <utility>

#include "nightly/patience.h"

namespace bdf::nightly {

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
