// SPDX-License-Identifier: MIT
// One byte string for all ways to write the same geometry.
#pragma once

#include <string>
#include <string_view>

namespace bdf::geometry {

/// Equal for geometries that are alike at tolerance 0, different otherwise, as long as both or
/// neither carry Z at each vertex: rings start and turn one way (least rotation: Shiloach 1981),
/// parts and holes are sorted, a single part is no multi, -0.0 is 0.0, a NaN is one NaN, and Z that
/// is NaN throughout is no Z. Opaque or malformed WKB: the bytes themselves.
///
/// For digests and ids: it is no WKB. Stable from release to release. n log n.
[[nodiscard]] std::string canonical_bytes(std::string_view wkb);

}  // namespace bdf::geometry
