// SPDX-License-Identifier: MIT
// How the columns of the three sides correspond.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "merge/compare.h"
#include "model/schema.h"
#include "model/three_way.h"
#include "rules/theme.h"

namespace bdf::merge {

/// One attribute, by name, and where each side carries it. A side that does not carry it has
/// neither edited nor deleted it.
struct Attribute {
  Attribute(std::string called, ValueKind of) : name(std::move(called)), kind(of) {}

  std::string name;  ///< as the local layer spells it, else the reference, else the ancestor
  /// The coarser of the sides' types: a date compared with a timestamp is a date.
  ValueKind kind;
  ThreeWay<std::optional<std::size_t>> column;  ///< in each side's schema
  ThreeWay<std::size_t> width;  ///< bytes of text that each side's column holds; 0: any number
  /// What the class's schema says of it; nullptr for one that no schema knows.
  const rules::AttributeDefinition* definition = nullptr;
  rules::Responsibility responsibility;  ///< what the theme says of it
  bool may_be_own = false;    ///< the producer answers for it, under a condition at least
  bool housekeeping = false;  ///< likewise
  bool is_evidence = false;   ///< a date or a precision that rules for others look at
  /// What local's own words mean; nullptr where local says it in the attribute's words.
  const rules::ColumnMapping* mapping = nullptr;
  /// In merged: local's column, or one behind them all for a column that merged gains.
  std::optional<std::size_t> merged;

  [[nodiscard]] bool carried_by(Side side) const { return column[side].has_value(); }
  /// What rules call it.
  [[nodiscard]] const std::string& rule_name() const {
    return definition != nullptr ? definition->name : name;
  }
  /// A column that the reference holds and the ancestor did not, and that local therefore lacks:
  /// merged gains it. (One that local dropped stays dropped.)
  [[nodiscard]] bool is_gained() const;
  /// Held by the producer alone: it never leaves.
  [[nodiscard]] bool is_private() const;
};

/// Every attribute of any side: the local layer's in their order, then the reference's others,
/// then the ancestor's others. Another side's attribute of the name of local's primary key or
/// geometry column is none.
struct Layout {
  std::vector<Attribute> attributes;
  bool has_ancestor = false;
  ThreeWay<bool> geometry;  ///< which sides carry geometries

  /// Carried by every side that there is.
  [[nodiscard]] bool is_shared(const Attribute& attribute) const;
  /// True where equal prints of the columns that all sides share, and of those that local and
  /// reference have beyond the ancestor, say that nothing changed.
  [[nodiscard]] bool prints_suffice() const;
  /// The columns of that side, local or reference, that both have and the ancestor has not.
  [[nodiscard]] std::vector<std::size_t> pair_columns(Side side) const;
  /// The reference's columns that merged gains.
  [[nodiscard]] std::vector<std::size_t> gained_columns() const;
  /// The attribute that a rule names; nullptr where no side carries it.
  [[nodiscard]] const Attribute* find(const std::string& rule_name) const;
};

/// What is known of the words in which the sides speak. Outlives the layout.
struct Vocabulary {
  const rules::LayerSchema* schema = nullptr;    ///< the class's; null: nothing is known
  const rules::ProducerSchema* local = nullptr;  ///< what the producer's own columns mean
};

/// Columns are matched by what the class's schema says that they carry, in whatever version or
/// carrier, or the producer's says that they mean; else by name without regard to case, where a
/// name that a Shapefile has cut is the one name of another side that begins with it. `ancestor`
/// may be null.
[[nodiscard]] Layout lay_out(const ThreeWay<const Schema*>& schemas,
                             const Vocabulary& vocabulary = {});

/// Enters what the rules say of each attribute.
void apply_rules(Layout& layout, const rules::LayerRules& rules);

/// For each column of a layer, the attribute that it carries; nullptr for the producer's own. A
/// layer goes by one set of names: either those of Shapefiles, at most 10 letters, or the longer
/// ones.
[[nodiscard]] std::vector<const rules::AttributeDefinition*> definitions_of(
    const Schema& schema, const rules::LayerSchema& definitions);

}  // namespace bdf::merge
