// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "io/changeset_layout.h"
#include "io/geometry_blob.h"

namespace bdf::io {

namespace {

void append_number(std::string& bytes, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(number >> shift & 0xff);
}

void append_bytes(std::string& bytes, char kind, std::string_view content) {
  bytes += kind;
  append_number(bytes, content.size());
  bytes += content;
}

void append_value(std::string& bytes, const ValueView& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    append_bytes(bytes, 't', *text);
  } else if (const auto* blob = std::get_if<BlobView>(&value)) {
    append_bytes(bytes, 'b', blob->bytes);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    bytes += 'i';
    append_number(bytes, static_cast<std::uint64_t>(*integer));
  } else if (const auto* real = std::get_if<double>(&value)) {
    append_bytes(bytes, 'r', to_text(*real));
  } else {
    bytes += 'n';
  }
}

std::string declaration_of(const StoredLayer& layer) {
  const auto& target = layer.target;
  std::string bytes;
  for (const auto& text : {target.layer, target.primary_key, target.geometry_column,
                           target.geometry_type, target.crs.organization})
    append_bytes(bytes, 't', text);
  for (const int number : {target.z, target.m, target.crs.code})
    append_value(bytes, std::int64_t{number});
  append_number(bytes, layer.key.size());
  for (const auto& name : layer.key) append_bytes(bytes, 't', name);
  append_number(bytes, target.columns.size());
  for (const auto& column : target.columns) {
    append_bytes(bytes, 't', column.name);
    append_bytes(bytes, 't', column.declared);
  }
  return bytes;
}

std::string row_bytes(const Statement& row) {
  std::string bytes;
  const int last = row.column_count() - 1;
  for (int i = 0; i < last; ++i) append_value(bytes, row.column(i));
  append_value(bytes, unwrapped_geometry(row.column(last)));
  return bytes;
}

std::string layer_digest(Database& database, const StoredLayer& layer) {
  std::vector<std::pair<std::string, std::string>> rows;
  auto select = select_changes(database, layer.stored);
  while (select.step()) rows.emplace_back(select.text(1), sha256(row_bytes(select)));
  std::sort(rows.begin(), rows.end());
  auto bytes = declaration_of(layer);
  for (const auto& row : rows) bytes += row.second;
  return sha256(bytes);
}

/// Their rows are told apart by all that they say.
std::string signalements_digest(Database& database, const Schema& schema) {
  std::vector<std::string> rows;
  auto select = select_sent_signalements(database, schema);
  while (select.step()) rows.push_back(sha256(row_bytes(select)));
  std::sort(rows.begin(), rows.end());
  std::string bytes;
  append_bytes(bytes, 't', schema.layer);
  append_bytes(bytes, 't', schema.crs.organization);
  append_value(bytes, std::int64_t{schema.crs.code});
  for (const auto& row : rows) bytes += row;
  return sha256(bytes);
}

}  // namespace

std::string content_digest(Database& database) {
  std::vector<std::pair<std::string, std::string>> layers;
  for (const auto& layer : read_stored_layers(database))
    layers.emplace_back(layer.target.layer, layer_digest(database, layer));
  if (const auto schema = sent_signalements_schema(database))
    layers.emplace_back(sent_signalements, signalements_digest(database, *schema));
  std::sort(layers.begin(), layers.end());
  std::string bytes;
  for (const auto& layer : layers) bytes += layer.second;
  return sha256(bytes);
}

}  // namespace bdf::io
