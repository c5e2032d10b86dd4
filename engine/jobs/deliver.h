// SPDX-License-Identifier: MIT
// Changes as the merge makes them, in the schema's words and local's direction of lines, brought
// into the terms of the file they are made for.
#pragma once

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// Rewrites run.result.update for local's file and run.result.contribution for the reference's:
/// - a feature is the one that was read, and a value before a change what stands in the file;
/// - a value after a change stands in the target's own words and in its column's type;
/// - an inserted feature has its values in the target's columns, whatever these are called, and
///   nothing restricted leaves;
/// - a geometry has the target's reference system, direction, kind and dimensions; where the source
/// carries no Z and
///   the target's version does, the altitudes stay, as geometry/adapt.h with_z_of() says.
void deliver(LayerRun& run, double tolerance);

}  // namespace bdf::jobs
