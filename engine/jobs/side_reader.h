// SPDX-License-Identifier: MIT
// The features of one version of a layer, in the reference system in which it is compared.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "jobs/pairing.h"
#include "model/feature_table.h"
#include "model/row_index.h"

namespace bdf::jobs {

/// Opens a connection of its own for each call: any thread. The layer's versions must outlive it.
class SideReader {
 public:
  SideReader(const Input& input, const LayerVersions& versions, Side side)
      : path_(input.path), versions_(&versions), side_(side) {}

  [[nodiscard]] const Schema& schema() const { return *versions_->schemas[side_]; }
  [[nodiscard]] const LayerKey& key() const { return versions_->key[side_]; }

  /// One entry a feature: its key, with its text, and the print of its geometry as it is stored.
  [[nodiscard]] RowIndex scan(int threads) const;
  /// The features of those fids, ascending, with all columns and in the common system.
  [[nodiscard]] FeatureTable read(std::span<const std::int64_t> fids, int threads) const;
  /// The same with these columns alone, in that order, and no geometries.
  [[nodiscard]] FeatureTable read_values(std::span<const std::int64_t> fids,
                                         std::span<const std::size_t> columns) const;
  /// The same with their geometries alone.
  [[nodiscard]] FeatureTable read_shapes(std::span<const std::int64_t> fids, int threads) const;
  /// The values of that column; "" for NULL.
  [[nodiscard]] std::vector<std::string> read_texts(std::span<const std::int64_t> fids,
                                                    std::size_t column) const;

 private:
  [[nodiscard]] FeatureTable read(const Schema& schema, std::span<const std::int64_t> fids,
                                  int threads) const;

  std::filesystem::path path_;
  const LayerVersions* versions_;
  Side side_;
};

}  // namespace bdf::jobs
