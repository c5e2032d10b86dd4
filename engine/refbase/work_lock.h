// SPDX-License-Identifier: MIT
// Work on a base that one program at a time does, on whatever machine it runs, or several together.
#pragma once

#include <memory>
#include <string>

namespace bdf::refbase {

/// Locks of a base that one program has, by number (0 to 2^31 - 1): of a server's base advisory
/// locks, of a file's bytes of the file BASE.lock beside it, which stays. They end with
/// this value, with the program, or with its connection to the server (which may notice that a
/// moment later). What is done under one must not depend on it: who
/// loses the server loses the lock, and is not told. For one thread at a time.
class WorkLocks {
 public:
  WorkLocks() = default;
  virtual ~WorkLocks() = default;
  WorkLocks(const WorkLocks&) = delete;
  WorkLocks& operator=(const WorkLocks&) = delete;

  /// False where another program has it. True where this one has it already, or has it again after
  /// its server was started anew. Throws StoreError.
  [[nodiscard]] virtual bool try_lock(int number) = 0;
  /// The same, beside others who share it: while one does, nobody has it alone. It is not asked for
  /// alone by who shares it.
  [[nodiscard]] virtual bool try_share(int number) = 0;
  virtual void unlock(int number) = 0;
};

/// None at first. Throws StoreError.
[[nodiscard]] std::unique_ptr<WorkLocks> work_locks_of(const std::string& base);

}  // namespace bdf::refbase
