// SPDX-License-Identifier: MIT
#include "io/key_text.h"

#include "io/row_stream.h"

namespace bdf::io {

std::string key_as_stored(std::span<const ValueView> key, std::int64_t fid) {
  if (key.empty()) return "#" + std::to_string(fid);
  std::string text;
  for (std::size_t i = 0; i < key.size(); ++i) text += (i == 0 ? "" : ",") + to_text(key[i]);
  return text;
}

std::string feature_name(Database& database, const Schema& layer,
                         const std::vector<std::string>& key, std::int64_t fid) {
  std::string name;
  stream_rows(database, layer, key, {fid, fid},
              [&](const StreamedRow& row) { name = key_as_stored(row.values, row.fid); });
  return name;
}

}  // namespace bdf::io
