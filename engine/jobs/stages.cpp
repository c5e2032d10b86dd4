// SPDX-License-Identifier: MIT
#include "jobs/stages.h"

#include <sys/resource.h>

#include <algorithm>
#include <thread>

#include "base/version.h"
#include "geometry/versions.h"
#include "io/versions.h"

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

/// Of this command and of the libraries that a result may depend on.
std::map<std::string, std::string> versions() {
  std::map<std::string, std::string> all{{"bdf", std::string(version())}};
  all.merge(io::library_versions());
  all.merge(geometry::library_versions());
  return all;
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
  facts_.versions = versions();
  return facts_;
}

}  // namespace bdf::jobs
