// SPDX-License-Identifier: MIT
// The one time a run writes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bdf {

/// The time that somebody has said, as below; nullopt: the clock's counts.
[[nodiscard]] std::optional<std::string> said_time(std::string_view now);

/// The time to write everywhere, as 2026-11-24T01:09:08Z: `now` where it is given (ISO 8601, or
/// seconds since 1970), else SOURCE_DATE_EPOCH, else the clock. Throws UsageError on another form.
[[nodiscard]] std::string time_of_run(std::string_view now);

}  // namespace bdf
