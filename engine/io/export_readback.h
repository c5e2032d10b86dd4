// SPDX-License-Identifier: MIT
// The features of a file of another form, as anybody reads them.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/export_layer.h"
#include "model/value.h"

namespace bdf::io {

/// Views live until the next one is asked for.
struct StoredFeature {
  std::span<const ValueView> values;  ///< in the order of the columns
  ValueView geometry;                 ///< WKB or Null
};

class StoredFeatures {
 public:
  virtual ~StoredFeatures() = default;
  /// The next one of a file that keeps the order; else the one with that key. nullopt where there
  /// is none.
  [[nodiscard]] virtual std::optional<StoredFeature> find(const std::string& key) = 0;
  [[nodiscard]] virtual bool holds_more() = 0;  ///< than were found
};

/// Opens what export_layer() has written; `by_key` where the file has an order of its own. Throws
/// StoreError where it cannot be read.
[[nodiscard]] std::unique_ptr<StoredFeatures> open_stored(const ExportJob& job, bool by_key);

}  // namespace bdf::io
