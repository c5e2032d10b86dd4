// SPDX-License-Identifier: MIT
#include "jobs/stages.h"

#include <sys/resource.h>

#include <algorithm>
#include <thread>

namespace bdf::jobs {

namespace {

constexpr std::size_t sync_stages = 5;

double seconds(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

std::size_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;  // Linux counts in KiB
}

}  // namespace

Stages::Stages(int threads) : progress_(sync_stages) {
  const auto processors = static_cast<int>(std::thread::hardware_concurrency());
  facts_.threads = threads > 0 ? threads : std::max(1, processors);
}

void Stages::begin(std::string_view title, std::string name) {
  end();
  progress_.stage(title);
  stage_ = std::move(name);
  stage_started_ = Clock::now();
}

void Stages::end() {
  if (!stage_.empty()) facts_.stages.emplace_back(stage_, seconds(Clock::now() - stage_started_));
  stage_.clear();
}

report::RunFacts Stages::facts(std::map<std::string, std::string> job) {
  end();
  facts_.job = std::move(job);
  facts_.seconds = seconds(Clock::now() - started_);
  facts_.peak_memory = peak_memory();
  return facts_;
}

}  // namespace bdf::jobs
