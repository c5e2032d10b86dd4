// SPDX-License-Identifier: MIT
#include "stories/telling.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "stories/edits.h"

namespace bdf::sample {
namespace {

std::vector<Value> texts(std::initializer_list<const char*> words) {
  std::vector<Value> values;
  for (const char* word : words) values.emplace_back(std::string(word));
  return values;
}

// Values that the terrain and the drawn attributes give rarely or never, so that each is a change.
const std::vector<Value>& remarks() {
  static const auto values = texts({"Vu sur place", "Tracé repris sur l'orthophotographie",
                                    "À vérifier en étiage", "Busage récent"});
  return values;
}

std::vector<Editable> editable_of(std::string_view layer) {
  if (layer == "troncon_hydrographique") {
    return {{"persistance", texts({"Permanent", "Intermittent", "Sec", "Ephémère"})},
            {"classe_de_largeur", texts({"Entre 0 et 5 m", "Entre 5 et 15 m", "Entre 15 et 50 m"})},
            {"cpx_toponyme_de_cours_d_eau",
             texts({"Ruisseau des Sagnes", "Ruisseau de la Sagne", "le Sagnol", "l'Œillet"})},
            {"origine", texts({"Artificielle", "Naturelle aménagée", "Naturelle non aménagée"})},
            {"commentaire_sur_l_objet_hydro", remarks()},
            {"inventaire_police_de_l_eau", texts({"Inscrit", "Non inscrit", "Expertise en cours"})},
            {"identifiant_police_de_l_eau", texts({"38-1001", "38-1002", "38-1003"})},
            {"fosse", {std::int64_t{0}, std::int64_t{1}, Value()}},
            {"trace_connu", {std::int64_t{0}, std::int64_t{1}, Value()}}};
  }
  if (layer == "surface_hydrographique") {
    return {{"persistance", texts({"Permanent", "Intermittent", "Sec"})},
            {"commentaire_sur_l_objet_hydro", remarks()}};
  }
  if (layer == "zone_de_vegetation") {
    return {{"nature", texts({"Forêt fermée de feuillus", "Forêt fermée mixte", "Forêt ouverte",
                              "Lande ligneuse", "Zone arborée"})},
            {"sources", texts({"DDT", "ONF", "CRPF", "Commune"})}};
  }
  if (layer == "haie") {
    return {{"hauteur", {0.5, 17.5, 21.5, 33.5}},
            {"largeur", {std::int64_t{14}, std::int64_t{15}, std::int64_t{16}}},
            {"sources", texts({"DDT", "OFB", "Chambre d'agriculture", "Commune"})}};
  }
  return {};
}

}  // namespace

Version whole(const Feature& feature) { return {feature, {{feature.number, 0, 1}}, {}}; }

namespace {

/// With both halves of what the water police says: what a feature does not know is drawn to suit
/// what it does, so a change of one that is known would change the other on that side too.
Version told_whole(const Layer& layer, std::uint32_t feature) {
  Version version = whole(layer.features[feature]);
  if (layer.name != "troncon_hydrographique") return version;
  const bool listed = version.feature.number % 2 == 0;
  version.feature.set("inventaire_police_de_l_eau",
                      listed ? Value(std::string("Inscrit")) : Value());
  version.feature.set("identifiant_police_de_l_eau",
                      listed ? Value(std::string("38-1000")) : Value());
  return version;
}

}  // namespace

Story about(const Scene& scene, const std::vector<std::uint32_t>& features) {
  Story story;
  for (const std::uint32_t feature : features)
    story.ancestor.push_back(told_whole(scene.layer, feature));
  story.local = story.ancestor;
  story.reference = story.ancestor;
  return story;
}

void know(Story& story, std::string_view attribute, const Value& value) {
  for (auto* side : {&story.ancestor, &story.local, &story.reference}) {
    for (Version& version : *side) version.feature.set(attribute, value);
  }
}

bool is_frozen(const Scene& scene, std::string_view attribute) {
  return std::find(scene.frozen.begin(), scene.frozen.end(), attribute) != scene.frozen.end();
}

void change(Version& version, std::string_view attribute, Value value) {
  version.feature.set(attribute, std::move(value));
  version.changed.insert(attribute);
}

void reshape(Version& version, Shape shape) {
  version.feature.shape = std::move(shape);
  version.changed.insert(geometry);
}

void touch(Version& version, Random& random) {
  version.feature.set("date_modification",
                      fmt::format("2026-{:02d}-{:02d}T{:02d}:{:02d}:00.000Z", random.whole(4, 5),
                                  random.whole(1, 28), random.whole(7, 18), random.whole(0, 59)));
}

std::vector<Editable> editable(const Scene& scene, rules::Authority owner) {
  std::vector<Editable> found;
  for (Editable& one : editable_of(scene.layer.name)) {
    if (!is_frozen(scene, one.attribute) &&
        scene.rules.of_attribute(std::string(one.attribute)).authority == owner)
      found.push_back(std::move(one));
  }
  return found;
}

Values pick_values(const std::vector<Editable>& from, Random& random) {
  const Editable& chosen = random.pick(from);
  const std::size_t count = chosen.values.size();
  const std::size_t first = random.below(count);
  return {chosen.attribute, chosen.values[first], chosen.values[(first + 1) % count],
          chosen.values[(first + 2) % count]};
}

bool is_plain(const Feature& feature) {
  return feature.shape.parts.size() == 1 && feature.shape.parts.front().size() == 1;
}

bool swallows(const Scene& scene, std::uint32_t feature, const Path& ring) {
  if (scene.layer.features[feature].shape.kind != ShapeKind::area) return false;
  const Path& old = scene.layer.features[feature].shape.path();
  for (const std::uint32_t other : scene.neighbours.near(ring)) {
    const Position& at = scene.layer.features[other].shape.path().front();
    if (other != feature && contains(ring, at) && !contains(old, at)) return true;
  }
  return false;
}

bool is_alone(const Scene& scene, std::uint32_t feature) {
  const Path& path = scene.layer.features[feature].shape.path();
  const auto near = scene.neighbours.near(path, 0.5);
  return near.size() == 1 || !scene.neighbours.crosses_any(path, {feature});
}

bool can_be_redrawn(const Scene& scene, std::uint32_t feature, std::size_t vertices) {
  const Feature& about = scene.layer.features[feature];
  return about.shape.kind != ShapeKind::point && is_plain(about) &&
         about.shape.path().size() >= vertices && is_alone(scene, feature);
}

std::optional<Shape> with_path(const Scene& scene, std::uint32_t feature, Path path) {
  if (path == scene.layer.features[feature].shape.path() || !is_simple(path) ||
      scene.neighbours.crosses_any(path, {feature}) || swallows(scene, feature, path))
    return std::nullopt;
  Shape shape = scene.layer.features[feature].shape;
  shape.path() = std::move(path);
  return shape;
}

}  // namespace bdf::sample
