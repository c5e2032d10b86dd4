// SPDX-License-Identifier: MIT
// Which thread, of whatever program on whatever machine, does which piece of a night.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "refbase/work_lock.h"

namespace bdf::nightly {

/// The locks of a base (refbase/work_lock.h) that a night takes: each job has that of its position,
/// from 1 on, and each group of packages one of those from `first_package_lock` on.
inline constexpr int lock_of_nights = 0;  ///< of whoever prepares or ends one; others share it
inline constexpr int lock_of_stages = 1 << 30;  ///< of whoever ends the jobs
inline constexpr int first_package_lock = lock_of_stages + 1;

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
