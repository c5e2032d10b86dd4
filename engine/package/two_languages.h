// SPDX-License-Identifier: MIT
// Papers of a package speak French and English at once, whatever the language of whoever makes it.
// So their words are no messages (msg()), and the same facts give the same bytes everywhere.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/packages.h"

namespace bdf::package {

using rules::Wording;

enum class Language { fr, en };
inline constexpr std::array both_languages{Language::fr, Language::en};
/// "fr", "en".
[[nodiscard]] std::string_view code_of(Language language);

[[nodiscard]] std::string in(Language language, const Wording& wording);

/// "1 234 567" with the thin blanks of French typography, "1,234,567".
[[nodiscard]] std::string number_in(Language language, std::uint64_t number);
/// "12,5", "12.5".
[[nodiscard]] std::string decimal_in(Language language, double number, int decimals);
/// "12,5 %", "12.5%"; of nothing "–".
[[nodiscard]] std::string share_in(Language language, std::uint64_t part, std::uint64_t whole);
/// "15 décembre 2026", "15 December 2026" of 2026-12-15; any other text as it is.
[[nodiscard]] std::string date_in(Language language, const std::string& date);
/// "1 objet", "3 features": `one` stands where the language counts so many as one.
[[nodiscard]] std::string counted_in(Language language, std::uint64_t number, const Wording& one,
                                     const Wording& many);

}  // namespace bdf::package
