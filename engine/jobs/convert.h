// SPDX-License-Identifier: MIT
// Contributions in the forms of other systems, and theirs as changesets.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/source.h"
#include "io/wfs_transaction.h"
#include "jobs/sayable_part.h"

namespace bdf::jobs {

/// io/changeset.h, io/ign_transaction.h, io/wfs_transaction.h, io/geoplateforme_csv.h.
enum class ExchangeFormat { changeset, ign_json, wfs_t, geoplateforme };
/// "changeset", "ign-json", "wfs-t", "geoplateforme".
[[nodiscard]] std::string_view name_of(ExchangeFormat format);
[[nodiscard]] std::optional<ExchangeFormat> exchange_format_named(std::string_view name);

struct ConvertJob {
  std::filesystem::path input;
  std::filesystem::path out;
  std::string as;       ///< a format's name; "": by the ending of `out`
  std::string against;  ///< FILE: what a transaction is for; "" for a changeset, which says it all
  std::filesystem::path tables{};  ///< how the API numbers the layers; "" for none
  io::FeatureSpace space{};        ///< of the types in WFS
  /// Whose classes and keys the layers of `against` have; "": generic, and of a changeset the one
  /// that it names, if that is known here.
  std::string theme{};
  std::vector<std::string> key{};  ///< the columns of the key, where the theme does not know them
  std::string producer{};
  io::SourceOptions source{};
  bool overwrite = false;
  std::string now{};
  std::filesystem::path left_out{};  ///< a changeset of what the form cannot say; "" for none
};

struct Converted {
  ExchangeFormat from = ExchangeFormat::changeset;
  ExchangeFormat to = ExchangeFormat::changeset;
  std::size_t inserted = 0;
  std::size_t updated = 0;
  std::size_t deleted = 0;
  std::vector<LeftOut> left_out;  ///< changes and signalements that the form cannot say
};

/// What the input is, is seen by its content. Whole or not at all; a folder must be new. The same
/// input gives the same bytes. The headers above say what each form loses; what it cannot say at
/// all is left out, with what depends on that (jobs/sayable_part.h), and `left_out` is a
/// contribution of it, from the same state of the same base, that others may take. Somebody may
/// have signed the whole: that is nothing said of its parts.
///
/// Throws UsageError for a form that is not known, for a transaction without `against` and for one
/// form twice, InputError for what cannot be read or held against that file, and where nothing of
/// it can be said.
Converted convert(const ConvertJob& job);

}  // namespace bdf::jobs
