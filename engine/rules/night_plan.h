// SPDX-License-Identifier: MIT
// What a night does: the plan of bdf nightly.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bdf::rules {

/// Where deposits are found.
struct DepositSource {
  enum class Kind { folder, list, members };
  Kind kind = Kind::folder;
  std::filesystem::path path;  ///< of a folder or a list
  bool allows_servers = false;
};

struct NightPolicies {
  bool refuses_validation_errors = false;
  double most_contested = 1;  ///< the share of a deposit that may wait or be refused
  bool heeds_confirmations = false;
};

struct NightLimits {
  double seconds = 3600;  ///< that a job may work
  double memory_gib = 0;  ///< 0: as much as there is
  double size_gib = 20;
};

struct NightPackages {
  std::vector<std::string> packs;  ///< besides the socles
  std::string form = "zip";
  bool differential = false;
};

struct NightLabel {
  std::filesystem::path key;
  std::filesystem::path attestation;  ///< "": none
  std::filesystem::path registry;     ///< "": none
};

struct NightPublication {
  std::filesystem::path tree;
  std::string url;
  bool restricted = false;
};

/// How the jobs are given to Slurm.
struct NightCluster {
  int workers = 8;
  int threads = 1;
  std::vector<std::string> options;  ///< of sbatch
};

enum class NightOrder { theme, territory, producer };

struct NightPlan {
  std::filesystem::path file;
  std::string digest;  ///< SHA-256 of it
  std::string name;
  std::string base;
  std::filesystem::path work;
  std::vector<DepositSource> deposits;
  std::vector<std::string> themes;       ///< empty: all that the base goes by
  std::vector<std::string> territories;  ///< empty: all
  std::vector<std::string> producers;    ///< empty: all
  std::vector<NightOrder> order;
  int side_by_side = 0;  ///< 0: one a processor
  NightPolicies policies;
  int tries = 3;
  double pause = 5;  ///< seconds
  NightLimits limits;
  std::optional<int> until;  ///< minutes since midnight, local time
  std::optional<NightPackages> packages;
  std::optional<NightLabel> label;
  std::optional<NightPublication> publication;
  NightCluster cluster;
  std::string notify;
  int keep_days = 90;
};

/// Paths come back as seen from the file's folder, absolute. Throws InputError with file, line and
/// column for each thing that is wrong.
[[nodiscard]] NightPlan load_night_plan(const std::filesystem::path& path);

/// Throws InputError with the place of a name in one of the plan's lists, which are "themes",
/// "territories", "producers" and "packs".
[[noreturn]] void fail_at(const NightPlan& plan, const std::string& list, std::size_t index,
                          const std::string& message);

}  // namespace bdf::rules
