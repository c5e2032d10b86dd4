// SPDX-License-Identifier: MIT
// The deposits of a night.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "night/command.h"
#include "night/edits.h"

namespace bdf::sample {

/// Where a night is made.
struct NightPlace {
  std::filesystem::path world;  ///< the folder that stays
  std::filesystem::path work;   ///< one that is removed at the end, with the base in it
  const Command* bdf = nullptr;

  [[nodiscard]] std::string base() const { return work / "base.gpkg"; }
  [[nodiscard]] std::filesystem::path deposit(const std::string& name) const {
    return world / "deposits" / name;
  }
  /// What the office of that territory has taken of a theme.
  [[nodiscard]] std::filesystem::path checkout(const Office& office,
                                               const std::string& theme) const;
};

/// What somebody has sent.
struct Deposit {
  std::string name;  ///< of its folder: "0001_ddt-38_hydro"
  Work work;
  bool as_layers = false;  ///< the edited checkout itself; else a contribution
};

/// Who sends what, in the order of the names. First each office sends something of each theme; then
/// chance decides.
[[nodiscard]] std::vector<Deposit> plan_deposits(const NightStyle& style,
                                                 const std::vector<Office>& offices);

/// Writes a checkout for each office and theme: what meets its territory, and 200 m around it.
void check_out_all(const NightPlace& place, const NightCountry& night, int threads);

/// An edited checkout, and who sends what came of it.
struct Sending {
  std::filesystem::path local;
  std::string producer;
  std::string theme, territory;
  std::string base;  ///< that it was taken from
  bool confirms_deletions = false;
};
/// Writes what `bdf sync` makes of it with the base of the night.
void write_contribution(const NightPlace& place, const Sending& sending,
                        const std::filesystem::path& out);

/// Writes deposit.yaml into a folder that is there.
void write_manifest(const std::filesystem::path& folder, const Sending& sending,
                    const std::string& data);

/// A line of deposits.tsv: what the deposit is, and its edits.
[[nodiscard]] std::string write_deposit(const NightPlace& place, const NightCountry& night,
                                        const EditSource& source, const Deposit& deposit);

}  // namespace bdf::sample
