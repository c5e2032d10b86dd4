// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "stories/edits.h"
#include "stories/telling.h"

namespace bdf::sample {
namespace {

/// Some vertices in [from, to] of the path pushed aside by `metres`, or less where that does not
/// fit.
std::optional<Shape> pushed(const Scene& scene, std::uint32_t feature, double metres, double from,
                            double to, Random& random, int rounds = 5) {
  const Path& path = scene.layer.features[feature].shape.path();
  const auto count = static_cast<double>(path.size() - 1);
  const auto first = static_cast<std::size_t>(from * count);
  const auto last = static_cast<std::size_t>(to * count);
  if (last < first + 2) return std::nullopt;
  for (int round = 0; round < rounds; ++round, metres /= 2) {
    const double side = random.chance(0.5) ? metres : -metres;
    for (const double by : {side, -side}) {
      if (auto shape = with_path(scene, feature, sample::reshaped(path, first, last, by)))
        return shape;
    }
  }
  return std::nullopt;
}

std::optional<Shape> one_vertex(const Scene& scene, std::uint32_t feature, Random& random) {
  const Path& path = scene.layer.features[feature].shape.path();
  const std::size_t at = 1 + random.below(path.size() - 2);
  for (double metres = random.between(1, 5); metres > 0.3; metres /= 2) {
    for (const double by : {metres, -metres}) {
      if (auto shape = with_path(scene, feature, vertex_moved(path, at, by))) return shape;
    }
  }
  return std::nullopt;
}

/// Between two thirds and all of the path, by as much as real geometries move; nullopt where the
/// feature is too short for that, or something in the way.
std::optional<Shape> redrawn(const Scene& scene, std::uint32_t feature, Random& random) {
  Random drawn(scene.draw);
  const double metres = std::max(0.4, real_displacement(drawn));
  const Path& path = scene.layer.features[feature].shape.path();
  if (metres > length_of(path) * 0.4) return std::nullopt;
  return pushed(scene, feature, metres, random.between(0, 0.15), random.between(0.85, 1), random,
                1);
}

using Draw = std::optional<Shape> (*)(const Scene&, std::uint32_t, Random&);

/// A story in which each side that draws changes the geometry so.
std::optional<Story> drawn(const Scene& scene, std::uint32_t feature, Random& random, Draw here,
                           Draw there) {
  if (!can_be_redrawn(scene, feature, 4)) return std::nullopt;
  Story story = about(scene, {feature});
  if (here) {
    auto shape = here(scene, feature, random);
    if (!shape) return std::nullopt;
    reshape(story.local.front(), std::move(*shape));
  }
  if (there) {
    auto shape = there(scene, feature, random);
    if (!shape) return std::nullopt;
    reshape(story.reference.front(), std::move(*shape));
    touch(story.reference.front(), random);
  }
  settle(scene, story);
  return story;
}

std::optional<Story> vertex_local(const Scene& scene, std::uint32_t feature, Random& random) {
  return drawn(scene, feature, random, one_vertex, nullptr);
}
std::optional<Story> vertex_reference(const Scene& scene, std::uint32_t feature, Random& random) {
  return drawn(scene, feature, random, nullptr, one_vertex);
}
std::optional<Story> reshape_local(const Scene& scene, std::uint32_t feature, Random& random) {
  return drawn(scene, feature, random, redrawn, nullptr);
}
std::optional<Story> reshape_reference(const Scene& scene, std::uint32_t feature, Random& random) {
  return drawn(scene, feature, random, nullptr, redrawn);
}
std::optional<Story> both_differ(const Scene& scene, std::uint32_t feature, Random& random) {
  auto story = drawn(scene, feature, random, redrawn, redrawn);
  if (story && story->local.front().feature.shape == story->reference.front().feature.shape)
    return std::nullopt;
  return story;
}

std::optional<Story> both_alike(const Scene& scene, std::uint32_t feature, Random& random) {
  if (!can_be_redrawn(scene, feature, 4)) return std::nullopt;
  const auto shape = redrawn(scene, feature, random);
  if (!shape) return std::nullopt;
  Story story = about(scene, {feature});
  reshape(story.local.front(), *shape);
  reshape(story.reference.front(), *shape);
  touch(story.reference.front(), random);
  settle(scene, story);
  return story;
}

/// One side bends the first third, the other the last: both fit into one geometry.
std::optional<Story> apart(const Scene& scene, std::uint32_t feature, Random& random) {
  if (!can_be_redrawn(scene, feature, 10)) return std::nullopt;
  const auto here = pushed(scene, feature, random.between(1, 6), 0.05, 0.38, random);
  const auto there = pushed(scene, feature, random.between(1, 6), 0.62, 0.95, random);
  if (!here || !there) return std::nullopt;
  Path both = here->path();
  const auto half = static_cast<std::ptrdiff_t>(both.size() / 2);
  std::copy(there->path().begin() + half, there->path().end(), both.begin() + half);
  const auto composed = with_path(scene, feature, both);
  if (!composed) return std::nullopt;
  Story story = about(scene, {feature});
  reshape(story.local.front(), *here);
  reshape(story.reference.front(), *there);
  touch(story.reference.front(), random);
  settle(scene, story, {*composed});
  return story;
}

/// A new geometry on one side, an attribute on the other.
std::optional<Story> with_attribute(const Scene& scene, std::uint32_t feature, Random& random,
                                    bool geometry_is_local) {
  const auto owned = editable(scene, scene.rules.attributes.authority);
  if (owned.empty() || !can_be_redrawn(scene, feature, 4)) return std::nullopt;
  const auto shape = redrawn(scene, feature, random);
  if (!shape) return std::nullopt;
  const Values values = pick_values(owned, random);
  Story story = about(scene, {feature});
  know(story, values.attribute, values.before);
  auto& drawing = geometry_is_local ? story.local.front() : story.reference.front();
  auto& writing = geometry_is_local ? story.reference.front() : story.local.front();
  reshape(drawing, *shape);
  change(writing, values.attribute, values.one);
  touch(story.reference.front(), random);
  settle(scene, story);
  return story;
}

std::optional<Story> geometry_and_attribute(const Scene& scene, std::uint32_t feature,
                                            Random& random) {
  return with_attribute(scene, feature, random, true);
}
std::optional<Story> attribute_and_geometry(const Scene& scene, std::uint32_t feature,
                                            Random& random) {
  return with_attribute(scene, feature, random, false);
}

std::optional<Shape> more_vertices(const Scene& scene, std::uint32_t feature, Random&) {
  return with_path(scene, feature, densified(scene.layer.features[feature].shape.path()));
}
std::optional<Shape> fewer_vertices(const Scene& scene, std::uint32_t feature, Random& random) {
  return with_path(scene, feature,
                   generalised(scene.layer.features[feature].shape.path(), random.between(0.8, 2)));
}

std::optional<Story> densified_local(const Scene& scene, std::uint32_t feature, Random& random) {
  return drawn(scene, feature, random, more_vertices, nullptr);
}
std::optional<Story> generalised_local(const Scene& scene, std::uint32_t feature, Random& random) {
  return drawn(scene, feature, random, fewer_vertices, nullptr);
}
std::optional<Story> generalised_reference(const Scene& scene, std::uint32_t feature,
                                           Random& random) {
  return drawn(scene, feature, random, nullptr, fewer_vertices);
}
/// How far a vertex lies off the chord from the last to the next one that is still there.
double off_chord(const Position& from, const Position& at, const Position& to) {
  const double length = distance(from, to);
  if (length <= 0) return distance(from, at);
  return std::abs((to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x)) / length;
}

/// Whether some vertex that one side moved was taken out by the other, which cuts the corner there
/// by more than noise: the two cannot be made one.
bool clash(const Path& before, const Path& simplified, const Path& moved) {
  constexpr double noise = 0.3;
  std::size_t kept = 0;
  for (std::size_t i = 1; i + 1 < before.size(); ++i) {
    if (kept + 1 < simplified.size() && simplified[kept + 1] == before[i]) {
      ++kept;
      continue;
    }
    if (kept + 1 < simplified.size() && !(moved[i] == before[i]) &&
        off_chord(simplified[kept], before[i], simplified[kept + 1]) > noise)
      return true;
  }
  return false;
}

/// The office simplified what the reference has moved since.
std::optional<Story> generalised_and_moved(const Scene& scene, std::uint32_t feature,
                                           Random& random) {
  auto story = drawn(scene, feature, random, fewer_vertices, redrawn);
  if (!story ||
      !clash(scene.layer.features[feature].shape.path(), story->local.front().feature.shape.path(),
             story->reference.front().feature.shape.path()))
    return std::nullopt;
  return story;
}

/// Vertices move by less than the tolerance, off the grid: nothing has changed.
std::optional<Story> noise(const Scene& scene, std::uint32_t feature, Random& random) {
  Story story = about(scene, {feature});
  for (Rings& part : story.local.front().feature.shape.parts) {
    for (Path& path : part) path = with_noise(std::move(path), random, scene.rules.tolerance * 0.9);
  }
  settle(scene, story);
  return story;
}

/// Digitised the other way round, which the attribute of flow says.
std::optional<Story> turned(const Scene& scene, std::uint32_t feature, Random&) {
  const Value* flow = scene.layer.features[feature].find("sens_de_l_ecoulement");
  if (is_frozen(scene, "sens_de_l_ecoulement") || !flow ||
      *flow != Value(std::string("Sens direct")))
    return std::nullopt;
  Story story = about(scene, {feature});
  Feature& local = story.local.front().feature;
  local.shape.path() = reversed(std::move(local.shape.path()));
  local.set("sens_de_l_ecoulement", std::string("Sens inverse"));
  const Value first = *local.find("lien_vers_noeud_hydrographique_ini");
  local.set("lien_vers_noeud_hydrographique_ini",
            Value(*local.find("lien_vers_noeud_hydrographique_fin")));
  local.set("lien_vers_noeud_hydrographique_fin", first);
  settle(scene, story);
  return story;
}

std::optional<Story> altitudes(const Scene& scene, std::uint32_t feature, Random& random) {
  if (scene.layer.name != "troncon_hydrographique" || !can_be_redrawn(scene, feature, 4))
    return std::nullopt;
  Story story = about(scene, {feature});
  know(story, "precision_altimetrique", 2.5);  // it has altitudes
  Shape shape = story.reference.front().feature.shape;
  Path& path = shape.path();
  for (std::size_t i = 1; i + 1 < path.size(); ++i)
    path[i].z = std::max(path.back().z, on_grid(path[i].z - 0.3));
  if (shape == story.reference.front().feature.shape) return std::nullopt;
  reshape(story.reference.front(), std::move(shape));
  touch(story.reference.front(), random);
  settle(scene, story);
  return story;
}

// Positions that move, and where to.
using Moves = std::map<std::tuple<double, double>, Position>;

bool carry(Path& path, const Moves& moves) {
  bool moved = false;
  for (Position& at : path) {
    const auto to = moves.find({at.x, at.y});
    if (to == moves.end()) continue;
    at.x = to->second.x;
    at.y = to->second.y;
    moved = true;
  }
  return moved;
}

/// Whether the edges at the vertices that have moved cross none but the features that move.
bool fits(const Scene& scene, const Path& path, const Path& before,
          const std::vector<std::uint32_t>& features) {
  const bool closed = path.front() == path.back();
  const std::size_t last = path.size() - 1;
  for (std::size_t i = 0; i <= last; ++i) {
    if (path[i] == before[i]) continue;
    Path corner;
    if (i > 0 || closed) corner.push_back(path[i > 0 ? i - 1 : last - 1]);
    corner.push_back(path[i]);
    if (i < last || closed) corner.push_back(path[i < last ? i + 1 : 1]);
    if (scene.neighbours.crosses_any(corner, features)) return false;
  }
  return is_simple(path);
}

/// The reference moves vertices that several features have in common, and all of these with them.
std::optional<Story> together(const Scene& scene, const Path& around, const Moves& moves,
                              Random& random) {
  std::vector<std::uint32_t> features;
  std::vector<Shape> shapes;
  for (const std::uint32_t near : scene.neighbours.near(around)) {
    Shape shape = scene.layer.features[near].shape;
    bool moved = false;
    for (Rings& part : shape.parts) {
      for (Path& path : part) moved = carry(path, moves) || moved;
    }
    if (!moved) continue;
    if (scene.taken[near]) return std::nullopt;
    features.push_back(near);
    shapes.push_back(std::move(shape));
  }
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const auto& before = scene.layer.features[features[i]].shape.parts;
    for (std::size_t part = 0; part < before.size(); ++part) {
      for (std::size_t k = 0; k < before[part].size(); ++k) {
        if (!fits(scene, shapes[i].parts[part][k], before[part][k], features)) return std::nullopt;
      }
    }
  }
  if (features.size() < 2) return std::nullopt;
  Story story = about(scene, features);
  for (std::size_t i = 0; i < features.size(); ++i) {
    reshape(story.reference[i], shapes[i]);
    touch(story.reference[i], random);
  }
  settle(scene, story);
  return story;
}

/// A confluence, or a corner of hedges, moves by some metres.
std::optional<Story> end_moved(const Scene& scene, std::uint32_t feature, Random& random) {
  const Shape& shape = scene.layer.features[feature].shape;
  if (shape.kind != ShapeKind::line || !is_plain(scene.layer.features[feature]))
    return std::nullopt;
  const Position& end = shape.path().back();
  const Position to =
      on_grid(Position{end.x + random.between(-2.5, 2.5), end.y + random.between(-2.5, 2.5), 0});
  if (scene.neighbours.ends_at(end).size() < 2 || distance(end, to) < 0.3) return std::nullopt;
  return together(scene, {end, to}, {{{end.x, end.y}, to}}, random);
}

/// A boundary that two areas share moves, and stays one.
std::optional<Story> boundary_moved(const Scene& scene, std::uint32_t feature, Random& random) {
  const Feature& area = scene.layer.features[feature];
  if (area.shape.kind != ShapeKind::area || is_alone(scene, feature)) return std::nullopt;
  const Path& ring = area.shape.path();
  const std::size_t at = 1 + random.below(ring.size() - 2);
  const Path moved = vertex_moved(ring, at, random.between(-1.5, 1.5));
  if (distance(moved[at], ring[at]) < 0.3) return std::nullopt;
  return together(scene, {ring[at], moved[at]}, {{{ring[at].x, ring[at].y}, moved[at]}}, random);
}

/// A ring that crosses itself: two of its vertices in the wrong order.
std::optional<Story> invalid(const Scene& scene, std::uint32_t feature, Random& random) {
  if (!can_be_redrawn(scene, feature, 9)) return std::nullopt;
  const Feature& area = scene.layer.features[feature];
  if (area.shape.kind != ShapeKind::area) return std::nullopt;
  Shape shape = area.shape;
  const std::size_t at = 1 + random.below(shape.path().size() - 4);
  std::swap(shape.path()[at], shape.path()[at + 2]);
  if (is_simple(shape.path())) return std::nullopt;
  Story story = about(scene, {feature});
  reshape(story.local.front(), std::move(shape));
  settle(scene, story);
  return story;
}

}  // namespace

std::vector<Family> geometry_families() {
  return {
      {"geometry_apart", 0.0005, apart},
      {"geometry_both_differ", 0.0005, both_differ},
      {"geometry_both_alike", 0.0005, both_alike},
      {"geometry_local_attribute_reference", 0.0005, geometry_and_attribute},
      {"attribute_local_geometry_reference", 0.0005, attribute_and_geometry},
      {"generalised_local_moved_reference", 0.0003, generalised_and_moved},
      {"boundary_reference", 0.001, boundary_moved},
      {"end_reference", 0.0004, end_moved},
      {"altitude_reference", 0.001, altitudes},
      {"reversed_local", 0.0005, turned},
      {"densified_local", 0.0005, densified_local},
      {"generalised_local", 0.0005, generalised_local},
      {"generalised_reference", 0.0002, generalised_reference},
      {"invalid_local", 0.0002, invalid},
      {"noise_local", 0.005, noise},
      {"vertex_local", 0.004, vertex_local},
      {"vertex_reference", 0.0003, vertex_reference},
      {"reshape_local", 0.004, reshape_local},
      // With the other families of the reference, 1.6 % have a new geometry.
      {"reshape_reference", 0.0085, reshape_reference},
  };
}

}  // namespace bdf::sample
