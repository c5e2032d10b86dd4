// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "io/sql.h"
#include "jobs/base_history.h"
#include "merge/compare.h"
#include "refbase/base.h"
#include "refbase/history.h"

namespace bdf::jobs {

namespace {

using refbase::BaseLayer;

/// A layer and the identifier of an object in it.
struct ObjectName {
  const BaseLayer* layer;
  std::string id;
};

/// LAYER/ID, or an identifier that any layer knows.
std::vector<ObjectName> objects_named(refbase::SqlSession& session,
                                      const std::vector<BaseLayer>& layers,
                                      const std::string& name) {
  const auto slash = name.find('/');
  if (slash != std::string::npos)
    if (const auto* layer = refbase::find_layer(layers, name.substr(0, slash)))
      return {{layer, name.substr(slash + 1)}};
  std::vector<ObjectName> found;
  // A key of several columns is typed as it is kept, with commas.
  const std::set<std::string> ids{name, refbase::id_typed(name)};
  for (const auto& layer : layers)
    for (const auto& id : ids)
      if (refbase::was_ever(session, layer, id)) found.push_back({&layer, id});
  return found;
}

std::optional<std::string> text_of(const ValueView& value) {
  return is_null(value) ? std::nullopt : std::optional(to_text(value));
}

std::vector<AttributeStep> difference(const FeatureTable& rows, std::size_t before,
                                      std::size_t after) {
  std::vector<AttributeStep> steps;
  for (std::size_t i = 0; i < rows.columns.size(); ++i) {
    const auto was = rows.columns[i][before], is = rows.columns[i][after];
    const auto& column = rows.schema.columns[i];
    if (!merge::same_value(column.type, was, is))
      steps.push_back({column.name, text_of(was), text_of(is)});
  }
  if (rows.geometries[before] != rows.geometries[after]) steps.push_back({"geometry", {}, {}});
  return steps;
}

/// The steps of one object, and of those that it succeeds.
class ObjectLog {
 public:
  explicit ObjectLog(refbase::SqlSession& session) : session_(session) {}

  void add(const ObjectName& object) {
    if (!seen_.insert({object.layer->schema.layer, object.id}).second) return;
    const auto successions = refbase::successions_of(session_, *object.layer, object.id);
    add_steps(object, successions);
    for (const auto& one : successions) {
      add({object.layer, one.predecessor});
      add({object.layer, one.successor});
    }
  }

  std::vector<ObjectStep> take() {
    std::stable_sort(steps_.begin(), steps_.end(), [](const ObjectStep& a, const ObjectStep& b) {
      return a.transaction.number > b.transaction.number;
    });
    return std::move(steps_);
  }

 private:
  void add_steps(const ObjectName& object, const std::vector<refbase::Successor>& successions) {
    const auto versions = refbase::versions_of(session_, *object.layer, object.id);
    for (std::size_t i = 0; i < versions.validity.size(); ++i) {
      const auto& [from, to] = versions.validity[i];
      const bool goes_on = i > 0 && versions.validity[i - 1].to == from;
      auto& begun = add_step(object, from, goes_on ? "changed" : "added");
      if (goes_on) begun.values = difference(versions.rows, i - 1, i);
      for (const auto& one : successions)
        if (!goes_on && one.transaction == from && one.successor == object.id)
          begun.succeeds = one.predecessor;
      const bool next = i + 1 < versions.validity.size() && versions.validity[i + 1].from == to;
      if (!to || next) continue;
      auto& ended = add_step(object, *to, "removed");
      for (const auto& one : successions)
        if (one.transaction == *to && one.predecessor == object.id)
          ended.succeeded_by = one.successor;
    }
  }

  ObjectStep& add_step(const ObjectName& object, std::int64_t number, std::string what) {
    auto& step = steps_.emplace_back();
    step.transaction = refbase::find_transaction(session_, number).value_or(refbase::Transaction{});
    step.layer = object.layer->schema.layer;
    step.id = object.id;
    step.what = std::move(what);
    return step;
  }

  refbase::SqlSession& session_;
  std::set<std::pair<std::string, std::string>> seen_;
  std::vector<ObjectStep> steps_;
};

void keep_latest(BaseLog& log, const std::optional<std::size_t>& count) {
  if (!count) return;
  log.transactions.resize(std::min(log.transactions.size(), *count));
  log.steps.resize(std::min(log.steps.size(), *count));
}

}  // namespace

BaseLog log_of_base(const BaseLogJob& job) {
  const auto session = refbase::open_base(job.base);
  const refbase::SqlTransaction reading(*session, refbase::Access::read);
  BaseLog log;
  log.editions = refbase::editions_of(*session);
  if (job.of.empty()) {
    log.transactions = refbase::transactions_of(*session, job.count);
    return log;
  }
  const auto layers = refbase::layers_at(*session, refbase::head_of(*session).number);
  if (const auto* layer = refbase::find_layer(layers, job.of)) {
    for (auto& transaction : refbase::transactions_of(*session)) {
      std::erase_if(transaction.layers, [&](const refbase::LayerCount& count) {
        return count.layer != layer->schema.layer;
      });
      if (!transaction.layers.empty()) log.transactions.push_back(std::move(transaction));
    }
  } else {
    log.of_object = true;
    ObjectLog object(*session);
    for (const auto& name : objects_named(*session, layers, job.of)) object.add(name);
    log.steps = object.take();
    if (log.steps.empty())
      throw UsageError(msg("{} has no layer and never had an object “{}”; its layers are: {}",
                           session->name(), job.of, refbase::names_of(layers)));
  }
  keep_latest(log, job.count);
  return log;
}

BaseState show_base(const std::string& base, const std::string& at) {
  const auto session = refbase::open_base(base);
  const refbase::SqlTransaction reading(*session, refbase::Access::read);
  BaseState state;
  state.transaction = refbase::transaction_named(*session, at);
  const auto number = state.transaction.number;
  for (auto& edition : refbase::editions_of(*session))
    if (edition.number == number) state.editions.push_back(std::move(edition));
  state.layers = refbase::layers_at(*session, number);
  for (const auto& layer : state.layers) {
    const auto count = [&](const std::string& table, const char* where) {
      const auto value = refbase::value_of(
          *session, "SELECT count(*) FROM " + io::sql_name(table) + " WHERE " + where, {number});
      return std::get<std::int64_t>(value);
    };
    state.features.push_back(count(refbase::live_table(layer), "since <= $1") +
                             count(refbase::past_table(layer), "bdf_from <= $1 AND bdf_to > $1"));
  }
  return state;
}

}  // namespace bdf::jobs
