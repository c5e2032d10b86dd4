// SPDX-License-Identifier: MIT
// Synthetic river reaches: each is a pure function of its number, so that any of the three sides
// can be written without remembering another.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace bdf::bench {

/// Metres in EPSG:2154, on the 0.1 m grid; z falls along a reach.
struct Vertex {
  double x, y, z;
};

struct Reach {
  std::string cleabs;  ///< 24 characters, unique, in no order
  std::string code;
  std::string nature;
  bool fictif = false;
  std::string date_modification;
  double precision = 2.5;
  std::string persistance;
  std::string numero_d_ordre;
  std::string sens_de_l_ecoulement;
  std::string classe_de_largeur;
  std::string police_de_l_eau;   ///< empty: NULL
  std::string toponym;           ///< empty: NULL
  bool destroyed = false;        ///< what only a contribution tells
  std::vector<Vertex> vertices;  ///< 4 to 19
};

/// An evenly spread number that depends on nothing but its arguments (the finaliser of SplitMix64).
[[nodiscard]] std::uint64_t draw(std::uint64_t stream, std::uint64_t number);

/// The reach of this number as the ancestor has it; numbers below 2^32.
[[nodiscard]] Reach reach_numbered(std::uint64_t number);

/// What a side changes. Two sides that edit the same thing of one reach leave different values.
void edit_attribute(Reach& reach, std::uint64_t side);
void edit_geometry(Reach& reach, std::uint64_t side);

}  // namespace bdf::bench
