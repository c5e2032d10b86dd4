// SPDX-License-Identifier: MIT
#include "files/shape_reader.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "base/error.h"

namespace bdf::sample {
namespace {

class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}

  template <class T>
  T take() {
    if (bytes_.size() < sizeof(T)) throw InputError("A geometry ends too early.");
    T value;
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  /// Throws where so many things of that size cannot follow.
  std::uint32_t count(std::size_t size) {
    const auto many = take<std::uint32_t>();
    if (bytes_.size() / size < many) throw InputError("A geometry counts more than it holds.");
    return many;
  }

 private:
  std::string_view bytes_;
};

struct Dimensions {
  bool z = false, m = false;
};

Position take_position(Cursor& cursor, Dimensions has) {
  Position at;
  at.x = cursor.take<double>();
  at.y = cursor.take<double>();
  if (has.z) at.z = cursor.take<double>();
  if (has.m) cursor.take<double>();
  return at;
}

Path take_path(Cursor& cursor, Dimensions has) {
  Path path(cursor.count(2 * sizeof(double)));
  for (Position& at : path) at = take_position(cursor, has);
  return path;
}

Rings take_part(Cursor& cursor, std::uint32_t type, Dimensions has) {
  if (type == 1) return {{take_position(cursor, has)}};
  if (type == 2) return {take_path(cursor, has)};
  Rings rings(cursor.count(sizeof(std::uint32_t)));
  for (Path& ring : rings) ring = take_path(cursor, has);
  return rings;
}

void take_geometry(Cursor& cursor, Drawn& into) {
  if (cursor.take<std::uint8_t>() != 1) throw InputError("A geometry is not little-endian.");
  const auto code = cursor.take<std::uint32_t>();
  const std::uint32_t type = code % 1000;
  const std::uint32_t dimensions = code / 1000;
  if (type < 1 || type > 7 || dimensions > 3) throw InputError("A geometry is of no known type.");
  const Dimensions has{dimensions == 1 || dimensions == 3, dimensions >= 2};
  into.z = has.z;
  if (type <= 3) {
    into.shape.kind = static_cast<ShapeKind>(type - 1);
    into.shape.parts.push_back(take_part(cursor, type, has));
    return;
  }
  if (type < 7) into.shape.kind = static_cast<ShapeKind>(type - 4);
  const std::uint32_t parts = cursor.count(5);
  for (std::uint32_t i = 0; i < parts; ++i) take_geometry(cursor, into);
}

}  // namespace

Drawn read_wkb(std::string_view bytes) {
  Cursor cursor(bytes);
  Drawn drawn;
  take_geometry(cursor, drawn);
  return drawn;
}

std::optional<Drawn> read_blob(std::string_view blob) {
  constexpr std::size_t head = 8;
  constexpr std::array<std::size_t, 5> envelopes{0, 32, 48, 48, 64};
  if (blob.size() < head || !blob.starts_with("GP"))
    throw InputError("A geometry is none of a GeoPackage.");
  const auto flags = static_cast<unsigned char>(blob[3]);
  if ((flags & 0x10U) != 0) return std::nullopt;
  const std::size_t envelope = (flags >> 1U) & 7U;
  if (envelope >= envelopes.size() || blob.size() < head + envelopes.at(envelope))
    throw InputError("A geometry has no known envelope.");
  return read_wkb(blob.substr(head + envelopes.at(envelope)));
}

}  // namespace bdf::sample
