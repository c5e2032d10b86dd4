// SPDX-License-Identifier: MIT
// The territories: which coordinate system each uses, where it lies, and by which operations older
// systems are brought to its own. Read from schemas/NAME/territories.yaml.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/geometry.h"

namespace bdf::rules {

/// How coordinates of another system are brought to the territory's, where PROJ's own choice is not
/// what the territory's authority declares.
struct DeclaredOperation {
  std::string from;      ///< "EPSG:4559"
  std::string pipeline;  ///< a PROJ pipeline from x,y of `from` to x,y of the territory's system
  double accuracy = 0;   ///< metres
  std::string source;    ///< who says so
};

struct Territory {
  std::string code;  ///< "FXX", "GLP" …
  std::string name;
  std::vector<std::string> zones;  ///< départements and collectivities: "038", "2A", "971"
  std::string crs;                 ///< "EPSG:2154": projected, in metres
  std::string short_name;          ///< of that system in the names of IGN's deliveries: "LAMB93"
  Box domain{};                    ///< where its features may lie, in that system
  Box degrees{};                   ///< the same, longitude and latitude
  std::vector<DeclaredOperation> operations;
};

/// Throws InputError with file, line and column.
[[nodiscard]] std::vector<Territory> load_territories(const std::string& schema);

/// By code or by zone: "FXX", "038", "38", "D038", "2A". nullptr where none is called so.
[[nodiscard]] const Territory* find_territory(const std::vector<Territory>& territories,
                                              std::string_view name);

/// The code or zone that such a name stands for, as the territory itself spells it: "038" for
/// "D038". "" where none is called so.
[[nodiscard]] std::string spelling_of(const std::vector<Territory>& territories,
                                      std::string_view name);

}  // namespace bdf::rules
