// SPDX-License-Identifier: MIT
#include "geometry/merge_versions.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "geometry/adapt.h"
#include "geometry/alike.h"
#include "geometry/path_merge.h"
#include "geometry/validity.h"

namespace bdf::geometry {

namespace {

/// A point, a line, or a ring with the rings of its holes.
using Part = std::vector<Path>;

std::vector<Part> parts_of(const Geometry& geometry) {
  std::vector<Part> parts;
  for (std::size_t part = 0; part < geometry.part_count(); ++part) {
    parts.emplace_back();
    for (std::size_t path = geometry.parts[part]; path < geometry.parts[part + 1]; ++path)
      parts.back().push_back(path_of(geometry, path));
  }
  return parts;
}

/// Of the kind of `model`, and with altitudes where that or any vertex has one.
Geometry geometry_of(const std::vector<Part>& parts, const Geometry& model) {
  Geometry made;
  made.kind = model.kind;
  made.multi = model.multi || parts.size() > 1;
  made.has_z = model.has_z;
  for (const auto& part : parts) {
    for (const auto& path : part) {
      for (const auto& vertex : path) {
        made.xy.insert(made.xy.end(), {vertex.x, vertex.y});
        made.z.push_back(vertex.z);
        made.has_z = made.has_z || !std::isnan(vertex.z);
      }
      made.rings.push_back(static_cast<std::uint32_t>(made.vertex_count()));
    }
    made.parts.push_back(static_cast<std::uint32_t>(made.ring_count()));
  }
  if (!made.has_z) made.z.clear();
  return made;
}

std::optional<std::size_t> vertex_near(const Path& ring, const Vertex& place, double tolerance) {
  for (std::size_t i = 0; i + 1 < ring.size(); ++i)
    if (distance(ring[i], place) <= tolerance) return i;
  return std::nullopt;
}

class VersionMerge {
 public:
  VersionMerge(GeometryKind kind, double tolerance) : kind_(kind), tolerance_(tolerance) {}

  [[nodiscard]] std::optional<std::vector<Part>> merge(
      const ThreeWay<std::vector<Part>>& versions) const {
    return merge_all<Part>(
        versions, [&](const Part& a, const Part& b) { return is_same(a, b); },
        [&](const ThreeWay<Part>& parts) { return merge_part(parts); });
  }

 private:
  template <class Item>
  using Same = std::function<bool(const Item&, const Item&)>;
  template <class Item>
  using MergeOne = std::function<std::optional<Item>(const ThreeWay<Item>&)>;
  using Partners = std::vector<std::optional<std::size_t>>;

  template <class Item>
  [[nodiscard]] std::optional<std::vector<Item>> merge_all(
      const ThreeWay<std::vector<Item>>& versions, const Same<Item>& same,
      const MergeOne<Item>& merge_one) const;
  template <class Item>
  [[nodiscard]] Partners partners(const std::vector<Item>& of, const std::vector<Item>& in) const;
  [[nodiscard]] std::optional<Part> merge_part(const ThreeWay<Part>& parts) const;
  [[nodiscard]] std::optional<Path> merge_ring(ThreeWay<Path> rings) const;
  [[nodiscard]] bool is_same(const Part& a, const Part& b) const;
  [[nodiscard]] bool is_same(const Path& a, const Path& b) const {
    return is_same(Part{a}, Part{b});
  }
  [[nodiscard]] std::optional<Path> merge_path(const ThreeWay<Path>& paths) const {
    return merge_paths({paths.ancestor, paths.local, paths.reference}, tolerance_);
  }

