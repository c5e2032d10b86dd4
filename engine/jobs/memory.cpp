// SPDX-License-Identifier: MIT
#include "jobs/memory.h"

#include <set>

#include "io/sync_tables.h"

namespace bdf::jobs {

namespace {

/// Every id under which a cluster may ask for the conflict.
std::set<std::string> names_of(const Conflict& conflict) {
  std::set<std::string> names;
  for (const auto side : all_sides) {
    const auto& joined = conflict.ids[side];
    if (joined.empty()) continue;
    names.insert(joined);
    for (std::size_t begin = 0; begin <= joined.size();) {
      const auto end = std::min(joined.find('/', begin), joined.size());
      names.insert(joined.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return names;
}

}  // namespace

merge::Memory remember(const std::filesystem::path& local,
                       const std::vector<std::filesystem::path>& conflict_files,
                       std::vector<Finding>& findings) {
  merge::Memory memory;
  auto database = io::Database::open_input(local);
  for (const auto& conflict : io::read_pending(database))
    for (const auto& name : names_of(conflict)) memory.pending.emplace(name, conflict);
  for (const auto& conflict : io::read_resolutions(database))
    if (conflict.resolution) memory.resolutions[conflict.id] = *conflict.resolution;
  for (const auto& path : conflict_files) {
    if (!std::filesystem::exists(path)) continue;
    auto entered = io::Database::open_input(path);
    const auto found = io::read_entered_resolutions(entered);
    findings.insert(findings.end(), found.findings.begin(), found.findings.end());
    for (const auto& conflict : found.conflicts)
      memory.resolutions[conflict.id] = *conflict.resolution;
  }
  return memory;
}

}  // namespace bdf::jobs
