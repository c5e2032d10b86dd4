// SPDX-License-Identifier: MIT
// Reaches, and the rivers that they link to, as two layers of BD TOPO.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/plain_layer.h"

namespace bdf::tests {

struct River {
  std::string key, name, line;  ///< WKT
};
struct Reach {
  std::string key, links, names, line;  ///< WKT
};
struct LinkedMap {
  std::vector<River> rivers;
  std::vector<Reach> reaches;
};

/// Layers cours_d_eau and troncon_hydrographique in Lambert-93. Replaces the file.
void write_linked(const std::filesystem::path& path, const LinkedMap& map);

/// "5: COURDEAU…1 | le Lez", by the last digit of the reach's key; sorted.
[[nodiscard]] std::vector<std::string> reaches_in(const std::filesystem::path& path);

/// One of these lines.
[[nodiscard]] std::string reach_line(const char* reach, const std::string& links,
                                     const std::string& names);

}  // namespace bdf::tests
