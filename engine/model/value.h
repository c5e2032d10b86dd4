// SPDX-License-Identifier: MIT
// One attribute value, exactly as its file stores it: a GeoPackage column may hold text in a REAL
// column, and what is not changed is written back as it was read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bdf {

struct Null {
  bool operator==(const Null&) const = default;
};

struct Blob {
  std::string bytes;
  bool operator==(const Blob&) const = default;
};

struct BlobView {
  std::string_view bytes;
  bool operator==(const BlobView&) const = default;
};

/// A value that owns its bytes. Text is whatever bytes the file held; it may be invalid UTF-8.
using Value = std::variant<Null, std::int64_t, double, std::string, Blob>;

/// A value inside a FeatureTable; valid as long as the table is neither changed nor destroyed.
using ValueView = std::variant<Null, std::int64_t, double, std::string_view, BlobView>;

[[nodiscard]] Value to_value(ValueView view);
[[nodiscard]] ValueView view_of(const Value& value);

[[nodiscard]] inline bool is_null(const ValueView& value) {
  return std::holds_alternative<Null>(value);
}

/// For people, ledgers and ids: integers in decimal, reals in the shortest form that reads back to
/// the same double, text as it is, blobs in upper-case hexadecimal, NULL as "".
[[nodiscard]] std::string to_text(const ValueView& value);

[[nodiscard]] std::string to_hex(std::string_view bytes);
/// nullopt where the text is no even number of hexadecimal digits.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

}  // namespace bdf
