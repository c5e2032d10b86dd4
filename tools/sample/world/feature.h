// SPDX-License-Identifier: MIT
// A feature of the sample: what the terrain says of it. What the terrain leaves open (dates,
// methods, sources) is drawn when it is written, from its number: see attributes.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "world/shape.h"

namespace bdf::sample {

/// NULL, a whole number or boolean, a decimal, a text; dates are texts as GeoPackages hold them.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

struct Feature {
  std::uint64_t number = 0;  ///< of the object, in its layer; its cleabs is made from it
  Shape shape;
  /// What is known, by the attribute's name in the newest version of the schema. The names live as
  /// long as the program.
  std::vector<std::pair<std::string_view, Value>> values;

  [[nodiscard]] const Value* find(std::string_view name) const;
  void set(std::string_view name, Value value);
};

/// The text that is known, or "".
[[nodiscard]] std::string text_of(const Feature& feature, std::string_view name);

/// An identifier: a class's eight letters and sixteen digits.
[[nodiscard]] std::string cleabs(std::string_view prefix, std::uint64_t number);

/// The number that objects of a layer are counted from, as if many had gone before.
inline constexpr std::uint64_t first_number = 2'000'000'001;

struct Layer {
  std::string name;  ///< the class: "troncon_hydrographique"
  std::vector<Feature> features;
};

}  // namespace bdf::sample
