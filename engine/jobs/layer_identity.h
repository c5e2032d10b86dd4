// SPDX-License-Identifier: MIT
// Which rows of a layer's three versions are the same object: by key or uid, as an earlier sync
// left it open, and by where they lie.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "match/geometric.h"
#include "match/identity.h"
#include "merge/context.h"
#include "model/cluster.h"
#include "model/finding.h"
#include "model/row_index.h"

namespace bdf::jobs {

struct IdentityJob {
  std::string producer;
  std::string layer;
  const merge::Memory* memory = nullptr;
  match::GeometricOptions geometric;  ///< in units of the CRS
  int threads = 1;
  match::ReadRows read;
};

struct LayerIdentity {
  ThreeWay<match::Identity> identity;
  Clusters clusters;
  /// By the link that all rows of a cluster share: how geometry has linked them, for the ledger.
  std::map<Hash128, std::string> matched;
  std::vector<Finding> findings;
};

/// What the features of an open conflict about identity or re-cutting are linked by.
[[nodiscard]] Hash128 link_of(const Conflict& conflict);

/// Identifies and clusters the rows.
///
/// Where several rows of a side share a key and some of them lie too far from every other side's
/// (match/implausible.h) while others do not, the far ones are copies: they lose that link.
///
/// What a side then lacks is looked for among that side's rows that no other row is linked to:
/// local against ancestor, ancestor against reference, local against reference. Nothing is read
/// where there is nothing to look for. A link never joins two clusters that both have rows of the
/// third side. Doubtful links are findings (match_doubtful, one a local row, at most a thousand),
/// and used for nothing.
[[nodiscard]] LayerIdentity identify_layer(const ThreeWay<RowIndex>& index, const IdentityJob& job);

}  // namespace bdf::jobs
