// SPDX-License-Identifier: MIT
// What a theme's community asks of whoever wants its label. Read from `label` in themes/NAME.yaml.
//
// A criterion holds a figure against a bound. Where the figure comes from is its evidence, and who
// can look whether it is true: with the package alone anybody; with the socle beside it whoever has
// both; of what the steward says nobody from afar.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/condition.h"
#include "rules/packages.h"

namespace bdf::rules {

enum class Evidence { package, socle, attested };
/// "package", "socle", "attested".
[[nodiscard]] std::string_view name_of(Evidence evidence);

/// What is measured.
enum class Figure {
  quality,   ///< a measure of schemas/quality/measures.yaml, of each layer by itself
  filled,    ///< share of a layer's features that have a value of the attribute
  recent,    ///< share of those whose date is at most `within` days before the edition's
  age,       ///< days from the edition's date to the label
  metadata,  ///< elements of INSPIRE's metadata that are missing
  licence,   ///< 1 where the terms are one of `licences`, else 0
  linked,    ///< share of a layer's features whose key the socle has
  position,  ///< metres within which `share` of the linked features lie from the socle's
  covered,   ///< share of the socle's features whose key the layer has
  stated     ///< what the steward says: a number; 1 for yes, 0 for no
};

[[nodiscard]] Evidence evidence_of(Figure figure);

struct Criterion {
  std::string code;
  Wording title;
  Wording advice;  ///< what to do about a miss
  Figure figure = Figure::quality;
  std::string measure;              ///< of `quality` its code; else the figure's own word
  std::string attribute;            ///< "" for the layer as a whole
  std::vector<std::string> layers;  ///< empty: all of which there is such a figure
  std::vector<std::string> packs;   ///< empty: all
  std::vector<std::string> licences;
  double within = 0;      ///< days
  bool relative = false;  ///< a count is divided by what was looked at
  double share = 0;
  Bound bound;        ///< at_least or at_most
  double weight = 0;  ///< 0: it is mandatory
  [[nodiscard]] bool is_mandatory() const { return weight == 0; }
  [[nodiscard]] bool is_of(std::string_view pack) const;
};

struct LabelRules {
  Wording title;
  int months = 12;         ///< that a label is good for
  double expert = 1;       ///< share of the weights that must hold for the level `expert`
  double in_progress = 1;  ///< share of all criteria that must hold for the level `en cours`
  std::vector<Criterion> criteria;

  /// Those that are asked of a pack, in the theme's order.
  [[nodiscard]] std::vector<const Criterion*> of_pack(std::string_view pack) const;
};

class ThemeSense;

/// Of a theme whose layers have been read. Throws InputError at the word that is wrong.
[[nodiscard]] LabelRules read_label(const YamlNode& node, const Packages& packages,
                                    const ThemeSense& sense);

}  // namespace bdf::rules
