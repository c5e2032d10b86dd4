// SPDX-License-Identifier: MIT
#include "base/parallel.h"

#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <atomic>
#include <exception>
#include <mutex>

namespace bdf {

namespace {

/// The failure of the lowest index so far. Indices above it need not be tried; those below it must
/// be, since one of them may fail as well.
class FirstFailure {
 public:
  explicit FirstFailure(std::size_t none) : index_(none) {}

  [[nodiscard]] bool is_before(std::size_t index) const { return index_ < index; }

  void keep(std::size_t index, std::exception_ptr exception) {
    const std::lock_guard lock(mutex_);
    if (index >= index_) return;
    index_ = index;
    exception_ = std::move(exception);
  }

  void rethrow() const {
    if (exception_) std::rethrow_exception(exception_);
  }

 private:
  std::mutex mutex_;
  std::atomic<std::size_t> index_;
  std::exception_ptr exception_;
};

// TBB complains on stderr when it is asked for more threads than there are processors.
int threads_to_use(int asked) {
  return asked > 0 && asked < tbb::info::default_concurrency() ? asked : tbb::task_arena::automatic;
}

}  // namespace

void parallel_for_each(std::size_t n, int threads, const std::function<void(std::size_t)>& work) {
  FirstFailure failure(n);
  const auto guarded = [&](std::size_t index) {
    if (failure.is_before(index)) return;
    try {
      work(index);
    } catch (...) {
      failure.keep(index, std::current_exception());
    }
  };
  tbb::task_arena arena(threads_to_use(threads));
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, n, guarded); });
  failure.rethrow();
}

}  // namespace bdf
