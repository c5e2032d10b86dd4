// SPDX-License-Identifier: MIT
// Dates and times as ISO 8601 writes them, read without guessing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace bdf::io {

struct IsoDate {
  int year = 0, month = 0, day = 0;
  bool operator==(const IsoDate&) const = default;
};

struct IsoTime {
  IsoDate date;
  int hour = 0, minute = 0, second = 0;
  int nanoseconds = 0;
  std::optional<int> zone;  ///< minutes east of UTC; nullopt where the text names none

  /// Seconds and nanoseconds since 1970, a time without a zone taken as UTC.
  [[nodiscard]] std::pair<std::int64_t, int> instant() const;
};

/// YYYY-MM-DD, a day of the calendar.
[[nodiscard]] std::optional<IsoDate> iso_date_of(std::string_view text);

/// YYYY-MM-DDTHH:MM[:SS[.f…]][Z|±HH[[:]MM]], with a T or a blank; at most nine digits after the
/// point, no leap second.
[[nodiscard]] std::optional<IsoTime> iso_time_of(std::string_view text);

}  // namespace bdf::io
