// SPDX-License-Identifier: MIT
// How a feature of a layer is called where people read of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/sqlite.h"
#include "model/schema.h"

namespace bdf::io {

/// to_text() of the values, joined by commas; "#fid" where there are none.
[[nodiscard]] std::string key_as_stored(std::span<const ValueView> key, std::int64_t fid);

/// The same of the feature with that fid.
[[nodiscard]] std::string feature_name(Database& database, const Schema& layer,
                                       const std::vector<std::string>& key, std::int64_t fid);

}  // namespace bdf::io
