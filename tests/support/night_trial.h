// SPDX-License-Identifier: MIT
// Nights over generated deposits, and what they end in.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "refbase/night.h"
#include "support/base_trial.h"
#include "support/desk.h"
#include "support/run.h"

namespace bdf::tests {

/// The size of a world of deposits.
struct NightSize {
  int territories = 3;
  int deposits = 12;
  bool hostile = false;
  unsigned seed = 1;
  bool operator<(const NightSize& other) const {
    return std::tie(territories, deposits, hostile, seed) <
           std::tie(other.territories, other.deposits, other.hostile, other.seed);
  }
};

/// A world of that size (support/night_world.h), made once a process.
[[nodiscard]] const std::filesystem::path& night_world(const NightSize& size);

/// Returns once the files of its deposits are old enough for a night to know them by their marks.
void let_files_age(const NightSize& size);

/// A base of a world with a plan, in a folder of its own.
class NightDesk {
 public:
  /// Text is added to the plan.
  NightDesk(const NightSize& size, BaseKind kind, const std::string& more = "");

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] const std::string& base() const { return base_; }
  [[nodiscard]] std::filesystem::path plan() const { return folder() / "plan.yaml"; }
  [[nodiscard]] std::filesystem::path work() const { return folder() / "work"; }
  /// A link to those of the world: without it they are gone.
  [[nodiscard]] std::filesystem::path deposits() const { return folder() / "deposits"; }
  /// Writes the plan anew, with these sources (YAML) and what else it says.
  void plan_for(const std::string& sources, const std::string& more = "") const;
  /// A copy of a deposit of the world, by its number from 0, in a folder beside the plan.
  std::filesystem::path copy_deposit(std::size_t number, const std::string& to = "own") const;

  /// `bdf nightly` with these words before the plan and after it, at a set time.
  [[nodiscard]] Ran night(std::vector<std::string> before = {},
                          const std::vector<std::string>& after = {},
                          const std::map<std::string, std::string>& environment = {}) const;
  /// What `bdf nightly` with these words says as JSON. A night that stops or begins not at all
  /// fails the test.
  [[nodiscard]] nlohmann::json told(
      const std::vector<std::string>& before = {},
      const std::map<std::string, std::string>& environment = {}) const;
  /// The same in a program that runs on; what it says is lost.
  [[nodiscard]] pid_t begin_night(const std::vector<std::string>& after = {},
                                  const std::map<std::string, std::string>& environment = {}) const;

  /// What the base holds: of each layer its rows, and every thing that came in with its fate; a
  /// line each, sorted. Numbers of transactions and times are no part of it.
  [[nodiscard]] std::vector<std::string> content() const;
  /// The rows of the layers alone, where new objects are called as their producers call them.
  [[nodiscard]] std::vector<std::string> layers() const;
  /// Of each thing that came in who sent it, what it is, and its fate.
  [[nodiscard]] std::vector<std::string> entries() const;
  /// Of each deposit and theme how often it is settled, and how: "0001_ddt-38_hydro hydro taken".
  [[nodiscard]] std::vector<std::string> fates() const;
  /// Those of the last night, as they are now.
  [[nodiscard]] std::vector<refbase::NightJob> jobs() const;
  /// What `bdf base verify` says.
  [[nodiscard]] std::string wrong() const;
  /// Names of the packages in WORK/packages.
  [[nodiscard]] std::vector<std::string> packages() const;
  std::string time = "2026-02-01T22:00:00Z";

 private:
  NightSize size_;
  TemporaryFolder folder_;
  std::string base_;
};

/// The text of a file; "" where there is none.
[[nodiscard]] std::string text_of(const std::filesystem::path& file);

/// Asks again and again for a minute; false where it was never so.
[[nodiscard]] bool comes_true(const std::function<bool()>& question);

/// The exit code of a night that was begun; -1, and it is killed, where it has no end in a minute.
int end_of(pid_t night);

/// The program that does a job of a night that was begun; 0 where there is none.
[[nodiscard]] pid_t program_of_job(pid_t night, std::int64_t position);

/// Kills nights at random moments of their first `longest` seconds, so often. One that comes to its
/// end before is followed by that of another day.
void kill_nights(NightDesk& desk, int times, double longest, unsigned seed);

/// Lines that one has and the other has not, as `<` and `>` lines; the first thirty.
[[nodiscard]] std::string difference(const std::vector<std::string>& a,
                                     const std::vector<std::string>& b);

/// Of packages of the same names in two folders: what `bdf package diff` finds; "" for nothing.
[[nodiscard]] std::string package_difference(const NightDesk& a, const NightDesk& b);

}  // namespace bdf::tests
