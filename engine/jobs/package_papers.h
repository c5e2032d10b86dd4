// SPDX-License-Identifier: MIT
// What a package says of itself for people and catalogues.
#pragma once

#include <filesystem>

#include "package/facts.h"
#include "package/layout.h"

namespace bdf::jobs {

struct PapersRequest {
  std::filesystem::path geopackage;  ///< the data
  std::filesystem::path folder;      ///< of the package
  package::Layout layout;
  int threads = 0;
};

/// Measures the data, and writes the papers below the folder.
void write_package_papers(const PapersRequest& request, package::PackageFacts& facts);

}  // namespace bdf::jobs
