// SPDX-License-Identifier: MIT
// xy_of_wkb and wkb_with_xy: the plane coordinates of any geometry, out and back in place.
#include <utility>

#include "geometry/wkb.h"
#include "geometry/wkb_walk.h"

namespace bdf::geometry {

namespace {

struct Reader : WkbVisitor {
  std::vector<double> xy;

  void path(const WkbPath& path) {
    for (std::size_t i = 0; i < path.count; ++i) {
      xy.push_back(path.ordinate(i, 0));
      xy.push_back(path.ordinate(i, 1));
    }
  }
};

/// Walks `from` and writes into its copy `to`.
struct Writer : WkbVisitor {
  std::string_view from;
  std::string& to;
  std::span<const double> xy;

  Writer(std::string_view source, std::string& copy, std::span<const double> coordinates)
      : from(source), to(copy), xy(coordinates) {}

  void path(const WkbPath& path) {
    if (xy.size() < 2 * path.count) return;
    auto at = static_cast<std::size_t>(path.bytes - from.data());
    for (std::size_t i = 0; i < path.count; ++i) {
      put(at, xy[0], path.header.swapped);
      put(at + sizeof(double), xy[1], path.header.swapped);
      at += path.header.ordinates() * sizeof(double);
      xy = xy.subspan(2);
    }
  }

  void put(std::size_t at, double ordinate, bool swapped) {
    auto bits = std::bit_cast<std::uint64_t>(ordinate);
    if (swapped) bits = __builtin_bswap64(bits);
    std::memcpy(to.data() + at, &bits, sizeof bits);
  }
};

}  // namespace

std::optional<std::vector<double>> xy_of_wkb(std::string_view wkb) {
  Reader reader;
  if (!walk_wkb(wkb, reader)) return std::nullopt;
  return std::move(reader.xy);
}

std::string wkb_with_xy(std::string_view wkb, std::span<const double> xy) {
  std::string moved(wkb);
  Writer writer(wkb, moved, xy);
  if (!walk_wkb(wkb, writer)) return std::string(wkb);
  return moved;
}

}  // namespace bdf::geometry
