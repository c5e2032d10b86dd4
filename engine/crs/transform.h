// SPDX-License-Identifier: MIT
// Coordinates from one reference system to another, by PROJ.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/geometry.h"

namespace bdf::crs {

/// Which coordinates are to become which, and by what.
struct Operation {
  std::string
      from;  ///< "EPSG:4326", WKT or a PROJ string; of a compound system the horizontal part
  std::string to;
  /// A PROJ pipeline from x, y of `from` to x, y of `to`. "" leaves the choice to PROJ's database:
  /// the first operation that PROJ lists for `area` all of whose grids are installed.
  std::string pipeline;
  std::string name;         ///< of the pipeline, for people; "" for itself
  double accuracy = -1;     ///< of the pipeline, in metres; negative where not known
  std::optional<Box> area;  ///< longitude and latitude in degrees: where the coordinates lie
  bool allow_ballpark = false;
};

enum class Direction { forward, backward };

/// What is being done, for people and reports.
struct Description {
  std::string name;  ///< PROJ's name of the operation, or what was declared
  double accuracy =
      -1;  ///< metres, as the EPSG registry or the declaration states; negative: unknown
  bool ballpark = false;  ///< the difference between the datums is left out
};

/// One operation, ready for use. x is the easting or the longitude, y the northing or the latitude,
/// in the units of their systems (degrees for geographic ones), whatever the official order of
/// axes. Heights play no part: a two-dimensional operation is chosen, and Z stays as it is.
///
/// There and back again is the same to less than 0.1 mm in a projected system's area of use.
/// Results are the same on every machine with the same PROJ, database and grids: PROJ's network is
/// never used. May be moved to another thread, but not used by two at once. Creating one costs some
/// milliseconds.
class Transform {
 public:
  /// Throws InputError where a system is unknown, where no operation is known or only a ballpark
  /// one that is not allowed, where a pipeline is malformed, needs a grid that is not installed, or
  /// does not lead back.
  explicit Transform(const Operation& operation);
  Transform(Transform&&) noexcept;
  Transform& operator=(Transform&&) noexcept;
  ~Transform();

  /// Replaces x,y,x,y… in place. Where x or y is NaN, both stay. Throws InputError, which names the
  /// point, where one cannot be transformed; then nothing has been replaced.
  void apply(std::span<double> xy, Direction direction = Direction::forward);

  /// The box around a box after the forward operation, by 21 points on each edge (PROJ's
  /// proj_trans_bounds). Throws InputError where it has none.
  [[nodiscard]] Box around(const Box& box);

  [[nodiscard]] const Description& description() const;

 private:
  class Projection;
  std::unique_ptr<Projection> projection_;
};

/// The bytes of the geometry, of any type and byte order, with other x and y and all else the same.
/// Malformed bytes come back as they are. Of arcs the control points are transformed. Throws as
/// Transform::apply.
[[nodiscard]] std::string transformed(std::string_view wkb, Transform& transform,
                                      Direction direction = Direction::forward);

}  // namespace bdf::crs
