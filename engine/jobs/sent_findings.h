// SPDX-License-Identifier: MIT
// What is wrong with what local sends, or cannot send, told to its producer.
#pragma once

#include <vector>

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// One warning a kind and attribute, with how many there are and the first object: value_unusable
/// and geometry_unusable for what the merge has held back; value_not_listed and value_too_long for
/// what goes out though the class's schema does not know it; own_word for words that the producer's
/// schema does not map. In alphabetical order of kind and attribute.
[[nodiscard]] std::vector<Finding> sent_findings(const LayerRun& run);

/// Where nobody can tell who changed what: that there is no ancestor, or an empty one, and how many
/// of local's features have given way to the reference's, and where what they were is to be found.
/// nullopt where none has, or there is one.
[[nodiscard]] std::optional<Finding> finding_without_ancestor(const LayerRun& run);

}  // namespace bdf::jobs
