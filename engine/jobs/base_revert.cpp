// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "io/sql.h"
#include "jobs/base_history.h"
#include "refbase/base.h"
#include "refbase/history.h"

namespace bdf::jobs {

namespace {

using refbase::BaseLayer;

/// The transactions that have changed since what `undone` did to a layer.
void note_later(refbase::SqlSession& session, const BaseLayer& layer, std::int64_t undone,
                std::set<std::int64_t>& later) {
  const auto past = io::sql_name(refbase::past_table(layer));
  const auto note = [&](refbase::Row row) { later.insert(std::get<std::int64_t>(row[0])); };
  // What it began has been ended since.
  session.read("SELECT DISTINCT bdf_to FROM " + past + " WHERE bdf_from = $1", {undone}, note);
  // What it ended, and did not begin anew, has begun again since.
  const auto again = " WHERE {} > $1 AND {} IN (SELECT bdf_id FROM " + past + " WHERE bdf_to = $1)";
  session.read(fmt::format(fmt::runtime("SELECT DISTINCT since FROM {}" + again),
                           io::sql_name(refbase::live_table(layer)), "since", "id"),
               {undone}, note);
  session.read(fmt::format(fmt::runtime("SELECT DISTINCT bdf_from FROM {}" + again), past,
                           "bdf_from", "bdf_id"),
               {undone}, note);
}

/// What it began ends, and what it ended begins again.
refbase::LayerCount revert_layer(refbase::SqlSession& session, BaseLayer& layer,
                                 std::int64_t undone, const refbase::Transaction& transaction) {
  refbase::LayerDelta delta;
  std::set<std::string> begun;
  for (auto& object : refbase::live_objects(session, layer))
    if (object.since == undone) {
      begun.insert(object.id);
      delta.ended.push_back(std::move(object));
    }
  refbase::Selection ended;
  ended.ended_until = undone;
  auto before = refbase::features_of(session, layer, undone - 1, ended);
  const auto ids = refbase::ids_of(layer, before);
  const auto printed = refbase::printed_columns(layer);
  refbase::LayerCount count;
  count.layer = layer.schema.layer;
  for (std::size_t i = 0; i < before.size(); ++i) {
    std::vector<ValueView> values;
    for (const auto& column : before.columns) values.push_back(column[i]);
    delta.begun.push_back(
        {ids[i], before.fids[i], 0,
         refbase::text_of(refbase::print_of(printed, values, before.geometries[i]))});
    ++(begun.contains(ids[i]) ? count.changed : count.added);
  }
  count.removed = std::ssize(delta.ended) - count.changed;
  delta.rows = [&](const refbase::ShowRow& show) {
    const bool has_geometry = !layer.schema.geometry_column.empty();
    std::vector<ValueView> row;
    for (std::size_t i = 0; i < before.size(); ++i) {
      row.assign({before.fids[i]});
      for (const auto& column : before.columns) row.push_back(column[i]);
      if (has_geometry) row.push_back(before.geometries[i]);
      show(row);
    }
  };
  if (!delta.ended.empty() || !delta.begun.empty())
    refbase::enter(session, layer, delta, transaction.number, transaction.time);
  return count;
}

std::string list_of(const std::set<std::int64_t>& numbers) {
  std::string list;
  for (auto number = numbers.rbegin(); number != numbers.rend(); ++number)
    list += (list.empty() ? "" : ", ") + std::to_string(*number);
  return list;
}

}  // namespace

refbase::Transaction revert_in_base(const BaseRevertJob& job) {
  const auto session = refbase::open_base(job.base);
  refbase::Transaction transaction;
  transaction.kind = "revert";
  transaction.organisation = job.organisation;
  transaction.time = time_of_run(job.now);
  refbase::SqlTransaction all(*session, refbase::Access::write);
  const auto undone = refbase::transaction_named(*session, job.transaction);
  if (undone.parent == 0)
    throw UsageError(msg("transaction {} made the base: it cannot be undone", undone.number));
  refbase::number_next(*session, transaction);
  transaction.theme = undone.theme;
  transaction.theme_version = undone.theme_version;
  transaction.theme_digest = undone.theme_digest;
  transaction.message =
      job.message.empty() ? msg("undoes transaction {}", undone.number) : job.message;
  auto layers = refbase::layers_at(*session, transaction.parent);
  std::set<std::int64_t> later;
  for (const auto& layer : layers) note_later(*session, layer, undone.number, later);
  if (!later.empty())
    throw InputError(
        msg("transaction {} cannot be undone: objects that it changed have changed since, "
            "by transactions {}; undo these first",
            undone.number, list_of(later)));
  for (auto& layer : layers) {
    auto count = revert_layer(*session, layer, undone.number, transaction);
    if (!count.empty()) transaction.layers.push_back(std::move(count));
  }
  refbase::record(*session, transaction);
  all.commit(refbase::was_recorded(transaction));
  return transaction;
}

}  // namespace bdf::jobs
