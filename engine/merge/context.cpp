// SPDX-License-Identifier: MIT
#include "merge/context.h"

#include <algorithm>

namespace bdf::merge {

std::string ClusterFeatures::id_of(Side side) const {
  auto sorted = ids[side];
  std::sort(sorted.begin(), sorted.end());
  std::string joined;
  for (const auto& id : sorted) {
    if (!joined.empty()) joined += '/';
    joined += id;
  }
  return joined;
}

std::string ClusterFeatures::name() const {
  for (const auto side : {Side::reference, Side::local, Side::ancestor})
    if (!ids[side].empty()) return *std::min_element(ids[side].begin(), ids[side].end());
  return {};
}

void decide_existence(ClusterResult& result, Outcome outcome, Decision decision) {
  result.entry.outcome = outcome;
  result.entry.decisions.push_back(std::move(decision));
}

void leave_open(ClusterResult& result, Conflict conflict) {
  decide_existence(result, Outcome::conflict,
                   {"object", Divergence::both_differ, "conflict", conflict.provisional});
  result.entry.conflicts.push_back(conflict.id);
  result.conflicts.push_back(std::move(conflict));
}

void close(ClusterResult& result, Conflict conflict, const Resolution& resolution) {
  conflict.resolution = resolution;
  result.resolved.push_back(std::move(conflict));
}

void keep_local(ClusterResult& result, const ClusterFeatures& cluster) {
  for (const auto feature : cluster.features.local) result.entry.out_fids.push_back(feature.fid());
}

Status status_of_existence(const rules::Theme& theme) {
  const bool asks = theme.existence.authority == rules::Authority::reference;
  return asks ? Status::proposed : Status::offered;
}

ValueView value_of(FeatureRef feature, const Attribute& attribute, Side side) {
  const auto& column = attribute.column[side];
  if (!feature || !column) return Null{};
  return feature.value(*column);
}

}  // namespace bdf::merge
