// SPDX-License-Identifier: MIT
// What the criteria of a label ask for, measured.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "jobs/labelled_data.h"
#include "label/judgement.h"

namespace bdf::jobs {

/// What the steward says, by criterion: a number; 1 for yes, 0 for no.
struct Attestation {
  std::string steward;  ///< the organisation
  std::string date;
  std::map<std::string, double> statements;
};

/// A file as schemas/attestation.schema.json defines it. Throws InputError with its line, also for
/// statements of which the theme does not ask.
[[nodiscard]] Attestation read_attestation(const std::filesystem::path& file,
                                           const rules::LabelRules& rules);

struct FigureRequest {
  const LabelledData* data = nullptr;
  const LabelledData* socle = nullptr;       ///< null: not at hand
  const Attestation* attestation = nullptr;  ///< null: nothing is attested
  std::string time;                          ///< of the label, as time_of_run() has it
  int threads = 0;
};

/// One for each criterion of the pack, in the theme's order. Throws InputError for a socle of
/// another theme or coordinate system, and for what is no package of a socle.
[[nodiscard]] std::vector<label::FigureValue> measure_figures(const FigureRequest& request);

}  // namespace bdf::jobs
