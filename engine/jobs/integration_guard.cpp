// SPDX-License-Identifier: MIT
#include "jobs/integration_guard.h"

#include <fmt/format.h>

#include <set>

#include "base/error.h"
#include "base/message.h"
#include "io/sql.h"
#include "refbase/layers.h"
#include "refbase/transaction.h"
#include "refbase/versions.h"

namespace bdf::jobs {

namespace {

std::size_t deletions(const LayerChanges& changes) {
  std::size_t count = 0;
  for (const auto& change : changes.changes)
    if (change.op == Op::remove && change.lineage_group.empty()) ++count;
  return count;
}

/// How many objects there are now where the producer works.
std::size_t live_count(refbase::SqlSession& session, const refbase::BaseLayer& layer,
                       const GuardedChanges& guarded) {
  std::set<std::string> ids;
  bool by_place = !guarded.of.empty() && guarded.territories != nullptr &&
                  !layer.schema.geometry_column.empty();
  for (const auto& code : guarded.of) {
    const auto* zone = by_place ? guarded.territories->find(code) : nullptr;
    if (zone == nullptr) continue;
    for (const auto& object : refbase::live_objects(session, layer, zone->box()))
      ids.insert(object.id);
  }
  if (by_place) return ids.size();
  return static_cast<std::size_t>(refbase::integer_in(refbase::value_of(
      session, fmt::format("SELECT count(*) FROM {}", io::sql_name(refbase::live_table(layer))))));
}

}  // namespace

std::vector<std::string> territories_of(const Judge& judge) {
  const auto member = rules::find_organisation(judge.theme->communities, judge.organisation);
  return member ? member->organisation->territories : std::vector<std::string>{};
}

void guard_base(refbase::SqlSession& session, const GuardedChanges& guarded) {
  for (std::size_t i = 0; i < guarded.runs.size(); ++i) {
    const auto& rules = guarded.runs[i]->rules;
    const auto count = deletions((*guarded.changes)[i]);
    if (count <= rules.guard_count) continue;
    const auto layers = refbase::layers_at(session, refbase::head_of(session).number);
    const auto& name = guarded.runs[i]->schemas.reference->layer;
    const auto of = live_count(session, *refbase::find_layer(layers, name), guarded);
    if (merge::implausible({count, of, false}, rules))
      throw InputError(
          msg("layer “{}”: the contribution would delete {} of the {} objects that the base holds "
              "there now. Nothing was changed. If they are really gone, say --confirm-deletions",
              name, count, of));
  }
}

}  // namespace bdf::jobs
