// SPDX-License-Identifier: MIT
#include "jobs/import_delta.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "io/geopackage.h"
#include "jobs/geometric_options.h"
#include "match/geometric.h"
#include "merge/compare.h"
#include "refbase/history.h"

namespace bdf::jobs {

namespace {

using refbase::LiveObject;

bool carries_all(const IncomingLayer& layer) {
  return std::all_of(layer.columns.begin(), layer.columns.end(),
                     [](const auto& column) { return column.has_value(); });
}

/// How values of each column of the layer are compared.
std::vector<merge::ValueKind> kinds_of(const ImportPlan& plan) {
  const auto& schema = plan.layer.schema;
  const auto definitions = definitions_in(schema, plan.rules);
  std::vector<merge::ValueKind> kinds;
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    auto& kind = kinds.emplace_back(schema.columns[i].type);
    if (const auto& carried = plan.incoming.columns[i])
      kind.type = merge::coarser(kind.type, plan.incoming.source.columns[*carried].type);
    if (definitions[i] == nullptr) continue;
    kind.type = merge::coarser(kind.type, definitions[i]->type);
    kind.scale = definitions[i]->scale;
    kind.list = definitions[i]->list;
  }
  return kinds;
}

/// What is valid in the base and may be what the file tells of.
std::vector<LiveObject> comparable_objects(refbase::SqlSession& session, const ImportPlan& plan,
                                           const std::vector<IncomingObject>& incoming,
                                           const Coverage& coverage) {
  if (!coverage.none && coverage.territories == nullptr)
    return refbase::live_objects(session, plan.layer);
  std::vector<std::string> ids;
  for (const auto& object : incoming) ids.push_back(object.id);
  auto objects = refbase::live_objects(session, plan.layer, ids);
  if (coverage.none || plan.layer.schema.geometry_column.empty()) return objects;
  std::unordered_set<std::int64_t> known;
  for (const auto& object : objects) known.insert(object.fid);
  const auto& box = coverage.territories->find(coverage.territory)->box();
  for (auto& object : refbase::live_objects(session, plan.layer, box))
    if (known.insert(object.fid).second) objects.push_back(std::move(object));
  return objects;
}

/// Features of the file by fid.
FeatureTable read_incoming(const IncomingLayer& layer, std::vector<IncomingObject> objects) {
  std::sort(objects.begin(), objects.end(),
            [](const IncomingObject& a, const IncomingObject& b) { return a.fid < b.fid; });
  std::vector<std::int64_t> fids;
  for (const auto& object : objects) fids.push_back(object.fid);
  auto database = io::Database::open_input(layer.path);
  return io::read_features(database, layer.source, fids);
}

std::unordered_map<std::int64_t, std::size_t> rows_by_fid(const FeatureTable& table) {
  std::unordered_map<std::int64_t, std::size_t> rows;
  for (std::size_t i = 0; i < table.size(); ++i) rows[table.fids[i]] = i;
  return rows;
}

class Comparison {
 public:
  Comparison(refbase::SqlSession& session, const ImportPlan& plan, int threads)
      : session_(session), plan_(plan), kinds_(kinds_of(plan)), threads_(threads) {
    options_ = geometric_options(plan.rules, plan.layer.schema.crs);
  }

  ImportDelta run(std::vector<IncomingObject> incoming, const Coverage& coverage) {
    pair(std::move(incoming), coverage);
    keep_owned(coverage);
    keep_changed();
    find_successions();
    return std::move(delta_);
  }

