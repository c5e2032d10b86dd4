// SPDX-License-Identifier: MIT
// GML becomes WKT, whose reader knows what may stand in what, and how deep.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkt.h"
#include "io/gml.h"
#include "model/value.h"

namespace bdf::io {

namespace {

constexpr const char* gml_31_space = "http://www.opengis.net/gml";

bool is_gml(const XmlElement& element) {
  return element.space == gml_space || element.space == gml_31_space;
}

[[noreturn]] void fail(const XmlElement& where, const std::string& why) {
  throw InputError(msg("line {}: <{}>: {}", where.line, where.name, why));
}

/// A geometry's type and what stands behind it in WKT, from the first parenthesis on.
struct Shape {
  std::string type;
  std::string body;
};

bool is_straight(const Shape& shape) {
  return shape.type == "LINESTRING" || shape.type == "POLYGON" || shape.type == "POINT";
}

class GmlReader {
 public:
  explicit GmlReader(const XmlElement& root) : root_(root) { note_srs(root); }

  GmlGeometry run() {
    const auto shape = geometry(root_);
    if (dimension_ == 0) dimension_ = said_dimension_;  // of what is empty
    try {
      return {geometry::wkb_from_wkt(tagged(shape)), srs_name_};
    } catch (const UsageError& error) {
      fail(root_, error.what());
    }
  }

 private:
  [[nodiscard]] std::string tagged(const Shape& shape) const {
    return shape.type + (dimension_ == 3 ? " Z " : " ") + shape.body;
  }

  /// What is said of an element holds for all that is in it.
  void note_srs(const XmlElement& element) {
    const auto name = element.attribute("", "srsName");
    if (!name.empty() && !srs_name_.empty() && name != srs_name_)
      fail(element, msg("its reference system {} is not that of the whole, {}", name, srs_name_));
    if (!name.empty()) srs_name_ = name;
    const auto said = element.attribute("", "srsDimension");
    if (!said.empty()) said_dimension_ = said == "3" ? 3 : said == "2" ? 2 : 0;
    if (said_dimension_ == 0) fail(element, msg("srsDimension must be 2 or 3, not “{}”", said));
  }

  void keep_dimension(const XmlElement& where, std::size_t dimension) {
    if (dimension_ != 0 && dimension_ != dimension)
      fail(where, msg("some positions have Z and some have not"));
    dimension_ = dimension;
  }

  Shape geometry(const XmlElement& element) {
    if (!is_gml(element)) fail(element, msg("this is no geometry of GML"));
    note_srs(element);
    const auto& name = element.name;
    if (name == "Point") return point(element);
    if (name == "LineString") return {"LINESTRING", positions(element)};
    if (name == "Curve") return curve(element);
    if (name == "CompositeCurve") return composite(element);
    if (name == "Polygon") return polygon(element);
    if (name == "Surface") return surface(element);
    if (name == "MultiPoint") return multi(element, "MULTIPOINT", "MULTIPOINT");
    if (name == "MultiCurve" || name == "MultiLineString")
      return multi(element, "MULTILINESTRING", "MULTICURVE");
    if (name == "MultiSurface" || name == "MultiPolygon")
      return multi(element, "MULTIPOLYGON", "MULTISURFACE");
    if (name == "MultiGeometry") return collection(element);
    fail(element, msg("bdf does not read this kind of geometry"));
  }

  // ---- positions

  std::vector<double> numbers(const XmlElement& element) {
    std::vector<double> numbers;
    const auto& text = element.text;
    for (std::size_t at = 0; (at = text.find_first_not_of(" \t\r\n", at)) != std::string::npos;) {
      const auto end = std::min(text.find_first_of(" \t\r\n", at), text.size());
      numbers.push_back(number(element, std::string_view(text).substr(at, end - at)));
      at = end;
    }
    return numbers;
  }

  static double number(const XmlElement& element, std::string_view digits) {
    if (digits.starts_with('+')) digits.remove_prefix(1);
    double value = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc() || stop != end || !std::isfinite(value))
      fail(element, msg("“{}” is no number that a coordinate can have", digits));
    return value;
  }

