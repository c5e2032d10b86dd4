// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <utility>

#include "world/mesh.h"

namespace bdf::sample {
namespace {

/// An edge with a parcel of the set on its left and none on its right.
struct Border {
  VertexId from, to;
  EdgeId edge;
  ParcelId parcel;
  bool used = false;
};

std::vector<Border> borders(const Mesh& mesh, const std::vector<ParcelId>& parcels) {
  std::vector<Border> found;
  for (const ParcelId parcel : parcels) {
    const auto corners = mesh.corners(parcel);
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const VertexId from = corners[i];
      const VertexId to = corners[(i + 1) % corners.size()];
      const auto edge = mesh.edge_between(from, to);
      const auto sides = mesh.sides(*edge);
      const auto other = sides[0] == parcel ? sides[1] : sides[0];
      if (!other || !std::binary_search(parcels.begin(), parcels.end(), *other))
        found.push_back({from, to, *edge, parcel});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Border& a, const Border& b) { return a.from < b.from; });
  return found;
}

struct Ring {
  Path path;
  ParcelId parcel = 0;  ///< that it bounds
};

/// Follows the borders from `start` until they close. At each vertex one border ends and one
/// begins.
Ring follow(const Mesh& mesh, std::vector<Border>& all, Border& start) {
  Ring ring{{}, start.parcel};
  for (Border* at = &start; !at->used;) {
    at->used = true;
    const Path line = mesh.path_from(at->edge, at->from);
    ring.path.insert(ring.path.end(), line.begin() + (ring.path.empty() ? 0 : 1), line.end());
    at = &*std::lower_bound(all.begin(), all.end(), at->to,
                            [](const Border& b, VertexId vertex) { return b.from < vertex; });
  }
  return ring;
}

/// The least parcel of each parcel's connected part.
std::map<ParcelId, ParcelId> connected_parts(const Mesh& mesh,
                                             const std::vector<ParcelId>& parcels) {
  std::map<ParcelId, ParcelId> part;
  for (const ParcelId seed : parcels) {
    std::vector<ParcelId> waiting{seed};
    while (!waiting.empty()) {
      const ParcelId parcel = waiting.back();
      waiting.pop_back();
      if (!part.emplace(parcel, seed).second) continue;
      const auto corners = mesh.corners(parcel);
      for (std::size_t i = 0; i < corners.size(); ++i) {
        const auto edge = mesh.edge_between(corners[i], corners[(i + 1) % corners.size()]);
        for (const auto& side : mesh.sides(*edge)) {
          if (side && std::binary_search(parcels.begin(), parcels.end(), *side) &&
              !part.count(*side))
            waiting.push_back(*side);
        }
      }
    }
  }
  return part;
}

}  // namespace

Shape outline(const Mesh& mesh, std::vector<ParcelId> parcels) {
  std::sort(parcels.begin(), parcels.end());
  auto all = borders(mesh, parcels);
  const auto part_of = connected_parts(mesh, parcels);
  std::map<ParcelId, Rings> parts;
  std::vector<Ring> holes;
  for (Border& border : all) {
    if (border.used) continue;
    Ring ring = follow(mesh, all, border);
    if (signed_area(ring.path) > 0) {
      auto& rings = parts[part_of.at(ring.parcel)];
      rings.insert(rings.begin(), std::move(ring.path));
    } else {
      holes.push_back(std::move(ring));
    }
  }
  for (Ring& hole : holes) parts[part_of.at(hole.parcel)].push_back(std::move(hole.path));
  Shape shape{ShapeKind::area, {}};
  for (auto& [least, rings] : parts) shape.parts.push_back(std::move(rings));
  return shape;
}

}  // namespace bdf::sample
