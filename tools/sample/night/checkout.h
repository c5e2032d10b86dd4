// SPDX-License-Identifier: MIT
// A checkout of a base under an office's hands.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "night/edits.h"

class GDALDataset;

namespace bdf::sample {

/// Open for edits as QGIS opens it: through GDAL, which keeps spatial indexes as they must be. All
/// functions throw StoreError where it cannot be changed. Used by one thread.
class Checkout {
 public:
  explicit Checkout(const std::filesystem::path& file);
  ~Checkout();
  Checkout(const Checkout&) = delete;
  Checkout& operator=(const Checkout&) = delete;

  /// Changes, deletes and adds rows as the edit's local side says. Rows are known by their cleabs.
  void apply(const Edit& edit, const RowWriter& writer);
  void run(const std::string& sql);

 private:
  void update(const Version& version, const RowWriter& writer);
  void insert(const Version& version, const RowWriter& writer);
  void insert_part(const Version& version, const RowWriter& writer);

  std::filesystem::path file_;
  std::unique_ptr<GDALDataset> dataset_;
};

/// A geometry as SQL says it, in the form and the system of the writer's layer.
[[nodiscard]] std::string sql_geometry(const Shape& shape, const RowWriter& writer);

}  // namespace bdf::sample
