// SPDX-License-Identifier: MIT
#include "jobs/geometry_findings.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "base/hash.h"
#include "base/message.h"
#include "base/parallel.h"
#include "geometry/validity.h"
#include "geometry/wkb.h"

namespace bdf::jobs {

namespace {

constexpr std::size_t chunk_size = 1024;
constexpr std::size_t most_of_a_layer = 1000;

struct Flaw {
  std::string_view code;
  std::string message;
};

std::optional<Flaw> flaw_of(const ValueView& geometry, const std::string& id) {
  if (is_null(geometry)) return Flaw{"geometry_missing", msg("object {} has no geometry", id)};
  const auto* wkb = std::get_if<BlobView>(&geometry);
  if (wkb != nullptr && geometry::is_empty_wkb(wkb->bytes))
    return Flaw{"geometry_empty", msg("the geometry of object {} is empty", id)};
  const auto decoded =
      wkb == nullptr ? geometry::Decoded{std::nullopt, true} : geometry::decode_wkb(wkb->bytes);
  if (decoded.malformed)
    return Flaw{"geometry_malformed",
                msg("the geometry of object {} cannot be read; it is kept as it is", id)};
  if (!decoded.geometry) return std::nullopt;
  const auto reason = geometry::why_invalid(*decoded.geometry);
  if (!reason) return std::nullopt;
  return Flaw{"geometry_invalid", msg("the geometry of object {} is invalid: {}", id, *reason)};
}

bool has_geometry(const FeatureTable& table) {
  for (std::size_t row = 0; row < table.size(); ++row)
    if (!is_null(table.geometries[row])) return true;
  return false;
}

Hash128 hash_of_bytes(const ValueView& geometry) {
  const auto* wkb = std::get_if<BlobView>(&geometry);
  return wkb == nullptr ? Hash128{} : hash_of(wkb->bytes);
}

/// The hashes of geometries that have been looked at, with nothing wrong; ascending. Most of what
/// differs is the same on two sides of three.
using Sound = std::vector<Hash128>;

void look_at_side(const FeatureTable& table, Side side, const GeometryCheck& check, Sound& sound,
                  std::vector<Finding>& findings) {
  struct Part {
    std::vector<Finding> findings;
    Sound sound;
  };
  std::vector<Part> parts((table.size() + chunk_size - 1) / chunk_size);
  parallel_for_each(parts.size(), check.threads, [&](std::size_t chunk) {
    auto& part = parts[chunk];
    const auto end = std::min(table.size(), (chunk + 1) * chunk_size);
    for (auto row = chunk * chunk_size; row < end; ++row) {
      const auto hash = hash_of_bytes(table.geometries[row]);
      if (std::binary_search(sound.begin(), sound.end(), hash)) continue;
      const auto id = check.id_of(side, row);
      if (auto flaw = flaw_of(table.geometries[row], id))
        part.findings.push_back({Level::warning, std::string(flaw->code),
                                 std::string(name_of(side)), check.layer, id,
                                 std::move(flaw->message)});
      else
        part.sound.push_back(hash);
    }
  });
  for (auto& part : parts) {
    std::move(part.findings.begin(), part.findings.end(), std::back_inserter(findings));
    sound.insert(sound.end(), part.sound.begin(), part.sound.end());
  }
  std::sort(sound.begin(), sound.end());
}

}  // namespace

std::vector<Finding> geometry_findings(const ThreeWay<FeatureTable>& tables,
                                       const GeometryCheck& check) {
  std::vector<Finding> findings;
  if (std::none_of(all_sides.begin(), all_sides.end(),
                   [&](Side side) { return has_geometry(tables[side]); }))
    return findings;
  Sound sound;
  for (const auto side : {Side::local, Side::reference, Side::ancestor})
    look_at_side(tables[side], side, check, sound, findings);
  if (findings.size() <= most_of_a_layer) return findings;
  const auto rest = findings.size() - most_of_a_layer;
  findings.resize(most_of_a_layer);
  findings.push_back({Level::warning, "geometry_findings_left_out", "", check.layer, "",
                      msgn("{} more geometry has something wrong with it",
                           "{} more geometries have something wrong with them", rest)});
  return findings;
}

}  // namespace bdf::jobs
