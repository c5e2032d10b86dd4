// SPDX-License-Identifier: MIT
// What has become of the places on a path that was drawn anew. Private to this room.
#pragma once

#include <optional>
#include <vector>

#include "geometry/path_alignment.h"

namespace bdf::geometry {

/// Where a vertex goes.
struct Target {
  double x, y;
  double z;        ///< NaN where none is known there
  double rise;     ///< of the ground under it; 0 where that is not known
  bool on_vertex;  ///< it stood exactly on a vertex, and is to stand exactly on one
  bool at_end;     ///< that one was an end of a line
  bool has_its_z;  ///< it had the altitude of the vertex, and is to have it
};

/// One path as it was, against the paths that are there now.
class Course {
 public:
  /// `after` is not empty; the one that has most in common is this path as it is now, `joined` to
  /// others that were beside it, or by itself.
  Course(const Path& before, const std::vector<Path>& after, bool joined, double tolerance);

  /// Where what stood at that place goes; nullopt where the place is not on the path, or where the
  /// path still passes there as it did.
  [[nodiscard]] std::optional<Target> target_of(const Vertex& vertex) const;

  /// Whether the path was cut into several.
  [[nodiscard]] bool is_cut() const { return !others_.empty(); }

 private:
  struct Place {
    double position;
    double away;
  };
  [[nodiscard]] std::optional<Target> nudged(const Vertex& vertex) const;
  [[nodiscard]] std::optional<Place> place_in(const Hunk& hunk, const Vertex& vertex) const;
  struct Arrival {
    Vertex at;
    bool on_vertex;
    bool at_end;
  };
  [[nodiscard]] Arrival nearest(const Hunk& hunk, const Vertex& as_was) const;
  [[nodiscard]] Arrival moved_to(const Hunk& hunk, double position) const;
  void choose(const std::vector<Path>& after);
  void align_rings();

  Path before_;
  Path after_;
  std::vector<Path> others_;  ///< what else is there now
  bool joined_;
  double tolerance_;
  bool ring_ = false;
  std::vector<Hunk> hunks_;
  std::vector<Anchor> nudged_;  ///< vertices that were moved within the tolerance
};

}  // namespace bdf::geometry
