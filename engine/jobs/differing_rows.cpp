// SPDX-License-Identifier: MIT
#include "jobs/differing_rows.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "match/cluster.h"

namespace bdf::jobs {

namespace {

using Rows = std::vector<std::uint32_t>;

/// Whether it is one row on each side that has any rows at all, and all of these are alike.
bool is_alike(const ThreeWay<RowIndex>& index, const Clusters& clusters, std::size_t cluster) {
  const Hash128* print = nullptr;
  for (const auto side : all_sides) {
    if (index[side].size() == 0) continue;
    const auto rows = clusters.rows(cluster, side);
    if (rows.size() != 1) return false;
    const auto& own = index[side].prints[rows[0]];
    if (print != nullptr && *print != own) return false;
    print = &own;
  }
  return true;
}

template <class T>
std::vector<T> picked(const std::vector<T>& all, const Rows& rows) {
  std::vector<T> some;
  if (all.empty()) return some;
  some.reserve(rows.size());
  for (const auto row : rows) some.push_back(all[row]);
  return some;
}

RowIndex part_of(const RowIndex& all, const Rows& rows) {
  return {picked(all.fids, rows), picked(all.keys, rows), picked(all.prints, rows),
          picked(all.pair_prints, rows), picked(all.names, rows)};
}

match::Identity part_of(const match::Identity& all, const Rows& rows) {
  match::Identity part;
  part.links = picked(all.links, rows);
  for (const auto& [row, uid] : all.uids) {
    const auto at = std::lower_bound(rows.begin(), rows.end(), row);
    if (at != rows.end() && *at == row)
      part.uids.emplace(static_cast<std::uint32_t>(at - rows.begin()), uid);
  }
  return part;
}

void put_back(match::Identity part, const Rows& rows, match::Identity& all) {
  for (std::size_t i = 0; i < rows.size(); ++i) all.links[rows[i]] = part.links[i];
  for (auto& [row, uid] : part.uids) all.uids.insert_or_assign(rows[row], std::move(uid));
}

}  // namespace

SideRows differing_rows(const ThreeWay<RowIndex>& index, const Clusters& clusters) {
  SideRows differing;
  for (std::size_t cluster = 0; cluster < clusters.size(); ++cluster) {
    if (is_alike(index, clusters, cluster)) continue;
    for (const auto side : all_sides) {
      const auto rows = clusters.rows(cluster, side);
      differing[side].insert(differing[side].end(), rows.begin(), rows.end());
    }
  }
  for (const auto side : all_sides) std::sort(differing[side].begin(), differing[side].end());
  return differing;
}

ThreeWay<RowIndex> part_of(const ThreeWay<RowIndex>& index, const SideRows& rows) {
  return {part_of(index.ancestor, rows.ancestor), part_of(index.local, rows.local),
          part_of(index.reference, rows.reference)};
}

LayerIdentity part_of(const LayerIdentity& whole, const SideRows& rows) {
  LayerIdentity part;
  for (const auto side : all_sides) part.identity[side] = part_of(whole.identity[side], rows[side]);
  part.matched = whole.matched;
  part.asked = whole.asked;
  part.in_question = whole.in_question;
  part.clusters = match::cluster_by_link(
      part.identity.map([](const match::Identity& identity) { return identity.links; }));
  return part;
}

match::ReadRows reading(match::ReadRows read, const SideRows& rows) {
  return [read = std::move(read), &rows](Side side, const Rows& numbers) {
    return read(side, picked(rows[side], numbers));
  };
}

void put_back(LayerIdentity part, const SideRows& rows, LayerIdentity& whole) {
  for (const auto side : all_sides)
    put_back(std::move(part.identity[side]), rows[side], whole.identity[side]);
  whole.matched = std::move(part.matched);
  std::move(part.findings.begin(), part.findings.end(), std::back_inserter(whole.findings));
}

}  // namespace bdf::jobs
