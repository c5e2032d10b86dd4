// SPDX-License-Identifier: MIT
// Which thread, of whatever program on whatever machine, does which piece of a night.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "refbase/work_lock.h"

namespace bdf::nightly {

/// The locks of a base (refbase/work_lock.h) that a night takes.
inline constexpr int lock_of_nights = 0;  ///< of whoever prepares or ends one; others share it
inline constexpr int lock_of_stages = 1 << 30;  ///< of whoever ends the jobs
/// Of a job, and of a group of packages by its place in their list: of two runs, whose programs may
/// be at work at once, they are two but by the rarest of chances, in which one waits for the other.
[[nodiscard]] int lock_of_job(const std::string& run, std::int64_t position);
[[nodiscard]] int lock_of_packages(const std::string& run, std::size_t first);

/// What this program does, for all of its threads. A piece whose program is killed is free again.
/// Servers forget whose it is when they are started anew: so what is done must bear to be done
/// twice.
class Claims {
 public:
  explicit Claims(std::string base);

  /// False where another thread or program does it. Waits for a server that is gone for a while.
  /// Throws StoreError.
  [[nodiscard]] bool claim(int number);
  void leave(int number);

 private:
  std::string base_;
  std::unique_ptr<refbase::WorkLocks> locks_;
  std::mutex mutex_;
  std::set<int> here_;
};

}  // namespace bdf::nightly