 private:
  void pair(std::vector<IncomingObject> incoming, const Coverage& coverage) {
    auto objects = comparable_objects(session_, plan_, incoming, coverage);
    // Kept prints are over all columns: else objects are compared by their values.
    const bool by_print = carries_all(plan_.incoming);
    std::unordered_map<std::string_view, std::size_t> known;
    known.reserve(objects.size());
    for (std::size_t i = 0; i < objects.size(); ++i) known[objects[i].id] = i;
    std::vector<bool> found(objects.size(), false);
    for (auto& object : incoming) {
      const auto at = known.find(object.id);
      if (at == known.end()) {
        if (!object.destroyed) delta_.added.push_back(std::move(object));
        continue;
      }
      found[at->second] = true;
      if (object.destroyed) {
        delta_.removed.push_back(objects[at->second]);
        continue;
      }
      auto& live = objects[at->second];
      if (by_print && live.print == refbase::text_of(object.print)) {
        ++delta_.unchanged;
      } else {
        delta_.changed_to.push_back(std::move(object));
        delta_.changed.push_back(live);
      }
    }
    for (std::size_t i = 0; i < objects.size(); ++i)
      if (!found[i]) missing_.push_back(std::move(objects[i]));
  }

  /// What the file lacks is gone where it covers it.
  void keep_owned(const Coverage& coverage) {
    if (!coverage.none && coverage.territories != nullptr && !missing_.empty()) {
      const auto features = features_of_objects(missing_);
      const auto rows = rows_by_fid(features);
      std::erase_if(missing_, [&](const LiveObject& object) {
        const auto place = features.geometries[rows.at(object.fid)];
        return coverage.territories->owner_of(place) != coverage.territory;
      });
    }
    delta_.removed.insert(delta_.removed.end(), std::make_move_iterator(missing_.begin()),
                          std::make_move_iterator(missing_.end()));
    missing_.clear();
  }

  [[nodiscard]] FeatureTable features_of_objects(const std::vector<LiveObject>& objects) {
    std::vector<std::int64_t> fids;
    for (const auto& object : objects) fids.push_back(object.fid);
    auto features = refbase::live_features(session_, plan_.layer, fids);
    if (features.size() != objects.size()) refbase::fail_damaged(session_, plan_.layer);
    return features;
  }

  /// Leaves out those whose values mean the same and whose vertices have not moved.
  void keep_changed() {
    if (delta_.changed.empty()) return;
    delta_.before = features_of_objects(delta_.changed);
    const auto after = read_incoming(plan_.incoming, delta_.changed_to);
    const auto before_rows = rows_by_fid(delta_.before);
    const auto after_rows = rows_by_fid(after);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < delta_.changed.size(); ++i) {
      const FeatureRef was{&delta_.before, before_rows.at(delta_.changed[i].fid)};
      const FeatureRef is{&after, after_rows.at(delta_.changed_to[i].fid)};
      if (same(was, is)) {
        ++delta_.unchanged;
        continue;
      }
      if (kept != i) {
        delta_.changed[kept] = std::move(delta_.changed[i]);
        delta_.changed_to[kept] = std::move(delta_.changed_to[i]);
      }
      ++kept;
    }
    delta_.changed.resize(kept);
    delta_.changed_to.resize(kept);
  }

  [[nodiscard]] bool same(FeatureRef was, FeatureRef is) const {
    const auto& columns = plan_.incoming.columns;
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i] && !merge::same_value(kinds_[i], was.value(i), is.value(*columns[i])))
        return false;
    return plan_.layer.schema.geometry_column.empty() ||
           merge::same_geometry(was.geometry(), is.geometry(), options_.tolerance);
  }

  /// Of what is gone and what is new: which are one object under two identifiers.
  void find_successions() {
    if (delta_.removed.empty() || delta_.added.empty() ||
        plan_.layer.schema.geometry_column.empty() || plan_.rules.matching.distance == 0)
      return;
    const auto gone = features_of_objects(delta_.removed);
    const auto come = read_incoming(plan_.incoming, delta_.added);
    const auto ids_gone = ids_by_fid(delta_.removed), ids_come = ids_by_fid(delta_.added);
    auto options = options_;
    options.look_for_shift = false;
    const auto all = [](const FeatureTable& table) {
      match::Unlinked unlinked{&table, {}};
      for (std::uint32_t row = 0; row < table.size(); ++row) unlinked.rows.push_back(row);
      return unlinked;
    };
    for (const auto& link :
         match::match_by_geometry(all(gone), all(come), options, threads_).accepted)
      for (const auto a : link.a)
        for (const auto b : link.b)
          delta_.successions.push_back({ids_gone.at(gone.fids[a]), ids_come.at(come.fids[b]),
                                        std::string(name_of(link.reason))});
  }

  template <class Objects>
  static std::unordered_map<std::int64_t, std::string> ids_by_fid(const Objects& objects) {
    std::unordered_map<std::int64_t, std::string> ids;
    for (const auto& object : objects) ids[object.fid] = object.id;
    return ids;
  }

  refbase::SqlSession& session_;
  const ImportPlan& plan_;
  std::vector<merge::ValueKind> kinds_;
  int threads_;
  match::GeometricOptions options_;
  std::vector<LiveObject> missing_;  ///< of the base: the file does not hold them
  ImportDelta delta_;
};

