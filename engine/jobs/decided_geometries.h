// SPDX-License-Identifier: MIT
// Geometries of conflicts between the local layer's system, in which people see and draw them, and
// the common one, in which they are compared.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jobs/common_crs.h"
#include "merge/context.h"

namespace bdf::jobs {

/// The memory, with the geometries decided on in that layer in the common system. `way` is that of
/// local; nullopt changes nothing, here and below.
[[nodiscard]] merge::Memory with_decided_geometries(merge::Memory memory, const std::string& layer,
                                                    const std::optional<Way>& way);

/// Gives conflicts that a decision has closed its geometry as it was decided, and those that an
/// edit has closed the edited one, in local's own system.
void put_decided_back(const merge::Memory& decided, const std::optional<Way>& way,
                      std::vector<Conflict>& closed);

/// Conflicts with their geometries, as bytes and as text, in local's own system.
[[nodiscard]] std::vector<Conflict> in_local_system(std::vector<Conflict> conflicts,
                                                    const std::optional<Way>& way);

}  // namespace bdf::jobs
