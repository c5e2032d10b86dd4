// SPDX-License-Identifier: MIT
// Another system's transaction as a changeset: held against the file that it is for, which knows
// what was there before.
#pragma once

#include <string>
#include <vector>

#include "io/changeset.h"
#include "io/foreign_action.h"
#include "jobs/inputs.h"
#include "rules/theme.h"

namespace bdf::jobs {

struct ForeignChangesJob {
  std::string file;  ///< the transaction's, for messages
  const Input* against = nullptr;
  const rules::Theme* theme = nullptr;
  std::vector<std::string> key{};  ///< as ConvertJob
  std::string producer{};
  std::string time{};
};

/// The changes by layer, in the order of the target's catalogue, by id, deletions before insertions
/// of the same id. All are `offered`; an update's values are all that the action says, even where
/// they are what is there. A geometry takes the layer's declared kind, single or multi, straight or
/// of curves. What is inserted without a key is called as the sender calls it where no other object
/// is called so, else by a bdf_uid that is minted as a sync would. The base is what `against` says
/// of the state of the base that it holds, else its own digest.
///
/// Throws InputError, which names file, line, layer, object and attribute, for: a layer or an
/// attribute that is not there; an object that is not there, stands there more than once, is named
/// by two actions or, to be inserted, is already there; a value that is none of its column's type;
/// a geometry that is none, of another kind, with or without Z unlike the layer, with a ring that
/// is not closed, or in another reference system; a gcms_fingerprint that the object no longer has.
[[nodiscard]] io::Changeset changeset_of(const std::vector<io::ForeignAction>& actions,
                                         const ForeignChangesJob& job);

}  // namespace bdf::jobs
