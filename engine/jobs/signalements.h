// SPDX-License-Identifier: MIT
// The producer's own layer of signalements in a sync: it is merged with nothing.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "io/signalements.h"
#include "jobs/inputs.h"
#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// What becomes of the layer. Its changes refer to its rows: it is neither copied nor moved.
struct SignalementRun {
  FeatureTable rows;         ///< as local has them
  LayerChanges changes;      ///< ids that were given, answers that were entered
  Signalements sent;         ///< what waits for an answer, as local has its places
  std::size_t answered = 0;  ///< rows that an answer was entered in
};

struct SignalementRequest {
  std::string producer;
  std::filesystem::path answers;  ///< a file of answers; "": none
};

/// Gives an id to what has none, or has that of a row before it (a copy): a UUIDv5 of producer,
/// place and comment. Enters the answers. What then has a status that waits, or none, is sent;
/// where it has no place or no comment, that is a finding, and it is not.
[[nodiscard]] std::unique_ptr<SignalementRun> run_signalements(const Input& local,
                                                               const Schema& layer,
                                                               const SignalementRequest& request,
                                                               std::vector<Finding>& findings);

/// The same as they are sent: in the system of the first layer that the reference has, by the way
/// that the layers go. Throws InputError where a place cannot be brought there.
[[nodiscard]] Signalements in_reference_system(
    Signalements signalements, const std::vector<std::unique_ptr<LayerRun>>& layers);

}  // namespace bdf::jobs
