// SPDX-License-Identifier: MIT
// The time of a run, taken apart.
#pragma once

#include <cstdint>
#include <string_view>

namespace bdf::package {

struct UtcTime {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  std::int64_t since_1970 = 0;  ///< seconds
};

/// Of a time as time_of_run() writes it: 2026-11-24T01:09:08Z. Throws InputError for what is none.
[[nodiscard]] UtcTime utc_time_of(std::string_view text);

}  // namespace bdf::package
