// SPDX-License-Identifier: MIT
#include "jobs/layers_together.h"

#include <iterator>

#include "jobs/network_findings.h"
#include "jobs/unchanged_features.h"
#include "topology/attach.h"
#include "topology/relink.h"

namespace bdf::jobs {

namespace {

std::vector<topology::MergedLayer> merged_layers(SyncOutputs& outputs) {
  std::vector<topology::MergedLayer> layers;
  const auto local = outputs.inputs.local->path;
  for (const auto& run : outputs.layers) {
    layers.push_back({run->name, &run->rules, &run->layout, &run->clusters, &run->result,
                      run->tolerance,
                      run->crs.crs.organization + ":" + std::to_string(run->crs.crs.code),
                      [local, &run = *run](const std::vector<Box>& boxes) {
                        return unchanged_near(local, run, boxes);
                      }});
  }
  return layers;
}

}  // namespace

void keep_together(SyncOutputs& outputs) {
  auto layers = merged_layers(outputs);
  for (const auto step : {topology::reattach, topology::relink}) {
    auto findings = step(layers);
    std::move(findings.begin(), findings.end(), std::back_inserter(outputs.findings));
  }
  for (std::size_t i = 0; i < layers.size(); ++i) {
    auto& run = *outputs.layers[i];
    if (!run.rules.network) continue;
    auto findings = network_findings(outputs.inputs.local->path, run, layers[i]);
    std::move(findings.begin(), findings.end(), std::back_inserter(run.findings));
  }
}

}  // namespace bdf::jobs
