// SPDX-License-Identifier: MIT
// Whether what a manifest says goes together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "package/manifest.h"

namespace bdf::package {

/// Of the flaw that keeps the data's own system from being compared.
inline constexpr std::string_view crs_unknown = "crs_unknown";

struct ManifestFlaw {
  std::string code;    ///< "pack_contradicts", "no_layers" …
  std::string detail;  ///< for people
};

/// A manifest that can be read may still contradict itself: by a pack, territory, format or day of
/// the edition that are others than in the package's name; by having no layer; or by a coordinate
/// system that nobody knows. Nothing where it all goes together.
[[nodiscard]] std::vector<ManifestFlaw> flaws_of(const Manifest& manifest);

/// Whether the text is a day of the calendar, as 2026-12-15.
[[nodiscard]] bool is_day(const std::string& text);

}  // namespace bdf::package
