// SPDX-License-Identifier: MIT
#include "geometry/canonical.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "geometry/wkb.h"

namespace bdf::geometry {

namespace {

// The bits of x, y and z; their order as integers is as good as any.
using Vertex = std::array<std::uint64_t, 3>;
using Vertices = std::vector<Vertex>;

std::uint64_t bits_of(double number) {
  if (std::isnan(number)) number = std::numeric_limits<double>::quiet_NaN();
  return std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number);
}

/// Where the least rotation begins (Shiloach 1981): two candidates, of which each comparison rules
/// out as many starts as it took steps.
std::size_t least_rotation(const Vertices& cycle) {
  const std::size_t n = cycle.size();
  std::size_t i = 0;
  std::size_t j = 1;
  std::size_t same = 0;
  while (i < n && j < n && same < n) {
    const Vertex& a = cycle[(i + same) % n];
    const Vertex& b = cycle[(j + same) % n];
    if (a == b) {
      ++same;
      continue;
    }
    (a > b ? i : j) += same + 1;
    if (i == j) ++j;
    same = 0;
  }
  return std::min(i, j);
}

Vertices turned(Vertices cycle) {
  const auto start = static_cast<std::ptrdiff_t>(least_rotation(cycle));
  std::rotate(cycle.begin(), cycle.begin() + start, cycle.end());
  return cycle;
}

void put(std::string& bytes, std::uint64_t number) {
  const auto raw = std::bit_cast<std::array<char, sizeof number>>(number);
  bytes.append(raw.data(), raw.size());
}

class Canonical {
 public:
  explicit Canonical(const Geometry& geometry)
      : geometry_(geometry),
        with_z_(std::any_of(geometry.z.begin(), geometry.z.end(),
                            [](double z) { return !std::isnan(z); })) {}

  std::string run() const {
    std::vector<std::string> parts;
    for (std::size_t part = 0; part < geometry_.part_count(); ++part) {
      parts.push_back(part_bytes(part));
    }
    // From 2 on, so that no WKB, which begins with 0 or 1, can be mistaken for it.
    std::string bytes{static_cast<char>(2 + static_cast<int>(geometry_.kind)),
                      with_z_ ? '\1' : '\0'};
    append_sorted(bytes, parts);
    return bytes;
  }

 private:
  static void append_sorted(std::string& bytes, std::vector<std::string>& pieces) {
    std::sort(pieces.begin(), pieces.end());
    put(bytes, pieces.size());
    for (const std::string& piece : pieces) bytes += piece;
  }

  std::string part_bytes(std::size_t part) const {
    const std::size_t first = geometry_.parts[part];
    if (geometry_.kind != GeometryKind::polygon) return path_bytes(vertices(first));
    std::string bytes = ring_bytes(first);
    std::vector<std::string> holes;
    for (std::size_t ring = first + 1; ring < geometry_.parts[part + 1]; ++ring) {
      holes.push_back(ring_bytes(ring));
    }
    append_sorted(bytes, holes);
    return bytes;
  }

  std::string ring_bytes(std::size_t ring) const {
    Vertices cycle = vertices(ring);
    const bool closed = cycle.size() > 1 && cycle.front() == cycle.back();
    if (closed) cycle.pop_back();
    const Vertices forward = turned(cycle);
    std::reverse(cycle.begin(), cycle.end());
    return (closed ? '\1' : '\0') + path_bytes(std::min(forward, turned(std::move(cycle))));
  }

  Vertices vertices(std::size_t path) const {
    Vertices result;
    for (std::size_t i = geometry_.rings[path]; i < geometry_.rings[path + 1]; ++i) {
      result.push_back({bits_of(geometry_.xy[2 * i]), bits_of(geometry_.xy[2 * i + 1]),
                        with_z_ ? bits_of(geometry_.z[i]) : 0});
    }
    return result;
  }

  std::string path_bytes(const Vertices& vertices) const {
    std::string bytes;
    put(bytes, vertices.size());
    for (const Vertex& vertex : vertices) {
      put(bytes, vertex[0]);
      put(bytes, vertex[1]);
      if (with_z_) put(bytes, vertex[2]);
    }
    return bytes;
  }

  const Geometry& geometry_;
  bool with_z_;
};

}  // namespace

std::string canonical_bytes(std::string_view wkb) {
  const Decoded decoded = decode_wkb(wkb);
  return decoded.geometry ? Canonical(*decoded.geometry).run() : std::string(wkb);
}

}  // namespace bdf::geometry
