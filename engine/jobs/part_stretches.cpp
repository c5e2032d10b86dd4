// SPDX-License-Identifier: MIT
#include "jobs/part_stretches.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/message.h"
#include "geometry/follow.h"
#include "geometry/measure.h"
#include "geometry/place.h"
#include "geometry/wkb.h"
#include "jobs/join_stretches.h"
#include "jobs/merged_layer.h"
#include "merge/compare.h"
#include "merge/written.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

namespace {

using geometry::Span;
using merge::HeldStretch;
using topology::HeldObject;

/// A part of a line as merged is to hold it.
struct Part {
  Span on;
  FeatureRef feature;               ///< what it is made from
  std::vector<ValueChange> values;  ///< laid over that
};

/// Where a place of a line is on the line as it is now.
double position_after(const Geometry& before, const Geometry& now, double position,
                      double tolerance) {
  const double share = position / geometry::length_of(before);
  auto place = *geometry::point_along(before, share);
  Geometry point;
  point.xy = {place.x, place.y};
  point.rings = point.parts = {0, 1};
  if (const auto moved = geometry::followed(point, {{{before}, {now}}}, {}, tolerance))
    place = {moved->xy[0], moved->xy[1]};
  return geometry::position_on(now, place, share * geometry::length_of(now));
}

/// Whether a part may differ from the line in it: not in what a file notes for itself.
bool tells_parts_apart(const merge::Attribute& attribute) {
  return attribute.merged && !attribute.housekeeping &&
         !same_name(attribute.name, merge::uid_column);
}

class Parting {
 public:
  explicit Parting(LayerRun& run) : run_(run), layer_(merged_layer(run)) {
    for (std::size_t i = 0; i < run.result.stretches.size(); ++i) {
      const auto& object = run.result.stretches[i].object;
      known_[{object.table, object.row}] = i;
    }
  }

  Pieces pieces() {
    Pieces pieces;
    for (const auto& object : topology::held_objects(layer_)) {
      const auto* stretches = stretches_of(object);
      const auto line = stretches == nullptr || !is_to_be_cut(object)
                            ? std::nullopt
                            : geometry::geometry_of(object.geometry(layer_));
      if (!line || !geometry::is_one_path(*line)) continue;
      auto& found = pieces[{object.feature.table, object.feature.row}];
      for (const auto& part : parts_of(object, *stretches, *line))
        if (part.on.length() > run_.tolerance)
          found.push_back(geometry::cut_out(*line, part.on, run_.tolerance));
    }
    return pieces;
  }

  void run() {
    name_all_parts();
    write_out_geometries();
    remove_with_all_parts();
    for (const auto& object : topology::held_objects(layer_))
      if (const auto* stretches = stretches_of(object)) part(object, *stretches);
    auto& changes = run_.result.update.changes;
    std::vector<Change> kept;
    for (std::size_t i = 0; i < changes.size(); ++i)
      if (!gone_.contains(i)) kept.push_back(std::move(changes[i]));
    merge::move_into(kept, made_);
    changes = std::move(kept);
    tell_new();
  }

 private:
  void name_all_parts();
  void write_out_geometries();
  void remove_with_all_parts();
  [[nodiscard]] bool is_to_be_cut(const HeldObject& object) const;
  void part(const HeldObject& object, const merge::HeldStretches& held);
  [[nodiscard]] const merge::HeldStretches* stretches_of(const HeldObject& object) const;
  [[nodiscard]] std::vector<Part> parts_of(const HeldObject& object,
                                           const merge::HeldStretches& held,
                                           const Geometry& line) const;
  [[nodiscard]] std::vector<ValueChange> values_of(const HeldObject& object,
                                                   const merge::HeldStretches& held,
                                                   const HeldStretch& stretch) const;
  [[nodiscard]] Value said(const Part& part, const merge::Attribute& attribute) const;
  [[nodiscard]] bool say_the_same(const Part& a, const Part& b) const;
  void give_way(const Part& lost, const Part& kept, const HeldObject& object);
  void join_alike(std::vector<Part>& parts, const HeldObject& object);
  void cut(const HeldObject& object, const std::vector<Part>& parts, const Geometry& line);
  void keep_whole(const HeldObject& object, const std::vector<Part>& parts, const Geometry& line);
  [[nodiscard]] std::vector<io::Interval> intervals_of(const Part& whole,
                                                       const std::vector<Part>& parts,
                                                       const Geometry& line) const;
  void lose(const HeldObject& object, const merge::HeldStretches& held);
  LedgerEntry& entry_of(const HeldObject& object) { return run_.result.ledger[object.cluster]; }
  [[nodiscard]] bool is_local(FeatureRef feature) const {
    return side_of(run_.tables, run_.compared, feature) == Side::local;
  }
  [[nodiscard]] Change change_to(const HeldObject& object) const;
  void say_all(const Part& part, bool is_new, Change& change) const;
  [[nodiscard]] std::string object_name(const HeldObject& object) const;
  [[nodiscard]] std::string id_of(FeatureRef part, const std::string& object) const;
  [[nodiscard]] ValueView as_it_is(FeatureRef part) const;
  void remove_parts(const HeldObject& object, std::set<std::int64_t> fids);
  void tell_new();

