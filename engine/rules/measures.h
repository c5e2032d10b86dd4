// SPDX-License-Identifier: MIT
// How the quality of a package is measured, in the terms of ISO 19157:
// schemas/quality/measures.yaml.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/packages.h"

namespace bdf::rules {

enum class MeasureUnit { count, rate, metre };
/// "count", "rate", "metre".
[[nodiscard]] std::string_view name_of(MeasureUnit unit);

/// What is looked at.
enum class Population {
  features,
  values,              ///< that are there, and geometries
  values_with_domain,  ///< of attributes that have a list of values, or a pattern
  required_values,     ///< and geometries
  links                ///< values that lead to classes of the package
};

/// What must hold of a layer for a look at all.
enum class Requirement {
  schema,    ///< it is a class of one
  geometry,  ///< it has geometries
  network,   ///< its lines are a network
  nodes,     ///< its points are the nodes of one that is in the package
  coverage,  ///< its areas are a coverage
  doubles    ///< it may double another layer of the package, and should not
};

/// An element of quality of ISO 19157.
struct QualityElement {
  std::string class_name;  ///< "DQ_DomainConsistency"
  Wording name;
};

struct MeasureDefinition {
  std::string code;
  int iso = 0;  ///< its number in annex D of ISO 19157:2013
  QualityElement element;
  MeasureUnit unit = MeasureUnit::count;
  Wording name;
  Wording method;
  Population population = Population::features;
  Requirement requirement = Requirement::schema;
  std::vector<std::string> findings;  ///< codes of bdf validate; empty for a mean
  std::string mean_of;                ///< an attribute, as the schema calls it; "" for none
  std::vector<double> none;           ///< its values that stand for none
};

/// In the order of the file. Throws InputError with file, line and column.
[[nodiscard]] std::vector<MeasureDefinition> load_measures();

}  // namespace bdf::rules
