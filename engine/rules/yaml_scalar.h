// SPDX-License-Identifier: MIT
// Which JSON value a scalar of a YAML file is.
#pragma once

#include <yaml-cpp/yaml.h>

#include <nlohmann/json_fwd.hpp>

namespace bdf::rules {

/// By the core schema of YAML 1.2, section 10.3.2: null, boolean, integer, number or, for all else
/// and whatever is quoted, text.
[[nodiscard]] nlohmann::json json_of_scalar(const YAML::Node& scalar);

}  // namespace bdf::rules
