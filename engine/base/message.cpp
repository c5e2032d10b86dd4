// SPDX-License-Identifier: MIT
#include "base/message.h"

#include <libintl.h>

#include <clocale>
#include <cstdlib>

#include "base/error.h"
#include "base/share.h"

namespace bdf {

namespace {

constexpr const char* domain = "bdf";
constexpr const char* english = "en";
constexpr const char* french = "fr";

// gettext is asked only while a translation is wanted: it caches what it did not find.
std::string& language_in_use() {
  static std::string language = english;
  return language;
}

bool is_english() { return language_in_use() == english; }

std::string language_of_environment() {
  for (const char* name : {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0')
      return std::string_view(value).starts_with(french) ? french : english;
  }
  return english;
}

void bind_catalogue() {
  for (const auto& folder : locale_folders()) {
    if (!std::filesystem::exists(folder / french / "LC_MESSAGES" / "bdf.mo")) continue;
    bindtextdomain(domain, folder.c_str());
    bind_textdomain_codeset(domain, "UTF-8");
    return;
  }
}

// gettext heeds LANGUAGE in any locale but "C", and C.UTF-8 is in every Debian. Numbers are left
// in the C locale, in which files are read and written.
void translate_to(const std::string& language) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  std::setlocale(LC_MESSAGES, "C.UTF-8");
  setenv("LANGUAGE", language.c_str(), 1);
  bind_catalogue();
}

}  // namespace

void set_language(std::string_view language) {
  std::string chosen = language.empty() ? language_of_environment() : std::string(language);
  if (chosen != english && chosen != french)
    throw UsageError(msg("unknown language “{}”: use fr or en", chosen));
  if (chosen != english) translate_to(chosen);
  language_in_use() = std::move(chosen);
}

std::string current_language() { return language_in_use(); }

namespace detail {

const char* translated(const char* text) { return is_english() ? text : dgettext(domain, text); }

const char* translated(const char* one, const char* many, unsigned long n) {
  if (is_english()) return n == 1 ? one : many;
  return dngettext(domain, one, many, n);
}

std::string format(const char* translation, fmt::string_view original, fmt::format_args args) {
  try {
    return fmt::vformat(translation, args);
  } catch (const fmt::format_error&) {
    return fmt::vformat(original, args);
  }
}

}  // namespace detail

}  // namespace bdf
