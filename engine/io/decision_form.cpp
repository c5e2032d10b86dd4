// SPDX-License-Identifier: MIT
#include "io/decision_form.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkt.h"

namespace bdf::io {

namespace {

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string::npos;
}

std::string trimmed(const std::string& text) {
  if (is_blank(text)) return {};
  const auto first = text.find_first_not_of(" \t\r\n\v\f");
  return text.substr(first, text.find_last_not_of(" \t\r\n\v\f") - first + 1);
}

/// Why the geometry cannot be taken; "" where it can.
std::string wrong_with_wkt(const std::string& wkt) {
  if (is_blank(wkt))
    return msg(
        "This conflict is about a shape: change it on the map, in layer conflict, or write it as "
        "WKT in resolution_value.");
  try {
    static_cast<void>(geometry::wkb_from_wkt(wkt));
    return {};
  } catch (const UsageError& error) {
    return error.what();
  }
}

std::string wrong_with_value(const Conflict& conflict, const std::string& value) {
  if (conflict.kind == ConflictKind::attribute) return {};
  if (conflict.kind == ConflictKind::geometry) return wrong_with_wkt(value);
  if (conflict.kind == ConflictKind::identity && !is_about_several(conflict))
    return trimmed(value) == conflict.ids.reference
               ? std::string()
               : msg("Write the key “{}” as resolution_value to say that it is one object, and in "
                     "the place where you have it.",
                     conflict.ids.reference);
  return msg("This conflict is resolved by a side, not by a value.");
}

/// Whether something was deleted, cut or taken for something else: no side but local and reference
/// has a say in that.
bool is_about_objects(const Conflict& conflict) {
  return conflict.kind != ConflictKind::attribute && conflict.kind != ConflictKind::geometry;
}

}  // namespace

std::string wrong_with_decision(const Conflict& conflict, const Resolution& resolution) {
  if (!resolution.side) return wrong_with_value(conflict, resolution.value);
  if (resolution.side != Side::ancestor) return {};
  if (is_about_objects(conflict)) return msg("This conflict is resolved by local or reference.");
  if (conflict.ids.ancestor.empty() && !conflict.values.ancestor)
    return msg("There is no version before to go back to: choose local, reference or value.");
  return {};
}

std::string name_in_messages(const Conflict& conflict) {
  std::string object;
  for (const auto side : {Side::local, Side::reference, Side::ancestor})
    if (object.empty()) object = conflict.ids[side];
  if (conflict.attribute.empty())
    return msg("conflict {} (layer “{}”, object {})", conflict.id, conflict.layer, object);
  return msg("conflict {} (layer “{}”, object {}, attribute “{}”)", conflict.id, conflict.layer,
             object, conflict.attribute);
}

std::string decision_in_messages(const Resolution& resolution) {
  if (resolution.side) return std::string(name_of(*resolution.side));
  constexpr std::size_t longest = 60;
  if (resolution.value.size() <= longest) return msg("value “{}”", resolution.value);
  auto end = longest;  // not within a letter of several bytes
  while (end > 0 && (static_cast<unsigned char>(resolution.value[end]) & 0xC0U) == 0x80U) --end;
  return msg("value “{}…”", resolution.value.substr(0, end));
}

}  // namespace bdf::io
