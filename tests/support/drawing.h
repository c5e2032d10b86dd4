// SPDX-License-Identifier: MIT
// Maps drawn as text: a letter is a vertex, a cell is 10 m.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "model/value.h"

namespace bdf::tests {

/// One map. Blanks do not count, any other sign is a cell: `A - B` puts A at (0 0) and B at (20 0).
/// The first row is the northernmost, at y = 0; those below are negative.
class Drawing {
 public:
  Drawing() = default;
  explicit Drawing(std::string_view rows);

  /// Puts the place of the first cell there, in metres.
  void move_to(const std::pair<int, int>& place) { place_ = place; }

  /// The geometry through those letters: one is a point, several are a line, and `(ABC)` is the
  /// polygon around them. `AB^7` has an altitude of 7 m everywhere. Null for none. Throws
  /// std::out_of_range for a letter that is not drawn.
  [[nodiscard]] Value geometry(std::string_view letters) const;

  /// The letters of a geometry, as geometry() takes them; a vertex where no letter stands is
  /// written "[x y]", and what is no line, point or polygon as WKT.
  [[nodiscard]] std::string letters(const ValueView& geometry) const;

 private:
  using Cell = std::pair<int, int>;
  [[nodiscard]] std::string letter_at(double x, double y) const;
  std::map<char, Cell> cells_;
  std::pair<int, int> place_{0, 0};
};

/// Drawings side by side, each below its title, with `|` between them:
///     ancestor | local   | reference
///     A - B    | A - B   | A - - B
[[nodiscard]] std::map<std::string, Drawing> drawings_in(std::string_view text);

}  // namespace bdf::tests
