// SPDX-License-Identifier: MIT
#include "jobs/topology_flaw.h"

namespace bdf::jobs {

namespace {

/// The first of them, by name; nobody reads more.
std::string names_of(const std::map<std::int64_t, std::string>& clusters, std::int64_t but) {
  constexpr std::size_t most = 3;
  std::string names;
  std::size_t count = 0;
  for (const auto& [number, name] : clusters) {
    if (number == but) continue;
    if (++count > most) return names + ", …";
    names += (names.empty() ? "" : ", ") + name;
  }
  return names;
}

}  // namespace

std::optional<std::string> reason_of(const TopologyFlaw& flaw, Side held, std::int64_t cluster) {
  const auto names =
      names_of(held == Side::local ? flaw.made_by_local : flaw.made_by_reference, cluster);
  return names.empty() ? std::nullopt : std::optional(flaw.reason(names));
}

}  // namespace bdf::jobs
