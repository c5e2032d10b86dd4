// SPDX-License-Identifier: MIT
// What a layer looks like in numbers, so that a sample can stand beside real data.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bdf::sample {

/// The 5th, 25th, 50th, 75th and 95th percentiles, and the mean.
struct Spread {
  std::array<double, 5> percentiles{};
  double mean = 0;
};

struct LayerStatistics {
  std::string name;
  std::size_t features = 0;
  double square_kilometres = 0;                ///< of the layer's box
  Spread length;                               ///< metres, of lines and of the outlines of areas
  Spread area;                                 ///< square metres
  Spread vertices;                             ///< a feature
  Spread spacing;                              ///< metres from vertex to vertex
  std::map<std::size_t, std::size_t> degrees;  ///< ends of lines at one place → such places
  /// Of the attributes with few different values: value → share of the features; NULL as "".
  std::map<std::string, std::map<std::string, double>> shares;
};

/// Every layer with lines or areas that GDAL finds in the file, in metres of its system. Throws
/// InputError for a file that it cannot read.
[[nodiscard]] std::vector<LayerStatistics> statistics_of(const std::filesystem::path& path);

/// "5.0 | 12.3 | …", for a table.
[[nodiscard]] std::string as_cells(const Spread& spread);

}  // namespace bdf::sample
