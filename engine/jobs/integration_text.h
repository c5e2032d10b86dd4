// SPDX-License-Identifier: MIT
// What is said of integrations, of the queue and of decisions: for people, and as JSON.
#pragma once

#include <string>
#include <vector>

#include "jobs/integrate.h"
#include "jobs/queue.h"

namespace bdf::jobs {

[[nodiscard]] std::string text_of(const Integration& integration);
[[nodiscard]] std::string json_of(const Integration& integration);
[[nodiscard]] std::string text_of(const std::vector<IntegratedDeposit>& deposits);
[[nodiscard]] std::string json_of(const std::vector<IntegratedDeposit>& deposits);
[[nodiscard]] std::string text_of(const Queue& queue);
[[nodiscard]] std::string json_of(const Queue& queue);
[[nodiscard]] std::string text_of(const EntryDecisions& decisions);
[[nodiscard]] std::string json_of(const EntryDecisions& decisions);

}  // namespace bdf::jobs
