// SPDX-License-Identifier: MIT
// The stages of a job: progress for people, wall times for run.json.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/log.h"
#include "report/summary.h"

namespace bdf::jobs {

class Stages {
 public:
  /// `threads` 0: one a processor.
  explicit Stages(int threads);
  /// Ends the stage before; `title` is for people, `name` for run.json.
  void begin(std::string_view title, std::string name);
  [[nodiscard]] int threads() const { return facts_.threads; }
  /// Ends the last stage. `job` is how the run was called.
  [[nodiscard]] report::RunFacts facts(std::map<std::string, std::string> job);

 private:
  using Clock = std::chrono::steady_clock;
  void end();
  Progress progress_;
  report::RunFacts facts_;
  Clock::time_point started_ = Clock::now();
  Clock::time_point stage_started_ = started_;
  std::string stage_;
};

}  // namespace bdf::jobs
