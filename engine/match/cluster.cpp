// SPDX-License-Identifier: MIT
#include "match/cluster.h"

#include "match/numbering.h"

namespace bdf::match {

namespace {

/// Groups rows by cluster: a counting sort.
void group(const std::vector<std::uint32_t>& cluster_of_row, std::size_t clusters,
           std::vector<std::uint32_t>& begins, std::vector<std::uint32_t>& members) {
  begins.assign(clusters + 1, 0);
  for (const auto cluster : cluster_of_row) ++begins[cluster + 1];
  for (std::size_t i = 1; i <= clusters; ++i) begins[i] += begins[i - 1];
  members.resize(cluster_of_row.size());
  auto next = begins;
  for (std::uint32_t row = 0; row < cluster_of_row.size(); ++row)
    members[next[cluster_of_row[row]]++] = row;
}

}  // namespace

Clusters cluster_by_link(const ThreeWay<std::vector<Hash128>>& links) {
  Numbering numbering(links.ancestor.size() + links.local.size() + links.reference.size());
  ThreeWay<std::vector<std::uint32_t>> cluster_of_row;
  for (const auto side : {Side::local, Side::reference, Side::ancestor}) {
    cluster_of_row[side].reserve(links[side].size());
    for (const auto& link : links[side]) cluster_of_row[side].push_back(numbering.number_of(link));
  }
  Clusters clusters;
  for (const auto side : all_sides)
    group(cluster_of_row[side], numbering.count(), clusters.begins[side], clusters.members[side]);
  return clusters;
}

}  // namespace bdf::match