  LayerRun& run_;
  topology::MergedLayer layer_;
  std::map<std::pair<const FeatureTable*, std::size_t>, std::size_t> known_;
  std::set<std::size_t> gone_;  ///< changes to lines that have become changes to their parts
  std::vector<Change> made_;
  std::size_t new_ = 0;
};

/// In the ledger a line stands by all features that it was made of.
void Parting::name_all_parts() {
  for (std::size_t i = 0; i < run_.clusters.size(); ++i)
    for (std::size_t k = 0; k < run_.clusters[i].features.local.size(); ++k) {
      const auto count = fids_of(run_, run_.clusters[i].features.local[k]).size();
      if (count == 1) continue;
      auto& ids = run_.result.ledger[i].ids.local;
      ids.insert(ids.end(), count - 1, run_.clusters[i].ids.local[k]);
      std::sort(ids.begin(), ids.end());
    }
}

/// No file has the whole line that they may be about.
void Parting::write_out_geometries() {
  const auto* rows = &run_.compared.stretches;
  for (auto* changes : {&run_.result.update.changes, &run_.result.contribution.changes})
    for (auto& change : *changes) {
      if (change.geometry && change.geometry->from.table == rows) {
        change.geometry->after = to_value(change.geometry->from.geometry());
        change.geometry->from = {};
      }
      if (topology::adds(change) && change.feature.table == rows && !change.geometry)
        change.geometry =
            GeometryChange{Null{}, to_value(change.feature.geometry()), change.status, {}};
    }
}

void Parting::remove_with_all_parts() {
  std::vector<Change> others;
  for (const auto& change : run_.result.update.changes) {
    if (change.op != Op::remove || !is_local(change.feature)) continue;
    const auto found = run_.stretches.find(change.feature.fid());
    if (found == run_.stretches.end()) continue;
    std::set<std::int64_t> done{change.feature.fid()};
    for (const auto& stretch : found->second) {
      if (!done.insert(stretch.feature.fid()).second) continue;
      others.push_back(change);
      others.back().feature = stretch.feature;
    }
  }
  merge::move_into(made_, others);
}

const merge::HeldStretches* Parting::stretches_of(const HeldObject& object) const {
  const auto found = known_.find({object.feature.table, object.feature.row});
  return found == known_.end() ? nullptr : &run_.result.stretches[found->second];
}

/// What is laid over the feature of a stretch: what the merge makes of that stretch, and what it
/// makes of the line where the stretch says nothing else.
std::vector<ValueChange> Parting::values_of(const HeldObject& object,
                                            const merge::HeldStretches& held,
                                            const HeldStretch& stretch) const {
  auto values = stretch.values;
  if (!object.update) return values;
  std::set<std::size_t> of_stretches;
  for (const auto& one : held.stretches)
    for (const auto& value : one.values) of_stretches.insert(value.column);
  const bool added = !is_local(object.feature);
  for (const auto& value : run_.result.update.changes[*object.update].values) {
    if (of_stretches.contains(value.column)) continue;
    const auto attribute =
        std::find_if(run_.layout.attributes.begin(), run_.layout.attributes.end(),
                     [&](const merge::Attribute& one) { return one.merged == value.column; });
    const bool same =
        attribute == run_.layout.attributes.end() ||
        merge::alike(*attribute,
                     {Side::local, merge::value_of(stretch.feature, *attribute, Side::local)},
                     {Side::local, merge::value_of(object.feature, *attribute, Side::local)});
    if (added || same) values.push_back(value);
  }
  return values;
}

std::vector<Part> Parting::parts_of(const HeldObject& object, const merge::HeldStretches& held,
                                    const Geometry& line) const {
  const auto before = geometry::geometry_of(object.feature.geometry());
  const bool same =
      merge::same_geometry(object.feature.geometry(), object.geometry(layer_), run_.tolerance);
  const auto place = [&](double position) {
    return same || !before ? position : position_after(*before, line, position, run_.tolerance);
  };
  std::vector<double> ends{0};
  for (const auto& stretch : held.stretches) ends.push_back(stretch.on.to);
  const bool turned = !same && before && place(ends.back()) < place(0);
  for (auto& end : ends) end = place(end);
  // The whole line is shared out, however it has become longer.
  ends.front() = turned ? geometry::length_of(line) : 0;
  ends.back() = turned ? 0 : geometry::length_of(line);
  std::vector<Part> parts;
  for (std::size_t i = 0; i < held.stretches.size(); ++i) {
    const Span on = turned ? Span{ends[i + 1], ends[i]} : Span{ends[i], ends[i + 1]};
    parts.push_back({on, held.stretches[i].feature, values_of(object, held, held.stretches[i])});
  }
  if (turned) std::reverse(parts.begin(), parts.end());
  double from = 0;
  for (auto& part : parts) {
    part.on = {from, std::max(from, part.on.to)};
    from = part.on.to;
  }
  return parts;
}

/// In the producer's own words, where they have said it so.
Value Parting::said(const Part& part, const merge::Attribute& attribute) const {
  for (const auto& value : part.values)
    if (value.column == attribute.merged) return value.after;
  const auto side = side_of(run_.tables, run_.compared, part.feature);
  return to_value(side == Side::local ? merge::own_value_of(part.feature, attribute)
                                      : merge::value_of(part.feature, attribute, side));
}

bool Parting::say_the_same(const Part& a, const Part& b) const {
  return std::all_of(run_.layout.attributes.begin(), run_.layout.attributes.end(),
                     [&](const auto& attribute) {
                       return !tells_parts_apart(attribute) ||
                              merge::same_value(attribute.kind, view_of(said(a, attribute)),
                                                view_of(said(b, attribute)));
                     });
}

/// Parts that are features of their own in local stay so, whatever they say; others are one where
/// they say the same. What has no place left on the line gives way.
void Parting::join_alike(std::vector<Part>& parts, const HeldObject& object) {
  std::vector<Part> joined;
  std::vector<Part> without_place;
  for (auto& part : parts) {
    if (part.on.length() <= run_.tolerance) {
      without_place.push_back(std::move(part));
      continue;
    }
    const bool own = !joined.empty() && is_local(part.feature) &&
                     part.feature.fid() != joined.back().feature.fid();
    if (!joined.empty() && !own && say_the_same(joined.back(), part))
      joined.back().on.to = part.on.to;
    else
      joined.push_back(std::move(part));
  }
  for (std::size_t i = 0; i < joined.size(); ++i)
    joined[i].on.from = i == 0 ? 0 : joined[i - 1].on.to;
  for (const auto& lost : without_place)
    if (std::none_of(joined.begin(), joined.end(),
                     [&](const Part& part) { return say_the_same(part, lost); }))
      give_way(lost, joined.front(), object);
  parts = std::move(joined);
}

bool Parting::is_to_be_cut(const HeldObject& object) const {
  const bool has_parts = is_local(object.feature) && fids_of(run_, object.feature).size() > 1;
  const auto wanted = run_.rules.values_meet;
  return wanted == rules::ValuesMeet::split || (wanted != rules::ValuesMeet::interval && has_parts);
}

void Parting::part(const HeldObject& object, const merge::HeldStretches& held) {
  const auto line = geometry::geometry_of(object.geometry(layer_));
  const bool usable = line && geometry::is_one_path(*line);
  if (!usable) return lose(object, held);
  auto parts = parts_of(object, held, *line);
  const bool cuts = is_to_be_cut(object);
  if (!is_local(object.feature)) ++new_;
  join_alike(parts, object);
  if (cuts)
    cut(object, parts, *line);
  else
    keep_whole(object, parts, *line);
}

/// The features that merged has of the line, each where the line is as it says. Where these are
/// other ones than local has, those go and these come, under the fids that stay.
void Parting::cut(const HeldObject& object, const std::vector<Part>& parts, const Geometry& line) {
  auto& entry = entry_of(object);
  if (object.update) gone_.insert(*object.update);
  const bool local = is_local(object.feature);
  std::set<std::int64_t> own;
  if (local) {
    const auto fids = fids_of(run_, object.feature);
    own.insert(fids.begin(), fids.end());
    std::erase(entry.out_fids, object.feature.fid());
  }
  std::set<std::int64_t> wanted;
  for (const auto& part : parts) wanted.insert(part.feature.fid());
  const bool anew = local && (wanted != own || wanted.size() < parts.size());
  std::set<std::int64_t> given;
  for (const auto& part : parts) {
    auto change = change_to(object);
    change.values = part.values;
    const auto shape = geometry::cut_out(line, part.on, run_.tolerance);
    const Value after = Blob{geometry::encode_wkb(shape)};
    change.geometry = GeometryChange{Null{}, after, change.status, {}};
    if (part.on.from > 0) change.fid.reset();
    if (local) change.feature = part.feature;
    if (local) change.id = id_of(part.feature, change.id);
    if (anew) {
      change.op = parts.size() > 1 ? Op::split : Op::merge;
      change.lineage_group = run_.clusters[object.cluster].name();
      change.fid.reset();
      if (given.insert(part.feature.fid()).second) change.fid = part.feature.fid();
      say_all(part, !change.fid, change);
    }
    if (parts.size() > 1) {
      const bool mark = !geometry::has_vertex(line, {shape.xy[0], shape.xy[1]}, run_.tolerance);
      const auto fid = local && !anew ? part.feature.fid() : 0;
      run_.merged_stretches.push_back({{run_.name, object_name(object), fid, mark}, true, {}});
      change.stretches = run_.merged_stretches.size();
    }
    if (local && !anew) {
      entry.out_fids.push_back(part.feature.fid());
      if (merge::same_geometry(as_it_is(part.feature), view_of(after), run_.tolerance))
        change.geometry.reset();
    }
    if (change.op != Op::update || change.geometry || !change.values.empty())
      made_.push_back(std::move(change));
  }
  if (anew) remove_parts(object, own);
  std::sort(entry.out_fids.begin(), entry.out_fids.end());
  if (parts.size() > 1) entry.flags.emplace_back(cut_in_local_flag);
}

/// The key that merged has of it, else what the clusters call it.
std::string Parting::object_name(const HeldObject& object) const {
  const auto& columns = run_.key.local.columns;
  for (const auto& attribute : run_.layout.attributes) {
    const bool is_key =
        attribute.carried_by(Side::local) && columns.size() == 1 &&
        same_name(run_.schemas.local->columns[*attribute.column.local].name, columns.front());
    if (!is_key) continue;
    const auto key = merge::normal_form(ColumnType::text,
                                        view_of(topology::merged_value(layer_, object, attribute)));
    if (key) return *key;
  }
  return topology::id_of(layer_, object);
}

/// A part that has a uid of its own goes by that.
std::string Parting::id_of(FeatureRef part, const std::string& object) const {
  const auto uid = run_.uids.local.find(part.fid());
  return uid == run_.uids.local.end() ? object : uid->second;
}

/// What the part says otherwise than the feature that local has of the line.
void Parting::say_all(const Part& part, bool is_new, Change& change) const {
  const auto whole = as_read(run_.tables, Side::local, part.feature);
  for (const auto& attribute : run_.layout.attributes) {
    if (!attribute.merged || !attribute.carried_by(Side::local)) continue;
    const bool told = std::any_of(change.values.begin(), change.values.end(),
                                  [&](const auto& one) { return one.column == attribute.merged; });
    const auto value = merge::own_value_of(part.feature, attribute);
    const bool minted = is_new && same_name(attribute.name, merge::uid_column);
    if (!told && (minted || value != merge::own_value_of(whole, attribute)))
      change.values.push_back(
          {*attribute.merged, Null{}, minted ? Value{Null{}} : to_value(value), Status::taken});
  }
}

/// A change like the one that there is to the line, or a new one.
Change Parting::change_to(const HeldObject& object) const {
  if (object.update) return run_.result.update.changes[*object.update];
  Change change;
  change.id = topology::id_of(layer_, object);
  change.feature = object.feature;
  change.cluster = run_.clusters[object.cluster].number;
  return change;
}

/// The geometry of a part as local has it.
ValueView Parting::as_it_is(FeatureRef part) const {
  const auto row = as_read(run_.tables, Side::local, part).row;
  return compared(run_.tables, run_.compared, Side::local, row).geometry();
}

/// What local has of the line goes, and others come.
void Parting::remove_parts(const HeldObject& object, std::set<std::int64_t> fids) {
  const auto stretches = run_.stretches.find(object.feature.fid());
  if (stretches == run_.stretches.end()) return;
  for (const auto& stretch : stretches->second) {
    if (fids.erase(stretch.feature.fid()) == 0) continue;
    Change change;
    change.op = Op::remove;
    change.id = id_of(stretch.feature, topology::id_of(layer_, object));
    change.feature = stretch.feature;
    change.cluster = run_.clusters[object.cluster].number;
    change.lineage_group = run_.clusters[object.cluster].name();
    made_.push_back(std::move(change));
  }
}

std::vector<io::Interval> Parting::intervals_of(const Part& whole, const std::vector<Part>& parts,
                                                const Geometry& line) const {
  std::vector<io::Interval> intervals;
  for (const auto& attribute : run_.layout.attributes) {
    if (!tells_parts_apart(attribute)) continue;
    const auto& column = run_.result.update.target.columns[*attribute.merged];
    const auto own = said(whole, attribute);
    for (const auto& part : parts) {
      const auto value = said(part, attribute);
      if (merge::same_value(attribute.kind, view_of(own), view_of(value))) continue;
      const auto written = merge::written(attribute, Side::local, column, view_of(value));
      const auto text =
          is_null(view_of(written)) ? std::nullopt : std::optional(to_text(view_of(written)));
      auto* last = intervals.empty() ? nullptr : &intervals.back();
      if (last != nullptr && last->attribute == column.name && last->to == part.on.from &&
          last->value == text) {
        last->to = part.on.to;
        continue;
      }
      intervals.push_back({run_.name, "", 0, column.name, part.on.from, part.on.to, text, {}});
    }
  }
  std::optional<crs::Transform> transform;
  if (const auto& way = run_.crs.ways.local) transform.emplace(way->operation);
  for (auto& interval : intervals) {
    auto wkb =
        geometry::encode_wkb(geometry::cut_out(line, {interval.from, interval.to}, run_.tolerance));
    interval.geometry = Blob{transform ? back(wkb, *transform) : std::move(wkb)};
  }
  return intervals;
}

/// One feature, which says what most of the line does, and what is otherwise beside it.
void Parting::keep_whole(const HeldObject& object, const std::vector<Part>& parts,
                         const Geometry& line) {
  const bool local = is_local(object.feature);
  auto change = change_to(object);
  auto intervals = intervals_of({{}, object.feature, change.values}, parts, line);
  const auto fids = local ? fids_of(run_, object.feature) : std::vector<std::int64_t>{};
  const bool anew = fids.size() > 1;
  std::size_t number = 0;
  if (!intervals.empty()) {
    const auto fid = local && !anew ? object.feature.fid() : 0;
    run_.merged_stretches.push_back(
        {{run_.name, object_name(object), fid, false}, false, std::move(intervals)});
    number = run_.merged_stretches.size();
    entry_of(object).flags.emplace_back(intervals_flag);
    if (!local) run_.result.update.changes[*object.update].stretches = number;
  }
  if (!anew) return;
  remove_parts(object, {fids.begin(), fids.end()});
  if (object.update) gone_.insert(*object.update);
  std::erase(entry_of(object).out_fids, object.feature.fid());
  change.op = Op::merge;
  change.lineage_group = run_.clusters[object.cluster].name();
  change.fid = object.feature.fid();
  change.geometry = GeometryChange{Null{}, to_value(object.geometry(layer_)), Status::taken, {}};
  change.stretches = number;
  say_all({{}, object.feature, change.values}, false, change);
  made_.push_back(std::move(change));
}

/// What has become of the line has no positions: what was said of parts of it is in the ledger.
void Parting::lose(const HeldObject& object, const merge::HeldStretches& held) {
  const Part whole{{}, object.feature, change_to(object).values};
  for (const auto& stretch : held.stretches)
    give_way({{}, stretch.feature, values_of(object, held, stretch)}, whole, object);
  keep_whole(object, {}, {});
}

/// Enters what a part says otherwise than what stays.
void Parting::give_way(const Part& lost, const Part& kept, const HeldObject& object) {
  auto& flags = entry_of(object).flags;
  for (const auto& attribute : run_.layout.attributes) {
    if (!tells_parts_apart(attribute)) continue;
    const auto value = said(lost, attribute);
    if (is_null(view_of(value)) ||
        merge::same_value(attribute.kind, view_of(said(kept, attribute)), view_of(value)))
      continue;
    auto flag = std::string(merge::gave_way_flag) + attribute.name + ' ' + to_text(view_of(value));
    if (std::find(flags.begin(), flags.end(), flag) == flags.end())
      flags.push_back(std::move(flag));
  }
}

void Parting::tell_new() {
  if (new_ == 0) return;
  const bool cut = run_.rules.values_meet == rules::ValuesMeet::split;
  run_.findings.push_back(
      {Level::information, "values_meet", "local", run_.name, "",
       cut ? msgn("{} line, on which different values of yours meet, is cut in your layer alone",
                  "{} lines, on which different values of yours meet, are cut in your layer alone",
                  new_)
           : msgn("{} line, on which different values of yours meet, has intervals",
                  "{} lines, on which different values of yours meet, have intervals", new_)});
}

}  // namespace

