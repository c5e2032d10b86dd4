// SPDX-License-Identifier: MIT
#include "crypto/json_members.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "base/shown.h"

namespace bdf::crypto {

namespace {

using Json = nlohmann::json;

[[noreturn]] void fail_at(const std::string& place, const std::string& why) {
  throw InputError(msg("“{}”: {}", shown_shortly(place), why));
}

}  // namespace

JsonMembers::JsonMembers(const Json& object, std::string_view place)
    : object_(object), place_(place) {
  if (object.is_object()) return;
  if (place.empty()) throw InputError(msg("this is no JSON object"));
  fail_at(place_, msg("an object is needed here"));
}

bool JsonMembers::has(std::string_view name) const { return object_.contains(name); }

const Json& JsonMembers::at(std::string_view name) const {
  const auto found = object_.find(name);
  if (found == object_.end()) refuse(name, msg("it is missing"));
  return *found;
}

std::string JsonMembers::text(std::string_view name) const {
  const auto& value = at(name);
  if (!value.is_string() || value.get_ref<const std::string&>().empty())
    refuse(name, msg("a text is needed here"));
  return value.get<std::string>();
}

std::string JsonMembers::optional_text(std::string_view name) const {
  return has(name) ? text(name) : "";
}

std::string JsonMembers::time(std::string_view name) const {
  auto value = text(name);
  if (!instant_of(value))
    refuse(name,
           msg("“{}” is no time with its zone, as in 2026-11-24T01:09:08Z", shown_shortly(value)));
  return value;
}

std::string JsonMembers::optional_time(std::string_view name) const {
  return has(name) ? time(name) : "";
}

JsonMembers JsonMembers::object(std::string_view name) const { return {at(name), place_of(name)}; }

void JsonMembers::require(std::string_view name, std::string_view value) const {
  if (text(name) != value) refuse(name, msg("it must be “{}”", value));
}

void JsonMembers::allow_only(std::initializer_list<std::string_view> names) const {
  for (const auto& [name, value] : object_.items())
    if (std::find(names.begin(), names.end(), name) == names.end())
      refuse(name, msg("this version knows no such member"));
}

void JsonMembers::refuse(std::string_view name, const std::string& why) const {
  fail_at(place_of(name), why);
}

std::string JsonMembers::place_of(std::string_view name) const {
  return place_ + (place_.empty() ? "" : ".") + std::string(name);
}

}  // namespace bdf::crypto
