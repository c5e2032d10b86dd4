// SPDX-License-Identifier: MIT
// The page of a tree of published packages, for people: what there is, what it may be used for.
#pragma once

#include <string>

#include "package/publication.h"

namespace bdf::package {

/// index.html: a page in French and in English, with nothing from elsewhere and no script. The same
/// in every language of messages.
[[nodiscard]] std::string packages_page(const Publication& publication);

}  // namespace bdf::package
