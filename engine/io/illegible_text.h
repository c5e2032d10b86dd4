// SPDX-License-Identifier: MIT
// Texts of a GeoPackage that are no UTF-8, as its texts are to be: nobody can tell what they say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "io/geopackage.h"

namespace bdf::io {

struct IllegibleTexts {
  std::size_t count = 0;
  std::int64_t fid = 0;  ///< of the first one
  std::string column;    ///< likewise
};

/// scan(), which also looks for such texts among those that it reads.
[[nodiscard]] RowIndex scan(const std::filesystem::path& path, const ScanPlan& plan, int threads,
                            IllegibleTexts& found);

}  // namespace bdf::io
