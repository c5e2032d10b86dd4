// SPDX-License-Identifier: MIT
// ISO's words and the EU's for the same things (GeoDCAT-AP 2.0.0, annex B.6).
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "package/dcat_nodes.h"
#include "package/json_ld.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;
using Word = std::pair<std::string_view, std::string_view>;

constexpr std::array<Word, 12> frequencies{{{"continual", "UPDATE_CONT"},
                                            {"daily", "DAILY"},
                                            {"weekly", "WEEKLY"},
                                            {"fortnightly", "BIWEEKLY"},
                                            {"monthly", "MONTHLY"},
                                            {"quarterly", "QUARTERLY"},
                                            {"biannually", "ANNUAL_2"},
                                            {"annually", "ANNUAL"},
                                            {"asNeeded", "AS_NEEDED"},
                                            {"irregular", "IRREG"},
                                            {"notPlanned", "NOT_PLANNED"},
                                            {"unknown", "UNKNOWN"}}};

/// What is not here is of the environment.
constexpr std::array<Word, 12> themes{{{"boundaries", "REGI"},
                                       {"economy", "ECON"},
                                       {"farming", "AGRI"},
                                       {"geoscientificInformation", "TECH"},
                                       {"health", "HEAL"},
                                       {"intelligenceMilitary", "JUST"},
                                       {"location", "REGI"},
                                       {"planningCadastre", "REGI"},
                                       {"society", "SOCI"},
                                       {"structure", "REGI"},
                                       {"transportation", "TRAN"},
                                       {"utilitiesCommunication", "ENER"}}};

template <std::size_t N>
std::string of_the_eu(const std::string& word, const std::array<Word, N>& words,
                      const char* otherwise) {
  const auto found =
      std::find_if(words.begin(), words.end(), [&](const Word& one) { return one.first == word; });
  return found == words.end() ? otherwise : std::string(found->second);
}

constexpr auto authority = "http://publications.europa.eu/resource/authority/";

}  // namespace

Json frequency_node(const std::string& frequency) {
  auto node =
      linked(std::string(authority) + "frequency/" + of_the_eu(frequency, frequencies, "UNKNOWN"));
  node["@type"] = "dct:Frequency";
  return node;
}

Json theme_nodes(const std::vector<std::string>& topics) {
  std::vector<std::string> codes;
  for (const auto& topic : topics) codes.push_back(of_the_eu(topic, themes, "ENVI"));
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  auto nodes = Json::array();
  for (const auto& code : codes) nodes.push_back(linked(authority + ("data-theme/" + code)));
  return nodes;
}

}  // namespace bdf::package
