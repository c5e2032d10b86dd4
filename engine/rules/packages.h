// SPDX-License-Identifier: MIT
// What a theme's packages are made of: the socle, which everybody gets, and packs, which add what a
// community holds. Read from `packages` in themes/NAME.yaml, and from schemas/licences.yaml.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/condition.h"
#include "rules/wording.h"

namespace bdf::rules {

/// For whom a pack is. What is restricted never reaches an open one.
enum class Audience { open, restricted };
/// "open", "restricted".
[[nodiscard]] std::string_view name_of(Audience audience);

/// A theme of INSPIRE: rules/inspire.h.
struct InspireTheme {
  std::string code;  ///< "hy"
  Wording title;
  bool operator==(const InspireTheme&) const = default;
};

/// Who publishes, or stands for, a package. No person.
struct Party {
  std::string name;
  std::string mail;
  std::string url;
};

/// What whoever has a package may do with it, and must.
struct Terms {
  std::string code;  ///< "licence-ouverte-2.0"
  Wording title;
  std::string url;
  /// Actions of ODRL's vocabulary (https://www.w3.org/TR/odrl-vocab/): "use", "distribute".
  std::vector<std::string> permissions;
  std::vector<std::string> prohibitions;
  std::vector<std::string> duties;
};

struct PackLayer {
  std::string name;               ///< of the theme
  std::vector<std::string> adds;  ///< attributes beside the socle's, as the theme calls them
  Condition where;                ///< only such objects; empty: all
};

/// The socle, or what a pack adds to it.
struct Pack {
  std::string code;  ///< in file names: "ROADS", "ROADS-PLUS"
  Wording title;
  Wording abstract;
  Audience audience = Audience::open;
  /// Of one that is restricted: by which point of article 13(1) of the INSPIRE directive, "a" to
  /// "h".
  std::string limitation;
  std::string community;  ///< that answers for what it adds; "" for the socle
  Terms terms;
  std::vector<PackLayer> layers;  ///< of a pack, those that differ from the socle's

  [[nodiscard]] const PackLayer* find(std::string_view layer) const;
};

struct Packages {
  std::string product;  ///< in file names: "BDFRANCETOPO"
  std::string version;  ///< "1.0"
  Wording title;        ///< of the product
  Party publisher;
  int denominator = 0;              ///< of the scale; 0: not said
  std::string frequency;            ///< of MD_MaintenanceFrequencyCode: "quarterly"
  std::vector<std::string> topics;  ///< of MD_TopicCategoryCode: "environment"
  std::vector<InspireTheme> inspire;
  std::vector<std::string> keywords;  ///< in French
  Pack socle;
  std::vector<Pack> packs;

  /// The socle or a pack, by its code; nullptr where there is none.
  [[nodiscard]] const Pack* find(std::string_view code) const;
};

class ThemeSense;

/// Of a theme whose layers have been read. Throws InputError at the word that is wrong; whether a
/// pack for everybody holds what is restricted is asked when it is made.
[[nodiscard]] Packages read_packages(const YamlNode& node, const ThemeSense& sense);

/// Those of schemas/licences.yaml. Throws InputError.
[[nodiscard]] std::vector<Terms> load_licences();

}  // namespace bdf::rules
