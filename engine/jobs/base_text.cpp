// SPDX-License-Identifier: MIT
#include "jobs/base_text.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/message.h"
#include "io/crs.h"

namespace bdf::jobs {

namespace {

using Json = nlohmann::ordered_json;

std::string kind_text(const std::string& kind) {
  if (kind == "init") return msg("base made");
  if (kind == "import") return msg("import");
  if (kind == "revert") return msg("undone");
  if (kind == "integrate") return msg("contribution");
  if (kind == "adopt") return msg("theme taken");
  if (kind == "accept") return msg("accepted");
  if (kind == "reject") return msg("rejected");
  if (kind == "take_up") return msg("taken up");
  return kind;
}

std::string count_text(const refbase::LayerCount& count) {
  std::string text = msg("{}: {} added, {} changed, {} removed", count.layer, count.added,
                         count.changed, count.removed);
  if (count.detail.empty()) return text;
  const auto detail = Json::parse(count.detail);
  const auto list = [&](const char* key) {
    std::string names;
    for (const auto& [from, to] : detail.at(key).items())
      names += (names.empty() ? "" : ", ") + (detail.at(key).is_object() ? from + " → " : "") +
               to.get<std::string>();
    return names;
  };
  if (detail.contains("added")) text += "; " + msg("new columns: {}", list("added"));
  if (detail.contains("renamed")) text += "; " + msg("renamed columns: {}", list("renamed"));
  if (detail.contains("retired"))
    text += "; " + msg("columns that are no more: {}", list("retired"));
  return text;
}

std::string editions_text(const std::vector<refbase::Edition>& editions, std::int64_t number) {
  std::string names;
  for (const auto& edition : editions)
    if (edition.number == number) names += (names.empty() ? "" : ", ") + edition.name;
  return names;
}

/// @12  2026-11-24T01:09:08Z  import  IGN  “2026-09-15”
std::string head_line(const refbase::Transaction& transaction, const std::string& editions) {
  std::string line =
      fmt::format("@{}  {}  {}", transaction.number, transaction.time, kind_text(transaction.kind));
  for (const auto* part : {&transaction.organisation, &transaction.community,
                           &transaction.territory, &transaction.input})
    if (!part->empty()) line += "  " + *part;
  if (!editions.empty()) line += "  " + msg("edition {}", editions);
  return line + "\n";
}

std::string full_text(const refbase::Transaction& transaction, const std::string& editions) {
  std::string text = head_line(transaction, editions);
  if (!transaction.message.empty()) text += "    “" + transaction.message + "”\n";
  for (const auto& layer : transaction.layers) text += "    " + count_text(layer) + "\n";
  return text;
}

std::string step_text(const ObjectStep& step, const std::vector<refbase::Edition>& editions) {
  std::string what = step.what == "added"     ? msg("added")
                     : step.what == "changed" ? msg("changed")
                                              : msg("removed");
  if (!step.succeeds.empty()) what += ", " + msg("was {} before", step.succeeds);
  if (!step.succeeded_by.empty()) what += ", " + msg("is {} since", step.succeeded_by);
  std::string text = head_line(step.transaction, editions_text(editions, step.transaction.number));
  text += "    " + msg("{}: {}", step.layer + " " + step.id, what) + "\n";
  for (const auto& value : step.values) {
    if (value.attribute == "geometry")
      text += "      " + msg("another geometry") + "\n";
    else
      text += "      " +
              msg("{}: {} → {}", value.attribute, value.before.value_or("NULL"),
                  value.after.value_or("NULL")) +
              "\n";
  }
  return text;
}

Json json_of(const refbase::LayerCount& count) {
  Json json{{"layer", count.layer},
            {"added", count.added},
            {"changed", count.changed},
            {"removed", count.removed}};
  if (!count.detail.empty()) json["columns"] = Json::parse(count.detail);
  return json;
}

Json transaction_json(const refbase::Transaction& transaction) {
  Json json{{"number", transaction.number}};
  if (transaction.parent != 0) json["parent"] = transaction.parent;
  const std::pair<const char*, const std::string*> texts[] = {
      {"kind", &transaction.kind},           {"organisation", &transaction.organisation},
      {"time", &transaction.time},           {"community", &transaction.community},
      {"theme", &transaction.theme},         {"theme_version", &transaction.theme_version},
      {"territory", &transaction.territory}, {"message", &transaction.message},
      {"input", &transaction.input},         {"input_digest", &transaction.input_digest},
      {"digest", &transaction.digest}};
  for (const auto& [name, text] : texts)
    if (!text->empty()) json[name] = *text;
  json["layers"] = Json::array();
  for (const auto& layer : transaction.layers) json["layers"].push_back(json_of(layer));
  return json;
}

Json editions_json(const std::vector<refbase::Edition>& editions) {
  Json json = Json::array();
  for (const auto& edition : editions)
    json.push_back({{"name", edition.name}, {"transaction", edition.number}});
  return json;
}

Json nullable(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

Json step_json(const ObjectStep& step) {
  Json json{{"transaction", step.transaction.number},
            {"time", step.transaction.time},
            {"organisation", step.transaction.organisation},
            {"layer", step.layer},
            {"id", step.id},
            {"what", step.what}};
  if (!step.succeeds.empty()) json["succeeds"] = step.succeeds;
  if (!step.succeeded_by.empty()) json["succeeded_by"] = step.succeeded_by;
  for (const auto& value : step.values)
    json["values"][value.attribute] = {{"before", nullable(value.before)},
                                       {"after", nullable(value.after)}};
  return json;
}

/// Text that is not UTF-8 does not stop a report.
std::string dumped(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string text_of(const ImportResult& result) {
  std::string text =
      result.changed
          ? msg("transaction @{}", result.transaction.number) + "\n"
          : msg("nothing differs from transaction @{}", result.transaction.number) + "\n";
  for (const auto& layer : result.layers) {
    text += "  " + count_text(layer.count) + ", " + msg("{} unchanged", layer.unchanged);
    if (layer.succeeded > 0)
      text += ", " + msgn("{} goes on under another identifier",
                          "{} go on under another identifier", layer.succeeded);
    text += "\n";
  }
  return text;
}

std::string json_of(const ImportResult& result) {
  Json json{{"changed", result.changed}, {"transaction", transaction_json(result.transaction)}};
  json["layers"] = Json::array();
  for (const auto& layer : result.layers) {
    auto one = json_of(layer.count);
    one["unchanged"] = layer.unchanged;
    one["succeeded"] = layer.succeeded;
    json["layers"].push_back(std::move(one));
  }
  return dumped(json);
}

std::string text_of(const BaseLog& log) {
  std::string text;
  for (const auto& transaction : log.transactions)
    text += full_text(transaction, editions_text(log.editions, transaction.number));
  for (const auto& step : log.steps) text += step_text(step, log.editions);
  return text;
}

std::string json_of(const BaseLog& log) {
  Json json = Json::object();
  if (log.of_object) {
    json["steps"] = Json::array();
    for (const auto& step : log.steps) json["steps"].push_back(step_json(step));
  } else {
    json["transactions"] = Json::array();
    for (const auto& transaction : log.transactions)
      json["transactions"].push_back(transaction_json(transaction));
  }
  json["editions"] = editions_json(log.editions);
  return dumped(json);
}

std::string text_of(const BaseState& state) {
  std::string text =
      full_text(state.transaction, editions_text(state.editions, state.transaction.number));
  text += "    " + msg("digest {}", state.transaction.digest) + "\n";
  for (std::size_t i = 0; i < state.layers.size(); ++i) {
    const auto& schema = state.layers[i].schema;
    text += "  " + msgn("{1}: {0} feature", "{1}: {0} features", state.features[i], schema.layer);
    if (!schema.geometry_column.empty())
      text += fmt::format(", {}, {}", schema.geometry_type, io::name_of(schema.crs));
    text += "\n";
  }
  return text;
}

std::string json_of(const BaseState& state) {
  auto json = transaction_json(state.transaction);
  json["editions"] = editions_json(state.editions);
  json["content"] = Json::array();
  for (std::size_t i = 0; i < state.layers.size(); ++i) {
    const auto& layer = state.layers[i];
    Json one{{"layer", layer.schema.layer}, {"features", state.features[i]}, {"key", layer.key}};
    if (!layer.schema.geometry_column.empty()) {
      one["geometry"] = layer.schema.geometry_type;
      one["crs"] = io::name_of(layer.schema.crs);
    }
    for (const auto& column : layer.schema.columns) one["columns"].push_back(column.name);
    json["content"].push_back(std::move(one));
  }
  return dumped(json);
}

std::string text_of(const CheckoutResult& result, const std::string& file) {
  std::string text = msg("transaction @{}, written to {}", result.transaction.number, file) + "\n";
  for (const auto& layer : result.layers)
    text +=
        "  " + msgn("{1}: {0} feature", "{1}: {0} features", layer.features, layer.layer) + "\n";
  return text;
}

std::string json_of(const CheckoutResult& result, const std::string& file) {
  Json json{{"file", file}, {"transaction", transaction_json(result.transaction)}};
  json["layers"] = Json::array();
  for (const auto& layer : result.layers)
    json["layers"].push_back({{"layer", layer.layer}, {"features", layer.features}});
  return dumped(json);
}

std::string text_of(const refbase::Transaction& transaction) { return full_text(transaction, ""); }

std::string json_of(const refbase::Transaction& transaction) {
  return dumped(transaction_json(transaction));
}

std::string text_of(const std::vector<Finding>& findings) {
  if (findings.empty()) return msg("the base is whole") + "\n";
  std::string text;
  for (const auto& finding : findings) text += finding.message + "\n";
  return text;
}

std::string json_of(const std::vector<Finding>& findings) {
  Json json{{"findings", Json::array()}};
  for (const auto& finding : findings)
    json["findings"].push_back({{"code", finding.code},
                                {"layer", finding.layer},
                                {"feature", finding.feature},
                                {"message", finding.message}});
  return dumped(json);
}

}  // namespace bdf::jobs
