// SPDX-License-Identifier: MIT
// The form in which a conflict is read and decided.
#pragma once

#include "report/qgis_form.h"

namespace bdf::report {

/// In the language of messages. Columns as schemas/conflicts.sql has them.
[[nodiscard]] Form conflict_form();

}  // namespace bdf::report
