// SPDX-License-Identifier: MIT
#include "jobs/merged_layer.h"

#include "jobs/unchanged_features.h"

namespace bdf::jobs {

topology::MergedLayer merged_layer(LayerRun& run) {
  return {run.name,
          &run.rules,
          &run.layout,
          &run.clusters,
          &run.result,
          run.tolerance,
          run.crs.crs.organization + ":" + std::to_string(run.crs.crs.code),
          [&run](const std::vector<Box>& boxes) {
            std::vector<Geometry> geometries;
            for (auto& [fid, geometry] : unchanged_near(run, boxes))
              geometries.push_back(std::move(geometry));
            return geometries;
          }};
}

}  // namespace bdf::jobs
