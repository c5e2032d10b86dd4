// SPDX-License-Identifier: MIT
// A map of a country, to look at.
#pragma once

#include <filesystem>

#include "world/country.h"

namespace bdf::sample {

/// An SVG of a window of the country of at most `metres` a side, in its middle, `pixels` wide.
void draw_map(const std::filesystem::path& path, const Country& country, double metres, int pixels);

}  // namespace bdf::sample
