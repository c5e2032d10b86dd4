// SPDX-License-Identifier: MIT
#include "jobs/layers_together.h"

#include <iterator>
#include <utility>

#include "jobs/contest_search.h"
#include "jobs/coverage_flaws.h"
#include "jobs/derive_doubles.h"
#include "jobs/held_twice.h"
#include "jobs/held_versions.h"
#include "jobs/layer_merge.h"
#include "jobs/merged_layer.h"
#include "jobs/network_flaws.h"
#include "topology/attach.h"
#include "topology/relink.h"

namespace bdf::jobs {

namespace {

/// One or two are enough nearly always. The work of a night must end, and what is still wrong then
/// is told.
constexpr int most_turns = 16;

std::vector<topology::MergedLayer> merged_layers(const LayerOptions& options,
                                                 SyncOutputs& outputs) {
  std::vector<topology::MergedLayer> layers;
  for (const auto& run : outputs.layers) {
    merge_layer(*run, options);
    layers.push_back(merged_layer(*run));
  }
  return layers;
}

/// Links come last: they may lead to what is deleted with its line.
std::vector<Finding> joined(std::vector<topology::MergedLayer>& layers, const LayerOptions& options,
                            SyncOutputs& outputs) {
  auto findings = topology::reattach(layers);
  auto of_doubles = derive_doubles(layers, options, outputs);
  auto of_links = topology::relink(layers);
  for (auto* more : {&of_doubles, &of_links})
    std::move(more->begin(), more->end(), std::back_inserter(findings));
  return findings;
}

/// By layer, what the merge has made worse of its network or its coverage.
std::vector<std::vector<TopologyFlaw>> flaws_of(const std::vector<topology::MergedLayer>& layers,
                                                int threads, SyncOutputs& outputs) {
  std::vector<std::vector<TopologyFlaw>> flaws(layers.size());
  for (std::size_t i = 0; i < layers.size(); ++i) {
    auto& run = *outputs.layers[i];
    if (run.rules.network) flaws[i] = network_flaws(run, layers[i]);
    if (run.rules.coverage) flaws[i] = coverage_flaws(run, layers[i], threads);
  }
  return flaws;
}

}  // namespace

void merge_together(const LayerOptions& options, SyncOutputs& outputs) {
  std::vector<ContestSearch> searches(outputs.layers.size());
  for (int turn = 1;; ++turn) {
    auto layers = merged_layers(options, outputs);
    auto findings = joined(layers, options, outputs);
    const auto flaws = flaws_of(layers, options.threads, outputs);
    bool again = false;
    for (std::size_t i = 0; i < layers.size(); ++i)
      again |= searches[i].next(flaws[i], turn >= most_turns, *outputs.layers[i]);
    if (again) continue;
    for (std::size_t i = 0; i < layers.size(); ++i)
      note_held_versions(options, layers[i], *outputs.layers[i]);
    tell_doubles(layers, options.threads, outputs);
    std::move(findings.begin(), findings.end(), std::back_inserter(outputs.findings));
    for (std::size_t i = 0; i < layers.size(); ++i)
      for (const auto& flaw : flaws[i]) outputs.layers[i]->findings.push_back(flaw.finding);
    return;
  }
}

}  // namespace bdf::jobs
