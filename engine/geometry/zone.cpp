// SPDX-License-Identifier: MIT
#include "geometry/zone.h"

#include "geometry/geos.h"

namespace bdf::geometry {

namespace {

struct PreparedDelete {
  void operator()(const GEOSPreparedGeometry* prepared) const {
    GEOSPreparedGeom_destroy_r(geos(), prepared);
  }
};

GeosGeometry checked(GEOSGeometry* geometry) {
  if (geometry == nullptr) geos_failed();
  return GeosGeometry(geometry);
}

Box box_in(const GEOSGeometry* geometry) {
  Box box{};
  if (GEOSGeom_getXMin_r(geos(), geometry, &box.min_x) == 0 ||
      GEOSGeom_getYMin_r(geos(), geometry, &box.min_y) == 0 ||
      GEOSGeom_getXMax_r(geos(), geometry, &box.max_x) == 0 ||
      GEOSGeom_getYMax_r(geos(), geometry, &box.max_y) == 0)
    geos_failed();
  return box;
}

/// The area, the length or the number of points.
double size_of(const GEOSGeometry* geometry, GeometryKind kind) {
  double size = 0;
  if (kind == GeometryKind::point) return GEOSGetNumGeometries_r(geos(), geometry);
  const int done = kind == GeometryKind::polygon ? GEOSArea_r(geos(), geometry, &size)
                                                 : GEOSLength_r(geos(), geometry, &size);
  if (done == 0) geos_failed();
  return size;
}

}  // namespace

struct Zone::Prepared {
  GeosGeometry area;
  std::unique_ptr<const GEOSPreparedGeometry, PreparedDelete> prepared;
};

Zone::Zone(const Geometry& area, double margin) : prepared_(std::make_unique<Prepared>()) {
  constexpr int segments_a_quarter = 16;
  prepared_->area = to_geos(area);
  if (!geos_bool(GEOSisValid_r(geos(), prepared_->area.get())))
    prepared_->area = checked(GEOSMakeValid_r(geos(), prepared_->area.get()));
  if (margin > 0)
    prepared_->area =
        checked(GEOSBuffer_r(geos(), prepared_->area.get(), margin, segments_a_quarter));
  prepared_->prepared.reset(GEOSPrepare_r(geos(), prepared_->area.get()));
  if (!prepared_->prepared) geos_failed();
  box_ = box_in(prepared_->area.get());
}

Zone::~Zone() = default;
Zone::Zone(Zone&&) noexcept = default;
Zone& Zone::operator=(Zone&&) noexcept = default;

bool Zone::meets(const Geometry& geometry) const {
  const auto box = box_of(geometry);
  if (!box || !meet(*box, box_)) return false;
  const auto other = to_geos(geometry);
  return geos_bool(GEOSPreparedIntersects_r(geos(), prepared_->prepared.get(), other.get()));
}

double Zone::share_of(const Geometry& geometry) const {
  const auto box = box_of(geometry);
  if (!box || !meet(*box, box_)) return 0;
  const auto other = to_geos(geometry);
  if (geos_bool(GEOSPreparedContains_r(geos(), prepared_->prepared.get(), other.get()))) return 1;
  const double all = size_of(other.get(), geometry.kind);
  if (all <= 0) return meets(geometry) ? 1 : 0;
  const auto common = checked(GEOSIntersection_r(geos(), prepared_->area.get(), other.get()));
  if (GEOSisEmpty_r(geos(), common.get()) == 1) return 0;
  return size_of(common.get(), geometry.kind) / all;
}

}  // namespace bdf::geometry
