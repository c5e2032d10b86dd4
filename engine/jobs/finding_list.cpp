// SPDX-License-Identifier: MIT
#include "jobs/finding_list.h"

#include <utility>

#include "base/message.h"

namespace bdf::jobs {

namespace {

constexpr std::size_t most_of_a_code = 1000;

}  // namespace

void FindingList::add(ValidationFinding finding) {
  if (++counts_[finding.code] <= most_of_a_code) kept_.push_back(std::move(finding));
}

std::vector<ValidationFinding> FindingList::take() {
  for (const auto& [code, count] : counts_) {
    if (count <= most_of_a_code) continue;
    ValidationFinding rest;
    rest.level = Level::information;
    rest.code = "VALIDATOR_INFO";
    rest.attribute = kept_.front().attribute;
    rest.flaws = count - most_of_a_code;
    rest.more_of = code;
    rest.message = msgn("{0} more finding {1} is left out.", "{0} more findings {1} are left out.",
                        count - most_of_a_code, code);
    kept_.push_back(std::move(rest));
  }
  return std::move(kept_);
}

}  // namespace bdf::jobs
