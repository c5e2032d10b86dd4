// SPDX-License-Identifier: MIT
// Whether a ring of short segments is sound: fast enough for hundreds of thousands of thin strips.
#pragma once

#include "world/shape.h"

namespace bdf::sample {

/// Whether no two segments meet that do not follow each other, and the ring runs counterclockwise
/// around 20 m2 at least.
[[nodiscard]] bool is_sound_ring(const Path& ring);

/// Whether a segment of the line passes through one of the ring, not counting mere touches.
[[nodiscard]] bool crosses(const Path& ring, const Path& line);

}  // namespace bdf::sample
