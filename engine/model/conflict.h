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

/// A proposal is no conflict: a value that the producer asks the reference to take, kept with them
/// until it is answered.
enum class ConflictKind { attribute, geometry, delete_edit, identity, topology, recut, proposal };
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

/// A version of what a conflict is about, as the conflict gives those of the sides.
struct HeldVersion {
  std::optional<std::string> value;
  Value geometry = Null{};
  bool operator==(const HeldVersion&) const = default;
};

struct Conflict {
  std::string id;  ///< 32 hexadecimal digits: a digest of layer, kind, attribute, ids and values
  std::string layer;
  std::int64_t cluster = 0;
  ConflictKind kind = ConflictKind::attribute;
  std::string attribute;      ///< where it is about one: kind `attribute`, or a proposal of one
  ThreeWay<std::string> ids;  ///< `/`-separated where several; "" where absent
  /// As text; nullopt means NULL for an attribute, and absent for an object. A geometry as WKT; an
  /// object (delete_edit, identity, recut) as a JSON object of its attributes, or an array of them.
  ThreeWay<std::optional<std::string>> values;
  ThreeWay<Value> geometries;  ///< WKB; Null where the side has none
  std::string reason;
  Side provisional = Side::reference;  ///< whose value merged holds meanwhile
  /// What merged holds meanwhile, where that is not the provisional side's version as it stands:
  /// its links, say, lead to what merged has. That is nobody's answer.
  std::optional<HeldVersion> held;
  std::optional<Resolution> resolution;
};

/// What merged holds meanwhile, be it the provisional side's version or another.
[[nodiscard]] HeldVersion held_version(const Conflict& conflict);

/// Whether a side has several objects in the conflict.
[[nodiscard]] bool is_about_several(const Conflict& conflict);

/// What the reference answered to something that was offered or proposed to it.
struct Answer {
  std::string layer;
  std::string id;         ///< bdf_id of the contribution
  std::string attribute;  ///< "geometry", "object" for existence, or an attribute of the reference
  std::optional<std::string> value;  ///< the one that was sent: text, WKT; of an object its bdf_op
  bool declined = false;
  
  std::string by;
  std::string at;  ///< ISO 8601, UTC
  std::string comment;
  Value geometry = Null{};  ///< of one about a geometry, as it is compared: WKB
  bool waits = false;       ///< nobody has decided yet
  std::string given_id{};   ///< of an object that was inserted: what the reference calls it
  bool operator==(const Answer&) const = default;
};

}  // namespace bdf
