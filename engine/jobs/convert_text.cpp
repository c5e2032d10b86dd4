// SPDX-License-Identifier: MIT
#include "jobs/convert_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/message.h"

namespace bdf::jobs {

namespace {

using Json = nlohmann::ordered_json;

/// More than people read at once are counted only.
constexpr std::size_t most_told = 20;

}  // namespace

std::string text_of(const Converted& converted, const std::filesystem::path& out) {
  auto text = msg("{} ({}): {}, {}, {}", out.string(), name_of(converted.to),
                  msgn("{} inserted", "{} inserted", converted.inserted),
                  msgn("{} updated", "{} updated", converted.updated),
                  msgn("{} deleted", "{} deleted", converted.deleted)) +
              "\n";
  const auto count = converted.left_out.size();
  const auto told = std::min(count, most_told);
  if (count > 0)
    text += "  " +
            msgn("{} thing is left out, which {} cannot say:",
                 "{} things are left out, which {} cannot say:", count, name_of(converted.to)) +
            "\n";
  for (std::size_t i = 0; i < told; ++i) text += "    " + text_of(converted.left_out[i]) + "\n";
  if (count > told) text += "    " + msgn("and {} more", "and {} more", count - told) + "\n";
  return text;
}

std::string json_of(const Converted& converted) {
  Json json{{"from", name_of(converted.from)}, {"to", name_of(converted.to)},
            {"inserted", converted.inserted},  {"updated", converted.updated},
            {"deleted", converted.deleted},    {"left_out", Json::array()}};
  for (const auto& one : converted.left_out)
    json["left_out"].push_back({{"layer", one.layer},
                                {"object", one.object},
                                {"thing", one.thing},
                                {"reason", one.reason}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::jobs
