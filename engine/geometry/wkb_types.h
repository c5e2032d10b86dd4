// SPDX-License-Identifier: MIT
// The geometry types of WKB and WKT and what each may hold. Private to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bdf::geometry {

/// Deeper nesting is malformed, so that hostile input cannot exhaust the stack.
inline constexpr int max_depth = 32;

/// How the body of a type is laid out.
enum class Layout { none, vertex, path, rings, members };

struct TypeInfo {
  std::string_view name;
  Layout layout = Layout::none;
  std::uint32_t members = 0;  // bit n: may hold type n
  std::uint32_t plain = 0;    // the type of members that WKT writes without a name
};

struct WkbHeader {
  std::uint32_t type = 0;
  bool z = false;
  bool m = false;
  bool swapped = false;

  [[nodiscard]] std::size_t ordinates() const { return 2U + (z ? 1U : 0U) + (m ? 1U : 0U); }
};

/// Layout::none for numbers that name no type that can be stored.
[[nodiscard]] const TypeInfo& info_of(std::uint32_t type);

/// 0 where there is none of that (upper-case) name.
[[nodiscard]] std::uint32_t type_named(std::string_view name);

/// "POINT", "POINT Z", "POINT M", "POINT ZM".
[[nodiscard]] std::string full_name(const WkbHeader& header);

[[nodiscard]] inline bool may_hold(std::uint32_t container, std::uint32_t member) {
  return member < 32 && (info_of(container).members >> member & 1U) != 0;
}

}  // namespace bdf::geometry
