// SPDX-License-Identifier: MIT
#include "report/links.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/message.h"
#include "report/printable.h"
#include "report/words.h"

namespace bdf::report {

namespace {

struct Counts {
  std::map<std::string, std::size_t> links;  ///< accepted ones, by relation
  std::size_t accepted = 0;
  std::size_t doubtful = 0;
  std::size_t alone_in_a = 0;
  std::size_t alone_in_b = 0;
};

Counts counts_of(const LayerLinks& layer) {
  Counts counts;
  for (const auto* relation : {"1:1", "1:n", "n:1", "n:m"}) counts.links[relation] = 0;
  for (const auto& found : layer.links) {
    ++(found.doubtful ? counts.doubtful : counts.accepted);
    if (!found.doubtful) ++counts.links[std::string(relation_of(found.link))];
  }
  const auto linked = linked_rows(layer);
  const auto alone = [](const std::vector<bool>& rows) {
    return static_cast<std::size_t>(std::count(rows.begin(), rows.end(), false));
  };
  counts.alone_in_a = alone(linked.a);
  counts.alone_in_b = alone(linked.b);
  return counts;
}

/// Without a unit: where features lie off by degrees is no number for people.
std::string told_of(const Displacement& moved, const std::string& layer) {
  const auto by = number_text(std::hypot(moved.x, moved.y), 6);
  return moved.varies
             ? msg("{}: A lies off B by {} in the mean, differently from place to place: it "
                   "was moved before it was compared",
                   printable(layer), by)
             : msg("{}: A lies off B by {} ({}, {}): it was moved before it was compared",
                   printable(layer), by, number_text(moved.x, 6), number_text(moved.y, 6));
}

nlohmann::ordered_json as_json(const Displacement& moved) {
  return {{"x", moved.x},
          {"y", moved.y},
          {"varies", moved.varies},
          {"fit_before", moved.fit_before},
          {"fit_after", moved.fit_after}};
}

std::string percent(double share) { return msg("{} %", number_text(100 * share, 0)); }

}  // namespace

std::string links_as_text(const LayerLinks& layer) {
  const auto counts = counts_of(layer);
  std::vector<std::string> relations;
  for (const auto& [relation, count] : counts.links)
    if (count > 0) relations.push_back(fmt::format("{} {}", count, relation));
  auto links = msgn("{} link", "{} links", counts.accepted);
  if (!relations.empty()) links += fmt::format(" ({})", fmt::join(relations, ", "));
  auto text = msg("{}: {}, {} doubtful; alone: {} of A, {} of B", printable(layer.layer), links,
                  counts.doubtful, counts.alone_in_a, counts.alone_in_b);
  if (!layer.a.crowded.empty() || !layer.b.crowded.empty())
    text += '\n' + msg("{}: not compared, since too many lie in the same place: {} of A, {} of B",
                       printable(layer.layer), layer.a.crowded.size(), layer.b.crowded.size());
  if (layer.radius)
    text +=
        '\n' + msg("{}: A and B are drawn up to {} m apart: so far counterparts were looked for",
                   printable(layer.layer), number_text(*layer.radius, 0));
  if (layer.displacement) text += '\n' + told_of(*layer.displacement, layer.layer);
  return text;
}

nlohmann::ordered_json links_as_json(const LayerLinks& layer) {
  const auto counts = counts_of(layer);
  nlohmann::ordered_json told{{"layer", layer.layer},
                              {"a_features", layer.a.fids.size()},
                              {"b_features", layer.b.fids.size()},
                              {"links", counts.links},
                              {"doubtful", counts.doubtful},
                              {"a_unmatched", counts.alone_in_a},
                              {"b_unmatched", counts.alone_in_b},
                              {"a_crowded", layer.a.crowded.size()},
                              {"b_crowded", layer.b.crowded.size()}};
  if (layer.radius) told["radius"] = *layer.radius;
  if (layer.displacement) told["displacement"] = as_json(*layer.displacement);
  return told;
}

std::string label_of(LinkReason reason) {
  switch (reason) {
    case LinkReason::same_key:
      return msg("the same key");
    case LinkReason::same_geometry:
      return msg("the same geometry");
    case LinkReason::same_course:
      return msg("the same course");
    case LinkReason::pieces:
      return msg("one of them cut into several");
    case LinkReason::pieces_nearby:
      return msg("one of them cut into several, a little way off");
    case LinkReason::same_ends:
      return msg("they run otherwise, but between the same ends");
    case LinkReason::in_part:
      return msg("a part of both is the same, the rest has no counterpart");
    case LinkReason::runs_inside:
      return msg("a line runs along inside an area");
    case LinkReason::several_alike:
      return msg("several features are alike");
    case LinkReason::pieces_do_not_fit:
      return msg("the pieces do not make up the whole");
    case LinkReason::far_off:
      return msg("alike, but far off");
    case LinkReason::not_alike_enough:
      return msg("length, size or ends differ");
  }
  return std::string(name_of(reason));
}

std::string text_of(const Evidence& evidence, const std::string& unit) {
  const double value = evidence.value;
  switch (evidence.measure) {
    case Measure::mean_distance:
      return msg("mean distance: {} {}", number_text(value, 2), unit);
    case Measure::greatest_distance:
      return msg("greatest distance: {} {}", number_text(value, 2), unit);
    case Measure::length_ratio:
      return msg("length of the shorter to the longer: {}", percent(value));
    case Measure::angle:
      return msg("mean angle: {}°", number_text(value, 1));
    case Measure::common_area:
      return msg("area in common: {}", percent(value));
    case Measure::attributes:
      return msg("attributes agree: {}", percent(value));
    case Measure::neighbours:
      return msg("ends whose neighbours are linked too: {}", percent(value));
    case Measure::margin:
      return msg("better than the next best by: {}", percent(value));
  }
  return fmt::format("{}: {:.4g}", name_of(evidence.measure), value);
}

}  // namespace bdf::report
