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
#include "report/printable.h"
#include "rules/nearest_word.h"
#include "rules/typed_text.h"

namespace bdf::jobs {

namespace {

/// The standard library's expressions recurse by character; no key or code is nearly as long.
constexpr std::size_t longest_for_a_pattern = 1000;
constexpr std::size_t longest_told = 80;  // characters of a value

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

/// Characters of C0, DEL and C1 that no text holds; lines may end and tabs stand in it. The text is
/// valid UTF-8.
bool holds_controls(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool blank = byte == '\t' || byte == '\n' || byte == '\r';
    const bool c1 = byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if ((byte < 0x20 && !blank) || byte == 0x7F || c1) return true;
  }
  return false;
}

/// For messages.
std::string cut(const std::string& text) {
  return report::shortened(report::printable(text), longest_told);
}

std::regex compiled(const std::string& pattern) {
  return std::regex(pattern, std::regex::ECMAScript | std::regex::optimize);
}

bool matches(const std::string& text, const std::regex& expression) {
  return text.size() <= longest_for_a_pattern && std::regex_search(text, expression);
}

}  // namespace

ValueCheck::ValueCheck(const rules::AttributeDefinition& definition,
                       const rules::LayerSchema& schema, const LinkTarget* target)
    : definition_(definition),
      is_key_(definition.name == schema.key),
      target_(target),
      pattern_(definition.pattern.empty() && is_key_ ? schema.key_pattern : definition.pattern),
      expression_(compiled(pattern_)),
      link_expression_(compiled(target == nullptr ? "" : target->key_pattern)) {
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
    return ValueFlaw{
        Level::error, "ATTRIBUTE_CHARACTERS_ILLEGAL",
        msg("“{}” is no UTF-8: the file's encoding is another (--encoding).", cut(*form))};
  if (holds_controls(*form))
    return ValueFlaw{Level::error, "ATTRIBUTE_CHARACTERS_ILLEGAL",
                     msg("“{}” holds control characters.", cut(*form))};
  if (std::holds_alternative<BlobView>(value) || !is_of_type(definition_.type, *form))
    return ValueFlaw{Level::error, "ATTRIBUTE_INVALID_FORMAT",
                     msg("“{}” is not {}.", cut(*form), rules::in_words(definition_.type))};
  return flaw_of_form(*form);
}

std::optional<ValueFlaw> ValueCheck::flaw_of_form(const std::string& form) const {
  const auto length = rules::characters_in(form);
  if (definition_.width && length > *definition_.width)
    return ValueFlaw{Level::error, "ATTRIBUTE_SIZE_EXCEEDED",
                     msgn("“{1}” has {0} character, and {2} are allowed.",
                          "“{1}” has {0} characters, and {2} are allowed.", length, cut(form),
                          *definition_.width)};
  if (definition_.scale) return flaw_of_number(form);
  for (const auto& member : members_of(form))
    if (auto flaw = flaw_of_member(member)) return flaw;
  return std::nullopt;
}

/// As a column numeric(digits, scale) would take it.
std::optional<ValueFlaw> ValueCheck::flaw_of_number(const std::string& form) const {
  constexpr double noise = 1e-9;  // of a number that has been written and read again
  double number = 0;
  std::from_chars(form.data(), form.data() + form.size(), number);
  const double unit = std::pow(10.0, *definition_.scale);
  const double rounded = std::round(number * unit) / unit;
  if (definition_.digits &&
      std::abs(rounded) >= std::pow(10.0, *definition_.digits - *definition_.scale))
    return ValueFlaw{Level::error, "ATTRIBUTE_SIZE_EXCEEDED",
                     msg("“{}” is too large for {} digits, {} of them decimals.", cut(form),
                         *definition_.digits, *definition_.scale)};
  if (std::abs(rounded - number) > noise * std::max(1.0, std::abs(number)))
    return ValueFlaw{Level::warning, "ATTRIBUTE_INVALID_FORMAT",
                     msgn("“{1}” has more than {0} decimal.", "“{1}” has more than {0} decimals.",
                          static_cast<std::size_t>(*definition_.scale), cut(form))};
  return std::nullopt;
}

std::optional<ValueFlaw> ValueCheck::flaw_of_member(const std::string& member) const {
  if (!pattern_.empty() && !matches(member, expression_))
    return ValueFlaw{Level::warning, "ATTRIBUTE_INVALID_REGEXP",
                     msg("“{}” does not match {}.", cut(member), pattern_)};
  if (!values_.empty() && !values_.contains(member))
    return ValueFlaw{Level::warning, "ATTRIBUTE_UNEXPECTED_VALUE",
                     rules::unknown_word(cut(member), definition_.values)};
  return target_ == nullptr ? std::nullopt : flaw_of_link(member);
}

std::optional<ValueFlaw> ValueCheck::flaw_of_link(const std::string& member) const {
  if (target_->keys && !target_->keys->contains(member))
    return ValueFlaw{
        Level::warning, "ATTRIBUTE_REFERENCE_NOT_FOUND",
        msg("There is no object “{}” in the class {}.", cut(member), definition_.references)};
  if (!target_->keys && !matches(member, link_expression_))
    return ValueFlaw{Level::warning, "ATTRIBUTE_INVALID_REGEXP",
                     msg("“{}” is no key of the class {}.", cut(member), definition_.references)};
  return std::nullopt;
}

/// Where a list fills a Shapefile's column its last member may have been cut, and is left out.
std::vector<std::string> ValueCheck::members_of(const std::string& form) const {
  if (!definition_.list) return {form};
  std::vector<std::string> members;
  for (std::size_t begin = 0; begin <= form.size();) {
    const auto end = std::min(form.find('/', begin), form.size());
    members.push_back(io::normal_text(form.substr(begin, end - begin)));
    begin = end + 1;
  }
  if (definition_.shapefile_width == form.size()) members.pop_back();
  return members;
}

}  // namespace bdf::jobs
