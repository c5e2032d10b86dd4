// SPDX-License-Identifier: MIT
// One file of schemas/NAME/VERSION: a class in one version.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rules/layer_schema.h"
#include "rules/yaml_document.h"

namespace bdf::rules {

/// The class as the file defines it, or, where it is `based_on` a complete file, as that one does
/// but for the differences. `schema`, `version` and `layer` are taken from the path. Throws
/// InputError with file, line and column for whatever cannot be meant.
[[nodiscard]] LayerSchema read_layer_file(const std::filesystem::path& path);

/// The names of the .yaml files in a folder, without their ending, in alphabetical order.
[[nodiscard]] std::vector<std::string> yaml_files_in(const std::filesystem::path& folder);

/// The patterns of a list, each a regular expression.
[[nodiscard]] std::vector<std::string> read_patterns(const YamlNode& list);

}  // namespace bdf::rules
