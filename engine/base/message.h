// SPDX-License-Identifier: MIT
// Messages for people, translated through gettext. `xgettext` collects the first argument of
// `msg` and the first two of `msgn`, which must be literals.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace bdf {

/// Chooses the language of messages for the whole process, before threads start: "fr", "en", or ""
/// for the one of the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG). Works in locale C and
/// where no locale is generated.
void set_language(std::string_view language);

/// The two letters of the language in use: "fr" or "en".
[[nodiscard]] std::string current_language();

namespace detail {
const char* translated(const char* text);
const char* translated(const char* one, const char* many, unsigned long n);
std::string format(const char* translation, fmt::string_view original, fmt::format_args args);
}  // namespace detail

/// The translation of `text`, with its {} filled in. The original is checked when compiled.
template <class... Args>
[[nodiscard]] std::string msg(fmt::format_string<Args...> text, Args&&... args) {
  const fmt::string_view original = text;
  return detail::format(detail::translated(original.data()), original,
                        fmt::make_format_args(args...));
}

/// The same for a text whose form depends on the number `n`, which is also its first argument.
template <class... Args>
[[nodiscard]] std::string msgn(const char* one, const char* many, std::size_t n, Args&&... args) {
  const auto number = n;
  return detail::format(detail::translated(one, many, static_cast<unsigned long>(n)),
                        n == 1 ? one : many, fmt::make_format_args(number, args...));
}

}  // namespace bdf
