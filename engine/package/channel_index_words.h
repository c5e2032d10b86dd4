// SPDX-License-Identifier: MIT
// What writing and reading of index.json share.
#pragma once

#include "package/manifest_words.h"

namespace bdf::package {

inline constexpr int index_version = 1;

[[nodiscard]] inline PackageKind kind_of(const PackageName& name) {
  return name.is_differential ? PackageKind::differential : PackageKind::full;
}

}  // namespace bdf::package
