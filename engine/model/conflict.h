// SPDX-License-Identifier: MIT
// What rules cannot decide, and what a human decided.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/three_way.h"
#include "model/value.h"

namespace bdf {

enum class ConflictKind { attribute, geometry, delete_edit, identity, topology, recut };
[[nodiscard]] std::string_view name_of(ConflictKind kind);
[[nodiscard]] std::optional<ConflictKind> conflict_kind_named(std::string_view name);

/// How a human settles a conflict: with one side, or with a value of their own.
struct Resolution {
  std::optional<Side> side;  ///< nullopt: `value` decides
  std::string value;         ///< text, or WKT for a geometry; empty means NULL
  std::string by;
  std::string at;  ///< ISO 8601, UTC
  bool operator==(const Resolution&) const = default;
};

struct Conflict {
  std::string id;  ///< 32 hexadecimal digits: a digest of layer, kind, attribute, ids and values
  std::string layer;
  std::int64_t cluster = 0;
  ConflictKind kind = ConflictKind::attribute;
  std::string attribute;      ///< only where the kind is `attribute`
  ThreeWay<std::string> ids;  ///< `/`-separated where several; "" where absent
  /// As text; nullopt means NULL for an attribute, and absent for an object. A geometry as WKT; an
  /// object (delete_edit, identity, recut) as a JSON object of its attributes, or an array of them.
  ThreeWay<std::optional<std::string>> values;
  ThreeWay<Value> geometries;  ///< WKB; Null where the side has none
  std::string reason;
  Side provisional = Side::reference;  ///< whose value merged holds meanwhile
  std::optional<Resolution> resolution;
};

}  // namespace bdf
