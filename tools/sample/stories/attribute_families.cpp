// SPDX-License-Identifier: MIT
#include <array>
#include <string>
#include <utility>

#include "stories/telling.h"

namespace bdf::sample {
namespace {

using rules::Authority;

/// A story about one feature and one attribute of which all sides know the first value.
std::optional<std::pair<Story, Values>> begun(const Scene& scene, std::uint32_t feature,
                                              std::initializer_list<Authority> owners,
                                              Random& random) {
  std::vector<Editable> candidates;
  for (const Authority owner : owners) {
    for (Editable& one : editable(scene, owner)) candidates.push_back(std::move(one));
  }
  if (candidates.empty()) return std::nullopt;
  const Values values = pick_values(candidates, random);
  Story story = about(scene, {feature});
  know(story, values.attribute, values.before);
  return std::pair(std::move(story), values);
}

constexpr auto anybody = {Authority::reference, Authority::producer, Authority::shared};

/// Such a story in which `act(story, values)` happens.
template <class Act>
std::optional<Story> told(const Scene& scene, std::uint32_t feature,
                          std::initializer_list<Authority> owners, Random& random, const Act& act) {
  auto start = begun(scene, feature, owners, random);
  if (!start) return std::nullopt;
  auto& [story, values] = *start;
  act(story, values);
  settle(scene, story);
  return std::move(story);
}

std::optional<Story> local_alone(const Scene& scene, std::uint32_t feature, Random& random) {
  return told(scene, feature, anybody, random, [](Story& story, const Values& values) {
    change(story.local.front(), values.attribute, values.one);
  });
}

std::optional<Story> inventory(const Scene& scene, std::uint32_t feature, Random& random) {
  return told(scene, feature, {Authority::producer}, random,
              [](Story& story, const Values& values) {
                change(story.local.front(), values.attribute, values.one);
              });
}

std::optional<Story> reference_alone(const Scene& scene, std::uint32_t feature, Random& random) {
  return told(scene, feature, anybody, random, [&](Story& story, const Values& values) {
    change(story.reference.front(), values.attribute, values.one);
    touch(story.reference.front(), random);
  });
}

std::optional<Story> date_alone(const Scene& scene, std::uint32_t feature, Random& random) {
  Story story = about(scene, {feature});
  touch(story.reference.front(), random);
  settle(scene, story);
  return story;
}

std::optional<Story> both_alike(const Scene& scene, std::uint32_t feature, Random& random) {
  return told(scene, feature, anybody, random, [&](Story& story, const Values& values) {
    change(story.local.front(), values.attribute, values.one);
    change(story.reference.front(), values.attribute, values.one);
    touch(story.reference.front(), random);
  });
}

std::optional<Story> both_differ(const Scene& scene, std::uint32_t feature, Random& random) {
  return told(scene, feature, anybody, random, [&](Story& story, const Values& values) {
    change(story.local.front(), values.attribute, values.one);
    change(story.reference.front(), values.attribute, values.other);
    touch(story.reference.front(), random);
  });
}

/// Different attributes on the two sides.
std::optional<Story> apart(const Scene& scene, std::uint32_t feature, Random& random) {
  auto start = begun(scene, feature, anybody, random);
  if (!start) return std::nullopt;
  auto& [story, values] = *start;
  for (int tries = 0; tries < 20; ++tries) {
    const auto other = begun(scene, feature, anybody, random);
    const Values& second = other->second;
    if (second.attribute == values.attribute) continue;
    know(story, second.attribute, second.before);
    change(story.local.front(), values.attribute, values.one);
    change(story.reference.front(), second.attribute, second.one);
    touch(story.reference.front(), random);
    settle(scene, story);
    return std::move(story);
  }
  return std::nullopt;
}

/// A shared attribute that both changed, where the theme looks at a date.
std::optional<Story> dated(const Scene& scene, std::uint32_t feature, Random& random,
                           const char* here, const char* there) {
  auto start = begun(scene, feature, {Authority::shared}, random);
  if (!start) return std::nullopt;
  auto& [story, values] = *start;
  const auto who = scene.rules.of_attribute(std::string(values.attribute));
  if (who.rule != rules::Rule::newest) return std::nullopt;
  change(story.local.front(), values.attribute, values.one);
  change(story.reference.front(), values.attribute, values.other);
  static constexpr std::string_view date = "date_de_confirmation";
  if (who.by != date || is_frozen(scene, date)) return std::nullopt;
  know(story, date, std::string("2019-05-14"));
  if (here) change(story.local.front(), date, std::string(here));
  if (there) change(story.reference.front(), date, std::string(there));
  touch(story.reference.front(), random);
  settle(scene, story);
  return std::move(story);
}

std::optional<Story> newest_local(const Scene& scene, std::uint32_t feature, Random& random) {
  return dated(scene, feature, random, "2025-09-03", "2024-06-20");
}
std::optional<Story> newest_reference(const Scene& scene, std::uint32_t feature, Random& random) {
  return dated(scene, feature, random, "2023-09-03", "2025-06-20");
}
std::optional<Story> undated(const Scene& scene, std::uint32_t feature, Random& random) {
  return dated(scene, feature, random, nullptr, nullptr);
}

/// Text that breaks what does not quote, count characters or know Unicode.
std::optional<Story> hostile(const Scene& scene, std::uint32_t feature, Random& random) {
  static const std::array<std::string, 7> texts{"'; DROP TABLE troncon_hydrographique; --",
                                                "l’Œuf \"à la coque\" & <b>gras</b>",
                                                "नदी · ποταμός · 河 · 🌊",
                                                "\u202Egauche à droite",
                                                "deux\nlignes\tet une tabulation",
                                                "%s %n {0} ${PATH} $(date)",
                                                "\\N NULL nan"};
  const bool has_remark = scene.layer.name.find("hydrographique") != std::string::npos;
  if (!has_remark && scene.layer.name != "zone_de_vegetation" && scene.layer.name != "haie")
    return std::nullopt;
  const std::string_view attribute = has_remark ? "commentaire_sur_l_objet_hydro" : "sources";
  if (is_frozen(scene, attribute)) return std::nullopt;
  Story story = about(scene, {feature});
  change(story.local.front(), attribute, random.pick(texts));
  settle(scene, story);
  return story;
}

}  // namespace

std::vector<Family> attribute_families() {
  return {
      {"attribute_newest_local", 0.0003, newest_local},
      {"attribute_newest_reference", 0.0003, newest_reference},
      {"attribute_undated", 0.0003, undated},
      {"inventory_local", 0.03, inventory},
      {"attribute_both_alike", 0.001, both_alike},
      {"attribute_both_differ", 0.001, both_differ},
      {"attributes_apart", 0.002, apart},
      {"hostile_text_local", 0.0003, hostile},
      {"attribute_local", 0.01, local_alone},
      {"attribute_reference", 0.02, reference_alone},
      // With all that the reference touches else, 12 % have a new date.
      {"date_reference", 0.08, date_alone},
  };
}

}  // namespace bdf::sample
