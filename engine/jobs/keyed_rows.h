// SPDX-License-Identifier: MIT
// The features of a table under the keys that its class gives them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/feature_table.h"
#include "model/validation.h"
#include "rules/layer_schema.h"

namespace bdf::jobs {

/// Points to both, which outlive it. `schema` may be null: then nothing has a key.
class KeyedRows {
 public:
  KeyedRows(const FeatureTable& table, const rules::LayerSchema* schema);

  /// The column that carries the attribute of that name; nullopt for none, and for "".
  [[nodiscard]] std::optional<std::size_t> column_of(const std::string& attribute) const;
  /// The value as text, in its normal form; "" for none.
  [[nodiscard]] std::string text_in(std::optional<std::size_t> column, std::size_t row) const;
  /// "" where the feature has no key.
  [[nodiscard]] std::string key_of(std::size_t row) const { return text_in(key_, row); }
  /// The key, or the fid.
  [[nodiscard]] std::string name_of(std::size_t row) const;
  /// A warning on the feature, without code and message.
  [[nodiscard]] ValidationFinding finding_on(std::size_t row, const Point& place) const;

 private:
  const FeatureTable* table_;
  const rules::LayerSchema* schema_;
  std::optional<std::size_t> key_;
};

}  // namespace bdf::jobs
