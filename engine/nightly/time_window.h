// SPDX-License-Identifier: MIT
// Until when a night begins new jobs.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace bdf::nightly {

/// Ends at the first such time of the day (minutes since midnight, local time) after its making, or
/// never. It also ends once as much time has passed as there was until then: a clock that is set
/// back does not make a night longer.
class TimeWindow {
 public:
  explicit TimeWindow(std::optional<int> until);
  explicit TimeWindow(std::chrono::system_clock::time_point end);
  [[nodiscard]] bool is_over() const;

 private:
  std::optional<std::chrono::system_clock::time_point> end_;
  std::chrono::steady_clock::time_point last_;
};

/// A time as 2026-11-24T01:09:08Z, so many days earlier.
[[nodiscard]] std::string days_before(const std::string& time, int days);

}  // namespace bdf::nightly
