// SPDX-License-Identifier: MIT
// How far what two features carry speaks for their being the same object. Pure: any thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/feature_table.h"
#include "rules/theme.h"

namespace bdf::match {

/// What a theme says of matching by attributes, in terms of the columns of two tables.
struct AttributeMeasures {
  struct Compared {
    std::size_t a = 0;  ///< the column in either table
    std::size_t b = 0;
    rules::AttributeMeasure measure = rules::AttributeMeasure::code;
    double weight = 1;
  };
  std::vector<Compared> columns;
  /// The columns that say how exactly features are placed, in metres, where both tables have one.
  std::optional<std::pair<std::size_t, std::size_t>> precision;
  /// By two natures, as folded_words() writes them, the smaller first.
  std::map<std::pair<std::u32string, std::u32string>, double> nature_distances;
  std::set<std::u32string> unknown_values;  ///< as folded_words() writes them
};

/// Attributes that either table lacks are left out. A column carries the attribute by any name that
/// the layer's schema knows for it, without regard to case; without a schema, by that name.
[[nodiscard]] AttributeMeasures attribute_measures(const rules::LayerRules& rules, const Schema& a,
                                                   const Schema& b);

/// How exactly nine tenths of the features of a table are placed at least, by that column; nullopt
/// where it holds no number above 0.
[[nodiscard]] std::optional<double> common_precision(const FeatureTable& table, std::size_t column);

/// How alike two values are, 0 to 1; nullopt where either says nothing: NULL, blobs, texts without
/// letters and digits, unknown values, and for numbers what is none.
///
/// - code: 1 where both are written alike, but for case and outer blanks, else 0;
/// - text: text_similarity();
/// - number: 1 less the difference, by the greater absolute value; 0 for opposite signs;
/// - nature: 1 less the distance that the theme's table gives; 1 for the same words, 0 for words of
///   which it says nothing.
[[nodiscard]] std::optional<double> similarity(const ValueView& a, const ValueView& b,
                                               rules::AttributeMeasure measure,
                                               const AttributeMeasures& measures);

/// The mean, by weight, of the similarities of the attributes that both carry; nullopt where there
/// is none (or none that weighs anything). The tables must be those that the measures are for.
[[nodiscard]] std::optional<double> attribute_agreement(FeatureRef a, FeatureRef b,
                                                        const AttributeMeasures& measures);

}  // namespace bdf::match
