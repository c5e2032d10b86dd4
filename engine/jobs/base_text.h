// SPDX-License-Identifier: MIT
// What `bdf base` says: for people, and as JSON.
#pragma once

#include <string>
#include <vector>

#include "jobs/base_checkout.h"
#include "jobs/base_history.h"
#include "jobs/base_import.h"

namespace bdf::jobs {

[[nodiscard]] std::string text_of(const ImportResult& result);
[[nodiscard]] std::string json_of(const ImportResult& result);

[[nodiscard]] std::string text_of(const BaseLog& log);
[[nodiscard]] std::string json_of(const BaseLog& log);

[[nodiscard]] std::string text_of(const BaseState& state);
[[nodiscard]] std::string json_of(const BaseState& state);

[[nodiscard]] std::string text_of(const CheckoutResult& result, const std::string& file);
[[nodiscard]] std::string json_of(const CheckoutResult& result, const std::string& file);

[[nodiscard]] std::string text_of(const refbase::Transaction& transaction);
[[nodiscard]] std::string json_of(const refbase::Transaction& transaction);

/// What is wrong, a line each, or that nothing is.
[[nodiscard]] std::string text_of(const std::vector<Finding>& findings);
[[nodiscard]] std::string json_of(const std::vector<Finding>& findings);

}  // namespace bdf::jobs
