// SPDX-License-Identifier: MIT
#include "jobs/layers_together.h"

#include <iterator>
#include <utility>

#include "jobs/layer_merge.h"
#include "jobs/merged_layer.h"
#include "jobs/network_contests.h"
#include "jobs/network_flaws.h"
#include "topology/attach.h"
#include "topology/relink.h"

namespace bdf::jobs {

namespace {

/// What is held back may leave a flaw elsewhere, which the next turn looks at. One does nearly
/// always; the work of a night must end, and what is still wrong then is told.
constexpr int most_turns = 12;

std::vector<topology::MergedLayer> merged_layers(const LayerOptions& options,
                                                 SyncOutputs& outputs) {
  std::vector<topology::MergedLayer> layers;
  for (const auto& run : outputs.layers) {
    merge_layer(*run, options);
    layers.push_back(merged_layer(*run));
  }
  return layers;
}

std::vector<Finding> joined(std::vector<topology::MergedLayer>& layers) {
  auto findings = topology::reattach(layers);
  auto of_links = topology::relink(layers);
  std::move(of_links.begin(), of_links.end(), std::back_inserter(findings));
  return findings;
}

/// What is wrong with the networks, and whether something has been contested because of it.
struct Checked {
  std::vector<std::pair<LayerRun*, Finding>> findings;
  bool contested = false;
};

Checked check_networks(const std::vector<topology::MergedLayer>& layers, int turn,
                       SyncOutputs& outputs) {
  Checked checked;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    auto& run = *outputs.layers[i];
    if (!run.rules.network) continue;
    auto flaws = network_flaws(run, layers[i]);
    checked.contested |= contest(flaws, turn, run);
    for (auto& flaw : flaws) checked.findings.emplace_back(&run, std::move(flaw.finding));
  }
  return checked;
}

}  // namespace

void merge_together(const LayerOptions& options, SyncOutputs& outputs) {
  for (int turn = 1;; ++turn) {
    auto layers = merged_layers(options, outputs);
    auto findings = joined(layers);
    auto checked = check_networks(layers, turn, outputs);
    if (checked.contested && turn < most_turns) continue;
    std::move(findings.begin(), findings.end(), std::back_inserter(outputs.findings));
    for (auto& [run, finding] : checked.findings) run->findings.push_back(std::move(finding));
    return;
  }
}

}  // namespace bdf::jobs
