// SPDX-License-Identifier: MIT
#include "jobs/layers_together.h"

#include <iterator>

#include "jobs/merged_layer.h"
#include "jobs/network_findings.h"
#include "topology/attach.h"
#include "topology/relink.h"

namespace bdf::jobs {

void keep_together(SyncOutputs& outputs) {
  std::vector<topology::MergedLayer> layers;
  for (const auto& run : outputs.layers) layers.push_back(merged_layer(*run));
  for (const auto step : {topology::reattach, topology::relink}) {
    auto findings = step(layers);
    std::move(findings.begin(), findings.end(), std::back_inserter(outputs.findings));
  }
  for (std::size_t i = 0; i < layers.size(); ++i) {
    auto& run = *outputs.layers[i];
    if (!run.rules.network) continue;
    auto findings = network_findings(run, layers[i]);
    std::move(findings.begin(), findings.end(), std::back_inserter(run.findings));
  }
}

}  // namespace bdf::jobs
