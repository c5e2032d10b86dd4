// SPDX-License-Identifier: MIT
#include "io/export_shape.h"

#include <algorithm>
#include <limits>

#include "base/error.h"
#include "base/message.h"
#include "io/key_text.h"

namespace bdf::io {

namespace {

bool is_one_of(const std::string& type, std::initializer_list<const char*> types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool is_faceted(const std::string& type) {
  return is_one_of(type, {"TIN", "POLYHEDRALSURFACE", "TRIANGLE"});
}

/// Whether the form can say it at all.
bool has_word_for(ExportForm form, const std::string& type) {
  if (form == ExportForm::flatgeobuf) return true;
  return !is_faceted(type) && (form == ExportForm::geojson || type != "GEOMETRYCOLLECTION");
}

/// What a Shapefile tells apart.
OGRwkbGeometryType shape_of(const std::string& type) {
  if (type == "POINT") return wkbPoint;
  if (type == "MULTIPOINT") return wkbMultiPoint;
  if (is_one_of(type, {"LINESTRING", "MULTILINESTRING", "CIRCULARSTRING", "COMPOUNDCURVE", "CURVE",
                       "MULTICURVE"}))
    return wkbLineString;
  if (is_one_of(type, {"POLYGON", "MULTIPOLYGON", "CURVEPOLYGON", "SURFACE", "MULTISURFACE"}))
    return wkbPolygon;
  return wkbUnknown;
}

OGRwkbGeometryType common_kind(OGRwkbGeometryType a, OGRwkbGeometryType b, ExportForm form) {
  if (a == b) return a;
  const auto is_point = [](auto kind) { return kind == wkbPoint || kind == wkbMultiPoint; };
  return form == ExportForm::shapefile && is_point(a) && is_point(b) ? wkbMultiPoint : wkbUnknown;
}

OGRwkbGeometryType flat_kind(ExportForm form, const std::string& type) {
  return form == ExportForm::shapefile ? shape_of(type) : OGRFromOGCGeomType(type.c_str());
}

/// Gives heights and measures that are none to vertices that have none.
class FillWithNothing : public OGRDefaultGeometryVisitor {
 public:
  FillWithNothing(bool z, bool m) : z_(z), m_(m) {}

  using OGRDefaultGeometryVisitor::visit;
  void visit(OGRPoint* point) override {
    constexpr auto nothing = std::numeric_limits<double>::quiet_NaN();
    if (point->IsEmpty()) return;
    if (z_) point->setZ(nothing);
    if (m_) point->setM(nothing);
  }

 private:
  bool z_;
  bool m_;
};

}  // namespace

void require_exportable(Database& database, const Schema& layer, const ExportJob& job,
                        const std::vector<GeometryUse>& geometries) {
  const auto name = [&](const GeometryUse& use) {
    return feature_name(database, layer, job.key, use.first);
  };
  for (const auto& use : geometries)
    if (!has_word_for(job.form, use.type))
      throw InputError(
          msg("layer {}, feature {}: it is a {}, which this format does not know: take GPKG or "
              "FLATGEOBUF",
              layer.layer, name(use), use.type));
  if (job.form != ExportForm::shapefile || geometries.empty()) return;
  const auto& first = geometries.front();
  for (const auto& use : geometries)
    if (common_kind(shape_of(first.type), shape_of(use.type), job.form) == wkbUnknown)
      throw InputError(
          msg("layer {}: feature {} is a {}, and feature {} a {}: a Shapefile holds either points "
              "or lines or areas: take GPKG, FLATGEOBUF or GEOJSON",
              layer.layer, name(first), first.type, name(use), use.type));
}

OGRwkbGeometryType kind_of_export(ExportForm form, const Schema& layer,
                                  const std::vector<GeometryUse>& geometries) {
  if (layer.geometry_column.empty()) return wkbNone;
  if (form == ExportForm::geojson) return wkbUnknown;  // it says it of each feature
  if (geometries.empty())
    return OGR_GT_SetModifier(flat_kind(form, layer.geometry_type), layer.z == 1, layer.m == 1);
  auto kind = flat_kind(form, geometries.front().type);
  bool z = false, m = false;
  for (const auto& use : geometries) {
    kind = common_kind(kind, flat_kind(form, use.type), form);
    z = z || use.z;
    m = m || use.m;
  }
  return OGR_GT_SetModifier(kind, z, m);
}

std::unique_ptr<OGRGeometry> adapted(std::unique_ptr<OGRGeometry> geometry, ExportForm form,
                                     OGRwkbGeometryType kind) {
  const auto type = geometry->getGeometryType();
  if (form == ExportForm::shapefile && wkbFlatten(kind) == wkbMultiPoint &&
      wkbFlatten(type) == wkbPoint)
    return std::unique_ptr<OGRGeometry>(OGRGeometryFactory::forceToMultiPoint(geometry.release()));
  if (form != ExportForm::flatgeobuf) return geometry;
  const bool lacks_z = wkbHasZ(kind) && !wkbHasZ(type);
  const bool lacks_m = wkbHasM(kind) && !wkbHasM(type);
  if (!lacks_z && !lacks_m) return geometry;
  if (lacks_z) geometry->set3D(TRUE);
  if (lacks_m) geometry->setMeasured(TRUE);
  FillWithNothing fill(lacks_z, lacks_m);
  geometry->accept(&fill);
  return geometry;
}

}  // namespace bdf::io
