// SPDX-License-Identifier: MIT
#include "jobs/decided_geometries.h"

#include <variant>

#include "geometry/wkt.h"

namespace bdf::jobs {

namespace {

bool is_drawn(const Conflict& conflict) {
  return conflict.kind == ConflictKind::geometry && conflict.resolution &&
         !conflict.resolution->side && !conflict.resolution->value.empty();
}

}  // namespace

merge::Memory with_decided_geometries(merge::Memory memory, const std::string& layer,
                                      const std::optional<Way>& way) {
  const auto [first, last] = memory.drawn.equal_range(layer);
  if (!way || first == last) return memory;
  crs::Transform transform(way->operation);
  for (auto drawn = first; drawn != last; ++drawn) {
    auto& wkt = memory.resolutions.at(drawn->second).value;
    if (!wkt.empty())
      wkt = geometry::to_wkt(crs::transformed(geometry::wkb_from_wkt(wkt), transform));
  }
  return memory;
}

void put_decided_back(const merge::Memory& decided, const std::optional<Way>& way,
                      std::vector<Conflict>& closed) {
  if (!way) return;
  std::optional<crs::Transform> transform;
  for (auto& conflict : closed) {
    if (!is_drawn(conflict)) continue;
    auto& wkt = conflict.resolution->value;
    const auto known = decided.resolutions.find(conflict.id);
    if (known != decided.resolutions.end()) {
      wkt = known->second.value;
      continue;
    }
    if (!transform) transform.emplace(way->operation);
    wkt = geometry::to_wkt(back(geometry::wkb_from_wkt(wkt), *transform));
  }
}

std::vector<Conflict> in_local_system(std::vector<Conflict> conflicts,
                                      const std::optional<Way>& way) {
  if (!way || conflicts.empty()) return conflicts;
  crs::Transform transform(way->operation);
  for (auto& conflict : conflicts)
    for (const auto side : all_sides) {
      auto* wkb = std::get_if<Blob>(&conflict.geometries[side]);
      if (wkb == nullptr) continue;
      wkb->bytes = back(wkb->bytes, transform);
      if (conflict.kind == ConflictKind::geometry)
        conflict.values[side] = geometry::to_wkt(wkb->bytes);
    }
  return conflicts;
}

}  // namespace bdf::jobs
