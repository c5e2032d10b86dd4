// SPDX-License-Identifier: MIT
#include <ogr_geometry.h>

#include <memory>

#include "base/message.h"
#include "io/gdal_errors.h"
#include "io/gml.h"
#include "model/value.h"

namespace bdf::io {

namespace {

std::unique_ptr<OGRGeometry> geometry_in(std::string_view wkb) {
  const GdalErrors quiet;
  OGRGeometry* geometry = nullptr;
  const auto error =
      OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &geometry, wkb.size(), wkbVariantIso);
  std::unique_ptr<OGRGeometry> owner(geometry);
  return error == OGRERR_NONE ? std::move(owner) : nullptr;
}

bool is_path_or_point(OGRwkbGeometryType type) {
  return type == wkbPoint || type == wkbLineString || type == wkbCircularString ||
         type == wkbCompoundCurve;
}

std::optional<std::string> why_not(const OGRGeometry& geometry) {
  const auto type = wkbFlatten(geometry.getGeometryType());
  if (geometry.IsMeasured()) return msg("GML has no place for M");
  if (type == wkbTIN || type == wkbPolyhedralSurface || type == wkbTriangle)
    return msg("GML as bdf writes it has no {}", OGRToOGCGeomType(type));
  if (is_path_or_point(type) && geometry.IsEmpty())
    return msg("GML has no empty {}", OGRToOGCGeomType(type));
  if (!OGR_GT_IsSubClassOf(type, wkbGeometryCollection)) return std::nullopt;
  for (const auto* part : *geometry.toGeometryCollection())
    if (auto reason = why_not(*part)) return reason;
  return std::nullopt;
}

class GmlWriter {
 public:
  GmlWriter(XmlOutput& xml, GmlForm& form) : xml_(xml), form_(form) {}

  void geometry(const OGRGeometry& shape, bool outermost = false) {
    const auto type = wkbFlatten(shape.getGeometryType());
    begin(element_of(type), shape, outermost);
    if (type == wkbPoint)
      position(*shape.toPoint());
    else if (OGR_GT_IsCurve(type) != 0 && type != wkbLineString)
      segments(*shape.toCurve());
    else if (type == wkbLineString)
      positions(*shape.toLineString());
    else if (OGR_GT_IsSurface(type) != 0)
      rings(*shape.toCurvePolygon());
    else
      members(*shape.toGeometryCollection(), member_of(type));
    xml_.close();
  }

 private:
  static const char* element_of(OGRwkbGeometryType type) {
    switch (type) {
      case wkbPoint:
        return "gml:Point";
      case wkbLineString:
        return "gml:LineString";
      case wkbCircularString:
      case wkbCompoundCurve:
        return "gml:Curve";
      case wkbPolygon:
      case wkbCurvePolygon:
        return "gml:Polygon";
      case wkbMultiPoint:
        return "gml:MultiPoint";
      case wkbMultiLineString:
      case wkbMultiCurve:
        return "gml:MultiCurve";
      case wkbMultiPolygon:
      case wkbMultiSurface:
        return "gml:MultiSurface";
      default:
        return "gml:MultiGeometry";
    }
  }

  static const char* member_of(OGRwkbGeometryType type) {
    switch (type) {
      case wkbMultiPoint:
        return "gml:pointMember";
      case wkbMultiLineString:
      case wkbMultiCurve:
        return "gml:curveMember";
      case wkbMultiPolygon:
      case wkbMultiSurface:
        return "gml:surfaceMember";
      default:
        return "gml:geometryMember";
    }
  }

  void begin(const char* element, const OGRGeometry& shape, bool outermost) {
    xml_.open(element).attribute("gml:id", "g" + std::to_string(form_.next_id++));
    if (!outermost) return;
    xml_.attribute("srsName", form_.srs_name);
    xml_.attribute("srsDimension", shape.Is3D() ? "3" : "2");
  }

  [[nodiscard]] std::string ordinates(double x, double y) const {
    return to_text(form_.swapped ? y : x) + ' ' + to_text(form_.swapped ? x : y);
  }

  void position(const OGRPoint& point) {
    auto text = ordinates(point.getX(), point.getY());
    if (point.Is3D()) text += ' ' + to_text(point.getZ());
    xml_.element("gml:pos", text);
  }

  void positions(const OGRSimpleCurve& line) {
    std::string list;
    for (int i = 0; i < line.getNumPoints(); ++i) {
      list += (i == 0 ? "" : " ") + ordinates(line.getX(i), line.getY(i));
      if (line.Is3D()) list += ' ' + to_text(line.getZ(i));
    }
    xml_.element("gml:posList", list);
  }

  void segment(const OGRSimpleCurve& line) {
    const bool arcs = wkbFlatten(line.getGeometryType()) == wkbCircularString;
    xml_.open(arcs ? "gml:ArcString" : "gml:LineStringSegment");
    positions(line);
    xml_.close();
  }

  void segments(const OGRCurve& curve) {
    xml_.open("gml:segments");
    if (wkbFlatten(curve.getGeometryType()) == wkbCompoundCurve) {
      for (const auto* part : *curve.toCompoundCurve()) segment(*part->toSimpleCurve());
    } else {
      segment(*curve.toSimpleCurve());
    }
    xml_.close();
  }

  void ring(const OGRCurve& curve, bool outer) {
    xml_.open(outer ? "gml:exterior" : "gml:interior");
    if (wkbFlatten(curve.getGeometryType()) == wkbLineString) {
      xml_.open("gml:LinearRing");
      positions(*curve.toSimpleCurve());
    } else {
      xml_.open("gml:Ring").open("gml:curveMember");
      geometry(curve);
      xml_.close();
    }
    xml_.close().close();
  }

  void rings(const OGRCurvePolygon& polygon) {
    bool outer = true;
    for (const auto* curve : polygon) {
      ring(*curve, outer);
      outer = false;
    }
  }

  void members(const OGRGeometryCollection& collection, const char* member) {
    for (const auto* part : collection) {
      xml_.open(member);
      geometry(*part);
      xml_.close();
    }
  }

  XmlOutput& xml_;
  GmlForm& form_;
};

}  // namespace

std::optional<std::string> why_not_gml(std::string_view wkb) {
  const auto geometry = geometry_in(wkb);
  if (!geometry) return msg("it is no geometry");
  return why_not(*geometry);
}

void write_gml(XmlOutput& xml, std::string_view wkb, GmlForm& form) {
  GmlWriter(xml, form).geometry(*geometry_in(wkb), true);
}

}  // namespace bdf::io
