// SPDX-License-Identifier: MIT
// What people have decided, by conflict: entered in conflicts.gpkg, written in a resolutions.json,
// said on the command line, or applied before.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/geopackage.h"
#include "merge/context.h"
#include "model/conflict.h"
#include "model/finding.h"

namespace bdf::jobs {

/// Where a decision stands: in the table of those applied, in a conflicts.gpkg and not applied yet,
/// in a resolutions.json, or nowhere but on the command line.
enum class Stands { applied, entered, written, said };

struct Decided {
  Conflict conflict;  ///< with its resolution, without values and geometries
  Stands stands = Stands::said;
  std::string file{};  ///< that says so; "" where it is said
  bool usable = true;  ///< else it is kept and decides nothing
};

/// By conflict id.
using Decisions = std::map<std::string, Decided>;

/// The name of the file in a folder that a sync wrote, and in messages.
inline constexpr const char* resolutions_name = "resolutions.json";

/// Enters a decision in place of an earlier one on the same conflict. No decision on a proposal is
/// one of a human.
void decide(Decisions& decisions, Decided next);

/// The decisions of a resolutions.json. Throws as io::read_resolutions_file().
[[nodiscard]] Decisions decisions_in(const std::filesystem::path& file);

/// Adds the decisions that a folder's own resolutions.json holds, if there is one: where it says
/// otherwise than what was applied, it is what somebody has changed since.
void add_written(const std::filesystem::path& folder, Decisions& decisions);

/// Lays what was given in this run over what is known. What a file says otherwise than what has
/// been entered and not applied throws InputError that names both; another decision that it takes
/// the place of is told. What is said holds in any case.
void add_given(const Decisions& given, Decisions& decisions, std::vector<Finding>& findings);

/// Marks as not usable what a file says and cannot be applied to the open conflict, or where it is
/// not open to the one that the decision says it is about; and tells of it.
void check_usable(Decisions& decisions, const merge::Memory& memory, const io::Catalog& catalog,
                  std::vector<Finding>& findings);

/// Gives the memory those that the merge may apply. Geometries are in local's own system.
void remember_applicable(const Decisions& decisions, merge::Memory& memory);

/// That what is entered takes the place of what the folder's resolutions.json says otherwise.
void tell_replaced(const Decided& known, const Decided& next, std::vector<Finding>& findings);

/// All of them, and over them those that a run has closed, as resolutions.json holds them.
[[nodiscard]] std::vector<Conflict> to_write(const Decisions& decisions,
                                             const std::vector<Conflict>& closed);

}  // namespace bdf::jobs