  std::string vertices(const XmlElement& where, const std::vector<double>& all,
                       std::size_t dimension) {
    if (all.empty() || all.size() % dimension != 0)
      fail(where,
           msg("{} numbers are no whole number of positions with {} each", all.size(), dimension));
    keep_dimension(where, dimension);
    std::string text;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i > 0) text += i % dimension == 0 ? ", " : " ";
      text += to_text(all[i]);
    }
    return text;
  }

  /// One `posList`, or several `pos`.
  std::string positions(const XmlElement& element) {
    std::string text;
    for (const auto& child : element.children) {
      if (!is_gml(child)) fail(child, msg("positions are expected here"));
      note_srs(child);
      if (!text.empty()) text += ", ";
      if (child.name == "posList")
        text += vertices(child, numbers(child), said_dimension_);
      else if (child.name == "pos")
        text += position(child);
      else
        fail(child, msg("positions are expected here"));
    }
    if (text.empty()) fail(element, msg("it has no position"));
    return "(" + text + ")";
  }

  std::string position(const XmlElement& pos) {
    const auto all = numbers(pos);
    if (all.size() != 2 && all.size() != 3) fail(pos, msg("a position has two or three numbers"));
    return vertices(pos, all, all.size());
  }

  // ---- what holds them

  const XmlElement& only_child(const XmlElement& element) {
    if (element.children.size() != 1 || !is_gml(element.children.front()))
      fail(element, msg("one element of GML is expected in it"));
    return element.children.front();
  }

  Shape point(const XmlElement& element) {
    const auto& pos = only_child(element);
    if (pos.name != "pos") fail(pos, msg("positions are expected here"));
    return {"POINT", "(" + position(pos) + ")"};
  }

  Shape joined(const std::vector<Shape>& parts) {
    if (parts.size() == 1) return parts.front();
    Shape whole{"COMPOUNDCURVE", ""};
    for (const auto& part : parts)
      whole.body += (whole.body.empty() ? "(" : ", ") +
                    (part.type == "LINESTRING" ? part.body : tagged(part));
    whole.body += ")";
    return whole;
  }

  Shape curve(const XmlElement& element) {
    std::vector<Shape> parts;
    for (const auto& segments : element.children) {
      if (!is_gml(segments) || segments.name != "segments")
        fail(segments, msg("bdf does not read this kind of geometry"));
      for (const auto& segment : segments.children) parts.push_back(this->segment(segment));
    }
    if (parts.empty()) fail(element, msg("it has no position"));
    return joined(parts);
  }

  Shape segment(const XmlElement& element) {
    if (is_gml(element) && element.name == "LineStringSegment")
      return {"LINESTRING", positions(element)};
    if (is_gml(element) && (element.name == "ArcString" || element.name == "Arc"))
      return {"CIRCULARSTRING", positions(element)};
    fail(element, msg("bdf reads straight segments and arcs by three points only"));
  }

  Shape composite(const XmlElement& element) {
    std::vector<Shape> parts;
    for (const auto& member : element.children) {
      parts.push_back(geometry(only_child(member)));
      if (parts.back().type != "LINESTRING" && parts.back().type != "CIRCULARSTRING")
        fail(member, msg("bdf reads straight segments and arcs by three points only"));
    }
    if (parts.empty()) fail(element, msg("it has no position"));
    return joined(parts);
  }

  Shape ring(const XmlElement& element) {
    note_srs(element);
    if (element.name == "LinearRing") return {"LINESTRING", positions(element)};
    if (element.name == "Ring") return composite(element);
    fail(element, msg("a ring is expected here"));
  }

  Shape polygon(const XmlElement& element) {
    std::string body;
    bool straight = true;
    for (const auto& boundary : element.children) {
      const bool expected = boundary.name == (body.empty() ? "exterior" : "interior");
      if (!is_gml(boundary) || !expected)
        fail(boundary, msg("a polygon has one exterior, then its interiors"));
      const auto one = ring(only_child(boundary));
      straight = straight && is_straight(one);
      body += (body.empty() ? "(" : ", ") + (is_straight(one) ? one.body : tagged(one));
    }
    return {straight ? "POLYGON" : "CURVEPOLYGON", body.empty() ? "EMPTY" : body + ")"};
  }

  Shape surface(const XmlElement& element) {
    const auto& patches = only_child(element);
    const auto& patch = only_child(patches);
    if ((patches.name != "patches" && patches.name != "polygonPatches") ||
        patch.name != "PolygonPatch")
      fail(patch, msg("bdf reads surfaces of one polygon only"));
    return polygon(patch);
  }

  /// The members of a multi, each on its own or several together (`pointMembers` …).
  std::vector<Shape> members(const XmlElement& element) {
    std::vector<Shape> members;
    for (const auto& member : element.children) {
      if (!is_gml(member) || member.name.find("Member") == std::string::npos)
        fail(member, msg("members are expected here"));
      for (const auto& one : member.children) members.push_back(geometry(one));
    }
    return members;
  }

  /// Members that WKT knows without their type stand without it.
  std::string list(const std::vector<Shape>& members, bool with_types) {
    std::string text;
    for (const auto& member : members)
      text += (text.empty() ? "(" : ", ") +
              (with_types || !is_straight(member) ? tagged(member) : member.body);
    return text.empty() ? "EMPTY" : text + ")";
  }

  Shape multi(const XmlElement& element, const char* straight, const char* curved) {
    const auto all = members(element);
    const bool arcs = !std::all_of(all.begin(), all.end(), is_straight);
    for (const auto& member : all)
      if (is_straight(member) && "MULTI" + member.type != straight)
        fail(element, msg("it cannot hold a {}", member.type));
    return {arcs ? curved : straight, list(all, false)};
  }

  Shape collection(const XmlElement& element) {
    return {"GEOMETRYCOLLECTION", list(members(element), true)};
  }

  const XmlElement& root_;
  std::string srs_name_;
  std::size_t said_dimension_ = 2;
  std::size_t dimension_ = 0;  ///< of the positions so far; 0: there was none
};

}  // namespace

GmlGeometry read_gml(const XmlElement& element) { return GmlReader(element).run(); }

}  // namespace bdf::io
