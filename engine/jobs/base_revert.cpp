// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>

#include "base/error.h"
#include "base/message.h"
#include "io/sql.h"
#include "jobs/base_history.h"
#include "refbase/base.h"
#include "refbase/contributions.h"
#include "refbase/history.h"

namespace bdf::jobs {

namespace {

using refbase::BaseLayer;

/// What a transaction did to one layer, and how it is undone.
class LayerUndo {
 public:
  LayerUndo(refbase::SqlSession& session, const BaseLayer& layer, std::int64_t undone)
      : session_(session),
        layer_(layer),
        undone_(undone),
        printed_(refbase::printed_columns(layer)),
        touched_(find_touched()) {}

  /// The transactions that have made something else of what it left. What was changed and changed
  /// back is as it was left.
  [[nodiscard]] std::set<std::int64_t> in_the_way() {
    const auto later = changed_later();
    std::vector<std::string> ids;
    for (const auto& [id, numbers] : later) ids.push_back(id);
    if (ids.empty()) return {};
    const auto then = prints_at(undone_, ids);
    const auto now = prints_at(std::numeric_limits<std::int64_t>::max(), ids);
    const auto print = [](const Prints& prints, const std::string& id) {
      const auto found = prints.find(id);
      return found == prints.end() ? std::string() : found->second;
    };
    std::set<std::int64_t> numbers;
    for (const auto& [id, by] : later)
      if (print(then, id) != print(now, id)) numbers.insert(by.begin(), by.end());
    return numbers;
  }

  /// What it touched ends, and what it ended begins again.
  refbase::LayerCount undo(const refbase::Transaction& transaction) {
    refbase::LayerCount count;
    count.layer = layer_.schema.layer;
    if (touched_.empty()) return count;
    refbase::LayerDelta delta;
    delta.ended = refbase::live_objects(session_, layer_, touched_);
    read_rows(delta.ended);
    const auto ids = refbase::ids_of(layer_, before_);
    for (std::size_t i = 0; i < before_.size(); ++i) {
      row_of_.push_back(live_rows_.contains(ids[i]) ? live_rows_[ids[i]] : no_row);
      ++(row_of_.back() != no_row ? count.changed : count.added);
      const auto row = row_after(i);
      delta.begun.push_back({ids[i], before_.fids[i], 0, refbase::print_of_row(printed_, row)});
    }
    count.removed = std::ssize(delta.ended) - count.changed;
    delta.rows = [&](const refbase::ShowRow& show) {
      for (std::size_t i = 0; i < before_.size(); ++i) show(row_after(i));
    };
    if (!delta.ended.empty() || !delta.begun.empty())
      refbase::enter(session_, layer_, delta, transaction.number, transaction.time);
    return count;
  }

 private:
  using Prints = std::unordered_map<std::string, std::string>;
  static constexpr auto no_row = std::numeric_limits<std::size_t>::max();

  /// A query for the ids of what it began or ended: $1.
  [[nodiscard]] std::string touched_query() const {
    return "SELECT bdf_id FROM " + past() + " WHERE bdf_from = $1 OR bdf_to = $1 UNION SELECT id " +
           "FROM " + live() + " WHERE since = $1";
  }
  [[nodiscard]] std::string past() const { return io::sql_name(refbase::past_table(layer_)); }
  [[nodiscard]] std::string live() const { return io::sql_name(refbase::live_table(layer_)); }

  std::vector<std::string> find_touched() {
    std::vector<std::string> ids;
    session_.read(touched_query(), {undone_},
                  [&](refbase::Row row) { ids.push_back(to_text(row[0])); });
    return ids;
  }

  /// Which transactions began or ended versions of these objects since, by id.
  std::map<std::string, std::set<std::int64_t>> changed_later() {
    std::map<std::string, std::set<std::int64_t>> later;
    const auto note = [&](const std::string& id, const std::string& number,
                          const std::string& table) {
      session_.read("SELECT " + id + ", " + number + " FROM " + table + " WHERE " + number +
                        " > $1 AND " + id + " IN (" + touched_query() + ")",
                    {undone_}, [&](refbase::Row row) {
                      later[to_text(row[0])].insert(std::get<std::int64_t>(row[1]));
                    });
    };
    note("bdf_id", "bdf_to", past());
    note("bdf_id", "bdf_from", past());
    note("id", "since", live());
    return later;
  }

