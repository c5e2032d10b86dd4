// SPDX-License-Identifier: MIT
#include "jobs/laws.h"

#include <set>

#include "base/error.h"
#include "base/message.h"

namespace bdf::jobs {

namespace {

void require(bool holds, const LayerRun& run, std::string_view what) {
  if (!holds)
    throw LawError(
        msg("layer “{}”: the account of this run does not add up ({}). Nothing was "
            "written; please report this with the inputs",
            run.name, what));
}

std::size_t unchanged_count(const LayerRun& run) {
  std::size_t count = 0;
  for (const auto& unchanged : run.unchanged) count += static_cast<std::size_t>(unchanged.count);
  return count;
}

void check_conservation(const LayerRun& run) {
  const auto unchanged = unchanged_count(run);
  for (const auto side : all_sides) {
    const bool exists = run.schemas[side] != nullptr;
    auto count = exists ? unchanged + run.restored.fids.size() : 0;
    for (const auto& entry : run.result.ledger) count += entry.ids[side].size();
    require(count == run.row_counts[side], run, name_of(side));
  }
}

void check_sources(const LayerRun& run) {
  std::set<std::int64_t> fids;
  for (const auto& entry : run.result.ledger)
    for (const auto fid : entry.out_fids) require(fids.insert(fid).second, run, "out_fids");
}

/// What merged holds is what local held, less what was deleted, plus what was inserted.
void check_balance(const LayerRun& run) {
  std::size_t expected = run.row_counts.local;
  for (const auto& change : run.result.update.changes) {
    if (change.op == Op::remove) --expected;
    if (change.op != Op::remove && change.op != Op::update) ++expected;
  }
  std::size_t held = unchanged_count(run) + run.restored.fids.size();
  for (const auto& entry : run.result.ledger) held += entry.out_fids.size();
  require(held == expected, run, "merged");
}

}  // namespace

void check_laws(const std::vector<std::unique_ptr<LayerRun>>& layers) {
  for (const auto& run : layers) {
    check_conservation(*run);
    check_sources(*run);
    check_balance(*run);
  }
}

}  // namespace bdf::jobs
