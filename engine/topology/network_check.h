// SPDX-License-Identifier: MIT
// What is wrong with a network by itself, and what a merge has made worse of it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/three_way.h"
#include "topology/network.h"

namespace bdf::topology {

enum class NetworkFlaw {
  ends_apart,   ///< an end stands within reach of another one, and does not meet it
  end_on_line,  ///< an end stands on a line, between its ends
  sink,         ///< several lines end there, water arrives, and none takes it away
  circuit,      ///< water could go round and round
  island        ///< lines that nothing joins to the largest part of the network
};

struct FlawedPlace {
  NetworkFlaw flaw;
  std::size_t feature;  ///< one of those concerned: the end's, the least one of a circuit or island
  Point place;
  std::size_t others = 0;  ///< a second feature (ends_apart, end_on_line); else how many lines
};

struct NetworkMeasures {
  double tolerance = 0;  ///< on a line: within it
  double reach = 0;      ///< ends that are nearer than this are meant to meet
};

/// A line whose whole course is known: where ends stand on lines is seen there.
struct Course {
  std::size_t feature;
  const Geometry* geometry;
};

/// Flaws in the order of their kind and then of the lines. n log n where lines are spread out.
[[nodiscard]] std::vector<FlawedPlace> flaws_of(std::span<const NetworkLine> lines,
                                                std::span<const Course> courses,
                                                const NetworkMeasures& measures);

enum class NewFlaw {
  dead_end,  ///< an end that met another one on each side that has it meets none
  sink,      ///< water arrives where it was taken away, and is no longer
  circuit,   ///< water could go round and round
  island     ///< what was joined is not
};

struct NewFlawedPlace {
  NewFlaw flaw;
  std::size_t feature;
  Point place;
  std::size_t count = 1;  ///< lines of the circuit or the island
};

/// What is wrong with the merged network and with neither local's nor the reference's. Lines of the
/// three are the same where their features' numbers are; the ancestor's are not looked at, and
/// merged stands in its place. In the order of merged's lines.
[[nodiscard]] std::vector<NewFlawedPlace> new_flaws(const std::vector<NetworkLine>& merged,
                                                    const std::vector<NetworkLine>& local,
                                                    const std::vector<NetworkLine>& reference);

}  // namespace bdf::topology
