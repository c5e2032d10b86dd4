// SPDX-License-Identifier: MIT
// The past of single objects, and of all that a transaction touched.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/feature_table.h"
#include "refbase/layers.h"
#include "refbase/print.h"
#include "refbase/versions.h"

namespace bdf::refbase {

/// When a version of an object was valid: after `from`, until `to`.
struct Validity {
  std::int64_t from = 0;
  std::optional<std::int64_t> to;  ///< nullopt: it still is
};

/// The versions of an object, oldest first, one row each, in the columns of `layer`.
struct ObjectVersions {
  std::vector<Validity> validity;
  FeatureTable rows;
};
[[nodiscard]] ObjectVersions versions_of(SqlSession& session, const BaseLayer& layer,
                                         const std::string& id);

/// Whether the layer has or had an object of that identifier.
[[nodiscard]] bool was_ever(SqlSession& session, const BaseLayer& layer, const std::string& id);

/// One that goes on under another identifier since a transaction.
struct Successor {
  std::string layer;
  std::int64_t transaction = 0;
  std::string predecessor;
  std::string successor;
};
/// Those in which the identifier takes part, on either side.
[[nodiscard]] std::vector<Successor> successions_of(SqlSession& session, const BaseLayer& layer,
                                                    const std::string& id);

/// Those of a layer after one transaction and until another, in their order.
[[nodiscard]] std::vector<Successor> successions_between(SqlSession& session,
                                                         const BaseLayer& layer, std::int64_t from,
                                                         std::int64_t to);

/// The numbers of the columns that ever had one of these names.
[[nodiscard]] std::set<int> columns_ever_named(SqlSession& session, const BaseLayer& layer,
                                               const std::vector<std::string>& names);

/// The features that a selection shows (versions.h), all at once.
[[nodiscard]] FeatureTable features_of(SqlSession& session, const BaseLayer& layer,
                                       std::int64_t transaction, const Selection& selection);

/// The canonical text of a feature's key: fid and values as a selection shows them.
[[nodiscard]] std::string id_of(const BaseLayer& layer, Row row);
/// The canonical texts of the features' keys, by row.
[[nodiscard]] std::vector<std::string> ids_of(const BaseLayer& layer, const FeatureTable& features);

/// How the values of a layer's columns count in prints.
[[nodiscard]] std::vector<PrintedColumn> printed_columns(const BaseLayer& layer);

/// The print of a feature in these columns, as bases keep it: of a row of fid, values, and the
/// geometry where the layer has one.
[[nodiscard]] std::string print_of_row(std::span<const PrintedColumn> columns, Row row);

}  // namespace bdf::refbase