/// Shows features of the file in the columns of the base's layer, as load() takes them.
class BegunRows {
 public:
  BegunRows(const ImportPlan& plan, const ImportDelta& delta)
      : plan_(plan), delta_(delta), before_(rows_by_fid(delta.before)) {}

  /// `begun` by the fids of the file.
  void show(std::unordered_map<std::int64_t, LiveObject*>& begun, const refbase::ShowRow& show) {
    const bool has_geometry = !plan_.layer.schema.geometry_column.empty();
    const auto width = plan_.incoming.columns.size();
    std::vector<ValueView> row(1 + width + (has_geometry ? 1 : 0));
    show_incoming(plan_.incoming, {}, [&](const IncomingRow& incoming) {
      const auto found = begun.find(incoming.fid);
      if (found == begun.end()) return;
      auto& object = *found->second;
      row[0] = object.fid;
      for (std::size_t i = 0; i < width; ++i)
        row[1 + i] = plan_.incoming.columns[i] ? incoming.values[i] : value_before(object.fid, i);
      if (has_geometry) row.back() = incoming.geometry;
      object.print = refbase::print_of_row(plan_.incoming.printed, row);
      show(row);
    });
  }

 private:
  /// What the version before held in a column that the file does not carry.
  [[nodiscard]] ValueView value_before(std::int64_t fid, std::size_t column) const {
    const auto row = before_.find(fid);
    if (row == before_.end()) return Null{};
    const auto old = delta_.before.schema.find(plan_.layer.schema.columns[column].name);
    return old ? delta_.before.columns[*old][row->second] : ValueView{Null{}};
  }

  const ImportPlan& plan_;
  const ImportDelta& delta_;
  std::unordered_map<std::int64_t, std::size_t> before_;
};

/// The columns of the layer that came with this transaction, filled for what has not changed.
void fill_added(refbase::SqlSession& session, const ImportPlan& plan,
                const std::unordered_map<std::string, std::int64_t>& unchanged) {
  std::vector<std::size_t> places;
  const auto width = plan.incoming.columns.size();
  for (auto place = width - plan.added.size(); place < width; ++place) places.push_back(place);
  refbase::fill_columns(session, plan.layer, places, [&](const refbase::ShowRow& show) {
    std::vector<ValueView> row(1 + places.size());
    show_incoming(plan.incoming, {}, [&](const IncomingRow& incoming) {
      const auto found = unchanged.find(incoming.id);
      if (found == unchanged.end()) return;
      row[0] = found->second;
      for (std::size_t i = 0; i < places.size(); ++i) row[1 + i] = incoming.values[places[i]];
      show(row);
    });
  });
}

}  // namespace

ImportDelta compare_with_base(refbase::SqlSession& session, const ImportPlan& plan,
                              const Coverage& coverage, int threads) {
  if (!plan.is_new)
    return Comparison(session, plan, threads)
        .run(incoming_objects(plan.incoming, threads), coverage);
  ImportDelta delta;
  delta.added = new_objects(plan.incoming);
  std::erase_if(delta.added, [](const IncomingObject& object) { return object.destroyed; });
  return delta;
}

