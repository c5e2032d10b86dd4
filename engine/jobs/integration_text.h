// SPDX-License-Identifier: MIT
// What is said of integrations, of the queue and of decisions: for people, and as JSON.
#pragma once

#include <string>
#include <vector>

#include "jobs/integrate.h"
#include "jobs/queue.h"

namespace bdf::jobs {

/// What people read for the outcome of a line of the journal (an entry's, a signalement's status,
/// or "attempt"), and for a right; a word that is none is left as it is.
[[nodiscard]] std::string outcome_text(const std::string& outcome);
[[nodiscard]] std::string right_text(const std::string& right);

[[nodiscard]] std::string text_of(const Integration& integration);
[[nodiscard]] std::string json_of(const Integration& integration);
[[nodiscard]] std::string text_of(const std::vector<IntegratedDeposit>& deposits);
[[nodiscard]] std::string json_of(const std::vector<IntegratedDeposit>& deposits);
[[nodiscard]] std::string text_of(const Queue& queue);
[[nodiscard]] std::string json_of(const Queue& queue);
[[nodiscard]] std::string text_of(const EntryDecisions& decisions);
[[nodiscard]] std::string json_of(const EntryDecisions& decisions);

}  // namespace bdf::jobs
