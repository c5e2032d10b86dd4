// SPDX-License-Identifier: MIT
// Cells of attributes.yaml as values of the attribute that they are for.
#pragma once

#include "rules/layer_schema.h"
#include "rules/yaml_document.h"
#include "world/draw.h"

namespace bdf::sample {

/// `definition` nullptr: of an attribute that this version of the schema does not have; its cell is
/// read as a text. Throws InputError where the attribute could not have such a value.
[[nodiscard]] Cell read_cell(const rules::YamlNode& node,
                             const rules::AttributeDefinition* definition, const Words& words);

}  // namespace bdf::sample
