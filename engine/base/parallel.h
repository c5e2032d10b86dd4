// SPDX-License-Identifier: MIT
// One loop over independent pieces of work.
#pragma once

#include <cstddef>
#include <functional>

namespace bdf {

/// Calls `work` once for each index in [0, n), on at most `threads` threads (0: one a processor),
/// in no particular order. `work` must be safe to call from several threads for different indices;
/// let it write to a place of its own index, and the result does not depend on the number of
/// threads.
///
/// If calls throw, the exception of the lowest such index is rethrown once all running calls have
/// ended. Every lower index has then been worked on; some higher ones may not have been.
void parallel_for_each(std::size_t n, int threads, const std::function<void(std::size_t)>& work);

}  // namespace bdf
