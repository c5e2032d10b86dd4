// SPDX-License-Identifier: MIT
#include "world/feature.h"

#include <fmt/format.h>

#include <algorithm>

namespace bdf::sample {

const Value* Feature::find(std::string_view name) const {
  for (const auto& [known, value] : values) {
    if (known == name) return &value;
  }
  return nullptr;
}

void Feature::set(std::string_view name, Value value) {
  const auto at = std::find_if(values.begin(), values.end(),
                               [&](const auto& entry) { return entry.first == name; });
  if (at != values.end()) {
    at->second = std::move(value);
  } else {
    values.emplace_back(name, std::move(value));
  }
}

std::string text_of(const Feature& feature, std::string_view name) {
  const Value* value = feature.find(name);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  return text ? *text : std::string();
}

std::string cleabs(std::string_view prefix, std::uint64_t number) {
  return fmt::format("{}{:016d}", prefix, number);
}

}  // namespace bdf::sample
