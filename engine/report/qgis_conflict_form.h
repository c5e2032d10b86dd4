// SPDX-License-Identifier: MIT
// The form in which a conflict is read and decided.
#pragma once

#include "report/layer_terms.h"
#include "report/qgis_form.h"

namespace bdf::report {

/// In the language of messages. Columns as schemas/conflicts.sql has them, and computed ones that
/// say what differs between the sides and what each choice does.
[[nodiscard]] Form conflict_form(const TermsByLayer& terms);

}  // namespace bdf::report
