// SPDX-License-Identifier: MIT
// The first thing to open in a package: what it is, what it holds, what one may do with it.
#pragma once

#include <string>
#include <vector>

#include "package/facts.h"
#include "package/map_sketch.h"

namespace bdf::package {

/// Where the rest of the package lies, seen from the page; "" for what it does not have.
struct PaperLinks {
  std::string data;  ///< the folder, or the file, of the data
  std::string dictionary;
  std::string dictionary_csv;
  std::string metadata;  ///< ISO 19115
  std::string quality;   ///< quality.json
  std::string manifest;
};

/// One page in French and English, with nothing to load and nothing to run, of some 300 kB for the
/// map and as much more as the layers need, whatever the data.
[[nodiscard]] std::string cover_page(const PackageFacts& facts, const std::vector<MapLayer>& map,
                                     const PaperLinks& links);

}  // namespace bdf::package
