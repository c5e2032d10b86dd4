// SPDX-License-Identifier: MIT
// The families of stories, each with its rate. A story says what both sides did; what must come of
// it follows from who answers for what, which the theme says: see settle().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/theme.h"
#include "stories/neighbours.h"
#include "stories/story.h"
#include "world/random.h"

namespace bdf::sample {

/// What the teller of a story may look at.
struct Scene {
  const Layer& layer;
  const Neighbours& neighbours;
  const rules::LayerRules& rules;
  const std::vector<bool>& taken;          ///< by feature: it has a story already
  const std::vector<std::string>& frozen;  ///< attributes that no story is about
  std::string key_prefix;                  ///< of the layer's cleabs
  std::uint64_t next_number;               ///< free, and all after it
  /// The same for some features in a row, so that what is rarely possible (a great displacement of
  /// a short line) is tried on several and not given up at once.
  std::uint64_t draw;
};

/// Tells a story about a feature that is not taken, and perhaps about neighbours of it that are
/// not; nullopt where the feature does not suit. The story is settled.
using Tell = std::optional<Story> (*)(const Scene& scene, std::uint32_t feature, Random& random);

struct Family {
  std::string_view name;
  double rate;  ///< share of a layer's features, as measured or, where nobody measured, guessed
  Tell tell;
};

/// In the order in which they are told: those that suit few features first.
[[nodiscard]] const std::vector<Family>& families();

// The families by what they are about; families() is all of them.
[[nodiscard]] std::vector<Family> attribute_families();
[[nodiscard]] std::vector<Family> geometry_families();
[[nodiscard]] std::vector<Family> existence_families();
[[nodiscard]] std::vector<Family> recut_families();
[[nodiscard]] std::vector<Family> key_families();

}  // namespace bdf::sample
