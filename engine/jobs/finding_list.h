// SPDX-License-Identifier: MIT
// Findings of one column, as many as are worth telling.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/validation.h"

namespace bdf::jobs {

class FindingList {
 public:
  /// Keeps it, or counts it where a thousand of its code are kept already.
  void add(ValidationFinding finding);
  /// What was kept, and one VALIDATOR_INFO a code that had more.
  [[nodiscard]] std::vector<ValidationFinding> take();

 private:
  std::vector<ValidationFinding> kept_;
  std::map<std::string, std::size_t> counts_;
};

}  // namespace bdf::jobs
