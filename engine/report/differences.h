// SPDX-License-Identifier: MIT
// A conflict as a person reads it: of each side only what differs from the others.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/conflict.h"
#include "report/layer_terms.h"

namespace bdf::report {

/// What the side says in the conflict, a line a thing, as plain text of any bytes: the value of an
/// attribute; the measure of a geometry, and how far it lies from what it was; of objects
/// "attribute: value" where the sides differ. Columns that a side does not have, housekeeping and
/// other spellings of one value are no difference. "(deleted)" and "(not there)" where the side
/// has no such object.
[[nodiscard]] std::vector<std::string> said_by(Side side, const Conflict& conflict,
                                               const TermsByLayer& terms);

/// The attribute's value for people: truths as yes and no, "(empty)" for NULL.
[[nodiscard]] std::string value_text(const merge::ValueKind& kind,
                                     const std::optional<std::string>& value);

/// The key of the object, as people know it: the first of the reference's, the ancestor's and the
/// local one, which may be no more than a bdf_uid.
[[nodiscard]] const std::string& id_of(const Conflict& conflict);

}  // namespace bdf::report
