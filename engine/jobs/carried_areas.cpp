// SPDX-License-Identifier: MIT
#include "jobs/carried_areas.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "geometry/overlap.h"
#include "geometry/wkb.h"
#include "index/box_grid.h"
#include "jobs/unchanged_features.h"
#include "topology/coverage.h"

namespace bdf::jobs {

namespace {

/// How long the boundary is that two areas share.
double shared_boundary(const Geometry& one, const Geometry& other) {
  const std::vector<topology::CoverageArea> areas{{0, &one}, {1, &other}};
  const topology::Coverage coverage(areas);
  double length = 0;
  for (std::uint32_t i = 0; i < coverage.edges().size(); ++i) {
    const auto& edge = coverage.edges()[i];
    if (edge.area == 0 && !coverage.is_outline(i))
      length += std::hypot(edge.to.x - edge.from.x, edge.to.y - edge.from.y);
  }
  return length;
}

/// An area of the layer.
struct Neighbour {
  std::string name;
  Geometry geometry;
  std::optional<std::size_t> carried;  ///< its number, where it is one of these
};

class Beside {
 public:
  Beside(double tolerance, std::vector<CarriedArea>& carried)
      : tolerance_(tolerance), carried_(carried) {
    for (const auto& area : carried)
      for (const auto* geometry : {&area.before, &area.after})
        boxes_.push_back(box_of(*geometry).value_or(nowhere));
  }

  void add(std::string name, const ValueView& value, std::optional<std::size_t> carried) {
    auto geometry = geometry::geometry_of(value);
    if (!geometry || geometry->kind != GeometryKind::polygon || geometry->empty()) return;
    neighbours_.push_back({std::move(name), std::move(*geometry), carried});
  }

  [[nodiscard]] const std::vector<Box>& boxes() const { return boxes_; }

  void find() {
    std::vector<Box> boxes;
    for (const auto& one : neighbours_) {
      auto box = box_of(one.geometry);
      if (one.carried)
        if (const auto after = box_of(carried_[*one.carried].after); box && after)
          box = united(*box, *after);
      boxes.push_back(box.value_or(nowhere));
    }
    const index::BoxGrid grid(boxes);
    // Who is held back may hold back others.
    for (bool again = true; again;) {
      std::map<std::size_t, std::string> found;
      for (std::size_t i = 0; i < carried_.size(); ++i) {
        if (!carried_[i].against.empty()) continue;
        const auto name = against(i, grid);
        if (!name.empty()) found[i] = name;
      }
      for (auto& [area, name] : found) carried_[area].against = name;
      again = !found.empty();
    }
  }

 private:
  [[nodiscard]] std::string against(std::size_t area, const index::BoxGrid& grid) const {
    std::set<std::uint32_t> near;
    for (const auto& box : {boxes_[2 * area], boxes_[2 * area + 1]})
      for (const auto number : grid.meeting(box)) near.insert(number);
    for (const auto number : near)
      if (neighbours_[number].carried != area && are_parted(carried_[area], neighbours_[number]))
        return neighbours_[number].name;
    return {};
  }

  [[nodiscard]] bool are_parted(const CarriedArea& area, const Neighbour& neighbour) const {
    const auto* now = &neighbour.geometry;
    if (neighbour.carried && carried_[*neighbour.carried].against.empty())
      now = &carried_[*neighbour.carried].after;
    return geometry::common_area(area.after, *now) >
               geometry::common_area(area.before, neighbour.geometry) + tolerance_ * tolerance_ ||
           shared_boundary(area.after, *now) <
               shared_boundary(area.before, neighbour.geometry) - tolerance_;
  }

  double tolerance_;
  std::vector<CarriedArea>& carried_;
  std::vector<Box> boxes_;  ///< before and after of each
  std::vector<Neighbour> neighbours_;
};

}  // namespace

void hold_against_coverage(LayerRun& run, const topology::MergedLayer& layer,
                           const std::vector<topology::HeldObject>& objects,
                           const std::vector<std::size_t>& gone,
                           std::vector<CarriedArea>& carried) {
  if (carried.empty()) return;
  Beside beside(run.tolerance, carried);
  const index::BoxGrid near(beside.boxes());
  const auto is_near = [&](const Box& box) { return !near.meeting(box).empty(); };
  std::map<std::size_t, std::size_t> numbers;
  for (std::size_t i = 0; i < carried.size(); ++i) numbers[carried[i].object] = i;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const auto value = objects[i].geometry(layer);
    const auto* const wkb = std::get_if<BlobView>(&value);
    const auto box = wkb == nullptr ? std::nullopt : geometry::box_of_wkb(wkb->bytes);
    if (!box || !is_near(*box) || std::find(gone.begin(), gone.end(), i) != gone.end()) continue;
    const auto own = numbers.find(i);
    beside.add(topology::id_of(layer, objects[i]), value,
               own == numbers.end() ? std::nullopt : std::optional(own->second));
  }
  const auto unchanged = unchanged_features(run, is_near);
  for (std::size_t row = 0; row < unchanged.size(); ++row)
    beside.add(name_of_local(run, {&unchanged, row}), unchanged.geometries[row], std::nullopt);
  beside.find();
}

}  // namespace bdf::jobs
