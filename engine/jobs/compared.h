// SPDX-License-Identifier: MIT
// The features of a layer as they are compared: in one reference system, altitudes that stand for
// none left out, lines turned to the way in which local digitises them. The features as they were
// read stay beside them.
#pragma once

#include <map>

#include "jobs/common_crs.h"
#include "merge/context.h"
#include "model/feature_table.h"
#include "rules/layer_schema.h"

namespace bdf::jobs {

/// The tables that hold what differs from what was read. FeatureRefs into them stay valid as long
/// as this is neither moved nor changed.
struct ComparedTables {
  /// As `read`, row by row, with other geometries; no row where nothing differs.
  ThreeWay<FeatureTable> altered;
  /// Features that ancestor or reference digitise the other way round, turned: the line reversed,
  /// the attribute of its flow too.
  ThreeWay<FeatureTable> turned;
  /// Local lines that are not the same all along, once for each stretch: the whole line, with the
  /// stretch's values (jobs/stretches.h).
  FeatureTable stretches;
};

/// The feature to compare, for each row of what was read of a side.
[[nodiscard]] FeatureRef compared(const ThreeWay<FeatureTable>& read, const ComparedTables& tables,
                                  Side side, std::size_t row);

/// Brings the geometries of every side that is in another system into the common one.
void reproject(const ThreeWay<FeatureTable>& read, const CommonCrs& crs, int threads,
               ComparedTables& tables);

/// In layers that carry altitudes, reads what the schema says stands for none as NaN, and so those
/// that a feature lacks: an altitude that is new is a change then. A layer that carries none at all
/// stays flat, which is no change.
void leave_out_altitudes(const ThreeWay<FeatureTable>& read, const merge::Layout& layout,
                         const rules::LayerSchema& schema, ComparedTables& tables);

/// Turns ancestor and reference of a cluster of one feature a side where they are digitised the
/// other way round than local: the line, the sense of its flow, and the nodes at its ends.
void turn_to_local(const merge::Layout& layout, const rules::FlowDefinition& flow,
                   std::vector<merge::ClusterFeatures>& clusters, ComparedTables& tables);

/// The feature as it was read: the one of that fid.
[[nodiscard]] FeatureRef as_read(const ThreeWay<FeatureTable>& read, Side side, FeatureRef feature);

/// Whose feature it is.
[[nodiscard]] Side side_of(const ThreeWay<FeatureTable>& read, const ComparedTables& tables,
                           FeatureRef feature);

[[nodiscard]] bool is_turned(const ComparedTables& tables, Side side, FeatureRef feature);

}  // namespace bdf::jobs
