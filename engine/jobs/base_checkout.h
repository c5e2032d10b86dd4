// SPDX-License-Identifier: MIT
// What a producer takes out of a reference base.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "geometry/zone.h"
#include "io/sync_tables.h"
#include "refbase/layers.h"
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
/// the same from one checkout to another, the stamp (bdf_sync) that tells a sync its ancestor, and
/// an empty layer `signalement` (io/signalements.h) in the first layer's reference system.
/// The same base, transaction and --now give the same bytes. Throws UsageError for an edition,
/// territory, layer or column that the base does not have.
[[nodiscard]] CheckoutResult check_out(const BaseCheckoutJob& job);

/// What is written of a base, as it is at one time.
struct BasePart {
  std::vector<refbase::BaseLayer> layers;  ///< in the columns that are wanted
  bool only_named = false;                 ///< nothing but what `also` names
  std::vector<geometry::Zone> zones;       ///< what meets one of them; none: everything
  io::HeldIds also;                        ///< and these, wherever they lie
  /// And what lies in one of these boxes, if it began after that transaction.
  std::map<std::string, std::vector<Box>> near;
  std::int64_t near_since = 0;
};

/// The layers that the extraction names, without territories where it names none, in the columns
/// that it names; what a layer does not have is left out.
[[nodiscard]] std::vector<refbase::BaseLayer> layers_in(
    const std::vector<refbase::BaseLayer>& layers, const Extraction& extraction);

/// Adds the layers of a part to a GeoPackage, with no stamp, from a session that is reading. Where
/// `written` is not null, it gets the ids of what was written.
std::vector<CheckedOutLayer> write_part(refbase::SqlSession& session,
                                        const refbase::Transaction& at, const BasePart& part,
                                        io::Database& file, io::HeldIds* written);

}  // namespace bdf::jobs
