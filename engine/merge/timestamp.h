// SPDX-License-Identifier: MIT
// Dates and times as files write them, brought to one form.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bdf::merge {

/// The day of an ISO 8601 date or timestamp as written, "2026-11-24"; also of 2026/11/24 and
/// 20261124. nullopt where it is neither.
[[nodiscard]] std::optional<std::string> day_of(std::string_view text);

/// The instant in UTC with microseconds, "2026-11-24T01:09:08.000000Z". No offset means UTC, no
/// time of day means midnight. nullopt where it is no timestamp.
[[nodiscard]] std::optional<std::string> utc_of(std::string_view text);

/// Whether such a timestamp goes beyond whole seconds: "01:09:08.5" does, and so does
/// "01:09:08.000".
[[nodiscard]] bool has_fraction(std::string_view text);

}  // namespace bdf::merge
