// SPDX-License-Identifier: MIT
// Features in columns: no heap object a feature, no value changed on the way in.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/schema.h"
#include "model/value.h"

namespace bdf {

/// The values of one attribute for all features, each with its own storage class.
class ValueColumn {
 public:
  void push_back(const ValueView& value);
  /// A view into this column, valid until the next push_back.
  [[nodiscard]] ValueView operator[](std::size_t row) const;
  [[nodiscard]] std::size_t size() const { return storage_.size(); }

 private:
  enum class Storage : std::uint8_t { null, integer, real, text, blob };
  void push_bytes(Storage storage, std::string_view bytes);

  std::vector<Storage> storage_;
  std::vector<std::uint64_t> payload_;  ///< the number's bits, or where in bytes_ the text begins
  std::string bytes_;                   ///< each text or blob behind its length (8 bytes)
};

/// A feature is an index in [0, size()). Columns stand in the order of schema.columns.
struct FeatureTable {
  Schema schema;
  std::vector<std::int64_t> fids;
  std::vector<ValueColumn> columns;
  /// WKB (a Blob) or Null. A value that is no GeoPackage geometry stands here as the bytes it was.
  ValueColumn geometries;

  [[nodiscard]] std::size_t size() const { return fids.size(); }
};

/// One feature of one table. The table must outlive it.
struct FeatureRef {
  const FeatureTable* table = nullptr;
  std::size_t row = 0;

  [[nodiscard]] explicit operator bool() const { return table != nullptr; }
  [[nodiscard]] std::int64_t fid() const { return table->fids[row]; }
  [[nodiscard]] ValueView value(std::size_t column) const { return table->columns[column][row]; }
  [[nodiscard]] ValueView geometry() const { return table->geometries[row]; }
  bool operator==(const FeatureRef&) const = default;
};

/// No feature, in the columns of `model`.
[[nodiscard]] FeatureTable empty_like(const FeatureTable& model);

/// Adds a copy of a feature of a table of the same columns, with another geometry.
void append(FeatureTable& table, FeatureRef feature, const ValueView& geometry);
void append(FeatureTable& table, FeatureRef feature);

}  // namespace bdf
