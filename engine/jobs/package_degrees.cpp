// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <optional>

#include "base/error.h"
#include "crs/degrees.h"
#include "io/layer_statistics.h"
#include "io/sqlite.h"
#include "jobs/staged_package.h"

namespace bdf::jobs {

namespace {

constexpr Box whole_world{-180, -90, 180, 90};

std::optional<Box> declared_box(const std::filesystem::path& folder,
                                const package::Manifest& manifest) {
  std::optional<Box> all;
  for (const auto& layer : manifest.layers) {
    if (!layer.file.ends_with(".gpkg")) continue;
    auto database = io::Database::open_input(folder / layer.file);
    const auto box = io::declared_extent(database, layer.table);
    if (!box) continue;
    all = all ? united(*all, *box) : *box;
  }
  return all;
}

/// Outwards, to some metres.
Box rounded(const Box& box) {
  constexpr double parts = 1e4;
  const auto down = [](double degrees) { return std::floor(degrees * parts) / parts; };
  const auto up = [](double degrees) { return std::ceil(degrees * parts) / parts; };
  return {std::max(down(box.min_x), whole_world.min_x),
          std::max(down(box.min_y), whole_world.min_y), std::min(up(box.max_x), whole_world.max_x),
          std::min(up(box.max_y), whole_world.max_y)};
}

}  // namespace

Box degrees_of(const std::filesystem::path& folder, const package::Manifest& manifest,
               const rules::Territory* territory) {
  const auto otherwise = territory != nullptr ? territory->degrees : whole_world;
  try {
    const auto box = declared_box(folder, manifest);
    if (!box) return otherwise;
    return rounded(crs::box_in_degrees(manifest.crs, *box, otherwise));
  } catch (const InputError&) {
    return otherwise;  // what is declared lies nowhere
  }
}

}  // namespace bdf::jobs
