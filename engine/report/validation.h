// SPDX-License-Identifier: MIT
// What a check of a file against its schema found, for people and for programs. As report/summary.h
// says, any bytes may stand in names and values.
#pragma once

#include <string>

#include "model/validation.h"

namespace bdf::report {

/// By layer: how often each code came up, and the first few of each.
[[nodiscard]] std::string validation_as_text(const Validation& validation);

/// JSON Lines: a finding a line, each as schemas/formats/finding.schema.json defines it.
[[nodiscard]] std::string validation_as_json_lines(const Validation& validation);

}  // namespace bdf::report