  GeometryKind kind_;
  double tolerance_;
};

bool VersionMerge::is_same(const Part& a, const Part& b) const {
  Geometry model;
  model.kind = kind_;
  return alike(geometry_of({a}, model), geometry_of({b}, model), tolerance_);
}

const std::vector<Path>& paths_of(const Part& part) { return part; }
std::vector<Path> paths_of(const Path& path) { return {path}; }

template <class Item>
Box box_of_item(const Item& item, double wider) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Box box{infinity, infinity, -infinity, -infinity};
  for (const auto& path : paths_of(item))
    for (const auto& vertex : path)
      box = {std::min(box.min_x, vertex.x - wider), std::min(box.min_y, vertex.y - wider),
             std::max(box.max_x, vertex.x + wider), std::max(box.max_y, vertex.y + wider)};
  return box;
}

/// For each, the one that has most vertices in common with it, each once; one alone is the other's.
template <class Item>
VersionMerge::Partners VersionMerge::partners(const std::vector<Item>& of,
                                              const std::vector<Item>& in) const {
  Partners found(of.size());
  if (of.size() == 1 && in.size() == 1) return {0};
  std::vector<Box> boxes;
  for (const auto& item : in) boxes.push_back(box_of_item(item, tolerance_));
  std::vector<std::tuple<std::size_t, std::size_t, std::size_t>> common;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const auto box = box_of_item(of[i], 0);
    for (std::size_t j = 0; j < in.size(); ++j) {
      if (!meet(box, boxes[j])) continue;
      std::size_t shared = 0;
      for (const auto& path : paths_of(of[i]))
        for (const auto& other : paths_of(in[j])) shared += align(path, other, tolerance_).size();
      if (shared > 0) common.emplace_back(shared, i, j);
    }
  }
  std::sort(common.begin(), common.end(), [](const auto& a, const auto& b) {
    return std::get<0>(a) != std::get<0>(b) ? std::get<0>(a) > std::get<0>(b) : a < b;
  });
  std::vector<bool> taken(in.size());
  for (const auto& [shared, i, j] : common) {
    if (found[i] || taken[j]) continue;
    found[i] = j;
    taken[j] = true;
  }
  return found;
}

/// Those that both sides keep, merged; without those that one has taken out and the other left as
/// they were; with those that either has added.
template <class Item>
std::optional<std::vector<Item>> VersionMerge::merge_all(
    const ThreeWay<std::vector<Item>>& versions, const Same<Item>& same,
    const MergeOne<Item>& merge_one) const {
  const auto here = partners(versions.ancestor, versions.local);
  const auto there = partners(versions.ancestor, versions.reference);
  std::vector<bool> known_here(versions.local.size());
  std::vector<bool> known_there(versions.reference.size());
  std::vector<Item> merged;
  bool gone_from_both = false;
  for (std::size_t i = 0; i < versions.ancestor.size(); ++i) {
    if (here[i]) known_here[*here[i]] = true;
    if (there[i]) known_there[*there[i]] = true;
    const auto& before = versions.ancestor[i];
    if (here[i] && there[i]) {
      auto one = merge_one({before, versions.local[*here[i]], versions.reference[*there[i]]});
      if (!one) return std::nullopt;
      merged.push_back(std::move(*one));
    } else if ((here[i] && !same(before, versions.local[*here[i]])) ||
               (there[i] && !same(before, versions.reference[*there[i]]))) {
      return std::nullopt;
    }
    gone_from_both = gone_from_both || (!here[i] && !there[i]);
  }
  // What both have taken out and one has put elsewhere may be that.
  const auto adds = [](const std::vector<bool>& known) {
    return std::find(known.begin(), known.end(), false) != known.end();
  };
  if (gone_from_both && (adds(known_here) || adds(known_there))) return std::nullopt;
  const auto kept = merged.size();
  for (std::size_t i = 0; i < versions.local.size(); ++i)
    if (!known_here[i]) merged.push_back(versions.local[i]);
  const auto added_here = merged.size();
  for (std::size_t i = 0; i < versions.reference.size(); ++i) {
    const auto& added = versions.reference[i];
    const auto begin = merged.begin() + static_cast<std::ptrdiff_t>(kept);
    const auto end = merged.begin() + static_cast<std::ptrdiff_t>(added_here);
    if (!known_there[i] &&
        std::none_of(begin, end, [&](const Item& one) { return same(one, added); }))
      merged.push_back(added);
  }
  return merged;
}

