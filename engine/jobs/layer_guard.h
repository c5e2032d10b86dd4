// SPDX-License-Identifier: MIT
// Layers that are more likely the wrong file than versions of one layer.
#pragma once

#include <functional>
#include <optional>

#include "jobs/layer_sync.h"
#include "match/identity.h"

namespace bdf::jobs {

/// Throws InputError, which says how to go on, where most of local's keys are not of the form that
/// the class's schema asks for, though the reference's are: a layer of another class. The first few
/// hundred rows are looked at.
void require_class(const LayerRun& run, const ThreeWay<RowIndex>& index,
                   const match::ReadRows& read);

/// Where two versions lie, in one reference system; nullopt where that is not known.
struct Extents {
  std::optional<Box> local;
  std::optional<Box> reference;
};

/// Throws InputError where no object of local is one of ancestor's or reference's and the two
/// layers lie apart: files of two territories.
void require_common_ground(const LayerRun& run, const Clusters& clusters,
                           const std::function<Extents()>& extents);

}  // namespace bdf::jobs
