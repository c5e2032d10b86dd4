// SPDX-License-Identifier: MIT
// bdf validate: a file held against its schema.
#pragma once

#include <string>

#include "io/source.h"
#include "model/validation.h"
#include "rules/theme.h"

namespace bdf::jobs {

struct ValidationJob {
  std::string theme = "generic";
  std::string schema;  ///< as parse_schema_choice() takes it; "" for geometries alone
  std::string file;    ///< FILE or FILE::layer
  io::SourceOptions reading;
  int threads = 0;
};

/// Reads one layer after another into memory; the same for any number of threads. Links are looked
/// up in the layers of the same file. Throws InputError for what cannot be read, and for no such
/// theme or schema.
[[nodiscard]] Validation validate(const ValidationJob& job);
/// By that theme, whatever job.theme says.
[[nodiscard]] Validation validate(const ValidationJob& job, const rules::Theme& theme);

}  // namespace bdf::jobs
