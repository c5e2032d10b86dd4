// SPDX-License-Identifier: MIT
#include "jobs/lost_keys.h"

#include <algorithm>

#include "match/cluster.h"
#include "match/twins.h"

namespace bdf::jobs {

namespace {

class LostKeys {
 public:
  LostKeys(const ThreeWay<RowIndex>& index, const IdentityJob& job, LayerIdentity& found)
      : index_(index), job_(job), found_(found) {}

  void link() {
    number_rows();
    const auto in_ancestor = twins_in_ancestor();
    for (const auto& [row, twin] : match::twins(index_.local.prints, index_.reference.prints))
      if (may_be(row) && is_complete(twin, in_ancestor[row])) take(row, twin);
  }

 private:
  static constexpr auto none = static_cast<std::uint32_t>(-1);

  void number_rows() {
    clusters_.resize(index_.reference.size());
    for (std::uint32_t i = 0; i < found_.clusters.size(); ++i)
      for (const auto row : found_.clusters.rows(i, Side::reference)) clusters_[row] = i;
  }

  /// By local row.
  [[nodiscard]] std::vector<std::uint32_t> twins_in_ancestor() const {
    std::vector<std::uint32_t> twins(index_.local.size(), none);
    for (const auto& [a, b] : match::twins(index_.local.prints, index_.ancestor.prints))
      twins[a] = b;
    return twins;
  }

  [[nodiscard]] bool may_be(std::uint32_t local) const {
    const auto& identity = found_.identity.local;
    const auto& placeless = identity.without_vertex;
    return index_.local.keys[local].none() && !found_.asked.contains(identity.links[local]) &&
           !job_.parts->by_fid.contains(index_.local.fids[local]) &&
           !std::binary_search(placeless.begin(), placeless.end(), local);
  }

  /// Whether the object has a key, stands once on the other sides and not in local, and is on both
  /// as local has it.
  [[nodiscard]] bool is_complete(std::uint32_t reference, std::uint32_t ancestor) const {
    const auto& identity = found_.identity.reference;
    if (index_.reference.keys[reference].none() || identity.uids.contains(reference) ||
        found_.asked.contains(identity.links[reference]))
      return false;
    const auto cluster = clusters_[reference];
    const auto before = found_.clusters.rows(cluster, Side::ancestor);
    const bool is_before =
        index_.ancestor.size() == 0 || (before.size() == 1 && before[0] == ancestor);
    return is_before && found_.clusters.rows(cluster, Side::local).empty() &&
           found_.clusters.rows(cluster, Side::reference).size() == 1;
  }

  void take(std::uint32_t local, std::uint32_t reference) {
    found_.identity.local.links[local] = found_.identity.reference.links[reference];
    found_.lost_keys.push_back(local);
  }

  const ThreeWay<RowIndex>& index_;
  const IdentityJob& job_;
  LayerIdentity& found_;
  std::vector<std::uint32_t> clusters_;  ///< by reference row
};

}  // namespace

void link_lost_keys(const ThreeWay<RowIndex>& index, const IdentityJob& job, LayerIdentity& found) {
  if (found.identity.local.missing_keys == 0 || job.geometric.distance <= 0) return;
  LostKeys(index, job, found).link();
  found.clusters = match::cluster_by_link(
      found.identity.map([](const match::Identity& identity) { return identity.links; }));
}

}  // namespace bdf::jobs
