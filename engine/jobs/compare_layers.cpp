// SPDX-License-Identifier: MIT
#include "jobs/compare_layers.h"

#include <memory>

#include "base/parallel.h"
#include "jobs/derive_doubles.h"
#include "jobs/layer_sync.h"

namespace bdf::jobs {

void compare_layers(const std::vector<LayerVersions>& layers, const LayerOptions& options,
                    SyncOutputs& outputs) {
  const auto paths = outputs.inputs.map([](const std::optional<Input>& input) {
    return input ? input->path : std::filesystem::path();
  });
  for (std::size_t i = 0; i < layers.size(); ++i)
    outputs.layers.push_back(std::make_unique<LayerRun>());
  for (const bool derived : {false, true}) {
    std::vector<LayerOptions> own(layers.size(), options);
    for (std::size_t i = 0; derived && i < layers.size(); ++i)
      own[i].doubles_near = places_of_derived(layers[i], *options.memory, outputs);
    parallel_for_each(layers.size(), options.threads, [&](std::size_t i) {
      if (is_derived(layers[i].rules) == derived)
        compare_layer(paths, layers[i], own[i], *outputs.layers[i]);
    });
  }
  std::int64_t before = 0;
  for (const auto& run : outputs.layers) {
    for (auto& cluster : run->clusters) cluster.number += before;
    for (auto& number : run->restored.numbers) number += before;
    before += std::ssize(run->clusters) + std::ssize(run->restored.numbers);
  }
}

}  // namespace bdf::jobs
