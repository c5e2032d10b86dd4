// SPDX-License-Identifier: MIT
// Who a feature is: its key where the key names it alone in its layer, else its bdf_uid.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "model/feature_table.h"
#include "model/row_index.h"
#include "model/three_way.h"

namespace bdf::match {

/// The identities of one side's rows.
struct Identity {
  std::vector<Hash128> links;                 ///< one a row; equal links mean the same object
  std::map<std::uint32_t, std::string> uids;  ///< rows whose key does not identify them
  std::vector<std::uint32_t> without_vertex;  ///< of these, those that no place tells; ascending
  /// Of these, the rows of one key and geometry as others have, with the first of them. Which of
  /// their uids each has hangs on what else the layer's prints are of.
  std::map<std::uint32_t, std::uint32_t> alike;
  std::size_t missing_keys = 0;
  std::size_t duplicate_keys = 0;  ///< rows that share their key with another row of the layer
};

/// The link of a row that is known by its uid.
[[nodiscard]] Hash128 link_of_uid(const std::string& uid);

/// Reads the features of those rows of a side (rows of its RowIndex, ascending). To tell who they
/// are, their geometries and the column bdf_uid are enough.
using ReadRows = std::function<FeatureTable(Side side, const std::vector<std::uint32_t>& rows)>;

struct IdentityOptions {
  std::string producer;
  std::string layer;
  int threads = 1;  ///< reading is done from so many at once
};

/// Identifies the rows of all sides (an absent side has an empty index).
///
/// A row whose key is missing or shared gets the bdf_uid that it carries, or else a UUIDv5 of
/// producer, layer, shared key, geometry and its rank among the layer's rows of that key and
/// geometry: the same in all three files as long as these are the same, in whatever order the rows
/// stand.
///
/// A row whose key is its own but known to no other side keeps the bdf_uid that it carries: it may
/// be a copy whose model is gone.
///
/// Where a key is shared on one side and names one feature on another, somebody cut that feature or
/// copied it. If just one of the sharers is as the other side has it, that one keeps the link and
/// the rest are new; otherwise all of them are linked to it.
[[nodiscard]] ThreeWay<Identity> identify(const ThreeWay<RowIndex>& index,
                                          const IdentityOptions& options, const ReadRows& read);

/// The uid of a row that its key, though its own, does not identify: the one it carries, or one
/// minted as for a row that shares its key.
[[nodiscard]] std::string uid_beside_key(const Hash128& key, FeatureRef feature,
                                         const IdentityOptions& options);

/// The same for one layer alone: what a changeset's bdf_id means.
[[nodiscard]] Identity identify(
    const RowIndex& index, const IdentityOptions& options,
    const std::function<FeatureTable(const std::vector<std::uint32_t>& rows)>& read);

}  // namespace bdf::match
