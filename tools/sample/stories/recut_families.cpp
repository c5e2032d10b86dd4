// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "stories/edits.h"
#include "stories/telling.h"

namespace bdf::sample {
namespace {

constexpr std::string_view inventory = "inventaire_police_de_l_eau";

bool is_line(const Feature& feature) { return feature.shape.kind == ShapeKind::line; }

/// Two shapes of which the first holds `share` of the whole.
struct Cut {
  Shape one, other;
  double share = 0.5;
};

std::optional<Cut> cut_line(const Shape& shape, double at) {
  const Path& path = shape.path();
  const auto vertex =
      static_cast<std::size_t>(std::lround(at * static_cast<double>(path.size() - 1)));
  if (vertex < 1 || vertex + 2 > path.size() || path.size() < 5) return std::nullopt;
  auto [a, b] = cut_at(path, vertex);
  return Cut{line_shape(std::move(a)), line_shape(std::move(b)), share_at(path, vertex)};
}

/// Along a chord between two vertices, where that leaves two sound parts.
std::optional<Cut> cut_area(const Shape& shape, double at, Random& random) {
  const Path& ring = shape.path();
  const std::size_t count = ring.size() - 1;
  if (count < 8) return std::nullopt;
  const auto width =
      static_cast<std::size_t>(std::clamp(at, 0.25, 0.75) * static_cast<double>(count));
  for (int tries = 0; tries < 20; ++tries) {
    const std::size_t from = random.below(count);
    Path one, other;
    for (std::size_t i = 0; i <= count; ++i) {
      const Position& vertex = ring[(from + i) % count];
      if (i <= width) one.push_back(vertex);
      if (i >= width) other.push_back(vertex);
    }
    one.push_back(one.front());
    other.push_back(other.front());
    const double whole = signed_area(ring);
    const double share = signed_area(one) / whole;
    if (is_simple(one) && is_simple(other) && share > 0.2 && share < 0.8)
      return Cut{area_shape({one}), area_shape({other}), share};
  }
  return std::nullopt;
}

std::optional<Cut> cut(const Shape& shape, double at, Random& random) {
  return shape.kind == ShapeKind::line ? cut_line(shape, at) : cut_area(shape, at, random);
}

/// The two parts of a version, each with all that it says.
std::vector<Version> parts_of(const Version& whole, const Cut& cut) {
  Version one = whole;
  Version other = whole;
  const std::uint64_t object = whole.feature.number;
  reshape(one, cut.one);
  reshape(other, cut.other);
  one.origins = {{object, 0, cut.share}};
  other.origins = {{object, cut.share, 1}};
  return {one, other};
}

/// The same where the reference cuts: the second part has an identifier of its own.
std::vector<Version> parts_of(const Scene& scene, const Version& whole, const Cut& cut) {
  auto parts = parts_of(whole, cut);
  parts[1].feature.set("cleabs", cleabs(scene.key_prefix, scene.next_number));
  return parts;
}

bool can_be_cut(const Scene& scene, std::uint32_t feature) {
  const Feature& about = scene.layer.features[feature];
  return about.shape.kind != ShapeKind::point && is_plain(about);
}

/// An office splits in QGIS: both parts have the cleabs, and every other value.
std::optional<Story> split_local(const Scene& scene, std::uint32_t feature, Random& random) {
  if (!can_be_cut(scene, feature)) return std::nullopt;
  Story story = about(scene, {feature});
  const auto parts = cut(story.local.front().feature.shape, random.between(0.3, 0.7), random);
  if (!parts) return std::nullopt;
  story.local = parts_of(story.local.front(), *parts);
  story.merged = {{story.local[0], 0, std::nullopt}, {story.local[1], 1, std::nullopt}};
  story.outcome = "recut";
  return story;
}

/// The reference splits: one part keeps the cleabs, the other has a new one. `before` is what
/// happened to the local object meanwhile.
std::optional<Story> split(const Scene& scene, Random& random, Story story) {
  const auto parts = cut(story.reference.front().feature.shape, random.between(0.3, 0.7), random);
  if (!parts) return std::nullopt;
  story.reference = parts_of(scene, story.reference.front(), *parts);
  for (std::size_t i = 0; i < 2; ++i) {
    touch(story.reference[i], random);
    Version merged = story.reference[i];
    for (const std::string_view changed : story.local.front().changed)
      merged.feature.set(changed, *story.local.front().feature.find(changed));
    merged.private_from = story.local.front().feature.number;
    story.merged.push_back({merged, i == 0 ? std::optional<std::size_t>(0) : std::nullopt, i});
  }
  story.outcome = "recut";
  return story;
}

std::optional<Story> split_reference(const Scene& scene, std::uint32_t feature, Random& random) {
  if (!can_be_cut(scene, feature)) return std::nullopt;
  return split(scene, random, about(scene, {feature}));
}

/// … while the office gave the whole a value of its own: both parts carry it.
std::optional<Story> split_with_data(const Scene& scene, std::uint32_t feature, Random& random) {
  if (!can_be_cut(scene, feature)) return std::nullopt;
  Story story = about(scene, {feature});
  auto own = editable(scene, rules::Authority::producer);
  if (own.empty()) own = editable(scene, scene.rules.attributes.authority);
  if (own.empty()) return std::nullopt;
  const Values values = pick_values(own, random);
  know(story, values.attribute, values.before);
  change(story.local.front(), values.attribute, values.one);
  return split(scene, random, std::move(story));
}

/// Both sides cut at the same place.
std::optional<Story> split_both(const Scene& scene, std::uint32_t feature, Random& random) {
  if (!can_be_cut(scene, feature)) return std::nullopt;
  Story story = about(scene, {feature});
  const auto parts = cut(story.local.front().feature.shape, random.between(0.3, 0.7), random);
  if (!parts) return std::nullopt;
  story.local = parts_of(story.local.front(), *parts);
  story.reference = parts_of(scene, story.reference.front(), *parts);
  for (std::size_t i = 0; i < 2; ++i) {
    touch(story.reference[i], random);
    Version merged = story.reference[i];
    story.merged.push_back({merged, i, i});
  }
  story.outcome = "recut";
  return story;
}

/// A line that ends where this one begins or begins where it ends, and nothing else there.
std::optional<std::uint32_t> next_line(const Scene& scene, std::uint32_t feature) {
  const Position& end = scene.layer.features[feature].shape.path().back();
  const auto& ends = scene.neighbours.ends_at(end);
  if (ends.size() != 2) return std::nullopt;
  for (const LineEnd& at : ends) {
    if (at.feature != feature && !at.last && !scene.taken[at.feature]) return at.feature;
  }
  return std::nullopt;
}

/// The union of two rings with one run of vertices in common; nullopt where it is not one run.
std::optional<Shape> united(const Path& a, const Path& b) {
  std::set<std::tuple<double, double>> in_b;
  for (const Position& at : b) in_b.insert({at.x, at.y});
  const std::size_t count = a.size() - 1;
  const auto shared = [&](std::size_t i) {
    return in_b.count({a[i % count].x, a[i % count].y}) != 0;
  };
  std::size_t first = 0;
  while (first < count && !(shared(first) && !shared(first + count - 1))) ++first;
  if (first == count) return std::nullopt;
  std::size_t last = first;
  while (shared(last + 1)) ++last;
  for (std::size_t i = last + 1; i < first + count; ++i) {
    if (shared(i)) return std::nullopt;
  }
  if (last == first) return std::nullopt;
  Path ring;
  for (std::size_t i = last; i <= first + count; ++i) ring.push_back(a[i % count]);
  const auto from = std::find_if(b.begin(), b.end(), [&](const Position& at) {
    return at.x == a[first % count].x && at.y == a[first % count].y;
  });
  const auto start = static_cast<std::size_t>(from - b.begin());
  for (std::size_t i = 1; i < b.size() - 1; ++i) {
    const Position& at = b[(start + i) % (b.size() - 1)];
    if (at.x == a[last % count].x && at.y == a[last % count].y) break;
    ring.push_back(at);
  }
  ring.push_back(ring.front());
  if (!is_simple(ring)) return std::nullopt;
  return area_shape({ring});
}

/// A neighbour to be made one with, and the shape of both.
struct Union {
  std::uint32_t other = 0;
  Shape shape;
  double share = 0.5;  ///< of the first
};

std::optional<Union> unite(const Scene& scene, std::uint32_t feature) {
  const Feature& about = scene.layer.features[feature];
  if (is_line(about)) {
    const auto next = next_line(scene, feature);
    if (!next || !is_plain(scene.layer.features[*next])) return std::nullopt;
    const Path& a = about.shape.path();
    const Path& b = scene.layer.features[*next].shape.path();
    Path path = joined(a, b);
    if (!is_simple(path)) return std::nullopt;
    const double share = length_of(a) / length_of(path);
    return Union{*next, line_shape(std::move(path)), share};
  }
  for (const std::uint32_t near : scene.neighbours.near(about.shape.path())) {
    const Feature& other = scene.layer.features[near];
    if (near == feature || scene.taken[near] || !is_plain(other)) continue;
    if (auto shape = united(about.shape.path(), other.shape.path())) {
      const double share = area_of(about.shape) / area_of(*shape);
      if (share > 0.15 && share < 0.85) return Union{near, std::move(*shape), share};
    }
  }
  return std::nullopt;
}

/// One version for two: it has the first one's identifier and values.
Version one_for(const std::vector<Version>& two, const Shape& shape) {
  Version one = two[0];
  reshape(one, shape);
  one.origins = {{two[0].feature.number, 0, 1}, {two[1].feature.number, 0, 1}};
  return one;
}

/// A story about two neighbours that are alike in what the producer holds.
std::optional<std::pair<Story, Union>> two(const Scene& scene, std::uint32_t feature) {
  if (!can_be_cut(scene, feature)) return std::nullopt;
  auto both = unite(scene, feature);
  if (!both) return std::nullopt;
  Story story = about(scene, {feature, both->other});
  for (auto* side : {&story.ancestor, &story.local, &story.reference}) {
    for (Version& version : *side) version.private_values = false;
    if (scene.layer.name != "troncon_hydrographique") continue;
    for (Version& version : *side) {
      version.feature.set(inventory, std::string("Inscrit"));
      version.feature.set("identifiant_police_de_l_eau", std::string("38-2000"));
    }
  }
  return std::pair(std::move(story), std::move(*both));
}

std::optional<Story> merge_reference(const Scene& scene, std::uint32_t feature, Random& random) {
  auto start = two(scene, feature);
  if (!start) return std::nullopt;
  auto& [story, both] = *start;
  story.reference = {one_for(story.reference, both.shape)};
  touch(story.reference.front(), random);
  story.merged = {{story.reference.front(), 0, 0}};
  story.outcome = "recut";
  return std::move(story);
}

std::optional<Story> merge_local(const Scene& scene, std::uint32_t feature, Random&) {
  auto start = two(scene, feature);
  if (!start) return std::nullopt;
  auto& [story, both] = *start;
  story.local = {one_for(story.local, both.shape)};
  story.merged = {{story.local.front(), 0, std::nullopt}};
  story.outcome = "recut";
  return std::move(story);
}

/// The reference makes one of two about which the office holds different things.
std::optional<Story> merge_with_data(const Scene& scene, std::uint32_t feature, Random& random) {
  if (scene.layer.name != "troncon_hydrographique" || is_frozen(scene, inventory))
    return std::nullopt;
  auto start = two(scene, feature);
  if (!start) return std::nullopt;
  auto& [story, both] = *start;
  change(story.local[1], inventory, std::string("Non inscrit"));
  story.reference = {one_for(story.reference, both.shape)};
  touch(story.reference.front(), random);
  story.questions = {{"recut", ""}};
  story.outcome = "conflict";
  return std::move(story);
}

/// Where the ring is crossed at a height, from west to east.
std::vector<double> crossings(const Path& ring, double y) {
  std::vector<double> found;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const Position& a = ring[i - 1];
    const Position& b = ring[i];
    if ((a.y > y) != (b.y > y)) found.push_back(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// How much of an area lies in another, both without holes: summed over a thousand heights.
double share_within(const Shape& area, const Shape& other) {
  constexpr int heights = 1000;
  const auto [low, high] =
      std::minmax_element(area.path().begin(), area.path().end(),
                          [](const Position& a, const Position& b) { return a.y < b.y; });
  double all = 0;
  double common = 0;
  for (int i = 0; i < heights; ++i) {
    const double y = low->y + (high->y - low->y) * (i + 0.5) / heights;
    const auto here = crossings(area.path(), y);
    const auto there = crossings(other.path(), y);
    for (std::size_t k = 0; k + 1 < here.size(); k += 2) {
      all += here[k + 1] - here[k];
      for (std::size_t m = 0; m + 1 < there.size(); m += 2)
        common += std::max(0.0, std::min(here[k + 1], there[m + 1]) - std::max(here[k], there[m]));
    }
  }
  return common / all;
}

/// The reference cuts two neighbours anew at another place.
std::optional<Story> recut_reference(const Scene& scene, std::uint32_t feature, Random& random) {
  auto start = two(scene, feature);
  if (!start) return std::nullopt;
  auto& [story, both] = *start;
  const double at = both.share > 0.5 ? both.share - 0.3 : both.share + 0.3;
  const auto parts = cut(both.shape, at, random);
  if (!parts || std::abs(parts->share - both.share) < 0.08) return std::nullopt;
  std::vector<Version> anew = story.reference;
  const double was = both.share;
  const double is = parts->share;
  const std::uint64_t a = story.ancestor[0].feature.number;
  const std::uint64_t b = story.ancestor[1].feature.number;
  reshape(anew[0], parts->one);
  reshape(anew[1], parts->other);
  if (is_line(scene.layer.features[feature])) {
    if (is < was) {
      anew[0].origins = {{a, 0, is / was}};
      anew[1].origins = {{a, is / was, 1}, {b, 0, 1}};
    } else {
      anew[0].origins = {{a, 0, 1}, {b, 0, (is - was) / (1 - was)}};
      anew[1].origins = {{b, (is - was) / (1 - was), 1}};
    }
  } else {
    // A chord cuts both as it happens to: each part may hold some of each.
    const double of_a = share_within(story.ancestor[0].feature.shape, parts->one);
    const double of_b = share_within(story.ancestor[1].feature.shape, parts->one);
    anew[0].origins = {{a, 0, of_a}, {b, 0, of_b}};
    anew[1].origins = {{b, of_b, 1}, {a, of_a, 1}};
  }
  story.reference = anew;
  story.merged.clear();
  for (std::size_t i = 0; i < 2; ++i) {
    touch(story.reference[i], random);
    story.merged.push_back({story.reference[i], i, i});
  }
  story.outcome = "recut";
  return std::move(story);
}

}  // namespace

std::vector<Family> recut_families() {
  // Of 0.25 % of identifiers that vanish in a quarter two thirds have a successor.
  return {
      {"recut_reference", 0.0002, recut_reference},
      {"merge_reference_data", 0.0002, merge_with_data},
      {"merge_reference", 0.0008, merge_reference},
      {"merge_local", 0.0005, merge_local},
      {"split_both_alike", 0.0002, split_both},
      {"split_reference_data", 0.0003, split_with_data},
      {"split_reference", 0.0008, split_reference},
      {"split_local", 0.001, split_local},
  };
}

}  // namespace bdf::sample
