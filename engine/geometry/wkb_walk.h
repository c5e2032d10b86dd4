// SPDX-License-Identifier: MIT
// The one place that knows how WKB is laid out: it walks the bytes and shows a visitor each
// geometry and each path. Private to this room.
#pragma once

#include <bit>
#include <cstring>
#include <optional>

#include "geometry/wkb_types.h"

namespace bdf::geometry {

static_assert(std::endian::native == std::endian::little, "WKB is copied as it lies in memory");

/// Vertices as they lie in the bytes, which they borrow.
struct WkbPath {
  const char* bytes = nullptr;
  std::size_t count = 0;
  WkbHeader header;

  [[nodiscard]] double ordinate(std::size_t vertex, std::size_t axis) const {
    std::uint64_t bits = 0;
    std::memcpy(&bits, bytes + (vertex * header.ordinates() + axis) * sizeof bits, sizeof bits);
    return std::bit_cast<double>(header.swapped ? __builtin_bswap64(bits) : bits);
  }
};

/// What a visitor does where it does not say otherwise. An empty point is a path of no vertex.
struct WkbVisitor {
  void begin(const WkbHeader& /*header*/, std::size_t /*members_or_rings*/) {}
  void path(const WkbPath& /*path*/) {}
  void end(const WkbHeader& /*header*/) {}
};

/// Reads numbers off the front of the bytes.
class WkbCursor {
 public:
  explicit WkbCursor(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] bool at_end() const { return bytes_.empty(); }
  [[nodiscard]] std::optional<WkbHeader> header();
  [[nodiscard]] std::optional<std::uint32_t> number(bool swapped);
  /// nullopt where the bytes do not hold `count` vertices.
  [[nodiscard]] std::optional<WkbPath> path(const WkbHeader& header, std::size_t count);

 private:
  std::string_view bytes_;
};

template <class Visitor>
class WkbWalk {
 public:
  WkbWalk(std::string_view wkb, Visitor& visitor) : cursor_(wkb), visitor_(visitor) {}

  /// False where the bytes are malformed; the visitor has then seen what came before.
  [[nodiscard]] bool run() {
    const auto header = cursor_.header();
    return header && body(*header, 1) && cursor_.at_end();
  }

 private:
  bool body(const WkbHeader& header, int depth) {
    const Layout layout = info_of(header.type).layout;
    if (layout == Layout::vertex) return single(header, 1);
    const auto count = cursor_.number(header.swapped);
    if (!count) return false;
    if (layout == Layout::path) return single(header, *count);
    visitor_.begin(header, *count);
    for (std::uint32_t i = 0; i < *count; ++i) {
      if (!(layout == Layout::rings ? ring(header) : member(header, depth))) return false;
    }
    visitor_.end(header);
    return true;
  }

  bool single(const WkbHeader& header, std::size_t count) {
    visitor_.begin(header, 1);
    if (!show(header, count)) return false;
    visitor_.end(header);
    return true;
  }

  bool ring(const WkbHeader& header) {
    const auto count = cursor_.number(header.swapped);
    return count && show(header, *count);
  }

  bool show(const WkbHeader& header, std::size_t count) {
    auto path = cursor_.path(header, count);
    if (!path) return false;
    const bool no_point = info_of(header.type).layout == Layout::vertex &&
                          path->ordinate(0, 0) != path->ordinate(0, 0) &&
                          path->ordinate(0, 1) != path->ordinate(0, 1);
    if (no_point) path->count = 0;
    visitor_.path(*path);
    return true;
  }

  bool member(const WkbHeader& container, int depth) {
    if (depth == max_depth) return false;
    const auto header = cursor_.header();
    return header && may_hold(container.type, header->type) && header->z == container.z &&
           header->m == container.m && body(*header, depth + 1);
  }

  WkbCursor cursor_;
  Visitor& visitor_;
};

/// False where the bytes are malformed.
template <class Visitor>
[[nodiscard]] bool walk_wkb(std::string_view wkb, Visitor& visitor) {
  return WkbWalk<Visitor>(wkb, visitor).run();
}

}  // namespace bdf::geometry
