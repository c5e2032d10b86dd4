// SPDX-License-Identifier: MIT
#include "geometry/wkb_walk.h"

namespace bdf::geometry {

namespace {

constexpr std::uint32_t ewkb_z = 0x80000000U;
constexpr std::uint32_t ewkb_m = 0x40000000U;
constexpr std::uint32_t ewkb_srid = 0x20000000U;

}  // namespace

std::optional<WkbHeader> WkbCursor::header() {
  if (bytes_.empty() || static_cast<unsigned char>(bytes_[0]) > 1) return std::nullopt;
  WkbHeader header;
  header.swapped = bytes_[0] == 0;
  bytes_.remove_prefix(1);
  const auto code = number(header.swapped);
  if (!code) return std::nullopt;
  const std::uint32_t iso = *code & ~(ewkb_z | ewkb_m | ewkb_srid);
  if (iso >= 4000) return std::nullopt;
  header.type = iso % 1000;
  header.z = (*code & ewkb_z) != 0 || iso / 1000 == 1 || iso / 1000 == 3;
  header.m = (*code & ewkb_m) != 0 || iso / 1000 >= 2;
  if (info_of(header.type).layout == Layout::none) return std::nullopt;
  if ((*code & ewkb_srid) != 0 && !number(header.swapped)) return std::nullopt;
  return header;
}

std::optional<std::uint32_t> WkbCursor::number(bool swapped) {
  std::uint32_t bits = 0;
  if (bytes_.size() < sizeof bits) return std::nullopt;
  std::memcpy(&bits, bytes_.data(), sizeof bits);
  bytes_.remove_prefix(sizeof bits);
  return swapped ? __builtin_bswap32(bits) : bits;
}

std::optional<WkbPath> WkbCursor::path(const WkbHeader& header, std::size_t count) {
  const std::size_t stride = header.ordinates() * sizeof(double);
  if (count > bytes_.size() / stride) return std::nullopt;
  const WkbPath path{bytes_.data(), count, header};
  bytes_.remove_prefix(count * stride);
  return path;
}

}  // namespace bdf::geometry
