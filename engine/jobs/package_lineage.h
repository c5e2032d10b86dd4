// SPDX-License-Identifier: MIT
// Which state of a base a package is of: it has some of the layers, and others go on without it.
#pragma once

#include <string>
#include <vector>

#include "package/facts.h"
#include "refbase/transaction.h"

namespace bdf::jobs {

/// A transaction, and the edition that it brought; "" for none.
struct DatedTransaction {
  refbase::Transaction transaction;
  std::string edition;
};

struct PackagedState {
  std::string edition;  ///< its name, or "@12"
  std::string digest;   ///< of the base after the last transaction that counts
  std::string time;     ///< of that one
  std::vector<package::LineageStep> lineage;  ///< until that one, oldest first
};

struct PackageContent {
  std::vector<std::string> layers;  ///< of the base
  std::string theme;                ///< its name
};

/// The state that `content` is of, in a base that has come to the end of `history` (oldest first,
/// not empty). Transactions at the end count only if they have the name of an edition, touch one of
/// the layers, or change the theme; so the same content is of the same state, however long the base
/// has gone on with other layers.
///
/// The edition is the last one that is named and after which none of the layers was touched: an
/// edition is one of the whole base, of what did not change with it, too, and a new version of the
/// theme makes none.
[[nodiscard]] PackagedState state_of(const std::vector<DatedTransaction>& history,
                                     const PackageContent& content);

}  // namespace bdf::jobs
