// SPDX-License-Identifier: MIT
// The versions of a layer's objects: what is valid now, what was valid when, and how one gives way
// to another.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/feature_table.h"
#include "refbase/layers.h"
#include "refbase/sql_session.h"

namespace bdf::refbase {

/// An object that is valid now.
struct LiveObject {
  std::string id;  ///< its key's canonical text (io/key.h)
  std::int64_t fid = 0;
  std::int64_t since = 0;
  std::string print;
};

/// All of a layer, or those of some ids, in no order.
[[nodiscard]] std::vector<LiveObject> live_objects(SqlSession& session, const BaseLayer& layer);
[[nodiscard]] std::vector<LiveObject> live_objects(SqlSession& session, const BaseLayer& layer,
                                                   std::span<const std::string> ids);
/// Those ids alone that objects have now: members of a server's base may ask for no more.
[[nodiscard]] std::set<std::string> live_ids(SqlSession& session, const BaseLayer& layer,
                                             std::span<const std::string> ids);
/// Those whose boxes meet this one, and maybe others.
[[nodiscard]] std::vector<LiveObject> live_objects(SqlSession& session, const BaseLayer& layer,
                                                   const Box& box);

/// The fids that objects which are no more had, by id, of those among `ids`.
[[nodiscard]] std::unordered_map<std::string, std::int64_t> former_fids(
    SqlSession& session, const BaseLayer& layer, std::span<const std::string> ids);

/// What a transaction does to a layer. Ids and fids are unique among `ended`, and among `begun`.
struct LayerDelta {
  std::vector<LiveObject> ended;  ///< versions that are valid no longer
  std::vector<LiveObject> begun;  ///< those that are from now on; their rows: `rows`
  /// Shows the features of `begun`, in any order: fid, the values of the layer's columns in stored
  /// form, and the geometry where the layer has one.
  ShowRows rows;
};

/// Throws StoreError: the layer's tables do not agree, since something else than transactions has
/// changed them.
[[noreturn]] void fail_damaged(const SqlSession& session, const BaseLayer& layer);

/// Enters it, set by set: what ends goes into the past, what begins is added. Within the caller's
/// transaction, of that number. Throws StoreError where a version that ends is not there.
void enter(SqlSession& session, const BaseLayer& layer, const LayerDelta& delta,
           std::int64_t transaction, std::string_view time);

/// Gives columns, that no version held before, the values that a newer form of the layer has for
/// what is valid now, without making versions: fid, then one value a column.
void fill_columns(SqlSession& session, const BaseLayer& layer, std::span<const std::size_t> columns,
                  const ShowRows& rows);
/// Replaces the prints of what is valid now: id, print.
void replace_prints(SqlSession& session, const BaseLayer& layer, const ShowRows& rows);

/// Which features of a layer are wanted.
struct Selection {
  std::optional<Box> box;                   ///< those whose boxes meet it, and maybe others
  std::optional<std::int64_t> begun_after;  ///< only those whose version began after it
  std::optional<std::int64_t> ended_until;  ///< or only those whose version has ended until it
};

/// What a query for features of a layer selects: fid, the values of its columns, and the geometry
/// where it has one. Without a table's name before them.
[[nodiscard]] std::string feature_columns(SqlSession& session, const BaseLayer& layer);

/// Shows the features that were valid after a transaction, in the columns of `layer`, which are
/// those of that time: fid, values, and the geometry where the layer has one; in order of fid.
void show_features(SqlSession& session, const BaseLayer& layer, std::int64_t transaction,
                   const Selection& selection, const ShowRow& show);
/// Those of some objects.
void show_features(SqlSession& session, const BaseLayer& layer, std::int64_t transaction,
                   std::span<const std::string> ids, const ShowRow& show);

/// A table of the layer's columns without rows, and a row that was shown for it: fid, values, and
/// the geometry where the layer has one.
[[nodiscard]] FeatureTable empty_table(const BaseLayer& layer);
void append_row(FeatureTable& table, Row row);

/// The features that are valid now, of those fids, in order of fid.
[[nodiscard]] FeatureTable live_features(SqlSession& session, const BaseLayer& layer,
                                         std::span<const std::int64_t> fids);

}  // namespace bdf::refbase
