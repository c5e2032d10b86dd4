// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "report/evaluation.h"

namespace bdf::report {

namespace {

using nlohmann::ordered_json;

ordered_json figure(const std::optional<double>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json share(std::size_t part, std::size_t whole) {
  if (whole == 0) return nullptr;
  return static_cast<double>(part) / static_cast<double>(whole);
}

ordered_json json_of(const match::RelationTally& tally) {
  return {{"right", tally.right},
          {"wrong", tally.wrong},
          {"missed", tally.missed},
          {"precision", figure(tally.precision())},
          {"recall", figure(tally.recall())},
          {"f1", figure(tally.f1())}};
}

ordered_json json_of(const match::FamilyTally& tally) {
  return {{"pairs", tally.pairs},
          {"found", tally.found},
          {"recall", share(tally.found, tally.pairs)},
          {"alone", tally.alone},
          {"left_alone", tally.left_alone}};
}

ordered_json json_of(const match::ConfidenceBin& bin) {
  const auto mean =
      bin.links == 0 ? ordered_json() : ordered_json(bin.sum / static_cast<double>(bin.links));
  return {{"from", bin.from},   {"to", bin.to},
          {"links", bin.links}, {"mean_confidence", mean},
          {"right", bin.right}, {"share_right", share(bin.right, bin.links)}};
}

}  // namespace

ordered_json evaluation_as_json(const match::Evaluation& evaluation) {
  ordered_json json;
  for (const auto& [name, tally] : evaluation.relations) json["relations"][name] = json_of(tally);
  json["families"] = ordered_json::object();
  for (const auto& [name, tally] : evaluation.families) json["families"][name] = json_of(tally);
  json["doubtful"] = {{"links", evaluation.doubtful},
                      {"right", evaluation.doubtful_right},
                      {"share_right", share(evaluation.doubtful_right, evaluation.doubtful)}};
  json["confidence"] = ordered_json::array();
  for (const auto& bin : evaluation.bins) json["confidence"].push_back(json_of(bin));
  return json;
}

}  // namespace bdf::report
