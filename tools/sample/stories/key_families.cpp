// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>
#include <utility>

#include "stories/edits.h"
#include "stories/telling.h"

namespace bdf::sample {
namespace {

Value key_of(const Scene& scene, const Version& version) {
  const Value* known = version.feature.find("cleabs");
  return known ? *known : Value(cleabs(scene.key_prefix, version.feature.number));
}

/// The whole feature some metres aside, within what measurement forgives.
std::optional<Shape> nudged(const Scene& scene, std::uint32_t feature, Random& random) {
  if (!can_be_redrawn(scene, feature, 4)) return std::nullopt;
  const Shape& shape = scene.layer.features[feature].shape;
  return with_path(scene, feature,
                   drawn_anew(shape.path(), shape.kind, random.between(1, 3), random));
}

/// The reference gives the object another identifier.
std::optional<Story> reidentified(const Scene& scene, std::uint32_t feature, Random& random,
                                  bool moved) {
  Story story = about(scene, {feature});
  Version& reference = story.reference.front();
  if (moved) {
    auto shape = nudged(scene, feature, random);
    if (!shape) return std::nullopt;
    reshape(reference, std::move(*shape));
  }
  reference.feature.set("cleabs", cleabs(scene.key_prefix, scene.next_number));
  touch(reference, random);
  settle(scene, story);
  story.merged.front().version.feature.set("cleabs", *reference.feature.find("cleabs"));
  return story;
}

std::optional<Story> reidentified_alike(const Scene& scene, std::uint32_t feature, Random& random) {
  return reidentified(scene, feature, random, false);
}
std::optional<Story> reidentified_moved(const Scene& scene, std::uint32_t feature, Random& random) {
  return reidentified(scene, feature, random, true);
}

/// The office has lost the identifier: it comes back from the reference.
std::optional<Story> lost(const Scene& scene, std::uint32_t feature, Random& random, bool moved) {
  if (is_frozen(scene, "cleabs")) return std::nullopt;
  Story story = about(scene, {feature});
  Version& local = story.local.front();
  if (moved) {
    auto shape = nudged(scene, feature, random);
    if (!shape) return std::nullopt;
    reshape(local, std::move(*shape));
  }
  settle(scene, story);
  local.feature.set("cleabs", Value());
  story.merged.front().version.feature.set("cleabs", key_of(scene, story.reference.front()));
  story.outcome = moved ? "kept_local" : "updated_from_reference";
  return story;
}

std::optional<Story> lost_alike(const Scene& scene, std::uint32_t feature, Random& random) {
  return lost(scene, feature, random, false);
}
std::optional<Story> lost_moved(const Scene& scene, std::uint32_t feature, Random& random) {
  return lost(scene, feature, random, true);
}

/// Another feature far enough away to be no neighbour.
std::optional<std::uint32_t> stranger(const Scene& scene, std::uint32_t feature, double metres,
                                      Random& random) {
  const auto& features = scene.layer.features;
  for (int tries = 0; tries < 30; ++tries) {
    const auto other = static_cast<std::uint32_t>(random.below(features.size()));
    if (scene.taken[other] || other == feature || !is_plain(features[other])) continue;
    const auto near = scene.neighbours.near(features[feature].shape.path(), metres);
    if (std::find(near.begin(), near.end(), other) == near.end()) return other;
  }
  return std::nullopt;
}

/// Two local features hold the same identifier, which is only one's: both are known by their place.
std::optional<Story> duplicate(const Scene& scene, std::uint32_t feature, Random& random) {
  const auto other = stranger(scene, feature, 150, random);
  if (!other || is_frozen(scene, "cleabs")) return std::nullopt;
  Story story = about(scene, {feature, *other});
  settle(scene, story);
  story.local[1].feature.set("cleabs", key_of(scene, story.local[0]));
  story.merged[1].version.feature.set("cleabs", key_of(scene, story.reference[1]));
  story.outcome = "updated_from_reference";
  return story;
}

/// Two local features far apart have exchanged their identifiers: each lies vertex for vertex where
/// the other's is said to be, so their places tell whose they are, and there is nothing to ask.
std::optional<Story> exchanged(const Scene& scene, std::uint32_t feature, Random& random) {
  const auto other = stranger(scene, feature, 400, random);
  if (!other || is_frozen(scene, "cleabs")) return std::nullopt;
  Story story = about(scene, {feature, *other});
  settle(scene, story);
  story.local[0].feature.set("cleabs", key_of(scene, story.ancestor[1]));
  story.local[1].feature.set("cleabs", key_of(scene, story.ancestor[0]));
  story.outcome = "updated_from_reference";
  return story;
}

}  // namespace

std::vector<Family> key_families() {
  return {
      {"key_exchanged_local", 0.0002, exchanged},
      {"key_duplicate_local", 0.0003, duplicate},
      {"key_lost_moved_local", 0.0005, lost_moved},
      {"key_lost_local", 0.001, lost_alike},
      {"reidentified_moved", 0.0003, reidentified_moved},
      {"reidentified", 0.0004, reidentified_alike},
  };
}

}  // namespace bdf::sample
