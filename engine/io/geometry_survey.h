// SPDX-License-Identifier: MIT
// Which geometries a layer really holds, whatever it declares.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/sqlite.h"
#include "model/schema.h"

namespace bdf::io {

struct GeometryUse {
  std::string type;  ///< without its Z and M: "LINESTRING", "MULTIPOLYGON"
  bool z = false;
  bool m = false;
  std::uint64_t count = 0;  ///< features that have such a one
  std::int64_t first = 0;   ///< the least of their fids
};

/// In the order of their WKT names. NULL, and what is no WKB, is not among them; reads the layer
/// once.
[[nodiscard]] std::vector<GeometryUse> geometries_in(Database& database, const Schema& layer);

}  // namespace bdf::io