  /// By the columns that the layer had when it left them.
  Prints prints_at(std::int64_t transaction, const std::vector<std::string>& ids) {
    const auto known = columns_at(undone_);
    std::vector<refbase::PrintedColumn> printed;
    for (std::size_t i = 0; i < known.size(); ++i)
      if (known[i]) printed.push_back(printed_[i]);
    Prints prints;
    refbase::show_features(session_, layer_, transaction, ids, [&](refbase::Row row) {
      std::vector<ValueView> values;
      for (std::size_t i = 0; i < known.size(); ++i)
        if (known[i]) values.push_back(row[1 + i]);
      prints[refbase::id_of(layer_, row)] = refbase::text_of(
          refbase::print_of(printed, values, has_geometry() ? row.back() : ValueView{Null{}}));
    });
    return prints;
  }

  /// Of the columns that the layer has now: which it had after that transaction.
  std::vector<bool> columns_at(std::int64_t transaction) {
    return refbase::columns_among(layer_, refbase::layers_at(session_, transaction));
  }

  /// What was before, and what is now.
  void read_rows(const std::vector<refbase::LiveObject>& live) {
    refbase::Selection ended;
    ended.ended_until = undone_;
    before_ = refbase::features_of(session_, layer_, undone_ - 1, ended);
    known_before_ = columns_at(undone_ - 1);
    std::vector<std::int64_t> fids;
    for (const auto& object : live) fids.push_back(object.fid);
    now_ = refbase::live_features(session_, layer_, fids);
    const auto ids = refbase::ids_of(layer_, now_);
    for (std::size_t i = 0; i < ids.size(); ++i) live_rows_[ids[i]] = i;
  }

  /// What was before; what a column holds that came later, stays.
  [[nodiscard]] std::vector<ValueView> row_after(std::size_t i) const {
    std::vector<ValueView> row{before_.fids[i]};
    for (std::size_t c = 0; c < before_.columns.size(); ++c) {
      const bool stays = !known_before_[c] && row_of_[i] != no_row;
      row.push_back(stays ? now_.columns[c][row_of_[i]] : before_.columns[c][i]);
    }
    if (has_geometry()) row.push_back(before_.geometries[i]);
    return row;
  }

  [[nodiscard]] bool has_geometry() const { return !layer_.schema.geometry_column.empty(); }

  refbase::SqlSession& session_;
  const BaseLayer& layer_;
  std::int64_t undone_;
  std::vector<refbase::PrintedColumn> printed_;
  std::vector<std::string> touched_;
  FeatureTable before_;
  FeatureTable now_;
  std::vector<bool> known_before_;
  std::unordered_map<std::string, std::size_t> live_rows_;  ///< rows of now_, by id
  std::vector<std::size_t> row_of_;                         ///< by rows of before_
};

std::string list_of(const std::set<std::int64_t>& numbers) {
  std::string list;
  for (auto number = numbers.rbegin(); number != numbers.rend(); ++number)
    list += (list.empty() ? "" : ", ") + std::to_string(*number);
  return list;
}

}  // namespace

refbase::Transaction revert_in_base(const BaseRevertJob& job) {
  const auto session = refbase::open_base(job.base, refbase::Access::write);
  refbase::Transaction transaction;
  transaction.kind = "revert";
  transaction.organisation = job.organisation;
  refbase::SqlTransaction all(*session, refbase::Access::write);
  const auto undone = refbase::transaction_named(*session, job.transaction);
  if (undone.parent == 0)
    throw UsageError(msg("transaction {} made the base: it cannot be undone", undone.number));
  refbase::number_next(*session, transaction, job.now);
  transaction.theme = undone.theme;
  transaction.theme_version = undone.theme_version;
  transaction.theme_digest = undone.theme_digest;
  transaction.message =
      job.message.empty() ? msg("undoes transaction {}", undone.number) : job.message;
  const auto layers = refbase::layers_at(*session, transaction.parent);
  std::vector<std::unique_ptr<LayerUndo>> undoings;
  std::set<std::int64_t> later;
  for (const auto& layer : layers) {
    undoings.push_back(std::make_unique<LayerUndo>(*session, layer, undone.number));
    later.merge(undoings.back()->in_the_way());
  }
  if (!later.empty())
    throw InputError(
        msg("transaction {} cannot be undone: objects that it changed have changed since, "
            "by transactions {}; undo these first",
            undone.number, list_of(later)));
  for (const auto& undoing : undoings) {
    auto count = undoing->undo(transaction);
    if (!count.empty()) transaction.layers.push_back(std::move(count));
  }
  refbase::record(*session, transaction);
  refbase::reopen(*session, undone.number, transaction.number,
                  msg("transaction @{} was undone", undone.number));
  all.commit(refbase::was_recorded(transaction));
  return transaction;
}

}  // namespace bdf::jobs
