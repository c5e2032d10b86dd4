// SPDX-License-Identifier: MIT
#include "geometry/wkb.h"

#include <array>
#include <limits>

#include "geometry/wkb_walk.h"

namespace bdf::geometry {

namespace {

constexpr std::uint32_t last_plain_type = 6;  // MULTIPOLYGON

class Decoder : public WkbVisitor {
 public:
  explicit Decoder(const WkbHeader& header) {
    geometry_.kind = static_cast<GeometryKind>((header.type - 1) % 3);
    geometry_.multi = header.type > 3;
    geometry_.has_z = header.z;
  }

  void begin(const WkbHeader& header, std::size_t count) {
    const bool outermost = depth_++ == 0;
    hollow_ = hollow_ || (count == 0 && !outermost && header.type <= 3);
  }

  void path(const WkbPath& path) {
    if (path.count == 0) {
      hollow_ = hollow_ || geometry_.multi || path.header.type == 3;
      return;
    }
    append_xy(path);
    if (path.header.z) append_z(path);
    geometry_.rings.push_back(static_cast<std::uint32_t>(geometry_.vertex_count()));
  }

  void end(const WkbHeader& header) {
    --depth_;
    const auto paths = static_cast<std::uint32_t>(geometry_.ring_count());
    if (header.type <= 3 && paths > geometry_.parts.back()) geometry_.parts.push_back(paths);
  }

  /// nullopt where a member is empty.
  std::optional<Geometry> result() {
    if (hollow_) return std::nullopt;
    return std::move(geometry_);
  }

 private:
  void append_xy(const WkbPath& path) {
    const std::size_t before = geometry_.xy.size();
    geometry_.xy.resize(before + 2 * path.count);
    double* to = geometry_.xy.data() + before;
    if (path.header.swapped) {
      for (std::size_t i = 0; i < path.count; ++i) {
        to[2 * i] = path.ordinate(i, 0);
        to[2 * i + 1] = path.ordinate(i, 1);
      }
    } else if (path.header.z) {
      for (std::size_t i = 0; i < path.count; ++i) std::memcpy(to + 2 * i, path.bytes + 24 * i, 16);
    } else {
      std::memcpy(to, path.bytes, 16 * path.count);
    }
  }

  void append_z(const WkbPath& path) {
    const std::size_t before = geometry_.z.size();
    geometry_.z.resize(before + path.count);
    for (std::size_t i = 0; i < path.count; ++i) geometry_.z[before + i] = path.ordinate(i, 2);
  }

  Geometry geometry_;
  int depth_ = 0;
  bool hollow_ = false;
};

class Encoder {
 public:
  explicit Encoder(const Geometry& geometry) : geometry_(geometry) {
    bytes_.reserve(9 + geometry.vertex_count() * 24 + geometry.ring_count() * 13);
  }

  std::string run() {
    const std::size_t parts = geometry_.part_count();
    if (geometry_.multi || parts > 1) {
      header(3);
      count(parts);
      for (std::size_t i = 0; i < parts; ++i) part(i);
    } else if (parts == 1) {
      part(0);
    } else {
      nothing();
    }
    return std::move(bytes_);
  }

 private:
  void part(std::size_t part) {
    header(0);
    if (geometry_.kind == GeometryKind::polygon) {
      count(geometry_.parts[part + 1] - geometry_.parts[part]);
    }
    for (std::size_t i = geometry_.parts[part]; i < geometry_.parts[part + 1]; ++i) path(i);
  }

  void nothing() {
    header(0);
    if (geometry_.kind != GeometryKind::point) return count(0);
    for (int i = 0; i < (geometry_.has_z ? 3 : 2); ++i) {
      put(std::numeric_limits<double>::quiet_NaN());
    }
  }

  void path(std::size_t path) {
    const std::size_t first = geometry_.rings[path];
    const std::size_t last = geometry_.rings[path + 1];
    if (geometry_.kind != GeometryKind::point) count(last - first);
    if (!geometry_.has_z) return put(geometry_.xy.data() + 2 * first, 2 * (last - first));
    for (std::size_t i = first; i < last; ++i) {
      put(geometry_.xy.data() + 2 * i, 2);
      put(geometry_.z[i]);
    }
  }

  void header(std::uint32_t multi) {
    bytes_ += '\1';
    put(1 + static_cast<std::uint32_t>(geometry_.kind) + multi + (geometry_.has_z ? 1000U : 0U));
  }

  void count(std::size_t count) { put(static_cast<std::uint32_t>(count)); }

  template <class Number>
  void put(Number number) {
    const auto raw = std::bit_cast<std::array<char, sizeof number>>(number);
    bytes_.append(raw.data(), raw.size());
  }

  void put(const double* numbers, std::size_t count) {
    const std::size_t before = bytes_.size();
    bytes_.resize(before + count * sizeof(double));
    std::memcpy(bytes_.data() + before, numbers, count * sizeof(double));
  }

  const Geometry& geometry_;
  std::string bytes_;
};

struct VertexCounter : WkbVisitor {
  std::size_t count = 0;
  void path(const WkbPath& path) { count += path.count; }
};

}  // namespace

Decoded decode_wkb(std::string_view wkb) {
  const auto header = WkbCursor(wkb).header();
  if (!header) return {std::nullopt, true};
  if (header->m || header->type > last_plain_type) {
    WkbVisitor nobody;
    return {std::nullopt, !walk_wkb(wkb, nobody)};
  }
  Decoder decoder(*header);
  if (!walk_wkb(wkb, decoder)) return {std::nullopt, true};
  return {decoder.result(), false};
}

std::optional<Geometry> geometry_of(const ValueView& value) {
  const auto* wkb = std::get_if<BlobView>(&value);
  return wkb == nullptr ? std::nullopt : decode_wkb(wkb->bytes).geometry;
}

std::string encode_wkb(const Geometry& geometry) { return Encoder(geometry).run(); }

bool is_empty_wkb(std::string_view wkb) {
  VertexCounter counter;
  return walk_wkb(wkb, counter) && counter.count == 0;
}

std::size_t vertex_count_of_wkb(std::string_view wkb) {
  VertexCounter counter;
  return walk_wkb(wkb, counter) ? counter.count : 0;
}

std::string type_name_of_wkb(std::string_view wkb) {
  WkbVisitor nobody;
  return walk_wkb(wkb, nobody) ? full_name(*WkbCursor(wkb).header()) : "";
}

bool wkb_has_z(std::string_view wkb) {
  const auto header = WkbCursor(wkb).header();
  return header && header->z;
}

bool wkb_has_m(std::string_view wkb) {
  const auto header = WkbCursor(wkb).header();
  return header && header->m;
}

}  // namespace bdf::geometry
