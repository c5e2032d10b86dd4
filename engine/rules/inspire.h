// SPDX-License-Identifier: MIT
// The closed lists of which a theme's `packages` may take words: INSPIRE's themes, and its grounds
// for keeping data from the public. Those of ISO 19115 stand in schemas/theme.schema.json alone.
#pragma once

#include <string>
#include <string_view>

#include "rules/packages.h"

namespace bdf::rules {

/// The theme of that code in schemas/inspire_themes.yaml (annexes I to III of directive 2007/2/EC,
/// as the register at http://inspire.ec.europa.eu/theme spells them). Its title is "" where there
/// is none. Throws InputError where the file is missing or not in order.
[[nodiscard]] InspireTheme inspire_theme(std::string_view code);

/// Its entry in that register.
[[nodiscard]] std::string uri_of(const InspireTheme& theme);

/// Of a ground of article 13(1) of the directive, "a" to "h", what it says; "" for none.
[[nodiscard]] Wording limitation_title(std::string_view point);
/// Its entry in INSPIRE's list of limitations; for "" that there are none.
[[nodiscard]] std::string limitation_uri(std::string_view point);

}  // namespace bdf::rules
