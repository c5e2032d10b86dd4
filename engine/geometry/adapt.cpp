// SPDX-License-Identifier: MIT
#include "geometry/adapt.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace bdf::geometry {

namespace {

constexpr double no_z = std::numeric_limits<double>::quiet_NaN();

/// Looks vertices of a model up by place: sorted by x.
class Altitudes {
 public:
  Altitudes(const Geometry& model, double tolerance) : model_(model), tolerance_(tolerance) {
    for (std::size_t i = 0; i < model.vertex_count(); ++i)
      if (!std::isnan(model.z[i])) order_.push_back(i);
    std::sort(order_.begin(), order_.end(),
              [&](std::size_t a, std::size_t b) { return model.xy[2 * a] < model.xy[2 * b]; });
  }

  /// The Z of the nearest vertex within the tolerance; NaN where there is none.
  [[nodiscard]] double at(double x, double y) const {
    auto at = std::lower_bound(
        order_.begin(), order_.end(), x - tolerance_,
        [&](std::size_t vertex, double least) { return model_.xy[2 * vertex] < least; });
    double nearest = tolerance_;
    double z = no_z;
    for (; at != order_.end() && model_.xy[2 * *at] <= x + tolerance_; ++at) {
      const double distance = std::hypot(model_.xy[2 * *at] - x, model_.xy[2 * *at + 1] - y);
      if (distance > nearest || (distance == nearest && !std::isnan(z))) continue;
      nearest = distance;
      z = model_.z[*at];
    }
    return std::isnan(z) ? between(x, y) : z;
  }

 private:
  /// Of the nearest place within the tolerance between two vertices of the model.
  [[nodiscard]] double between(double x, double y) const {
    double nearest = tolerance_;
    double z = no_z;
    for (std::size_t path = 0; path < model_.ring_count(); ++path)
      for (std::size_t i = model_.rings[path]; i + 1 < model_.rings[path + 1]; ++i) {
        const double dx = model_.xy[2 * i + 2] - model_.xy[2 * i];
        const double dy = model_.xy[2 * i + 3] - model_.xy[2 * i + 1];
        const double square = dx * dx + dy * dy;
        if (square == 0) continue;
        const double along =
            ((x - model_.xy[2 * i]) * dx + (y - model_.xy[2 * i + 1]) * dy) / square;
        if (along < 0 || along > 1) continue;
        const double distance =
            std::hypot(model_.xy[2 * i] + along * dx - x, model_.xy[2 * i + 1] + along * dy - y);
        if (distance > nearest) continue;
        nearest = distance;
        z = model_.z[i] + along * (model_.z[i + 1] - model_.z[i]);
      }
    return z;
  }

