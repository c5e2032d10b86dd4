// SPDX-License-Identifier: MIT
// What an edition changes in a layer of a base.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jobs/import_plan.h"
#include "jobs/territories.h"
#include "refbase/versions.h"

namespace bdf::jobs {

/// An object that goes on under another identifier.
struct Succession {
  std::string predecessor;
  std::string successor;
  std::string reason;
};

/// Objects of the base, and features of the file.
struct ImportDelta {
  std::vector<refbase::LiveObject> removed;  ///< of the base
  std::vector<refbase::LiveObject> changed;  ///< of the base, as they were
  std::vector<IncomingObject> changed_to;    ///< one for each of `changed`
  std::vector<IncomingObject> added;
  std::vector<Succession> successions;
  FeatureTable before;  ///< of `changed`, by fid; where columns are not carried
  std::int64_t unchanged = 0;

  [[nodiscard]] bool empty() const { return removed.empty() && changed.empty() && added.empty(); }
};

/// Of which objects of the base a file tells that they are gone by not holding them.
struct Coverage {
  bool none = false;                         ///< of no object: the file is a differential
  const Territories* territories = nullptr;  ///< null: of all of the layer …
  std::string territory;                     ///< … else of those that this one owns
};

/// Compares the file's layer with what is valid in the base. Objects whose prints differ are looked
/// at again, by values and vertices.
[[nodiscard]] ImportDelta compare_with_base(refbase::SqlSession& session, const ImportPlan& plan,
                                            const Coverage& coverage, int threads);

/// Enters it as that transaction, in the columns that the layer has by now (change_columns).
void enter_delta(refbase::SqlSession& session, ImportPlan& plan, const ImportDelta& delta,
                 const refbase::Transaction& transaction);

/// Writes new prints of all that is valid: what they are made of has changed.
void print_again(refbase::SqlSession& session, const refbase::BaseLayer& layer);

}  // namespace bdf::jobs