Pieces pieces_of_lines(LayerRun& run) {
  return run.result.stretches.empty() ? Pieces{} : Parting(run).pieces();
}

void part_stretches(LayerRun& run) {
  if (!run.result.stretches.empty()) Parting(run).run();
}

KnownStretches stretches_to_keep(const KnownStretches& known,
                                 const std::vector<std::unique_ptr<LayerRun>>& layers) {
  KnownStretches keep;
  std::map<std::string, const LayerRun*> runs;
  std::map<std::string, std::set<std::int64_t>> looked_at;
  const bool any_known = !known.parts.empty() || !known.intervals.empty();
  for (const auto& run : layers) {
    if (!any_known) break;
    const auto name = folded(run->name);
    runs[name] = run.get();
    for (const auto& cluster : run->clusters)
      for (const auto feature : cluster.features.local)
        for (const auto fid : fids_of(*run, feature)) looked_at[name].insert(fid);
  }
  const auto stays = [&](const std::string& layer, std::int64_t fid) {
    const auto name = folded(layer);
    const auto run = runs.find(name);
    return run == runs.end() || (!looked_at[name].contains(fid) &&
                                 std::binary_search(run->second->local_fids.begin(),
                                                    run->second->local_fids.end(), fid));
  };
  for (const auto& part : known.parts)
    if (stays(part.layer, part.fid)) keep.parts.push_back(part);
  for (const auto& interval : known.intervals)
    if (stays(interval.layer, interval.fid)) keep.intervals.push_back(interval);
  for (const auto& run : layers) {
    auto merged = run->merged_stretches;
    for (const auto& change : run->result.update.changes)
      if (change.stretches > 0 && topology::adds(change) && change.fid)
        merged[change.stretches - 1].part.fid = *change.fid;
    for (auto& one : merged) {
      if (one.is_part) keep.parts.push_back(one.part);
      for (auto& interval : one.intervals) {
        interval.object = one.part.object;
        interval.fid = one.part.fid;
        keep.intervals.push_back(std::move(interval));
      }
    }
  }
  return keep;
}

}  // namespace bdf::jobs
