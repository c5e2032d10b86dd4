// SPDX-License-Identifier: MIT
// Who may do what to the reference: communities, their organisations, and their rights.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bdf::rules {

/// What somebody may do with a thing; each includes those before it.
enum class Right { none, read, propose, decide };
/// "none", "read", "propose", "decide".
[[nodiscard]] std::string_view name_of(Right right);
[[nodiscard]] std::optional<Right> right_named(std::string_view name);

/// The things of a layer that a right is about, beside its attributes: "geometry" for the geometry,
/// "object" for existence, as contributions call them.
inline constexpr std::string_view geometry_thing = "geometry";
inline constexpr std::string_view object_thing = "object";

/// Rights to a layer; nullopt: it leaves that to others.
struct RightsTable {
  std::optional<Right> attributes;
  std::optional<Right> geometry;
  std::optional<Right> existence;
  std::map<std::string, Right> by_attribute;  ///< names in lower case
};

/// A local producer, or another partner. Persons have no rights of their own.
struct Organisation {
  std::string name;
  std::vector<std::string> territories;  ///< codes of the base's territories; empty: everywhere
  std::vector<std::string> members;      ///< accounts of a server that act for it
  std::vector<std::string> keys;         ///< public keys with which it signs
};

struct Community {
  std::string name;
  std::string title;
  bool signed_only = false;  ///< only what one of the organisation's keys has signed is taken
  RightsTable rights;        ///< to all layers
  std::map<std::string, RightsTable> layers;  ///< what differs, by the theme's layers
  std::vector<Organisation> organisations;

  /// To an attribute of a layer, or one of the things above. What nobody has said may be proposed.
  [[nodiscard]] Right right_to(const std::string& layer, const std::string& thing) const;
};

/// An organisation, and the community that it belongs to.
struct Membership {
  const Community* community = nullptr;
  const Organisation* organisation = nullptr;
};

/// nullopt where no community names it so.
[[nodiscard]] std::optional<Membership> find_organisation(const std::vector<Community>& communities,
                                                          std::string_view name);
[[nodiscard]] std::optional<Membership> organisation_of_member(
    const std::vector<Community>& communities, std::string_view account);

}  // namespace bdf::rules
