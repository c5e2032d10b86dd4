// SPDX-License-Identifier: MIT
// What the daemons of a test's own Slurm cluster read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bdf::tests {

/// 128 random bytes, which nobody else may read.
void write_munge_key(const std::filesystem::path& path);

/// slurm.conf and cgroup.conf in that folder, where all of the cluster's files will be: a
/// controller and nodes on this machine, on ports that are free now, for whoever writes it.
void write_slurm_configuration(const std::filesystem::path& folder,
                               const std::vector<std::string>& nodes);

}  // namespace bdf::tests
