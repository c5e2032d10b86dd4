// SPDX-License-Identifier: MIT
// An edition, or what a differential tells of one, brought into a reference base.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/source.h"
#include "model/finding.h"
#include "refbase/transaction.h"

namespace bdf::jobs {

struct BaseImportJob {
  std::string base;
  std::string input;  ///< FILE or FILE::layer
  std::string theme = "generic";
  std::vector<std::string> key;  ///< columns; empty: the theme's, else the primary key
  std::string edition;           ///< the name that the base's state gets; "" for none
  std::string organisation;
  std::string community;
  std::string territory;  ///< the input covers this one of the base's; "": all of its layers
  std::string message;
  /// The input holds only objects that may have changed; one that it says was destroyed is gone.
  bool differential = false;
  bool confirm_deletions = false;
  io::SourceOptions source;
  int threads = 0;
  std::string now;
};

/// What became of the objects of one layer.
struct ImportedLayer {
  refbase::LayerCount count;
  std::int64_t unchanged = 0;
  std::int64_t succeeded = 0;  ///< of those removed: they go on under another identifier
};

struct ImportResult {
  refbase::Transaction transaction;  ///< the last one: a new one if `changed`
  bool changed = false;
  std::vector<ImportedLayer> layers;
  std::vector<Finding> findings;
};

/// One transaction: all or nothing. Only what differs makes versions; values are compared as the
/// contract says, and a vertex that has moved by less than the theme's tolerance has not moved. A
/// column that a newer version of the schema has is added, one that it calls otherwise renamed, one
/// that it has no more retired: none of this makes a version. A column that is merely missing keeps
/// what it held.
///
/// Where nothing differs there is no transaction, and the edition names the last one. Throws
/// InputError (keys missing or twice, values that cannot be held, another CRS), StoreError, and
/// UsageError for a name that is taken.
[[nodiscard]] ImportResult import_into_base(const BaseImportJob& job);

}  // namespace bdf::jobs
