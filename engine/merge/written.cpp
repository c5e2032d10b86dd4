// SPDX-License-Identifier: MIT
#include "merge/written.h"

#include <algorithm>

#include "merge/compare.h"

namespace bdf::merge {

namespace {

const rules::ValueMeaning* own_word(const rules::ColumnMapping& mapping, const ValueView& value) {
  const ValueKind text(ColumnType::text);
  const auto found =
      std::find_if(mapping.values.begin(), mapping.values.end(), [&](const auto& one) {
        return one.means && same_value(text, std::string_view(*one.means), value);
      });
  return found == mapping.values.end() ? nullptr : &*found;
}

Value as_text(const Attribute& attribute, const ValueView& value) {
  const auto form = normal_form(attribute.kind, value);
  if (attribute.kind.type == ColumnType::boolean && form == "1") return std::string("Oui");
  if (attribute.kind.type == ColumnType::boolean && form == "0") return std::string("Non");
  return to_text(value);
}

/// The storage that SQLite gives to values of the column's type.
bool fits(const ValueView& value, ColumnType type) {
  switch (type) {
    case ColumnType::boolean:
    case ColumnType::integer:
      return std::holds_alternative<std::int64_t>(value);
    case ColumnType::real:
      return std::holds_alternative<double>(value) || std::holds_alternative<std::int64_t>(value);
    case ColumnType::blob:
      return std::holds_alternative<BlobView>(value);
    case ColumnType::text:
      return std::holds_alternative<std::string_view>(value);
    case ColumnType::date:
    case ColumnType::datetime:
      return false;
  }
  return false;
}

}  // namespace

Value written(const Attribute& attribute, Side side, const Column& column, const ValueView& value) {
  if (is_null(value)) return Null{};
  if (side == Side::local && attribute.mapping != nullptr)
    if (const auto* own = own_word(*attribute.mapping, value)) return own->own;
  if (fits(value, column.type) && attribute.kind.type != ColumnType::boolean)
    return to_value(value);
  switch (column.type) {
    case ColumnType::text:
      return as_text(attribute, value);
    case ColumnType::date:
      return value_from_text(column.type, normal_form(column.type, value));
    case ColumnType::boolean:
    case ColumnType::integer:
    case ColumnType::real:
      return value_from_text(column.type, to_text(value));
    case ColumnType::datetime:
    case ColumnType::blob:
      break;
  }
  return to_value(value);
}

bool is_restricted(const Attribute& attribute) {
  return attribute.definition != nullptr &&
         attribute.definition->access == rules::Access::restricted;
}

}  // namespace bdf::merge
