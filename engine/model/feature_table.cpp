// SPDX-License-Identifier: MIT
#include "model/feature_table.h"

#include <bit>
#include <cstring>

namespace bdf {

void ValueColumn::push_bytes(Storage storage, std::string_view bytes) {
  storage_.push_back(storage);
  payload_.push_back(bytes_.size());
  const std::uint64_t length = bytes.size();
  bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
  bytes_.append(bytes);
}

void ValueColumn::push_back(const ValueView& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    push_bytes(Storage::text, *text);
  } else if (const auto* blob = std::get_if<BlobView>(&value)) {
    push_bytes(Storage::blob, blob->bytes);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    storage_.push_back(Storage::integer);
    payload_.push_back(static_cast<std::uint64_t>(*integer));
  } else if (const auto* real = std::get_if<double>(&value)) {
    storage_.push_back(Storage::real);
    payload_.push_back(std::bit_cast<std::uint64_t>(*real));
  } else {
    storage_.push_back(Storage::null);
    payload_.push_back(0);
  }
}

ValueView ValueColumn::operator[](std::size_t row) const {
  const auto payload = payload_[row];
  switch (storage_[row]) {
    case Storage::null:
      return Null{};
    case Storage::integer:
      return static_cast<std::int64_t>(payload);
    case Storage::real:
      return std::bit_cast<double>(payload);
    case Storage::text:
    case Storage::blob:
      break;
  }
  std::uint64_t length = 0;
  std::memcpy(&length, bytes_.data() + payload, sizeof length);
  const std::string_view bytes(bytes_.data() + payload + sizeof length, length);
  if (storage_[row] == Storage::text) return bytes;
  return BlobView{bytes};
}

FeatureTable empty_like(const FeatureTable& model) {
  FeatureTable table;
  table.schema = model.schema;
  table.columns.resize(model.columns.size());
  return table;
}

void append(FeatureTable& table, FeatureRef feature, const ValueView& geometry) {
  table.fids.push_back(feature.fid());
  for (std::size_t column = 0; column < table.columns.size(); ++column)
    table.columns[column].push_back(feature.value(column));
  table.geometries.push_back(geometry);
}

void append(FeatureTable& table, FeatureRef feature) { append(table, feature, feature.geometry()); }

}  // namespace bdf
