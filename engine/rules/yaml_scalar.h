// SPDX-License-Identifier: MIT
// Which JSON value a scalar of a YAML file is.
#pragma once

#include <yaml-cpp/yaml.h>

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace bdf::rules {

/// By the core schema of YAML 1.2, section 10.3.2: null, boolean, integer, number or, for all else
/// and whatever is quoted, text.
[[nodiscard]] nlohmann::json json_of_scalar(const YAML::Node& scalar);

/// Whether a plain scalar is meant for a number, be it one that JSON cannot hold, as .inf and
/// 1e400.
[[nodiscard]] bool looks_like_a_number(const std::string& text);

}  // namespace bdf::rules
