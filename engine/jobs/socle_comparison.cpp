// SPDX-License-Identifier: MIT
#include "jobs/socle_comparison.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>

#include "base/parallel.h"
#include "geometry/hausdorff.h"
#include "geometry/wkb.h"
#include "io/key.h"
#include "io/row_stream.h"

namespace bdf::jobs {

namespace {

/// What the socle has of a key; the first feature of it counts.
struct Counterpart {
  std::string wkb;
  bool is_linked = false;
};
using Counterparts = std::unordered_map<std::string, Counterpart>;

struct Pair {
  std::string ours, theirs;
};

std::string wkb_of(const ValueView& geometry) {
  const auto* blob = std::get_if<BlobView>(&geometry);
  return blob == nullptr ? std::string() : std::string(blob->bytes);
}

void for_each_feature(const LayerAtHand& side,
                      const std::function<void(const std::optional<std::string>& key,
                                               const ValueView& geometry)>& show) {
  auto database = io::Database::open_input(side.geopackage);
  io::stream_rows(
      database, side.layer->schema, side.layer->key, {},
      [&](const io::StreamedRow& row) { show(io::text_of_key(row.values), row.geometry); });
}

}  // namespace

SocleComparison compare_with_socle(const LayerAtHand& data, const LayerAtHand& socle, int threads) {
  SocleComparison comparison;
  Counterparts counterparts;
  for_each_feature(socle, [&](const auto& key, const ValueView& geometry) {
    ++comparison.socle_features;
    if (key) counterparts.try_emplace(*key, Counterpart{wkb_of(geometry), false});
  });
  std::vector<Pair> apart;
  for_each_feature(data, [&](const auto& key, const ValueView& geometry) {
    ++comparison.features;
    const auto found = key ? counterparts.find(*key) : counterparts.end();
    if (found == counterparts.end() || found->second.is_linked) return;
    found->second.is_linked = true;
    ++comparison.linked;
    auto wkb = wkb_of(geometry);
    if (wkb.empty() || found->second.wkb.empty()) return;
    if (wkb == found->second.wkb)
      comparison.distances.push_back(0);
    else
      apart.push_back({std::move(wkb), std::move(found->second.wkb)});
  });
  std::vector<double> distances(apart.size());
  parallel_for_each(apart.size(), threads, [&](std::size_t i) {
    const auto ours = geometry::decode_wkb(apart[i].ours).geometry;
    const auto theirs = geometry::decode_wkb(apart[i].theirs).geometry;
    distances[i] = ours && theirs ? geometry::hausdorff(*ours, *theirs) : -1;
  });
  for (const double distance : distances)
    if (distance >= 0 && std::isfinite(distance)) comparison.distances.push_back(distance);
  return comparison;
}

std::optional<double> distance_of_share(const SocleComparison& comparison, double share) {
  auto distances = comparison.distances;
  if (distances.empty()) return std::nullopt;
  std::sort(distances.begin(), distances.end());
  const auto count = static_cast<double>(distances.size());
  const auto rank = static_cast<std::size_t>(std::max(1.0, std::ceil(share * count)));
  return distances[std::min(rank, distances.size()) - 1];
}

}  // namespace bdf::jobs
