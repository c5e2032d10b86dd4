// SPDX-License-Identifier: MIT
// What is worth telling about the data. Never a reason to stop, never thrown.
#pragma once

#include <string>
#include <string_view>

namespace bdf {

enum class Level { information, warning, error };
[[nodiscard]] std::string_view name_of(Level level);

struct Finding {
  Level level = Level::warning;
  std::string code;     ///< stable, for machines: "key_missing", "geometry_invalid" …
  std::string input;    ///< "ancestor", "local", "reference" or "" where it is none of them
  std::string layer;    ///< "" where it concerns the file
  std::string feature;  ///< id, or "fid 12"; "" where it concerns the layer
  std::string message;  ///< for people, already in their language
};

}  // namespace bdf
