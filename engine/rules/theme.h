// SPDX-License-Identifier: MIT
// A theme: the rules of one community, read from themes/NAME.yaml.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/three_way.h"
#include "model/truth.h"
#include "rules/community.h"
#include "rules/condition.h"
#include "rules/label.h"
#include "rules/layer_schema.h"
#include "rules/packages.h"
#include "rules/territory.h"

namespace bdf::rules {

/// Who answers for a thing: an attribute, the geometry, existence.
enum class Authority { reference, producer, shared };

/// What decides where both sides of a shared thing changed and differ.
enum class Rule {
  conflict,
  prefer_local,
  prefer_reference,
  max,
  min,
  union_of_links,
  newest,       ///< the side whose date `by` has changed, and is the later
  most_precise  ///< the side whose precision `by` (metres) is the smaller
};

struct Responsibility {
  Authority authority = Authority::shared;
  Rule rule = Rule::conflict;
  std::string by;  ///< the attribute that newest and most_precise look at; else ""
  bool operator==(const Responsibility&) const = default;
};

/// What one part of a theme says of who answers for what; nullopt: it leaves that to others.
struct AuthorityTable {
  std::optional<Responsibility> attributes;
  std::optional<Responsibility> geometry;
  std::optional<Responsibility> existence;
  std::map<std::string, Responsibility> by_attribute;  ///< names in lower case
};

/// An authority table for some layers, territories and communities only, and for some objects. An
/// empty list means all.
struct SpecialCase {
  std::vector<std::string> layers;
  std::vector<std::string> territories;  ///< codes or zones, as spelling_of() spells them
  std::vector<std::string> communities;
  Condition when;
  AuthorityTable authority;
};

/// What holds instead for the objects of which a condition holds.
struct ConditionalTable {
  Condition when;
  AuthorityTable authority;
};

/// A community's desk, and the attributes that it may edit, by layer.
struct Desk {
  std::string name;
  std::string community;
  std::map<std::string, std::vector<std::string>> may_edit;
};

/// What becomes of a local value once the reference has declined it.
enum class Declined { keep, revert };

/// How two values of an attribute are compared (match/attribute_measures.h).
enum class AttributeMeasure { code, text, number, nature };

/// An attribute that tells objects apart, or shows that two are the same.
struct MatchingAttribute {
  std::string name;
  AttributeMeasure measure = AttributeMeasure::code;
  double weight = 1;  ///< 0 to 1, against the other attributes
};

/// Any two of these values are that far from one another: 0 the same, 1 nothing in common.
struct NatureDistance {
  std::vector<std::string> between;
  double distance = 1;
};

/// Matching by geometry, in metres; 0: not at all. And by what the features carry.
struct Matching {
  double distance = 0;  ///< features without a key may be the same object within it
  double most = 0;      ///< what finds nothing there is looked for so far, if precision allows it
  double confidence = 0.8;  ///< below it, a link is doubtful; 0 to 1
  std::string precision;    ///< the attribute that says how exactly a feature is placed; "": none
  double far = 0;           ///< features of one key that lie farther apart are doubted
  std::optional<double> shift;  ///< how far a whole side may lie off; as far as `far`, if not said
  std::vector<MatchingAttribute> attributes;
  std::vector<NatureDistance> nature_distances;  ///< of two values the least one that is said
  std::vector<std::string> unknown_values;       ///< say as little as no value
};

/// Where an object that the reference made of several, or cut elsewhere, lies on objects of which
/// the producer says different things.
enum class ValuesMeet {
  conflict,  ///< the producer is asked
  most,      ///< the value that covers most of it stands
  interval,  ///< likewise, and beside a line stands in which parts of it another one does
  split      ///< a line is cut where they meet, in the local layer alone
};

/// The lines of a layer are a network: they meet at their ends.
struct Network {
  std::string nodes;  ///< the layer of the theme that has a point wherever lines end; "" for none
};

/// The areas of a layer lie side by side, and share their boundaries.
struct Coverage {};

/// What becomes of the objects of a layer that double others.
enum class Doubling {
  reported,  ///< told, as what should not be
  kept,      ///< both stay; told is who has lost what it doubles
  derived    ///< areas go with the lines that they double; told is likewise
};

/// Things of the field are held twice: as lines of one layer, and as areas along them of another.
struct Doubles {
  std::string layer;  ///< of the theme: the one that holds; it doubles none itself
  Condition when;     ///< which objects double others: asked of them
  Condition that;     ///< which they may double: asked of those
  Doubling as = Doubling::kept;
};

/// The rules of one layer, as a sync in one territory for one community applies them.
struct LayerRules {
  std::string name;                           ///< as the theme calls the layer; "" for any layer
  std::shared_ptr<const LayerSchema> schema;  ///< null: any layer, nothing known of its attributes
  /// Two vertices are the same within this distance, in metres; for a geographic CRS it is
  /// divided by 111 320 m a degree.
  double tolerance = 0.001;
  /// Deletions above this share of the ancestor's features of a layer, and above `guard_count` of
  /// them, stop the run; so does a side that is empty where the ancestor was not.
  double guard_share = 0.10;
  std::size_t guard_count = 10;
  Side provisional = Side::reference;
  Declined declined = Declined::keep;
  ValuesMeet values_meet = ValuesMeet::conflict;
  Matching matching;
  Responsibility attributes;
  Responsibility geometry;
  Responsibility existence;
  std::map<std::string, Responsibility> by_attribute;  ///< names in lower case
  std::vector<std::string> housekeeping;               ///< names in lower case
  std::vector<std::string> attached_to;  ///< layers of the theme whose geometries its own go with
  std::optional<Network> network;
  std::optional<Coverage> coverage;
  std::optional<Doubles> doubles;
  /// Of several that hold the last one counts. Without the entries that a later special case
  /// without a condition has overruled.
  std::vector<ConditionalTable> conditional;

