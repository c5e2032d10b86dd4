// SPDX-License-Identifier: MIT
// So many deletions are more likely a mistake than work.
#pragma once

#include <string>
#include <vector>

#include "jobs/admission_rights.h"
#include "jobs/layer_sync.h"
#include "refbase/sql_session.h"

namespace bdf::jobs {

/// The territories of the organisation that is judged; empty: everywhere.
[[nodiscard]] std::vector<std::string> territories_of(const Judge& judge);

struct GuardedChanges {
  std::vector<const LayerRun*> runs;
  const std::vector<LayerChanges>* changes = nullptr;  ///< by run: those that go in
  const Territories* territories = nullptr;            ///< of the base; null where it has none
  std::vector<std::string> of;                         ///< in which the producer works
};

/// Holds the objects that would be deleted against those that the base has now, in the producer's
/// territories. Throws InputError where the theme's guard says that they are too many.
void guard_base(refbase::SqlSession& session, const GuardedChanges& guarded);

}  // namespace bdf::jobs
