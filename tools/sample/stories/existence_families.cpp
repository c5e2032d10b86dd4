// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "stories/edits.h"
#include "stories/telling.h"

namespace bdf::sample {
namespace {

using rules::Authority;

constexpr std::string_view inventory = "inventaire_police_de_l_eau";
constexpr std::string_view listed_as = "identifiant_police_de_l_eau";

bool is_network(const Scene& scene) { return scene.layer.name == "troncon_hydrographique"; }

/// In a network only sources go, so that nothing else loses its end.
bool may_go(const Scene& scene, std::uint32_t feature) {
  return !is_network(scene) ||
         scene.neighbours.ends_at(scene.layer.features[feature].shape.path().front()).size() == 1;
}

/// A feature in which the producer holds nothing of its own on any side.
Story without_business(const Scene& scene, std::uint32_t feature) {
  Story story = about(scene, {feature});
  for (auto* side : {&story.ancestor, &story.local, &story.reference}) {
    Version& version = side->front();
    version.private_values = false;
    if (!is_network(scene)) continue;
    version.feature.set(inventory, Value());
    version.feature.set(listed_as, Value());
  }
  return story;
}

std::optional<Story> deleted_local(const Scene& scene, std::uint32_t feature, Random&) {
  if (!may_go(scene, feature)) return std::nullopt;
  Story story = about(scene, {feature});
  story.local.clear();
  story.outcome = "deleted_locally";
  return story;
}

std::optional<Story> deleted_reference(const Scene& scene, std::uint32_t feature, Random&) {
  if (!may_go(scene, feature)) return std::nullopt;
  Story story = without_business(scene, feature);
  story.reference.clear();
  story.outcome = "deleted_by_reference";
  return story;
}

std::optional<Story> deleted_both(const Scene& scene, std::uint32_t feature, Random&) {
  if (!may_go(scene, feature)) return std::nullopt;
  Story story = about(scene, {feature});
  story.local.clear();
  story.reference.clear();
  story.outcome = "deleted_on_both";
  return story;
}

void ask_about_deletion(Story& story) {
  story.questions = {{"delete_edit", ""}};
  story.outcome = "conflict";
}

/// One side deletes what the other gives another value.
std::optional<Story> deleted_and_edited(const Scene& scene, std::uint32_t feature, Random& random,
                                        bool deleted_by_local) {
  const auto candidates = editable(scene, scene.rules.attributes.authority);
  if (candidates.empty() || !may_go(scene, feature)) return std::nullopt;
  const Values values = pick_values(candidates, random);
  Story story = without_business(scene, feature);
  know(story, values.attribute, values.before);
  change((deleted_by_local ? story.reference : story.local).front(), values.attribute, values.one);
  if (deleted_by_local) touch(story.reference.front(), random);
  (deleted_by_local ? story.local : story.reference).clear();
  ask_about_deletion(story);
  return story;
}

std::optional<Story> edited_reference(const Scene& scene, std::uint32_t feature, Random& random) {
  return deleted_and_edited(scene, feature, random, true);
}
std::optional<Story> edited_local(const Scene& scene, std::uint32_t feature, Random& random) {
  return deleted_and_edited(scene, feature, random, false);
}

/// The reference deletes what the producer has data of its own about.
std::optional<Story> deleted_business(const Scene& scene, std::uint32_t feature, Random&) {
  if (!may_go(scene, feature) || !is_network(scene) || is_frozen(scene, inventory))
    return std::nullopt;
  Story story = without_business(scene, feature);
  know(story, inventory, std::string("Inscrit"));
  story.reference.clear();
  ask_about_deletion(story);
  return story;
}

/// Up from a source, where there is room; empty where there is none.
Path spring_line(const Scene& scene, std::uint32_t feature, Random& random) {
  const Path& below = scene.layer.features[feature].shape.path();
  const Position& head = below.front();
  const double away = std::atan2(head.y - below[1].y, head.x - below[1].x);
  const double length = random.between(60, 180);
  for (int tries = 0; tries < 8; ++tries) {
    const double angle = away + random.between(-0.8, 0.8);
    Path path;
    for (const double t : {1.0, 0.85, 0.7, 0.55, 0.4, 0.25, 0.1}) {
      const double bend = length * 0.12 * std::sin(std::numbers::pi * t);
      path.push_back(
          on_grid(Position{head.x + t * length * std::cos(angle) - bend * std::sin(angle),
                           head.y + t * length * std::sin(angle) + bend * std::cos(angle),
                           head.z + 0.05 * t * length}));
    }
    path.push_back(head);
    if (is_simple(path) && !scene.neighbours.crosses_any(path, {})) return path;
  }
  return {};
}

/// A copy of a small feature where nothing stands; nullopt where no room is found.
std::optional<Shape> elsewhere(const Scene& scene, const Feature& model, Random& random) {
  if (!is_plain(model) || length_of(model.shape.path()) > 400) return std::nullopt;
  for (int tries = 0; tries < 12; ++tries) {
    const double angle = random.between(0, 2 * std::numbers::pi);
    const double away = random.between(40, 250);
    Shape shape = model.shape;
    shape.path() = shifted(shape.path(), away * std::cos(angle), away * std::sin(angle));
    bool free = scene.neighbours.near(shape.path(), 12).empty();
    if (free) return shape;
  }
  return std::nullopt;
}

/// A feature like this one, new beside it.
std::optional<Version> newcomer(const Scene& scene, std::uint32_t feature, Random& random) {
  const Feature& model = scene.layer.features[feature];
  Version version{{scene.next_number, model.shape, model.values}, {{scene.next_number, 0, 1}}, {}};
  version.changed.insert(geometry);
  version.private_values = false;
  if (!is_network(scene)) {
    auto shape = elsewhere(scene, model, random);
    if (!shape) return std::nullopt;
    version.feature.shape = std::move(*shape);
    return version;
  }
  if (!may_go(scene, feature)) return std::nullopt;
  Path path = spring_line(scene, feature, random);
  if (path.empty()) return std::nullopt;
  version.feature.shape = line_shape(std::move(path));
  version.feature.set("persistance", std::string("Intermittent"));
  version.feature.set("lien_vers_noeud_hydrographique_fin",
                      *model.find("lien_vers_noeud_hydrographique_ini"));
  version.feature.set("lien_vers_noeud_hydrographique_ini", Value());
  return version;
}

Story new_story(const Scene& scene, std::uint32_t feature) {
  Story story;
  story.beside = {scene.layer.features[feature].number};
  return story;
}

/// Drawn by the office, with no cleabs.
std::optional<Story> inserted_local(const Scene& scene, std::uint32_t feature, Random& random) {
  auto version = newcomer(scene, feature, random);
  if (!version) return std::nullopt;
  Story story = new_story(scene, feature);
  version->feature.set("cleabs", Value());
  version->feature.set("code_hydrographique", Value());
  if (!is_network(scene))
    std::erase_if(version->feature.values,
                  [](const auto& value) { return value.first == "code_hydrographique"; });
  story.local = {*version};
  story.merged = {{*version, 0, std::nullopt}};
  story.outcome = "inserted_locally";
  return story;
}

std::optional<Story> inserted_reference(const Scene& scene, std::uint32_t feature, Random& random) {
  auto version = newcomer(scene, feature, random);
  if (!version) return std::nullopt;
  Story story = new_story(scene, feature);
  touch(*version, random);
  story.reference = {*version};
  story.merged = {{*version, std::nullopt, 0}};
  story.outcome = "inserted_from_reference";
  return story;
}

/// The same object, new on both sides: the office's has no cleabs and is drawn `metres` away.
std::optional<Story> inserted_both(const Scene& scene, std::uint32_t feature, Random& random,
                                   double metres) {
  auto version = newcomer(scene, feature, random);
  if (!version) return std::nullopt;
  Story story = new_story(scene, feature);
  Version own = *version;
  own.feature.set("cleabs", Value());
  if (is_network(scene)) own.feature.set("code_hydrographique", Value());
  if (metres > 0) {
    Path& path = own.feature.shape.path();
    const Path drawn = drawn_anew(path, own.feature.shape.kind, metres, random);
    if (drawn == path || !is_simple(drawn)) return std::nullopt;
    path = drawn;
  }
  touch(*version, random);
  story.local = {own};
  story.reference = {*version};
  if (metres > 0 && scene.rules.geometry.authority == Authority::shared) {
    story.questions = {{"geometry", ""}};
    story.outcome = "conflict";
    return story;
  }
  Version merged = *version;
  if (scene.rules.geometry.authority == Authority::producer)
    merged.feature.shape = own.feature.shape;
  story.merged = {{merged, 0, 0}};
  story.outcome = "merged";
  return story;
}

std::optional<Story> inserted_alike(const Scene& scene, std::uint32_t feature, Random& random) {
  return inserted_both(scene, feature, random, 0);
}
std::optional<Story> inserted_drawn(const Scene& scene, std::uint32_t feature, Random& random) {
  return inserted_both(scene, feature, random, random.between(1, 3));
}

}  // namespace

std::vector<Family> existence_families() {
  return {
      {"delete_local_edit_reference", 0.0003, edited_reference},
      {"delete_reference_edit_local", 0.0001, edited_local},
      {"delete_reference_business", 0.0001, deleted_business},
      {"delete_both", 0.0001, deleted_both},
      {"delete_local", 0.001, deleted_local},
      // A third of the 0.25 % of identifiers that vanish have no successor.
      {"delete_reference", 0.0005, deleted_reference},
      {"insert_both_alike", 0.0003, inserted_alike},
      {"insert_both_drawn", 0.0003, inserted_drawn},
      {"insert_local", 0.002, inserted_local},
      {"insert_reference", 0.0024, inserted_reference},
  };
}

}  // namespace bdf::sample
