// SPDX-License-Identifier: MIT
// A layer's R-tree (OGC 12-128r17, annex F.3), kept right without its triggers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "io/sqlite.h"
#include "model/schema.h"

namespace bdf::io {

/// rtree_<layer>_<geometry column>
[[nodiscard]] std::string spatial_index_name(const Schema& schema);

/// The R-tree of one layer; where the layer has none, nothing is done.
class SpatialIndex {
 public:
  SpatialIndex(Database& database, const Schema& schema);
  /// `geometry` as a FeatureTable holds it. One with no box has no entry.
  void put(std::int64_t fid, const ValueView& geometry);
  void remove(std::int64_t fid);

 private:
  std::optional<Statement> put_;
  std::optional<Statement> remove_;
};

}  // namespace bdf::io
