// SPDX-License-Identifier: MIT
#include <algorithm>
#include <nlohmann/json.hpp>

#include "geometry/wkt.h"
#include "io/ign_transaction.h"
#include "io/json_value.h"
#include "io/sent_change.h"
#include "io/text_output.h"

namespace bdf::io {

namespace {

constexpr const char* client_id = "_client_feature_id";

Json json_of_sent(const SentValue& sent) {
  if (is_truth(sent)) return std::get<std::int64_t>(sent.value) == 1;
  if (std::holds_alternative<BlobView>(sent.value)) return text_of(sent);
  return json_of(sent.value);
}

/// Tables have numbers in the API; a name goes as it is.
Json table_of(const std::string& layer, const TableIds& tables) {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const auto& entry) { return same_name(entry.first, layer); });
  if (found == tables.end()) return layer;
  const auto& id = found->second;
  constexpr std::size_t digits_of_int64 = 18;
  const bool number = id.find_first_not_of("0123456789") == std::string::npos &&
                      id.front() != '0' && id.size() <= digits_of_int64;
  return number ? Json(std::stoll(id)) : Json(id);
}

const char* state_of(Op op) {
  return op == Op::insert ? "Insert" : op == Op::remove ? "Delete" : "Update";
}

void add_fingerprint(Json& data, const Change& change) {
  const auto column = change.feature.table->schema.find(fingerprint_column);
  if (!column) return;
  const auto value = change.feature.value(*column);
  if (!is_null(value)) data[fingerprint_column] = json_of(value);
}

Json data_of(const SentChange& sent, const Schema& target) {
  Json data = Json::object();
  for (const auto& part : sent.key) data[part.column->name] = json_of_sent(part);
  if (sent.op == Op::insert && sent.key.empty()) data[client_id] = json_of(sent.change->id);
  if (sent.op != Op::insert) add_fingerprint(data, *sent.change);
  for (const auto& value : sent.values) data[value.column->name] = json_of_sent(value);
  if (!sent.geometry) return data;
  const auto* wkb = std::get_if<BlobView>(&*sent.geometry);
  data[target.geometry_column] = wkb != nullptr ? Json(geometry::to_wkt(wkb->bytes)) : Json();
  return data;
}

}  // namespace

Sayable sayable_in_ign_transactions() {
  return {"ign-json", false, false, true, fingerprint_column, {}, {}};
}

void write_ign_transaction(const std::filesystem::path& path, const Changeset& changeset,
                           const TableIds& tables) {
  check_sayable(changeset, sayable_in_ign_transactions());
  TextOutput output(path);
  output << R"({"comment":)" << json_of(remark_on(changeset)).dump() << R"(,"actions":[)";
  Separator separator;
  for (const auto& changes : changeset.layers) {
    SentLayer layer(changes, fingerprint_column);
    for (const auto* change : layer.in_order()) {
      const auto sent = layer.sent(*change);
      Json action = Json::object();
      action["table"] = table_of(changes.target.layer, tables);
      action["state"] = state_of(sent.op);
      action["data"] = data_of(sent, changes.target);
      output << separator.next() << action.dump();
    }
  }
  output << "\n]}\n";
  output.close();
}

}  // namespace bdf::io
