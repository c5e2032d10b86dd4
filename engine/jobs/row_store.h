// SPDX-License-Identifier: MIT
// The rows of one version of a layer, each read once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "io/sqlite.h"
#include "model/feature_table.h"

namespace bdf::jobs {

/// Keeps what it has read. What is asked for is a copy, so that it stands in the order asked for
/// and lives as long as it is needed. Not for several threads at once.
class RowStore {
 public:
  RowStore() = default;
  /// `fids` of all rows, by row: they and the schema must outlive it.
  RowStore(std::filesystem::path file, const Schema& schema, const std::vector<std::int64_t>& fids);

  /// Reads them now: in one order, which take() can hand over without a copy.
  void expect(const std::vector<std::uint32_t>& rows) { add_missing(rows); }
  /// Throws InputError where the file has no such row any more, as the others do.
  [[nodiscard]] FeatureTable read(const std::vector<std::uint32_t>& rows);
  /// The same, and forgets everything.
  [[nodiscard]] FeatureTable take(const std::vector<std::uint32_t>& rows);

 private:
  void add_missing(const std::vector<std::uint32_t>& rows);

  std::filesystem::path file_;
  std::optional<io::Database> database_;  ///< opened when the first row is read
  const Schema* schema_ = nullptr;
  const std::vector<std::int64_t>* fids_ = nullptr;
  FeatureTable read_;
  std::vector<std::uint32_t> places_;  ///< in read_, plus 1, by row; 0: not read yet
};

}  // namespace bdf::jobs
