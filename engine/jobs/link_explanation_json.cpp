// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "jobs/link_explanation.h"

namespace bdf::jobs {

namespace {

using nlohmann::ordered_json;

ordered_json ids_of(const std::vector<std::uint32_t>& rows, const NamedRows& side) {
  auto ids = ordered_json::array();
  for (const auto row : rows) ids.push_back(side.ids[row]);
  return ids;
}

ordered_json json_of(const LinkedPair& pair, const LayerLinks& layer) {
  ordered_json json{{"a_id", layer.a.ids[pair.a]},
                    {"b_id", layer.b.ids[pair.b]},
                    {"a_share", pair.share_a},
                    {"b_share", pair.share_b},
                    {"a_stretch", {pair.on_a.from, pair.on_a.to}},
                    {"b_stretch", {pair.on_b.from, pair.on_b.to}},
                    {"reversed", pair.reversed}};
  json["evidence"] = ordered_json::object();
  for (const auto& one : pair.evidence)
    json["evidence"][std::string(name_of(one.measure))] = one.value;
  return json;
}

ordered_json json_of(const FoundLink& found, const LayerLinks& layer) {
  const auto& link = found.link;
  ordered_json json{{"relation", relation_of(link)},    {"a_ids", ids_of(link.a, layer.a)},
                    {"b_ids", ids_of(link.b, layer.b)}, {"reason", name_of(link.reason)},
                    {"doubtful", found.doubtful},       {"confidence", link.confidence},
                    {"pairs", ordered_json::array()}};
  for_each_pair(link,
                [&](const LinkedPair& pair) { json["pairs"].push_back(json_of(pair, layer)); });
  return json;
}

ordered_json list_of(const std::vector<const FoundLink*>& links, const LayerLinks& layer) {
  auto list = ordered_json::array();
  for (const auto* found : links) list.push_back(json_of(*found, layer));
  return list;
}

ordered_json figure(const std::optional<double>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

}  // namespace

ordered_json link_as_json(const LinkExplanation& about) {
  const auto& layer = *about.layer;
  ordered_json json{{"layer", layer.layer},
                    {"a_id", layer.a.ids[about.a]},
                    {"b_id", layer.b.ids[about.b]},
                    {"linked", list_of(about.together, layer)},
                    {"other_links_of_a", list_of(about.of_a, layer)},
                    {"other_links_of_b", list_of(about.of_b, layer)}};
  if (!about.closeness) return json;
  const auto& lie = *about.closeness;
  json["unit"] = about.degrees ? "degree" : "metre";
  json["nearest_distance"] = figure(lie.nearest);
  json["greatest_distance"] = lie.greatest;
  json["a_size"] = lie.size_of_a;
  json["b_size"] = lie.size_of_b;
  json["common_area"] = figure(lie.common);
  return json;
}

}  // namespace bdf::jobs
