// SPDX-License-Identifier: MIT
// What a producer takes out of a reference base.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "refbase/sql_session.h"
#include "refbase/transaction.h"

namespace bdf::jobs {

/// Which part of a base. Its text, in a stamp, says it again to the next one who asks.
struct Extraction {
  std::vector<std::string> layers;  ///< empty: all
  std::string territory;            ///< the code of one in the base's layer of territories; "": all
  double halo = 0;                  ///< metres beyond it
  std::vector<std::string> columns;  ///< beside the keys; empty: all

  [[nodiscard]] std::string text() const;  ///< JSON; "" where it is everything
};
/// Throws InputError for a text that is none of ours.
[[nodiscard]] Extraction parse_extraction(const std::string& text);

struct BaseCheckoutJob {
  std::string base;
  std::string at;  ///< an edition, a number, an instant; "": the last transaction
  Extraction extraction;
  std::filesystem::path out;  ///< a GeoPackage
  bool overwrite = false;
  std::string now;
};

struct CheckedOutLayer {
  std::string layer;
  std::int64_t features = 0;
};
struct CheckoutResult {
  refbase::Transaction transaction;
  std::vector<CheckedOutLayer> layers;
};

/// Writes what was valid after a transaction: layers with the columns of that time, fids that stay
/// the same from one checkout to another, and the stamp (bdf_sync) that tells a sync its ancestor.
/// The same base, transaction and --now give the same bytes. Throws UsageError for an edition,
/// territory, layer or column that the base does not have.
[[nodiscard]] CheckoutResult check_out(const BaseCheckoutJob& job);

/// The ids of objects, by layer as the base calls it.
using ObjectIds = std::map<std::string, std::set<std::string>>;

/// The same into a new file, with no stamp, from a session that is reading. What `also` names is
/// written wherever it lies. Where `written` is not null, it gets the ids of what was written.
[[nodiscard]] CheckoutResult write_checkout(refbase::SqlSession& session,
                                            const refbase::Transaction& at,
                                            const Extraction& extraction, const ObjectIds& also,
                                            const std::filesystem::path& file,
                                            ObjectIds* written = nullptr);

}  // namespace bdf::jobs
