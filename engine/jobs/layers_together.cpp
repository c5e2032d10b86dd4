// SPDX-License-Identifier: MIT
#include "jobs/layers_together.h"

#include <iterator>

#include "topology/attach.h"

namespace bdf::jobs {

namespace {

std::vector<topology::MergedLayer> merged_layers(SyncOutputs& outputs) {
  std::vector<topology::MergedLayer> layers;
  for (const auto& run : outputs.layers)
    layers.push_back({run->name, &run->rules, &run->clusters, &run->result, run->tolerance,
                      run->crs.crs.organization + ":" + std::to_string(run->crs.crs.code)});
  return layers;
}

}  // namespace

void keep_together(SyncOutputs& outputs) {
  auto layers = merged_layers(outputs);
  auto findings = topology::reattach(layers);
  std::move(findings.begin(), findings.end(), std::back_inserter(outputs.findings));
}

}  // namespace bdf::jobs