  const Geometry& model_;
  double tolerance_;
  std::vector<std::size_t> order_;
};

double length_between(const Geometry& geometry, std::size_t from, std::size_t to) {
  double length = 0;
  for (std::size_t i = from; i < to; ++i)
    length += std::hypot(geometry.xy[2 * i + 2] - geometry.xy[2 * i],
                         geometry.xy[2 * i + 3] - geometry.xy[2 * i + 1]);
  return length;
}

/// Z for the vertices strictly between two that have one.
void interpolate(Geometry& geometry, std::size_t from, std::size_t to) {
  const double whole = length_between(geometry, from, to);
  double walked = 0;
  for (std::size_t i = from + 1; i < to; ++i) {
    walked += length_between(geometry, i - 1, i);
    const double share = whole > 0 ? walked / whole : 0;
    geometry.z[i] = geometry.z[from] + share * (geometry.z[to] - geometry.z[from]);
  }
}

void fill_path(Geometry& geometry, std::size_t first, std::size_t end) {
  std::optional<std::size_t> known;
  for (std::size_t i = first; i < end; ++i) {
    if (std::isnan(geometry.z[i])) continue;
    if (known)
      interpolate(geometry, *known, i);
    else
      std::fill(geometry.z.begin() + static_cast<std::ptrdiff_t>(first),
                geometry.z.begin() + static_cast<std::ptrdiff_t>(i), geometry.z[i]);
    known = i;
  }
  if (known)
    std::fill(geometry.z.begin() + static_cast<std::ptrdiff_t>(*known) + 1,
              geometry.z.begin() + static_cast<std::ptrdiff_t>(end), geometry.z[*known]);
}

/// The model's Z at a share of its length, from 0 to 1.
double altitude_at(const Geometry& model, double share) {
  const std::size_t last = model.vertex_count() - 1;
  double left = share * length_between(model, 0, last);
  for (std::size_t i = 0; i < last; ++i) {
    const double step = length_between(model, i, i + 1);
    if (step > 0 && left <= step) return model.z[i] + left / step * (model.z[i + 1] - model.z[i]);
    left -= step;
  }
  return model.z[last];
}

bool is_one_line(const Geometry& geometry) {
  return geometry.kind == GeometryKind::line && geometry.ring_count() == 1 &&
         geometry.vertex_count() > 1;
}

Geometry with_z_by_share(Geometry geometry, const Geometry& model) {
  const bool known =
      std::none_of(model.z.begin(), model.z.end(), [](double one) { return std::isnan(one); });
  if (!known || !is_one_line(geometry) || !is_one_line(model)) return geometry;
  const double whole = length_between(geometry, 0, geometry.vertex_count() - 1);
  geometry.has_z = true;
  geometry.z.assign(geometry.vertex_count(), model.z.front());
  double walked = 0;
  for (std::size_t i = 1; i < geometry.vertex_count(); ++i) {
    walked += length_between(geometry, i - 1, i);
    geometry.z[i] = altitude_at(model, whole > 0 ? walked / whole : 0);
  }
  return geometry;
}

}  // namespace

Geometry reversed(Geometry geometry) {
  if (geometry.kind != GeometryKind::line) return geometry;
  const std::size_t count = geometry.vertex_count();
  auto turned = geometry;
  for (std::size_t i = 0; i < count; ++i) {
    turned.xy[2 * i] = geometry.xy[2 * (count - 1 - i)];
    turned.xy[2 * i + 1] = geometry.xy[2 * (count - 1 - i) + 1];
    if (!geometry.z.empty()) turned.z[i] = geometry.z[count - 1 - i];
  }
  const std::size_t paths = geometry.ring_count();
  for (std::size_t path = 0; path <= paths; ++path)
    turned.rings[path] = static_cast<std::uint32_t>(count - geometry.rings[paths - path]);
  return turned;
}

Geometry without_z(Geometry geometry) {
  geometry.has_z = false;
  geometry.z.clear();
  return geometry;
}

Geometry with_z_of(Geometry geometry, const Geometry& model, double tolerance) {
  if (!model.has_z) return geometry;
  const Altitudes altitudes(model, tolerance);
  std::vector<double> z(geometry.vertex_count(), no_z);
  for (std::size_t i = 0; i < z.size(); ++i)
    z[i] = altitudes.at(geometry.xy[2 * i], geometry.xy[2 * i + 1]);
  if (std::all_of(z.begin(), z.end(), [](double one) { return std::isnan(one); }))
    return with_z_by_share(std::move(geometry), model);
  geometry.has_z = true;
  geometry.z = std::move(z);
  return with_gaps_filled(std::move(geometry));
}

Geometry with_gaps_filled(Geometry geometry) {
  if (geometry.has_z)
    for (std::size_t path = 0; path < geometry.ring_count(); ++path)
      fill_path(geometry, geometry.rings[path], geometry.rings[path + 1]);
  return geometry;
}

Geometry with_altitude(Geometry geometry, double z) {
  geometry.has_z = true;
  geometry.z.assign(geometry.vertex_count(), z);
  return geometry;
}

Geometry without_altitude(Geometry geometry, double none) {
  for (auto& z : geometry.z)
    if (z == none) z = no_z;
  return geometry;
}

Geometry as_declared(Geometry geometry, std::string_view geometry_type) {
  const bool any = geometry_type == "GEOMETRY" || geometry_type == "GEOMETRYCOLLECTION";
  if (!any) geometry.multi = geometry_type.starts_with("MULTI") || geometry.part_count() > 1;
  return geometry;
}

}  // namespace bdf::geometry
