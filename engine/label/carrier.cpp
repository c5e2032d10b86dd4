// SPDX-License-Identifier: MIT
#include "label/carrier.h"

#include "base/error.h"
#include "base/message.h"

namespace bdf::label {

namespace {

constexpr std::string_view begin = "<section id=\"label\">\n";
constexpr std::string_view end = "</section>\n";
constexpr std::string_view footer = "<footer>";

}  // namespace

std::string with_section(const std::string& page, const std::string& section) {
  auto text = page;
  if (const auto old = text.find(begin); old != std::string::npos) {
    const auto last = text.find(end, old);
    if (last == std::string::npos) throw InputError(msg("the cover page is damaged"));
    text.erase(old, last + end.size() - old);
  }
  const auto place = text.rfind(footer);
  if (place == std::string::npos) throw InputError(msg("the cover page is none of a package"));
  return text.insert(place, std::string(begin) + section + std::string(end));
}

}  // namespace bdf::label