std::optional<Part> VersionMerge::merge_part(const ThreeWay<Part>& parts) const {
  if (kind_ != GeometryKind::polygon) {
    auto path = merge_path(parts.map([](const Part& part) { return part.front(); }));
    if (!path) return std::nullopt;
    return Part{std::move(*path)};
  }
  auto shell = merge_ring(parts.map([](const Part& part) { return part.front(); }));
  if (!shell) return std::nullopt;
  const auto holes =
      parts.map([](const Part& part) { return std::vector<Path>(part.begin() + 1, part.end()); });
  const auto merged = merge_all<Path>(
      holes, [&](const Path& a, const Path& b) { return is_same(a, b); },
      [&](const ThreeWay<Path>& rings) { return merge_ring(rings); });
  if (!merged) return std::nullopt;
  Part part{std::move(*shell)};
  part.insert(part.end(), merged->begin(), merged->end());
  return part;
}

/// From a vertex that all three have, round to it.
std::optional<Path> VersionMerge::merge_ring(ThreeWay<Path> rings) const {
  if (is_same(rings.ancestor, rings.local)) return rings.reference;
  if (is_same(rings.ancestor, rings.reference) || is_same(rings.local, rings.reference))
    return rings.local;
  for (const auto side : all_sides)
    if (!is_closed(rings[side])) return std::nullopt;
  const bool turned = turns_otherwise(rings.ancestor, rings.local);
  for (const auto side : {Side::local, Side::reference})
    if (turns_otherwise(rings.ancestor, rings[side]))
      std::reverse(rings[side].begin(), rings[side].end());
  for (std::size_t i = 0; i + 1 < rings.ancestor.size(); ++i) {
    const auto here = vertex_near(rings.local, rings.ancestor[i], tolerance_);
    if (!here) continue;
    const auto there = vertex_near(rings.reference, rings.ancestor[i], tolerance_);
    if (!there) continue;
    auto merged = merge_path({rotated(rings.ancestor, i), rotated(rings.local, *here),
                              rotated(rings.reference, *there)});
    if (merged && turned) std::reverse(merged->begin(), merged->end());
    return merged;
  }
  return std::nullopt;
}

bool is_flat(const Geometry& geometry) {
  return std::all_of(geometry.z.begin(), geometry.z.end(), [](double z) { return std::isnan(z); });
}

/// What comes from a side that has no altitudes has those of the other.
Geometry with_altitudes(Geometry merged, const Geometry& local, const Geometry& reference,
                        double tolerance) {
  if (is_flat(local) == is_flat(reference)) return merged;
  return with_z_of(std::move(merged), is_flat(local) ? reference : local, tolerance);
}

bool is_sound(const Geometry& geometry) {
  if (invalidity_of(geometry)) return false;
  return geometry.kind != GeometryKind::line || is_simple(geometry);
}

}  // namespace

std::optional<Geometry> merge_versions(const ThreeWay<Geometry>& versions, double tolerance) {
  const auto& [ancestor, local, reference] = versions;
  if (ancestor.kind != local.kind || ancestor.kind != reference.kind) return std::nullopt;
  if (alike(ancestor, local, tolerance)) return reference;
  if (alike(ancestor, reference, tolerance) || alike(local, reference, tolerance)) return local;
  const auto parts = VersionMerge(ancestor.kind, tolerance).merge(versions.map(parts_of));
  if (!parts || parts->empty()) return std::nullopt;
  auto merged = with_altitudes(geometry_of(*parts, local), local, reference, tolerance);
  const bool sound = is_sound(merged) || !(is_sound(local) || is_sound(reference));
  return sound ? std::optional(std::move(merged)) : std::nullopt;
}

}  // namespace bdf::geometry
