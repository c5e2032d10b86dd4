// SPDX-License-Identifier: MIT
#include "merge/said_objects.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "io/json_text.h"
#include "merge/compare.h"
#include "merge/key.h"

namespace bdf::merge {

namespace {

/// What one object says, in the order of the attributes.
using Forms = std::vector<std::optional<std::string>>;

std::vector<const Attribute*> compared(const Context& context, Side a, Side b) {
  std::vector<const Attribute*> attributes;
  for (const auto& one : context.layout.attributes)
    if (one.carried_by(a) && one.carried_by(b) && !one.housekeeping &&
        !same_name(one.name, uid_column) && !is_key(context, one))
      attributes.push_back(&one);
  return attributes;
}

Forms forms_of(const io::NamedValues& values, const std::vector<const Attribute*>& attributes) {
  Forms forms;
  for (const auto* attribute : attributes) {
    const auto found = std::find_if(values.begin(), values.end(), [&](const auto& named) {
      return same_name(named.first, attribute->name);
    });
    forms.push_back(found == values.end() ? std::nullopt
                                          : normal_form(attribute->kind, view_of(found->second)));
  }
  return forms;
}

std::vector<Forms> forms_in(const std::string& text,
                            const std::vector<const Attribute*>& attributes) {
  auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_array()) return {forms_of(io::parse_json_object(text), attributes)};
  std::vector<Forms> objects;
  for (const auto& object : json)
    objects.push_back(forms_of(io::parse_json_object(object.dump()), attributes));
  std::sort(objects.begin(), objects.end());
  return objects;
}

}  // namespace

bool say_the_same(const Context& context, const SaidObjects& a, const SaidObjects& b) {
  if (!a.text || !b.text) return !a.text && !b.text;
  const auto attributes = compared(context, a.side, b.side);
  return forms_in(*a.text, attributes) == forms_in(*b.text, attributes);
}

}  // namespace bdf::merge
