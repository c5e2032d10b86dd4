// SPDX-License-Identifier: MIT
// The quality of data in the terms of a theme, measured on the data themselves.
#pragma once

#include <filesystem>
#include <vector>

#include "package/facts.h"
#include "package/measures.h"

namespace bdf::jobs {

struct MeasuredLayer {
  const Schema* schema = nullptr;  ///< in the GeoPackage
  const package::LayerFacts* facts = nullptr;
};

struct MeasureRequest {
  std::filesystem::path geopackage;
  const rules::Theme* theme = nullptr;
  int threads = 0;
};

/// Those of schemas/quality/measures.yaml, by layer (package::measures_of()). Each layer is
/// validated against its schema, and against the others of the file.
[[nodiscard]] std::vector<package::Measure> measure_package(
    const MeasureRequest& request, const std::vector<MeasuredLayer>& layers);

}  // namespace bdf::jobs
