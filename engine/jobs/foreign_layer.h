// SPDX-License-Identifier: MIT
// What a transaction says of one layer, held against that layer.
#pragma once

#include <string>
#include <vector>

#include "io/sqlite.h"
#include "jobs/foreign_changes.h"

namespace bdf::jobs {

/// Refers to a file that is open, and to actions that are this layer's.
struct ForeignLayer {
  io::Database* database = nullptr;
  const Schema* schema = nullptr;
  std::vector<std::string> key;  ///< its columns as declared there; none: the fid
  std::vector<const io::ForeignAction*> actions;
};

/// Adds the layer's changes, and the tables that they refer to, as changeset_of() says.
void complete_layer(const ForeignLayer& layer, const ForeignChangesJob& job,
                    io::Changeset& changeset);

}  // namespace bdf::jobs
