// SPDX-License-Identifier: MIT
// What a package says of itself for people and catalogues.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jobs/package_data.h"
#include "package/facts.h"
#include "package/layout.h"
#include "rules/theme.h"

namespace bdf::jobs {

struct PapersRequest {
  std::filesystem::path geopackage;  ///< the data
  const std::vector<PackagedData>* data = nullptr;
  const std::vector<package::ManifestFile>* files = nullptr;  ///< of the data, as delivered
  const rules::Theme* theme = nullptr;                        ///< by which the data are validated
  std::filesystem::path folder;  ///< of the package, which has its data
  package::Layout layout;
  int threads = 0;
};

/// Measures the data (ISO 19157), and writes below the folder: ISO 19115, GeoDCAT-AP, the terms in
/// ODRL, the data dictionary, the quality report, the lineage, and the cover page.
void write_package_papers(const PapersRequest& request, package::PackageFacts& facts);

}  // namespace bdf::jobs
