// SPDX-License-Identifier: MIT
#include "jobs/deletion_guard.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "jobs/derive_doubles.h"
#include "merge/existence.h"

namespace bdf::jobs {

namespace {

bool goes_with_line(const LedgerEntry& entry) {
  return std::any_of(entry.decisions.begin(), entry.decisions.end(),
                     [](const Decision& decision) { return decision.rule == derived_rule; });
}

/// The next sync counts what this one deletes as missing from local.
void guard_derived(const LayerRun& run, merge::Absences absence) {
  const auto missing = absence.missing;
  for (const auto& entry : run.result.ledger)
    if (goes_with_line(entry)) ++absence.missing;
  if (absence.missing > missing && merge::implausible(absence, run.rules))
    throw InputError(
        msg("layer “{}”: {} of the ancestor's {} objects would be deleted with the lines that they "
            "double. Nothing was written. If these were really deleted, say --confirm-deletions",
            run.name, absence.missing - missing, absence.of));
}

}  // namespace

void guard_deletions(const LayerRun& run) {
  ThreeWay<merge::Absences> absences;
  for (const auto& entry : run.result.ledger)
    for (const auto side : {Side::local, Side::reference})
      if (!entry.ids.ancestor.empty() && entry.ids[side].empty() &&
          !merge::is_outside_extent(entry))
        absences[side].missing += entry.ids.ancestor.size();
  for (const auto side : {Side::local, Side::reference}) {
    auto& absence = absences[side];
    absence.of = run.row_counts.ancestor;
    absence.side_empty = run.row_counts[side] == 0;
    if (merge::implausible(absence, run.rules))
      throw InputError(
          side == Side::local
              ? msg("layer “{}”: {} of the ancestor's {} objects are missing from the local layer. "
                    "Nothing was written. If they were really deleted, say --confirm-deletions; if "
                    "the layer is only a part, say which with --extent",
                    run.name, absence.missing, absence.of)
              : msg("layer “{}”: {} of the ancestor's {} objects are missing from the reference. "
                    "Nothing was written. If they were really deleted, say --confirm-deletions; "
                    "else check that the reference covers the same territory",
                    run.name, absence.missing, absence.of));
  }
  guard_derived(run, absences.local);
}

}  // namespace bdf::jobs
