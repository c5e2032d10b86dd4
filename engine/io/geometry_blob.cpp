// SPDX-License-Identifier: MIT
#include "io/geometry_blob.h"

#include <array>
#include <cstdint>

#include "geometry/wkb.h"

namespace bdf::io {

namespace {

constexpr std::size_t head_size = 8;
constexpr unsigned char little_endian = 1, xy_envelope = 1 << 1, empty_geometry = 1 << 4,
                        extended = 1 << 5;

template <class Number>
void append_bytes(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

bool is_point(std::string_view wkb) { return geometry::type_name_of_wkb(wkb).starts_with("POINT"); }

bool begins_as_wkb(std::string_view bytes) {
  return bytes.size() >= 5 && (bytes[0] == 0 || bytes[0] == 1);
}

}  // namespace

std::string geometry_blob(std::string_view wkb, int srs_id) {
  const auto box = geometry::box_of_wkb(wkb);
  const bool envelope = box && !is_point(wkb);
  unsigned char flags = little_endian;
  if (envelope) flags |= xy_envelope;
  if (geometry::is_empty_wkb(wkb)) flags |= empty_geometry;
  std::string blob;
  blob.reserve(head_size + (envelope ? sizeof(double) * 4 : 0) + wkb.size());
  blob += {'G', 'P', '\0', static_cast<char>(flags)};
  append_bytes(blob, static_cast<std::int32_t>(srs_id));
  if (envelope)
    for (const double side : {box->min_x, box->max_x, box->min_y, box->max_y})
      append_bytes(blob, side);
  return blob.append(wkb);
}

std::optional<std::string_view> wkb_of_blob(std::string_view blob) {
  constexpr std::array<std::size_t, 8> envelope_sizes{0, 32, 48, 48, 64, 0, 0, 0};
  constexpr unsigned last_envelope = 4;
  if (blob.size() < head_size || blob[0] != 'G' || blob[1] != 'P' || blob[2] != 0)
    return std::nullopt;
  const auto flags = static_cast<unsigned char>(blob[3]);
  const unsigned envelope = flags >> 1 & 7;
  if ((flags & extended) != 0 || envelope > last_envelope) return std::nullopt;
  const std::size_t begin = head_size + envelope_sizes[envelope];
  if (blob.size() < begin) return std::nullopt;
  return blob.substr(begin);
}

ValueView unwrapped_geometry(const ValueView& stored) {
  if (const auto* blob = std::get_if<BlobView>(&stored))
    if (const auto wkb = wkb_of_blob(blob->bytes)) return BlobView{*wkb};
  return stored;
}

ValueView wrapped_geometry(const ValueView& geometry, int srs_id, std::string& buffer) {
  const auto* blob = std::get_if<BlobView>(&geometry);
  if (!blob || !begins_as_wkb(blob->bytes)) return geometry;
  buffer = geometry_blob(blob->bytes, srs_id);
  return BlobView{buffer};
}

std::optional<Box> box_of_geometry(const ValueView& geometry) {
  const auto* blob = std::get_if<BlobView>(&geometry);
  return blob ? geometry::box_of_wkb(blob->bytes) : std::nullopt;
}

}  // namespace bdf::io
