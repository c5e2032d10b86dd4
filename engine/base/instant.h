// SPDX-License-Identifier: MIT
// Points in time that others have written, in whatever time zone.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bdf {

struct Instant {
  std::int64_t seconds = 0;      ///< since 1970-01-01T00:00:00Z, leap seconds not counted
  std::int32_t nanoseconds = 0;  ///< from 0 to 999999999
  auto operator<=>(const Instant&) const = default;
};

/// A dateTimeStamp of XML Schema 1.1, of the years 0000 to 9999: 2026-11-24T01:09:08Z,
/// 2026-11-24T02:09:08.5+01:00. What is finer than a nanosecond is cut. Nothing for other texts:
/// days that no month has, a time without a zone.
[[nodiscard]] std::optional<Instant> instant_of(std::string_view text);

}  // namespace bdf
