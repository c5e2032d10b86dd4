// SPDX-License-Identifier: MIT
#include "jobs/layer_sync.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>

#include "base/hash.h"
#include "base/message.h"
#include "base/parallel.h"
#include "index/box_grid.h"
#include "io/crs.h"
#include "io/illegible_text.h"
#include "io/key.h"
#include "io/layer_statistics.h"
#include "jobs/geometric_links.h"
#include "jobs/geometric_options.h"
#include "jobs/geometry_findings.h"
#include "jobs/join_stretches.h"
#include "jobs/layer_guard.h"
#include "jobs/layer_identity.h"
#include "jobs/memory.h"
#include "jobs/restored_keys.h"
#include "jobs/row_store.h"
#include "jobs/unchanged_features.h"
#include "match/implausible.h"
#include "merge/condition_values.h"

namespace bdf::jobs {

namespace {

using Rows = std::vector<std::uint32_t>;

std::vector<std::string> names_of(const Schema& schema, const std::vector<std::size_t>& columns) {
  std::vector<std::string> names;
  for (const auto column : columns) names.push_back(schema.columns[column].name);
  return names;
}

/// The steps of one layer, with what one step leaves for the next.
class LayerSync {
 public:
  LayerSync(const ThreeWay<std::filesystem::path>& paths, const LayerVersions& versions,
            const LayerOptions& options, LayerRun& run)
      : paths_(paths), options_(options), run_(run) {
    run_.name = versions.schemas.local->layer;
    run_.local = paths.local;
    run_.schemas = versions.schemas;
    run_.key = versions.key;
    run_.rules = versions.rules;
    run_.crs = versions.crs;
    run_.layout = merge::lay_out(run_.schemas, {run_.rules.schema.get(), versions.producer_schema});
    merge::apply_rules(run_.layout, run_.rules);
    geometric_ = geometric_options(run_.rules, run_.crs.crs);
    run_.tolerance = geometric_.tolerance;
    run_.distance = std::max(geometric_.distance, geometric_.tolerance);
  }

  void run() {
    scan();
    identify();
    find_touched();
    read_touched();
    prepare();
    doubt_far_keys();
    check_geometries();
    gather();
    if (run_.rules.schema && run_.rules.schema->flow)
      turn_to_local(run_.layout, *run_.rules.schema->flow, run_.clusters, run_.compared);
    run_.local_fids = std::move(index_.local.fids);
  }

 private:
  void scan();
  void identify();
  void find_doubles();
  void find_touched();
  void read_touched();
  void doubt_far_keys();
  void check_geometries();
  void read_lost_keys();
  void gather();
  void number(std::vector<merge::ClusterFeatures> gathered);
  void prepare();

  [[nodiscard]] std::vector<std::string> print_columns(Side side) const;

  [[nodiscard]] std::optional<Box> extent_in_place(Side side) const;
  [[nodiscard]] io::ScanPlan scan_plan(Side side, bool with_geometry) const;
  void tell_illegible(Side side, const io::IllegibleTexts& texts);
  [[nodiscard]] PartLinks part_links() const;
  [[nodiscard]] bool is_touched(std::size_t cluster) const;
  [[nodiscard]] bool has_lost_key(std::size_t cluster) const;
  [[nodiscard]] std::string id_of(Side side, std::uint32_t row, std::size_t table_row) const;
  [[nodiscard]] std::string how_matched(std::size_t cluster) const;
  [[nodiscard]] std::size_t table_row(Side side, std::uint32_t row) const;

