// SPDX-License-Identifier: MIT
// What a layer of a GeoPackage holds, in one number: the same for files that hold the same, however
// they came about.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/sqlite.h"
#include "model/schema.h"

namespace bdf::package {

struct LayerContent {
  std::uint64_t count = 0;
  std::string digest;
};

/// SHA-256 over the layer's columns in the order of their names, their types, and its features in
/// the order of `key`: values as they are stored, geometries as their WKB. Fids, statistics, styles
/// and indexes play no part. Reads the layer once. Throws InputError for a layer without one of the
/// columns of the key.
[[nodiscard]] LayerContent content_of(io::Database& database, const Schema& layer,
                                      const std::vector<std::string>& key);

}  // namespace bdf::package
