// SPDX-License-Identifier: MIT
// An area against which many geometries are held.
#pragma once

#include <memory>

#include "model/geometry.h"

namespace bdf::geometry {

/// A polygon, or several, and the land around it. For one thread.
class Zone {
 public:
  /// Everything that is at most `margin` (units of the CRS) from the area, made valid first. Throws
  /// LawError where GEOS refuses it.
  Zone(const Geometry& area, double margin);
  ~Zone();
  Zone(Zone&&) noexcept;
  Zone& operator=(Zone&&) noexcept;

  [[nodiscard]] const Box& box() const { return box_; }
  /// Whether they have a point in common, boundaries included.
  [[nodiscard]] bool meets(const Geometry& geometry) const;
  /// The part of a geometry that lies in it: of an area's area, a line's length, of points their
  /// number; 0 to 1.
  [[nodiscard]] double share_of(const Geometry& geometry) const;

 private:
  struct Prepared;
  Box box_;
  std::unique_ptr<Prepared> prepared_;
};

}  // namespace bdf::geometry
