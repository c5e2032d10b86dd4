// SPDX-License-Identifier: MIT
// Texts with parts that are filled in for each feature: "SDIS{zone}-{digits:5}".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "world/random.h"

namespace bdf::sample {

/// What the same for all features of a layer is called in braces, and what stands for it.
struct Words {
  std::string prefix;   ///< of cleabs: "TRON_EAU"
  std::string letter;   ///< of code_hydrographique: "T"
  std::string basin;    ///< "06"
  std::string zone;     ///< "038"
  std::string regions;  ///< letters, of which a feature gets one
};

/// The 16 digits of an identifier.
void append_number(std::string& text, std::uint64_t number);

/// A text of parts.
class Pattern {
 public:
  /// Throws InputError where something unknown stands in braces.
  Pattern(std::string_view text, const Words& words);

  /// `random` is for the digits; {commune} depends on `number` alone.
  void append_to(std::string& text, std::uint64_t number, Random random) const;
  /// Characters, in ASCII.
  [[nodiscard]] std::size_t width() const;

 private:
  enum class Kind { literal, number, commune, one_of, digits, hexadecimal };
  struct Piece {
    Kind kind = Kind::literal;
    std::string
        text;  ///< of a literal; the beginning of a commune's code; the letters to choose of
    std::size_t count = 0;  ///< characters that it comes to
  };
  [[nodiscard]] static Piece piece(std::string_view name, const Words& words);
  static void append_piece(const Piece& piece, std::string& text, std::uint64_t number,
                           Random& random);

  std::vector<Piece> pieces_;
};

}  // namespace bdf::sample
