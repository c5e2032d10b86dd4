// SPDX-License-Identifier: MIT
// A night in small: a job, six tasks after it, and a job after these.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/slurm_cluster.h"

namespace bdf::tests {

/// The numbers of its jobs. The tasks run where the first goes well, and the last in any case.
struct SlurmNight {
  std::string first, tasks, last;
  [[nodiscard]] std::string task(int number) const { return fmt::format("{}_{}", tasks, number); }
};

/// The last adds "last" to the file "lines". Nothing runs before all of it is there: Slurm takes
/// the dependency on a job that it knows no longer for one that is met.
inline SlurmNight submit_night(const SlurmCluster& cluster, const std::string& first,
                               const std::string& task) {
  SlurmNight night;
  night.first = cluster.submit({"--hold", "--wrap=" + first});
  night.tasks = cluster.submit({"--array=0-5", "--dependency=afterok:" + night.first,
                                "--kill-on-invalid-dep=yes", "--requeue", "--open-mode=append",
                                "--wrap=" + task});
  night.last = cluster.submit({"--dependency=afterany:" + night.tasks, "--wrap=echo last >>lines"});
  const auto released = cluster.run({"scontrol", "release", night.first});
  if (released.code != 0) throw std::runtime_error("scontrol: " + released.err);
  return night;
}

inline std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

inline auto is_in_state(const std::string& state) {
  return testing::Field("state", &SlurmJob::state, state);
}

}  // namespace bdf::tests
