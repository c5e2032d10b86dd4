// SPDX-License-Identifier: MIT
// What of a contribution goes into the base, what waits for the operator, and what is refused.
#pragma once

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "io/changeset.h"
#include "jobs/admission_rights.h"
#include "jobs/layer_sync.h"
#include "refbase/contributions.h"

namespace bdf::jobs {

/// A thing by its names in the contribution: layer, object, attribute.
using ThingName = std::tuple<std::string, std::string, std::string>;
[[nodiscard]] ThingName name_of(const refbase::Entry& entry);

/// All things of a contribution.
[[nodiscard]] std::vector<ThingName> things_of_contribution(const io::Changeset& contribution);

struct AdmissionRequest {
  const io::Changeset* contribution = nullptr;
  std::vector<const LayerRun*> runs;  ///< of the merge with the base, finished
  const Judge* judge = nullptr;
  /// What an operator has accepted; null: everything is asked about.
  const std::set<ThingName>* accepted = nullptr;
};

struct Admission {
  /// By run: changes to the base, of which parts that do not go in are left out. They point into
  /// the runs.
  std::vector<LayerChanges> changes;
  /// One for each thing of the contribution that is asked about, in its order, then those that
  /// follow from them. Those that depend on one another have one number in `together`.
  std::vector<refbase::Entry> entries;
};

/// What nobody contradicts and rights admit is admitted; a conflict, and what may be proposed only,
/// waits; what the organisation has no right to is refused, as is what no longer means anything.
/// What depends on one another goes the way of its least right. What the base holds already is
/// admitted.
[[nodiscard]] Admission admit(const AdmissionRequest& request);

}  // namespace bdf::jobs
