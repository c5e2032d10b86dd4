// SPDX-License-Identifier: MIT
// A changeset as a page for people.
#pragma once

#include <string>
#include <vector>

#include "io/changeset.h"

namespace bdf::report {

/// One page with nothing to load, in the user's language: counts a layer, then each change with its
/// values before and after, and a small map. The first 500 changes of a layer; it says how many
/// more there are.
[[nodiscard]] std::string changes_as_html(const io::ChangesetHead& head,
                                          const std::vector<LayerChanges>& layers);

}  // namespace bdf::report
