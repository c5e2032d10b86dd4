// SPDX-License-Identifier: MIT
// WKB as text.
#include <charconv>
#include <vector>

#include "base/message.h"
#include "geometry/measure.h"
#include "geometry/wkb.h"
#include "geometry/wkb_walk.h"
#include "geometry/wkt.h"
#include "model/value.h"

namespace bdf::geometry {

namespace {

class WktWriter : public WkbVisitor {
 public:
  void begin(const WkbHeader& header, std::size_t count) {
    separate();
    const std::uint32_t container = open_.empty() ? 0 : open_.back();
    if (info_of(container).plain != header.type) text_ += full_name(header) + ' ';
    open_.push_back(header.type);
    if (!holds_list(header)) return;
    text_ += count == 0 ? "EMPTY" : "(";
    first_ = true;
  }

  void path(const WkbPath& path) {
    if (holds_list(path.header)) separate();
    for (std::size_t i = 0; i < path.count; ++i) {
      text_ += i == 0 ? "(" : ", ";
      vertex(path, i);
    }
    text_ += path.count == 0 ? "EMPTY" : ")";
  }

  void end(const WkbHeader& header) {
    open_.pop_back();
    if (holds_list(header) && !first_) text_ += ')';
    first_ = false;
  }

  std::string result() { return std::move(text_); }

 private:
  static bool holds_list(const WkbHeader& header) {
    const Layout layout = info_of(header.type).layout;
    return layout == Layout::rings || layout == Layout::members;
  }

  void separate() {
    if (!first_) text_ += ", ";
    first_ = false;
  }

  void vertex(const WkbPath& path, std::size_t vertex) {
    for (std::size_t axis = 0; axis < path.header.ordinates(); ++axis) {
      char digits[32];
      const auto end =
          std::to_chars(digits, digits + sizeof digits, path.ordinate(vertex, axis)).ptr;
      if (axis > 0) text_ += ' ';
      text_.append(digits, end);
    }
  }

  std::string text_;
  std::vector<std::uint32_t> open_;
  bool first_ = true;  // nothing stands yet in the innermost list
};

std::string readable(double measure) {
  return fmt::format("{:.{}f}", measure, measure < 10 ? 6 : 1);
}

}  // namespace

std::string to_wkt(std::string_view wkb) {
  WktWriter writer;
  return walk_wkb(wkb, writer) ? writer.result() : to_hex(wkb);
}

std::string describe(std::string_view wkb) {
  const std::string type = type_name_of_wkb(wkb);
  if (type.empty()) {
    return msgn("unreadable geometry of {} byte", "unreadable geometry of {} bytes", wkb.size());
  }
  if (is_empty_wkb(wkb)) return msg("{}, empty", type);
  const std::size_t count = vertex_count_of_wkb(wkb);
  const std::string vertices = msgn("{} vertex", "{} vertices", count);
  const Decoded decoded = decode_wkb(wkb);
  if (!decoded.geometry || decoded.geometry->kind == GeometryKind::point) {
    return fmt::format("{}, {}", type, vertices);
  }
  if (decoded.geometry->kind == GeometryKind::line) {
    return msg("{}, {}, length {}", type, vertices, readable(length_of(*decoded.geometry)));
  }
  return msg("{}, {}, area {}", type, vertices, readable(area_of(*decoded.geometry)));
}

}  // namespace bdf::geometry