  const ThreeWay<std::filesystem::path>& paths_;
  const LayerOptions& options_;
  LayerRun& run_;
  ThreeWay<RowIndex> index_;
  ThreeWay<RowStore> stores_;
  match::GeometricOptions geometric_;  ///< in units of the CRS
  ThreeWay<match::Identity> identity_;
  Clusters clusters_;
  std::map<Hash128, std::string> matched_;  ///< by link, the clusters that geometry has joined
  Rows lost_keys_;                          ///< local rows, ascending
  std::set<Hash128> asked_;                 ///< links of what open conflicts are about
  std::set<Hash128> keys_with_intervals_;
  std::set<std::int64_t> with_intervals_;  ///< local fids
  std::set<std::int64_t> doubles_;         ///< likewise
  std::set<std::uint32_t> far_;            ///< clusters of one key on objects far apart
  Rows touched_;                           ///< clusters that need a closer look
  Rows restored_;                          ///< clusters of which only local's key is lost
  ThreeWay<Rows> read_rows_;  ///< of each side's index, ascending: the rows of run_.tables
};

io::ScanPlan LayerSync::scan_plan(Side side, bool with_geometry) const {
  const auto& schema = *run_.schemas[side];
  const auto& layout = run_.layout;
  io::ScanPlan plan;
  plan.layer = schema.layer;
  plan.primary_key = schema.primary_key;
  if (with_geometry) plan.geometry_column = schema.geometry_column;
  plan.key = run_.key[side].columns;
  plan.keyless = run_.key[side].none;
  plan.columns = print_columns(side);
  plan.pairs = side != Side::ancestor &&
               (!layout.pair_columns(Side::local).empty() || !layout.gained_columns().empty());
  if (side != Side::ancestor) plan.pair_columns = names_of(schema, layout.pair_columns(side));
  if (side == Side::reference) plan.gained = names_of(schema, layout.gained_columns());
  return plan;
}

/// What all sides share, but for the key: links tell whose that is.
std::vector<std::string> LayerSync::print_columns(Side side) const {
  const auto is_key = [&](const merge::Attribute& attribute) {
    return std::all_of(all_sides.begin(), all_sides.end(), [&](Side one) {
      if (run_.schemas[one] == nullptr) return true;
      const auto& name = run_.schemas[one]->columns[*attribute.column[one]].name;
      const auto& key = run_.key[one].columns;
      return std::find(key.begin(), key.end(), name) != key.end();
    });
  };
  std::vector<std::string> names;
  for (const auto& attribute : run_.layout.attributes)
    if (run_.layout.is_shared(attribute) && !is_key(attribute))
      names.push_back(run_.schemas[side]->columns[*attribute.column[side]].name);
  return names;
}

void LayerSync::scan() {
  const bool geometry = std::all_of(all_sides.begin(), all_sides.end(), [&](Side side) {
    return run_.schemas[side] == nullptr || run_.layout.geometry[side];
  });
  for (const auto side : all_sides) {
    const auto* schema = run_.schemas[side];
    if (schema == nullptr) continue;
    io::IllegibleTexts illegible;
    index_[side] = io::scan(paths_[side], scan_plan(side, geometry), options_.threads, illegible);
    tell_illegible(side, illegible);
    stores_[side] = RowStore(paths_[side], *schema, index_[side].fids);
  }
  run_.row_counts = index_.map([](const RowIndex& index) { return index.size(); });
}

/// They are kept as they are, byte for byte.
void LayerSync::tell_illegible(Side side, const io::IllegibleTexts& texts) {
  if (texts.count == 0) return;
  run_.findings.push_back(
      {Level::warning, "text_not_utf8", std::string(name_of(side)), run_.schemas[side]->layer,
       fmt::format("fid {}", texts.fid),
       msgn(
           "{} text is not UTF-8, and is kept as it is: correct “{}”, or make the file anew from "
           "what it was made of, saying its encoding",
           "{} texts are not UTF-8, the first one in “{}”, and are kept as they are: correct them, "
           "or make the file anew from what it was made of, saying its encoding",
           texts.count, texts.column)});
}

void LayerSync::identify() {
  const auto as_stored = [&](Side side, const Rows& rows) { return stores_[side].read(rows); };
  const auto identity = [&](Side side, const Rows& rows) {
    auto schema = *run_.schemas[side];
    std::erase_if(schema.columns,
                  [](const Column& column) { return !same_name(column.name, merge::uid_column); });
    std::vector<std::int64_t> fids;
    for (const auto row : rows) fids.push_back(index_[side].fids[row]);
    auto database = io::Database::open_input(paths_[side]);
    return io::read_features(database, schema, fids);
  };
  const auto in_place = [&](Side side, const Rows& rows) {
    auto table = stores_[side].read(rows);
    if (run_.crs.ways[side]) to_common(table, run_.crs, side, options_.threads);
    return table;
  };
  const auto expect = [&](const ThreeWay<Rows>& rows) {
    for (const auto side : all_sides)
      if (!rows[side].empty()) stores_[side].expect(rows[side]);
  };
  require_class(run_, index_, as_stored);
  const auto parts = part_links();
  auto found = identify_layer(
      index_, {options_.producer, run_.name, options_.memory, geometric_, &run_.rules,
               run_.row_counts, &parts, options_.threads, as_stored, identity, in_place, expect});
  identity_ = std::move(found.identity);
  clusters_ = std::move(found.clusters);
  matched_ = std::move(found.matched);
  lost_keys_ = std::move(found.lost_keys);
  std::move(found.findings.begin(), found.findings.end(), std::back_inserter(run_.findings));
  run_.uids = std::move(found.uids);
  run_.inherited_uids = std::move(found.inherited_uids);
  asked_ = std::move(found.asked);
  require_common_ground(run_, clusters_, [&] {
    return Extents{extent_in_place(Side::local), extent_in_place(Side::reference)};
  });
}

/// What the file says of where the layer lies, in the common system.
std::optional<Box> LayerSync::extent_in_place(Side side) const {
  auto database = io::Database::open_input(paths_[side]);
  const auto extent = io::declared_extent(database, run_.schemas[side]->layer);
  const auto& way = run_.crs.ways[side];
  return extent && way ? crs::Transform(way->operation).around(*extent) : extent;
}

bool LayerSync::has_lost_key(std::size_t cluster) const {
  const auto local = clusters_.rows(cluster, Side::local);
  return local.size() == 1 && std::binary_search(lost_keys_.begin(), lost_keys_.end(), local[0]);
}

/// "" where the cluster was not joined by geometry.
std::string LayerSync::how_matched(std::size_t cluster) const {
  if (has_lost_key(cluster)) return description_of_same();
  for (const auto side : all_sides) {
    const auto rows = clusters_.rows(cluster, side);
    if (rows.empty()) continue;
    const auto found = matched_.find(identity_[side].links[rows[0]]);
    return found == matched_.end() ? std::string() : found->second;
  }
  return {};
}

bool LayerSync::is_touched(std::size_t cluster) const {
  const auto local = clusters_.rows(cluster, Side::local);
  const auto reference = clusters_.rows(cluster, Side::reference);
  const auto ancestor = clusters_.rows(cluster, Side::ancestor);
  const std::size_t ancestors = run_.layout.has_ancestor ? 1 : 0;
  if (local.size() != 1 || reference.size() != 1 || ancestor.size() != ancestors) return true;
  const auto& print = index_.local.prints[local[0]];
  if (print != index_.reference.prints[reference[0]]) return true;
  if (!index_.local.pair_prints.empty() &&
      index_.local.pair_prints[local[0]] != index_.reference.pair_prints[reference[0]])
    return true;
  if (ancestors == 1 && print != index_.ancestor.prints[ancestor[0]]) return true;
  if (identity_.local.uids.contains(local[0]) && !has_lost_key(cluster)) return true;
  if (with_intervals_.contains(index_.local.fids[local[0]])) return true;
  if (doubles_.contains(index_.local.fids[local[0]])) return true;
  if (keys_with_intervals_.contains(index_.local.keys[local[0]])) return true;
  if (run_.inherited_uids.contains(index_.local.fids[local[0]])) return true;
  const auto& link = identity_.local.links[local[0]];
  return asked_.contains(link) || matched_.contains(link);
}

/// The parts of each object are told by its key; where that is the fid, or there is none, by
/// theirs.
PartLinks LayerSync::part_links() const {
  PartLinks links;
  if (options_.stretches == nullptr) return links;
  for (const auto& part : options_.stretches->parts) {
    if (!same_name(part.layer, run_.name)) continue;
    if (!run_.key.local.columns.empty())
      links.keys.insert(hash_of(part.object));
    else
      links.by_fid[part.fid] =
          run_.key.local.none ? match::link_of_uid(part.object) : hash_of(part.object);
  }
  return links;
}

/// What lies where others have changed from which it is derived.
void LayerSync::find_doubles() {
  if (options_.doubles_near.empty()) return;
  const index::BoxGrid near(options_.doubles_near);
  const auto found =
      unchanged_features(run_, [&](const Box& box) { return !near.meeting(box).empty(); });
  for (std::size_t row = 0; row < found.size(); ++row)
    if (merge::keeps(run_.rules.doubles->when, run_.layout, {&found, row}, Side::local))
      doubles_.insert(found.fids[row]);
}

void LayerSync::find_touched() {
  find_doubles();
  if (options_.stretches != nullptr)
    for (const auto& interval : options_.stretches->intervals)
      if (same_name(interval.layer, run_.name)) {
        with_intervals_.insert(interval.fid);
        keys_with_intervals_.insert(hash_of(interval.object));
      }

  // Coordinates in two systems are not to be compared as they stand.
  const bool all = !run_.layout.prints_suffice() || run_.crs.ways.ancestor || run_.crs.ways.local ||
                   run_.crs.ways.reference;
  // Only a key of one column is given back without a look at local's.
  const bool restores = !all && run_.key.reference.columns.size() == 1;
  for (std::uint32_t cluster = 0; cluster < clusters_.size(); ++cluster) {
    if (all || is_touched(cluster) || (!restores && has_lost_key(cluster)))
      touched_.push_back(cluster);
    else if (has_lost_key(cluster))
      restored_.push_back(cluster);
  }
  for (const auto side : all_sides) {
    for (const auto cluster : touched_)
      for (const auto row : clusters_.rows(cluster, side)) read_rows_[side].push_back(row);
    std::sort(read_rows_[side].begin(), read_rows_[side].end());
  }
}

void LayerSync::read_touched() {
  parallel_for_each(all_sides.size(), options_.threads, [&](std::size_t i) {
    const auto side = all_sides[i];
    if (run_.schemas[side] != nullptr) run_.tables[side] = stores_[side].take(read_rows_[side]);
  });
}

void LayerSync::prepare() {
  reproject(run_.tables, run_.crs, options_.threads, run_.compared);
  if (run_.rules.schema)
    leave_out_altitudes(run_.tables, run_.layout, *run_.rules.schema, run_.compared);
}

/// Where a feature of run_.tables stands.
std::size_t LayerSync::table_row(Side side, std::uint32_t row) const {
  const auto& rows = read_rows_[side];
  return static_cast<std::size_t>(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin());
}

/// A key on two objects that can hardly be one: local's is known by a uid until that is settled.
void LayerSync::doubt_far_keys() {
  if (geometric_.far <= 0 || run_.key.local.columns.empty()) return;
  for (const auto cluster : touched_) {
    const auto local = clusters_.rows(cluster, Side::local);
    const auto reference = clusters_.rows(cluster, Side::reference);
    if (local.size() != 1 || reference.size() != 1) continue;
    const auto ours =
        compared(run_.tables, run_.compared, Side::local, table_row(Side::local, local[0]));
    const auto theirs = compared(run_.tables, run_.compared, Side::reference,
                                 table_row(Side::reference, reference[0]));
    if (!match::too_far_apart(match::box_of_feature(ours), match::box_of_feature(theirs),
                              geometric_.far))
      continue;
    far_.insert(cluster);
    auto& uid = identity_.local.uids[local[0]];
    if (uid.empty())
      uid =
          match::uid_beside_key(index_.local.keys[local[0]], ours, {options_.producer, run_.name});
    run_.uids.local[ours.fid()] = uid;
  }
}

void LayerSync::check_geometries() {
  const auto id = [&](Side side, std::size_t row) {
    return id_of(side, read_rows_[side][row], row);
  };
  auto found = geometry_findings(run_.tables, {run_.name, id, options_.threads});
  std::move(found.begin(), found.end(), std::back_inserter(run_.findings));
}

std::string LayerSync::id_of(Side side, std::uint32_t row, std::size_t table_row) const {
  const auto& uids = identity_[side].uids;
  if (const auto found = uids.find(row); found != uids.end()) return found->second;
  const auto& table = run_.tables[side];
  if (run_.key[side].columns.empty()) return to_text(table.fids[table_row]);
  std::vector<ValueView> values;
  for (const auto& name : run_.key[side].columns)
    values.push_back(table.columns[*table.schema.find(name)][table_row]);
  return io::text_of_key(values).value_or("");
}

void LayerSync::read_lost_keys() {
  auto& restored = run_.restored;
  if (restored_.empty()) return;
  auto schema = *run_.schemas.reference;
  const auto& key = run_.key.reference.columns[0];
  std::erase_if(schema.columns, [&](const Column& column) { return column.name != key; });
  schema.geometry_column.clear();
  std::sort(restored_.begin(), restored_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return clusters_.rows(a, Side::local)[0] < clusters_.rows(b, Side::local)[0];
  });
  std::vector<std::int64_t> fids;
  for (const auto cluster : restored_) {
    const auto local = clusters_.rows(cluster, Side::local)[0];
    restored.fids.push_back(index_.local.fids[local]);
    restored.uids.push_back(std::move(identity_.local.uids.at(local)));
    fids.push_back(index_.reference.fids[clusters_.rows(cluster, Side::reference)[0]]);
  }
  auto database = io::Database::open_input(paths_.reference);
  restored.keys = io::read_features(database, schema, fids);
}

void LayerSync::gather() {
  std::vector<merge::ClusterFeatures> gathered;
  gathered.reserve(touched_.size());
  for (const auto cluster : touched_) {
    merge::ClusterFeatures one;
    one.how_matched = how_matched(cluster);
    one.far_apart = far_.contains(cluster);
    for (const auto side : all_sides) {
      std::vector<std::pair<std::string, std::size_t>> by_id;  // the order of rows says nothing
      for (const auto row : clusters_.rows(cluster, side)) {
        const auto at = table_row(side, row);
        by_id.emplace_back(id_of(side, row, at), at);
        if (side == Side::local && identity_.local.uids.contains(row)) one.has_uid = true;
      }
      std::sort(by_id.begin(), by_id.end());
      for (const auto& [id, at] : by_id) {
        one.features[side].push_back(compared(run_.tables, run_.compared, side, at));
        one.ids[side].push_back(id);
      }
    }
    gathered.push_back(std::move(one));
  }
  if (options_.stretches != nullptr) join_stretches(*options_.stretches, gathered, run_);
  read_lost_keys();
  number(std::move(gathered));
}

/// In the order of their names.
void LayerSync::number(std::vector<merge::ClusterFeatures> gathered) {
  auto& restored = run_.restored;
  restored.numbers.resize(restored.fids.size());
  std::vector<std::pair<std::string, std::size_t>> order;
  order.reserve(gathered.size() + restored.fids.size());
  for (std::size_t i = 0; i < gathered.size(); ++i) order.emplace_back(gathered[i].name(), i);
  for (std::size_t i = 0; i < restored.fids.size(); ++i)
    order.emplace_back(restored_key(run_, i), gathered.size() + i);
  std::sort(order.begin(), order.end());
  run_.clusters.reserve(gathered.size());
  std::int64_t number = 0;
  for (const auto& [name, i] : order) {
    ++number;
    if (i >= gathered.size()) {
      restored.numbers[i - gathered.size()] = number;
      continue;
    }
    run_.clusters.push_back(std::move(gathered[i]));
    run_.clusters.back().number = number;
  }
}

}  // namespace

std::string local_key_of(const LayerRun& run, FeatureRef local) {
  std::vector<ValueView> values;
  for (const auto& name : run.key.local.columns)
    values.push_back(local.value(*local.table->schema.find(name)));
  return values.empty() ? "" : io::text_of_key(values).value_or("");
}

std::string name_of_local(const LayerRun& run, FeatureRef local) {
  const auto& lost = run.restored.fids;
  const auto found = std::lower_bound(lost.begin(), lost.end(), local.fid());
  if (found != lost.end() && *found == local.fid())
    return restored_key(run, static_cast<std::size_t>(found - lost.begin()));
  const auto key = local_key_of(run, local);
  return key.empty() ? "fid " + std::to_string(local.fid()) : key;
}

void compare_layer(const ThreeWay<std::filesystem::path>& paths, const LayerVersions& versions,
                   const LayerOptions& options, LayerRun& run) {
  LayerSync(paths, versions, options, run).run();
}

}  // namespace bdf::jobs
