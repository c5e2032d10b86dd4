// SPDX-License-Identifier: MIT
#include "reach.h"

#include <cmath>
#include <cstdio>

namespace bdf::bench {
namespace {

double on_grid(double metres) { return std::round(metres * 10.0) / 10.0; }

/// A stream for each thing that is drawn of a reach.
enum Stream : std::uint64_t { shape = 1, words = 2, bends = 100 };

std::string digits_of(std::uint64_t number) {
  // An odd factor modulo 2^32 permutes the numbers: unique, and unsorted as real keys are.
  const std::uint64_t scattered = (number * 2654435761U) & 0xffffffffU;
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llu",
                static_cast<unsigned long long>(2000000000U + scattered));
  return text.data();
}

std::string date_of(std::uint64_t bits) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "20%02u-%02u-%02uT%02u:%02u:30.000Z",
                static_cast<unsigned>(12 + bits % 12), static_cast<unsigned>(1 + bits / 16 % 12),
                static_cast<unsigned>(1 + bits / 256 % 28), static_cast<unsigned>(bits / 8192 % 24),
                static_cast<unsigned>(bits / 262144 % 60));
  return text.data();
}

/// Bends by up to 15 m along a heading of the reach's own, on a 100 km square.
std::vector<Vertex> line_of(std::uint64_t number) {
  const std::uint64_t bits = draw(shape, number);
  const auto count = 4 + static_cast<std::size_t>(bits % 16);
  const double heading = static_cast<double>(bits / 16 % 6283) / 1000.0;
  const double x = 850000.0 + static_cast<double>(bits / 131072 % 1000000) / 10.0;
  const double y = 6400000.0 + static_cast<double>(draw(shape, ~number) % 1000000) / 10.0;
  std::vector<Vertex> vertices;
  for (std::size_t i = 0; i < count; ++i) {
    const double along = 25.0 * static_cast<double>(i);
    const double bend = static_cast<double>(draw(bends + i, number) % 300) / 10.0 - 15.0;
    vertices.push_back({on_grid(x + along * std::cos(heading) - bend * std::sin(heading)),
                        on_grid(y + along * std::sin(heading) + bend * std::cos(heading)),
                        on_grid(1200.0 - 0.04 * along)});
  }
  return vertices;
}

template <std::size_t n>
std::string one_of(const std::array<const char*, n>& words, std::uint64_t bits) {
  return words[bits % n];
}

}  // namespace

std::uint64_t draw(std::uint64_t stream, std::uint64_t number) {
  std::uint64_t z = stream * 0xd1342543de82ef95U + (number + 1) * 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

Reach reach_numbered(std::uint64_t number) {
  static constexpr std::array natures{"Ecoulement naturel", "Ecoulement naturel", "Canal",
                                      "Ecoulement canalisé", "Conduit buse"};
  static constexpr std::array persistances{"Permanent", "Intermittent", "Intermittent"};
  static constexpr std::array widths{"Entre 0 et 5 m", "Entre 5 et 15 m", "Sans objet"};
  static constexpr std::array police{"Inscrit", "Non inscrit", "Expertise en cours", ""};
  static constexpr std::array toponyms{
      "", "", "", "Ruisseau de la Combe Noire", "Torrent de l'Épine Brûlée", "Rivière d'en Haut"};
  const std::uint64_t bits = draw(words, number);
  const std::string digits = digits_of(number);
  Reach reach;
  reach.cleabs = "TRON_EAU" + digits;
  reach.code = "06T" + digits;
  reach.nature = one_of(natures, bits);
  reach.fictif = bits % 11 == 0;
  reach.date_modification = date_of(bits / 64);
  reach.precision = bits % 7 == 0 ? 5.0 : 2.5;
  reach.persistance = one_of(persistances, bits / 128);
  reach.numero_d_ordre = std::to_string(1 + bits / 512 % 7);
  reach.sens_de_l_ecoulement = "Sens direct";
  reach.classe_de_largeur = one_of(widths, bits / 4096);
  reach.police_de_l_eau = one_of(police, bits / 32768);
  reach.toponym = one_of(toponyms, bits / 262144);
  reach.vertices = line_of(number);
  return reach;
}

void edit_attribute(Reach& reach, std::uint64_t side) {
  reach.toponym = "Ruisseau renommé " + std::to_string(side);
}

void edit_geometry(Reach& reach, std::uint64_t side) {
  Vertex& middle = reach.vertices[reach.vertices.size() / 2];
  middle.x = on_grid(middle.x + 3.0 * static_cast<double>(side));
}

}  // namespace bdf::bench
