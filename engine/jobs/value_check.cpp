// SPDX-License-Identifier: MIT
#include "jobs/value_check.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/message.h"
#include "io/json_value.h"
#include "io/normalise.h"
#include "merge/compare.h"
#include "merge/timestamp.h"
#include "rules/nearest_word.h"
#include "rules/typed_text.h"

namespace bdf::jobs {

namespace {

/// The standard library's expressions recurse by character; no key or code is nearly as long.
constexpr std::size_t longest_for_a_pattern = 1000;

template <class Number>
bool is_number(const std::string& text) {
  Number number{};
  const auto* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  return result.ec == std::errc() && result.ptr == end &&
         std::isfinite(static_cast<double>(number));
}

bool is_of_type(ColumnType type, const std::string& form) {
  switch (type) {
    case ColumnType::boolean:
      return form == "0" || form == "1";
    case ColumnType::integer:
      return is_number<std::int64_t>(form);
    case ColumnType::real:
      return is_number<double>(form);
    case ColumnType::date:
      return merge::day_of(form).has_value();
    case ColumnType::datetime:
      return merge::utc_of(form).has_value();
    case ColumnType::text:
    case ColumnType::blob:
      return true;
  }
  return true;
}

std::vector<std::string> members_of(const std::string& list) {
  std::vector<std::string> members;
  for (std::size_t begin = 0; begin <= list.size();) {
    const auto end = std::min(list.find('/', begin), list.size());
    members.push_back(io::normal_text(list.substr(begin, end - begin)));
    begin = end + 1;
  }
  return members;
}

}  // namespace

ValueCheck::ValueCheck(const rules::AttributeDefinition& definition,
                       const rules::LayerSchema& schema, const Keys* targets)
    : definition_(definition),
      is_key_(definition.name == schema.key),
      targets_(targets),
      pattern_(definition.pattern.empty() && is_key_ ? schema.key_pattern : definition.pattern),
      expression_(pattern_, std::regex::ECMAScript | std::regex::optimize) {
  for (const auto& value : definition.values) values_.insert(io::normal_text(value));
}

std::optional<ValueFlaw> ValueCheck::flaw_of(const ValueView& value) const {
  const auto form = merge::normal_form(definition_.type, value);
  if (!form) {
    if (!definition_.required && !is_key_) return std::nullopt;
    return ValueFlaw{is_key_ ? Level::error : Level::warning, "ATTRIBUTE_UNEXPECTED_NULL",
                     msg("A value is missing.")};
  }
  if (!io::is_utf8(*form))
    return ValueFlaw{Level::error, "ATTRIBUTE_CHARACTERS_ILLEGAL",
                     msg("“{}” is no UTF-8: the file's encoding is another (--encoding).", *form)};
  if (std::holds_alternative<BlobView>(value) || !is_of_type(definition_.type, *form))
    return ValueFlaw{Level::error, "ATTRIBUTE_INVALID_FORMAT",
                     msg("“{}” is not {}.", *form, rules::in_words(definition_.type))};
  return flaw_of_form(*form);
}

std::optional<ValueFlaw> ValueCheck::flaw_of_form(const std::string& form) const {
  if (definition_.width && form.size() > *definition_.width &&
      rules::characters_in(form) > *definition_.width)
    return ValueFlaw{Level::error, "ATTRIBUTE_SIZE_EXCEEDED",
                     msgn("“{1}” has {0} character, and {2} are allowed.",
                          "“{1}” has {0} characters, and {2} are allowed.",
                          rules::characters_in(form), form, *definition_.width)};
  if (!definition_.list) return flaw_of_member(form);
  for (const auto& member : members_of(form))
    if (auto flaw = flaw_of_member(member)) return flaw;
  return std::nullopt;
}

std::optional<ValueFlaw> ValueCheck::flaw_of_member(const std::string& member) const {
  if (!pattern_.empty() &&
      (member.size() > longest_for_a_pattern || !std::regex_search(member, expression_)))
    return ValueFlaw{Level::warning, "ATTRIBUTE_INVALID_REGEXP",
                     msg("“{}” does not match {}.", member, pattern_)};
  if (!values_.empty() && !values_.contains(member))
    return ValueFlaw{Level::warning, "ATTRIBUTE_UNEXPECTED_VALUE",
                     rules::unknown_word(member, definition_.values)};
  if (targets_ != nullptr && !targets_->contains(member))
    return ValueFlaw{
        Level::warning, "ATTRIBUTE_REFERENCE_NOT_FOUND",
        msg("There is no object “{}” in the class {}.", member, definition_.references)};
  return std::nullopt;
}

}  // namespace bdf::jobs
