// SPDX-License-Identifier: MIT
// The sides of a sync that come from a reference base.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "io/sync_tables.h"
#include "jobs/inputs.h"
#include "model/finding.h"
#include "rules/theme.h"

namespace bdf::jobs {

struct BaseInputs {
  std::optional<Input> ancestor;  ///< none where the local layer does not come from the base
  Input reference;
};

/// What to take, and for whom.
struct BaseRequest {
  std::string base;
  std::string at;  ///< the transaction that is the reference; "": the last one
  const Input* local = nullptr;
  const rules::Theme* theme = nullptr;
  std::optional<io::SyncStamp> stamp;  ///< the local layer's
  bool needs_ancestor = true;          ///< none was given otherwise
};

/// The state from which the local layer was taken, by its stamp, and the one of now (or `at`), each
/// in the part that the stamp says: what lies there, and what the local layer or the ancestor has
/// of it wherever it has moved. Written to `staging`.
///
/// Throws StoreError for a stamp that the base does not know.
[[nodiscard]] BaseInputs inputs_from_base(const BaseRequest& request,
                                          const std::filesystem::path& staging,
                                          std::vector<Finding>& findings);

}  // namespace bdf::jobs
