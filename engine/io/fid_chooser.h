// SPDX-License-Identifier: MIT
// Which fids features get that are inserted by a set of changes.
#pragma once

#include <cstdint>
#include <optional>

#include "io/sqlite.h"
#include "model/change.h"

namespace bdf::io {

/// Gives each feature the fid that its change asks for where that is free, else one greater than
/// any that is, was (with AUTOINCREMENT) or is asked for.
class FidChooser {
 public:
  FidChooser(Database& database, const LayerChanges& changes);
  /// nullopt where no greater fid is left: SQLite then looks for one that is free.
  [[nodiscard]] std::optional<std::int64_t> choose(std::optional<std::int64_t> wanted);

 private:
  [[nodiscard]] bool is_free(std::int64_t fid);

  Statement taken_;
  std::int64_t greatest_;
};

}  // namespace bdf::io
