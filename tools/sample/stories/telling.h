// SPDX-License-Identifier: MIT
// The words in which stories are told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "stories/families.h"

namespace bdf::sample {

/// The feature as it is, whole.
[[nodiscard]] Version whole(const Feature& feature);

/// A story about features that are there on all three sides, so far without a change.
[[nodiscard]] Story about(const Scene& scene, const std::vector<std::uint32_t>& features);

/// Lets all sides agree on a value.
void know(Story& story, std::string_view attribute, const Value& value);
/// Whether no story may be about the attribute.
[[nodiscard]] bool is_frozen(const Scene& scene, std::string_view attribute);
/// Sets an attribute on one side, as a change.
void change(Version& version, std::string_view attribute, Value value);
/// Sets the geometry on one side, as a change.
void reshape(Version& version, Shape shape);
/// Notes in the reference's version that its producer has touched it: `date_modification`, which is
/// no evidence of anything.
void touch(Version& version, Random& random);

/// An attribute that people edit, and values for it.
struct Editable {
  std::string_view attribute;
  std::vector<Value> values;
};

/// Attributes of the layer that the given party answers for; empty where there is none.
[[nodiscard]] std::vector<Editable> editable(const Scene& scene, rules::Authority owner);

/// Three different values of one of the attributes: before, and two that it may become.
struct Values {
  std::string_view attribute;
  Value before, one, other;
};
[[nodiscard]] Values pick_values(const std::vector<Editable>& from, Random& random);

/// Whether the feature is one line, or one polygon without holes: what can be edited vertex by
/// vertex. And whether nothing else shares its vertices but at the ends of lines.
[[nodiscard]] bool is_plain(const Feature& feature);
[[nodiscard]] bool is_alone(const Scene& scene, std::uint32_t feature);

/// Whether the area holds another of the layer's features that the area of old did not.
[[nodiscard]] bool swallows(const Scene& scene, std::uint32_t feature, const Path& ring);

/// Whether a line or ring of at least so many vertices can be drawn anew without its neighbours.
[[nodiscard]] bool can_be_redrawn(const Scene& scene, std::uint32_t feature, std::size_t vertices);
/// Its shape with another path, where that is sound and crosses nothing; nullopt elsewhere.
[[nodiscard]] std::optional<Shape> with_path(const Scene& scene, std::uint32_t feature, Path path);

/// Fills in, for features 1:1:1, what must come of the story: attribute by attribute by the theme's
/// authority, and the geometry likewise unless `composed` says that both changes fit together.
void settle(const Scene& scene, Story& story, const std::vector<Shape>& composed = {});

}  // namespace bdf::sample
