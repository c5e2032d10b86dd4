// SPDX-License-Identifier: MIT
#include "files/shape_blob.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/error.h"

namespace bdf::sample {

namespace {

/// Little-endian, as the machines that we run on.
template <class T>
void append(std::string& bytes, T value) {
  const auto at = bytes.size();
  bytes.resize(at + sizeof value);
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

/// ISO WKB: 1 point, 2 line, 3 polygon, 4 to 6 several; 1000 more with Z.
void append_head(std::string& bytes, ShapeKind kind, bool multi, bool z) {
  append(bytes, std::uint8_t{1});
  append(bytes,
         static_cast<std::uint32_t>(static_cast<int>(kind) + 1 + (multi ? 3 : 0) + (z ? 1000 : 0)));
}

void append_position(std::string& bytes, const Position& at, bool z) {
  append(bytes, at.x);
  append(bytes, at.y);
  if (z) append(bytes, at.z);
}

void append_count(std::string& bytes, std::size_t count) {
  append(bytes, static_cast<std::uint32_t>(count));
}

void append_path(std::string& bytes, const Path& path, bool z) {
  append_count(bytes, path.size());
  for (const auto& position : path) append_position(bytes, position, z);
}

void append_part(std::string& bytes, const Rings& part, const GeometryForm& form) {
  append_head(bytes, form.kind, false, form.z);
  if (form.kind == ShapeKind::point) return append_position(bytes, part.front().front(), form.z);
  if (form.kind == ShapeKind::line) return append_path(bytes, part.front(), form.z);
  append_count(bytes, part.size());
  for (const auto& ring : part) append_path(bytes, ring, form.z);
}

void check_form(const Shape& shape, const GeometryForm& form) {
  if (shape.kind != form.kind) throw LawError("A layer of another kind of shapes was given one.");
  if (shape.parts.empty() || (shape.parts.size() > 1 && !form.multi))
    throw LawError("A layer of simple shapes was given one of no or several parts.");
}

void append_header(std::string& blob, const Shape& shape, int srs_id) {
  const bool envelope = shape.kind != ShapeKind::point;
  blob.assign({'G', 'P', '\0', envelope ? '\x03' : '\x01'});
  append(blob, static_cast<std::int32_t>(srs_id));
  if (!envelope) return;
  const Extent box = extent_of(shape);
  for (const double side : {box.min_x, box.max_x, box.min_y, box.max_y}) append(blob, side);
}

}  // namespace

void Extent::add(const Position& at) { add({at.x, at.y, at.x, at.y, false}); }

void Extent::add(const Extent& other) {
  if (other.empty) return;
  if (empty) *this = other;
  min_x = std::min(min_x, other.min_x);
  min_y = std::min(min_y, other.min_y);
  max_x = std::max(max_x, other.max_x);
  max_y = std::max(max_y, other.max_y);
}

GeometryForm geometry_form(std::string_view type, bool z) {
  const bool multi = type.starts_with("MULTI");
  const auto single = multi ? type.substr(5) : type;
  if (single == "POINT") return {ShapeKind::point, multi, z};
  if (single == "LINESTRING") return {ShapeKind::line, multi, z};
  if (single == "POLYGON") return {ShapeKind::area, multi, z};
  throw LawError("No shape is a " + std::string(type) + ".");
}

Extent extent_of(const Shape& shape) {
  Extent extent;
  for (const auto& part : shape.parts)
    for (const auto& position : part.front()) extent.add(position);
  return extent;
}

void write_blob(const Shape& shape, const GeometryForm& form, int srs_id, std::string& blob) {
  check_form(shape, form);
  append_header(blob, shape, srs_id);
  if (!form.multi) return append_part(blob, shape.parts.front(), form);
  append_head(blob, form.kind, true, form.z);
  append_count(blob, shape.parts.size());
  for (const auto& part : shape.parts) append_part(blob, part, form);
}

}  // namespace bdf::sample
