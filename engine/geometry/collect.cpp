// SPDX-License-Identifier: MIT
#include "geometry/collect.h"

#include <cstdint>
#include <optional>

#include "geometry/wkb.h"

namespace bdf::geometry {

namespace {

constexpr std::uint32_t collection_type = 7;

std::optional<Geometry> as_multi(std::span<const std::string_view> wkbs) {
  std::optional<Geometry> whole;
  for (const auto wkb : wkbs) {
    auto part = decode_wkb(wkb).geometry;
    if (!part) return std::nullopt;
    if (!whole) {
      whole = std::move(part);
      whole->multi = true;
    } else if (part->kind != whole->kind || part->has_z != whole->has_z) {
      return std::nullopt;
    } else {
      add_parts(*whole, *part);
    }
  }
  return whole;
}

void put(std::string& bytes, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(number >> shift & 0xFFU);
}

}  // namespace

void add_parts(Geometry& whole, const Geometry& added) {
  const auto vertices = static_cast<std::uint32_t>(whole.vertex_count());
  const auto rings = static_cast<std::uint32_t>(whole.ring_count());
  whole.xy.insert(whole.xy.end(), added.xy.begin(), added.xy.end());
  whole.z.insert(whole.z.end(), added.z.begin(), added.z.end());
  for (std::size_t i = 1; i < added.rings.size(); ++i)
    whole.rings.push_back(vertices + added.rings[i]);
  for (std::size_t i = 1; i < added.parts.size(); ++i)
    whole.parts.push_back(rings + added.parts[i]);
}

Geometry together(std::span<const Geometry* const> geometries) {
  Geometry whole;
  whole.kind = geometries.front()->kind;
  whole.multi = true;
  for (const auto* geometry : geometries) add_parts(whole, *geometry);
  whole.z.clear();
  return whole;
}

std::string collected(std::span<const std::string_view> wkbs) {
  if (const auto multi = as_multi(wkbs)) return encode_wkb(*multi);
  std::string bytes(1, '\1');  // little-endian, as members may be or not
  const bool z = !wkbs.empty() && wkb_has_z(wkbs.front());
  const bool m = !wkbs.empty() && wkb_has_m(wkbs.front());
  put(bytes, collection_type + (z ? 1000U : 0U) + (m ? 2000U : 0U));
  put(bytes, static_cast<std::uint32_t>(wkbs.size()));
  for (const auto wkb : wkbs) bytes += wkb;
  return bytes;
}

}  // namespace bdf::geometry
