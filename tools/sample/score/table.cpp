// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "score/score.h"

namespace bdf::score {
namespace {

using Json = nlohmann::ordered_json;

std::string row(const std::string& layer, const std::string& family, const Tally& tally) {
  std::string text = fmt::format("| {} | {} | {} |", layer, family, tally.n());
  for (const std::size_t count : tally.of) text += fmt::format(" {} |", count);
  return text + "\n";
}

Json figures(const Tally& tally) {
  Json object{{"n", tally.n()}};
  for (std::size_t i = 0; i < verdicts; ++i)
    object[name_of(static_cast<Verdict>(i))] = tally.of.at(i);
  return object;
}

}  // namespace

std::string as_table(const Score& score) {
  std::string table =
      "| layer | family | n | right | asked | proposed | wrong | lost |\n"
      "|---|---|---:|---:|---:|---:|---:|---:|\n";
  for (const auto& [name, tally] : score.tallies) table += row(name.first, name.second, tally);
  return table + row("**all**", "", score.total());
}

std::string as_json(const Score& score, bool details) {
  Json object{{"total", figures(score.total())}, {"families", Json::array()}};
  for (const auto& [name, tally] : score.tallies) {
    Json one{{"layer", name.first}, {"family", name.second}};
    one.update(figures(tally));
    object["families"].push_back(std::move(one));
  }
  if (!details) return object.dump(1) + "\n";
  object["details"] = Json::array();
  for (const Detail& detail : score.details)
    object["details"].push_back({{"layer", detail.layer},
                                 {"family", detail.family},
                                 {"story", detail.story},
                                 {"verdict", name_of(detail.verdict)},
                                 {"about", detail.about},
                                 {"reason", detail.reason}});
  return object.dump(1) + "\n";
}

std::string as_lines(const std::vector<Detail>& details) {
  std::string lines;
  for (const Detail& detail : details) {
    const std::string number = detail.story == 0 ? "" : fmt::format(" {}", detail.story);
    lines += fmt::format("{} {}: {}{} ({}): {}\n", name_of(detail.verdict), detail.layer,
                         detail.family, number, detail.about, detail.reason);
  }
  return lines;
}

}  // namespace bdf::score