namespace {

/// Those that objects had which come back; else new ones.
std::vector<std::int64_t> fids_of_added(refbase::SqlSession& session, ImportPlan& plan,
                                        const std::vector<IncomingObject>& added) {
  std::unordered_map<std::string, std::int64_t> former;
  if (!plan.is_new && !plan.layer.key.empty() && !added.empty()) {
    std::vector<std::string> ids;
    for (const auto& object : added) ids.push_back(object.id);
    former = refbase::former_fids(session, plan.layer, ids);
  }
  std::vector<std::int64_t> fids;
  for (const auto& object : added) {
    const auto had = former.find(object.id);
    fids.push_back(plan.layer.key.empty() ? object.fid
                   : had != former.end()  ? had->second
                                          : plan.layer.next_fid++);
  }
  return fids;
}

}  // namespace

void enter_delta(refbase::SqlSession& session, ImportPlan& plan, const ImportDelta& delta,
                 const refbase::Transaction& transaction) {
  auto& layer = plan.layer;
  refbase::LayerDelta entered;
  entered.ended = delta.removed;
  entered.ended.insert(entered.ended.end(), delta.changed.begin(), delta.changed.end());
  entered.begun.reserve(delta.changed.size() + delta.added.size());
  for (const auto& object : delta.changed) entered.begun.push_back({object.id, object.fid, 0, ""});
  auto fids = fids_of_added(session, plan, delta.added);
  for (std::size_t i = 0; i < delta.added.size(); ++i)
    entered.begun.push_back({delta.added[i].id, fids[i], 0, ""});
  std::unordered_map<std::int64_t, LiveObject*> begun;
  begun.reserve(entered.begun.size());
  for (std::size_t i = 0; i < entered.begun.size(); ++i) {
    const bool changed = i < delta.changed.size();
    const auto& incoming = changed ? delta.changed_to[i] : delta.added[i - delta.changed.size()];
    begun[incoming.fid] = &entered.begun[i];
  }
  BegunRows rows(plan, delta);
  entered.rows = [&](const refbase::ShowRow& show) { rows.show(begun, show); };
  refbase::enter(session, layer, entered, transaction.number, transaction.time);
  refbase::keep_next_fid(session, layer);
  for (const auto& [predecessor, successor, reason] : delta.successions)
    session.run("INSERT INTO bdf_succession VALUES ($1, $2, $3, $4, $5)",
                {layer.schema.layer, transaction.number, predecessor, successor, reason});
  if (plan.is_new || !plan.changes_columns()) return;
  if (!plan.added.empty()) {
    std::unordered_map<std::string, std::int64_t> unchanged;
    for (auto& object : refbase::live_objects(session, layer))
      if (object.since != transaction.number) unchanged[object.id] = object.fid;
    fill_added(session, plan, unchanged);
  }
  print_again(session, layer);
}

void print_again(refbase::SqlSession& session, const refbase::BaseLayer& layer) {
  const auto printed = refbase::printed_columns(layer);
  std::unordered_map<std::int64_t, std::string> ids;
  for (auto& object : refbase::live_objects(session, layer)) ids[object.fid] = object.id;
  std::vector<std::pair<std::string, std::string>> prints;
  const auto now = std::numeric_limits<std::int64_t>::max();
  refbase::show_features(session, layer, now, refbase::Selection{}, [&](refbase::Row row) {
    const auto id = ids.find(std::get<std::int64_t>(row[0]));
    if (id == ids.end()) return;
    prints.emplace_back(id->second, refbase::print_of_row(printed, row));
  });
  refbase::replace_prints(session, layer, [&](const refbase::ShowRow& show) {
    std::vector<ValueView> row(2);
    for (const auto& [id, print] : prints) {
      row = {std::string_view(id), std::string_view(print)};
      show(row);
    }
  });
}

}  // namespace bdf::jobs