  /// `name` as the schema calls it, or as the file does. What the schema does not know is the
  /// producer's own.
  [[nodiscard]] Responsibility of_attribute(const std::string& name) const;
  [[nodiscard]] bool is_housekeeping(const std::string& name) const;

  /// The rules where the conditions hold as said, one a table of `conditional`, which is then
  /// empty. What an open one could decide either way is shared, with the rule `conflict`. What
  /// conditions look at hangs on none.
  [[nodiscard]] LayerRules given(const std::vector<Truth>& holds) const;
  /// Whether that owner answers for the attribute, be it under a condition.
  [[nodiscard]] bool may_answer(Authority owner, const std::string& attribute) const;
};

/// What a theme says of one of its layers, where that differs from the theme's own rules.
struct ThemeLayer {
  std::string name;
  std::optional<double> tolerance;
  std::optional<Matching> matching;
  AuthorityTable authority;
  std::vector<std::string> other_attributes;  ///< known to the theme, not to the schema
  std::vector<std::string> restricted;        ///< attributes that are not for everybody
  std::vector<std::string> attached_to;       ///< layers of the theme, as it calls them
  std::optional<Network> network;
  std::optional<Coverage> coverage;
  std::optional<Doubles> doubles;
  std::optional<ValuesMeet> values_meet;
  std::shared_ptr<const LayerSchema> schema;  ///< null where the theme names no schema

  /// Of an attribute, by the theme or by the schema.
  [[nodiscard]] Access access_of(const std::string& attribute) const;
};

/// For whom and where a sync runs.
struct Setting {
  std::string territory;  ///< code of the territory; "" where none is known
  std::string zone;       ///< as spelling_of() spells it: "038"; "" for the whole territory
  std::string community;
};

struct Theme {
  std::string name;
  std::string version;
  std::string digest;  ///< SHA-256 of the file
  std::string schema;  ///< of the folder schemas/: "bdtopo"; "" for none
  LayerRules defaults;
  AuthorityTable authority;
  std::vector<ThemeLayer> layers;  ///< empty: any layer
  std::vector<SpecialCase> special_cases;
  std::vector<Desk> desks;
  std::vector<Community> communities;  ///< empty: nobody's rights are limited
  /// What those may do, with anything, whom no community names.
  Right others = Right::propose;
  std::vector<Territory> territories;
  std::optional<Packages> packages;  ///< that are made of it
  std::optional<LabelRules> label;   ///< that its community gives

  /// The layer of the theme that a file's layer of that name is a version of; nullptr where none
  /// is.
  [[nodiscard]] const ThemeLayer* find_layer(const std::string& name) const;
  /// The rules of a layer of the theme; with nullptr those of any layer.
  [[nodiscard]] LayerRules rules_of(const ThemeLayer* layer, const Setting& setting) const;
};

/// Whether the same special cases hold in both settings, as far as territories go.
[[nodiscard]] bool are_ruled_alike(const Theme& theme, const Setting& a, const Setting& b);

/// `theme` is a path to a .yaml file, or a name looked up in $BDF_SHARE/themes, beside the
/// executable (../share/bdf/themes) and in the source tree this was built from. Throws InputError
/// that names file, line and column, and the nearest known word for an unknown one.
[[nodiscard]] Theme load_theme(const std::string& theme);

/// Throws UsageError where the theme speaks of communities, and of none of that name.
void require_community(const Theme& theme, const std::string& community);

/// The file that load_theme() reads. Throws InputError where there is no such theme.
[[nodiscard]] std::string theme_file(const std::string& theme);

}  // namespace bdf::rules
