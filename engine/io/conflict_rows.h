// SPDX-License-Identifier: MIT
// A conflict as a row: the columns that conflict, bdf_pending and bdf_resolution share.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "io/sqlite.h"
#include "model/conflict.h"

namespace bdf::io {

/// conflict_id, layer, cluster, kind, attribute, ancestor_id, local_id, reference_id,
/// ancestor_value, local_value, reference_value, reason, provisional, resolution, resolution_value,
/// resolved_by, resolved_at.
inline constexpr std::size_t conflict_column_count = 17;
[[nodiscard]] const std::array<std::string, conflict_column_count>& conflict_column_names();

/// Views into the conflict; resolution is a side's name or "value".
[[nodiscard]] std::vector<ValueView> conflict_values(const Conflict& conflict);

/// The conflict in the statement's columns from 0, without geometries and resolution.
[[nodiscard]] Conflict read_conflict(const Statement& row);

/// What the four columns of the resolution hold.
struct ResolutionTexts {
  std::string resolution;
  std::string value;
  std::string by;
  std::string at;
};
[[nodiscard]] ResolutionTexts read_resolution_texts(const Statement& row);

}  // namespace bdf::io
