// SPDX-License-Identifier: MIT
#include "jobs/package_lineage.h"

#include <algorithm>

#include "model/schema.h"

namespace bdf::jobs {

namespace {

bool touches(const refbase::Transaction& transaction, const PackageContent& content) {
  return std::any_of(
      transaction.layers.begin(), transaction.layers.end(), [&](const refbase::LayerCount& count) {
        return !count.empty() &&
               std::any_of(content.layers.begin(), content.layers.end(),
                           [&](const auto& layer) { return same_name(layer, count.layer); });
      });
}

/// From `last` backwards, the first transaction that is named or counts; else the first of all.
template <class Counts>
std::size_t last_that(const std::vector<DatedTransaction>& history, std::size_t last,
                      const Counts& counts) {
  while (last > 0 && history[last].edition.empty() && !counts(history[last].transaction)) --last;
  return last;
}

package::LineageStep step_of(const DatedTransaction& dated) {
  const auto& one = dated.transaction;
  return {one.number, one.time, one.kind, one.organisation, dated.edition, one.theme_version};
}

}  // namespace

PackagedState state_of(const std::vector<DatedTransaction>& history,
                       const PackageContent& content) {
  const auto last =
      last_that(history, history.size() - 1, [&](const refbase::Transaction& transaction) {
        const bool is_new_theme = transaction.kind == "adopt" && transaction.theme == content.theme;
        return is_new_theme || touches(transaction, content);
      });
  const auto named = last_that(history, last, [&](const refbase::Transaction& transaction) {
    return touches(transaction, content);
  });
  const auto& transaction = history[last].transaction;
  PackagedState state{history[named].edition, transaction.digest, transaction.time, {}};
  if (state.edition.empty()) state.edition = refbase::name_of(transaction);
  for (std::size_t i = 0; i <= last; ++i) state.lineage.push_back(step_of(history[i]));
  return state;
}

}  // namespace bdf::jobs
