// SPDX-License-Identifier: MIT
// Which rows of a layer's three versions are the same object: by key or uid, as an earlier sync
// left it open, and by where they lie.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "match/geometric.h"
#include "match/identity.h"
#include "merge/context.h"
#include "model/cluster.h"
#include "model/finding.h"
#include "model/row_index.h"
#include "rules/theme.h"

namespace bdf::jobs {

struct PartLinks {
  std::set<Hash128> keys;
  std::map<std::int64_t, Hash128> by_fid;
};

struct IdentityJob {
  std::string producer;
  std::string layer;
  const merge::Memory* memory = nullptr;
  match::GeometricOptions geometric;  ///< in units of the CRS
  const rules::LayerRules* rules = nullptr;
  ThreeWay<std::size_t> row_counts;  ///< of the whole layer
  /// Of local features, what the parts of objects are linked by that local alone has cut: the
  /// object's key, which all of them have, or by fid, where keys do not tell.
  const PartLinks* parts = nullptr;
  int threads = 1;
  match::ReadRows read;
  match::ReadRows read_identity;  ///< only what tells who they are; from several threads
  match::ReadRows read_in_place;  ///< the same with geometries in the common reference system
  /// Is told which rows will be asked for, of each side and ascending, before they are.
  std::function<void(const ThreeWay<std::vector<std::uint32_t>>& rows)> expect;
};

struct LayerIdentity {
  ThreeWay<match::Identity> identity;
  Clusters clusters;
  /// By the link that all rows of a cluster share: how geometry has linked them, for the ledger.
  std::map<Hash128, std::string> matched;
  /// Local rows that have lost their key (jobs/lost_keys.h), ascending; not among `matched`, nor
  /// their uids among `uids`.
  std::vector<std::uint32_t> lost_keys;
  std::set<Hash128> asked;  ///< links of what open conflicts and unanswered proposals are about
  /// Of these, where the object itself is in question, and no link is to answer it meanwhile.
  std::set<Hash128> in_question;
  /// By fid, the features that are known by a uid: their key does not identify them. One that was
  /// recognised by where it lies goes by the reference's name for it: its key, which merged takes,
  /// or its uid. Where another local feature has that key, and keeps it, it has a uid beside it.
  ThreeWay<std::map<std::int64_t, std::string>> uids;
  /// By local fid, where local's key is one and the reference's is not: the uid it has there. Once
  /// the reference's copies of an object are in merged too, the key alone does not say which one it
  /// is.
  std::map<std::int64_t, std::string> inherited_uids;
  std::vector<Finding> findings;
};

[[nodiscard]] bool has_lost_key(const LayerIdentity& found, std::uint32_t local);

/// What the features of an open conflict about identity or re-cutting are linked by.
[[nodiscard]] Hash128 link_of(const Conflict& conflict);

/// Identifies and clusters the rows.
///
/// Where several rows of a side share a key and some of them lie too far from every other side's
/// (match/implausible.h) while others do not, the far ones are copies: they lose that link.
///
/// What a side then lacks is looked for by geometry (jobs/geometric_links.h).
[[nodiscard]] LayerIdentity identify_layer(const ThreeWay<RowIndex>& index, const IdentityJob& job);

}  // namespace bdf::jobs
