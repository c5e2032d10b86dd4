// SPDX-License-Identifier: MIT
// Under which digest a package was published that somebody has: its own, unless it was made of
// differentials, which carries the manifest of the package that it stands for.
#pragma once

#include <filesystem>
#include <string>

#include "package/manifest.h"

namespace bdf::jobs {

/// The published manifest, in a package that was made of differentials.
inline constexpr const char* published_manifest_file = "published_manifest.json";
inline constexpr const char* published_manifest_role = "published_manifest";

/// digest_of_manifest() of the manifest that was published. Throws InputError where the package
/// carries one that is of another package, or says other things of its layers than its own.
[[nodiscard]] std::string published_digest(const std::filesystem::path& package,
                                           const package::Manifest& manifest);

}  // namespace bdf::jobs
