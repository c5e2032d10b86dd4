// SPDX-License-Identifier: MIT
#include "jobs/join_stretches.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/message.h"
#include "geometry/measure.h"
#include "geometry/wkb.h"
#include "merge/compare.h"

namespace bdf::jobs {

namespace {

using geometry::Span;
using merge::ClusterFeatures;

constexpr auto local = Side::local;

/// What a producer may say of a part alone.
bool may_differ(const merge::Attribute& attribute) {
  return attribute.housekeeping || attribute.is_private() ||
         same_name(attribute.name, merge::uid_column) || attribute.may_be_own;
}

bool agree(const merge::Layout& layout, FeatureRef one, FeatureRef other) {
  return std::all_of(
      layout.attributes.begin(), layout.attributes.end(), [&](const auto& attribute) {
        return !attribute.carried_by(local) || may_differ(attribute) ||
               merge::alike(attribute, {local, merge::value_of(one, attribute, local)},
                            {local, merge::value_of(other, attribute, local)});
      });
}

Point first_of(const Geometry& line) { return {line.xy[0], line.xy[1]}; }
Point last_of(const Geometry& line) {
  return {line.xy[line.xy.size() - 2], line.xy[line.xy.size() - 1]};
}

class Joining {
 public:
  Joining(const KnownStretches& known, LayerRun& run) : run_(run), rows_(run.compared.stretches) {
    for (const auto& part : known.parts) {
      if (!same_name(part.layer, run.name)) continue;
      parts_[part.fid] = &part;
      objects_.insert(part.object);
    }
    for (const auto& interval : known.intervals) {
      if (!same_name(interval.layer, run.name)) continue;
      intervals_[interval.object].push_back(&interval);
      intervals_by_fid_[interval.fid].push_back(&interval);
    }
    if (run.crs.ways.local) transform_.emplace(run.crs.ways.local->operation);
  }

  void join(ClusterFeatures& cluster) {
    std::map<std::string, std::vector<std::size_t>> groups;
    const auto& features = cluster.features.local;
    for (std::size_t i = 0; i < features.size(); ++i)
      if (const auto object = object_of(features[i])) groups[*object].push_back(i);
    std::set<std::size_t> gone;
    std::vector<std::pair<std::string, FeatureRef>> held;
    for (const auto& [object, numbers] : groups) {
      auto whole = joined(cluster, numbers);
      if (!whole && numbers.size() > 1) tell_cut(cluster.ids.local[numbers.front()]);
      if (!whole) continue;
      held.push_back(std::move(*whole));
      gone.insert(numbers.begin(), numbers.end());
    }
    std::vector<FeatureRef> others;
    for (std::size_t i = 0; i < features.size(); ++i) {
      if (gone.contains(i)) continue;
      held.emplace_back(cluster.ids.local[i], features[i]);
      others.push_back(features[i]);
    }
    find_intervals(others);
    if (gone.empty()) return;
    std::sort(held.begin(), held.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    cluster.features.local.clear();
    cluster.ids.local.clear();
    cluster.has_uid = false;
    for (auto& [id, feature] : held) {
      cluster.features.local.push_back(feature);
      cluster.ids.local.push_back(std::move(id));
      cluster.has_uid = cluster.has_uid || run_.uids.local.contains(feature.fid());
    }
  }

 private:
  [[nodiscard]] std::string key_of(FeatureRef feature) const { return local_key_of(run_, feature); }
  [[nodiscard]] std::optional<std::string> object_of(FeatureRef feature) const;
  void tell_cut(const std::string& id);
  [[nodiscard]] std::optional<std::pair<std::string, FeatureRef>> joined(
      const ClusterFeatures& cluster, const std::vector<std::size_t>& numbers);
  [[nodiscard]] std::vector<std::size_t> in_order(const ClusterFeatures& cluster,
                                                  std::vector<std::size_t> numbers) const;
  [[nodiscard]] bool is_known_place(const ClusterFeatures& cluster, const Point& place) const;
  /// An interval, where it is on a line as that is now.
  struct Said {
    Span on;
    std::size_t column;
    Value value;
  };
  void find_intervals(const std::vector<FeatureRef>& features);
  [[nodiscard]] std::vector<const io::Interval*> intervals_of(FeatureRef feature) const;
  void put_intervals(FeatureRef feature, const Geometry& line, const std::vector<Said>& said);
  [[nodiscard]] std::optional<Span> span_of(const io::Interval& interval, const Geometry& line);
  FeatureRef speaker_of(const std::vector<merge::Stretch>& stretches, const ValueView& line);
  [[nodiscard]] bool is_uid(std::size_t column) const {
    return same_name(rows_.schema.columns[column].name, merge::uid_column);
  }
  FeatureRef add(FeatureRef part, const ValueView& geometry,
                 const std::map<std::size_t, Value>& values);

  LayerRun& run_;
  FeatureTable& rows_;
  std::map<std::int64_t, const io::CutPart*> parts_;  ///< by fid
  std::set<std::string> objects_;
  using Intervals = std::vector<const io::Interval*>;
  std::map<std::string, Intervals> intervals_;
  std::map<std::int64_t, Intervals> intervals_by_fid_;
  std::optional<crs::Transform> transform_;
};

/// The object that the feature is known to be a part of: by its key, or by its fid where keys do
/// not tell.
std::optional<std::string> Joining::object_of(FeatureRef feature) const {
  const auto key = key_of(feature);
  if (!key.empty()) return objects_.contains(key) ? std::optional(key) : std::nullopt;
  const auto found = parts_.find(feature.fid());
  return found == parts_.end() ? std::nullopt : std::optional(found->second->object);
}

/// It has become a cut like any other, of features that share a key.
void Joining::tell_cut(const std::string& id) {
  run_.findings.push_back({Level::warning, "key_duplicate", "local", run_.name, id,
                           msg("its parts are no longer one line, or differ in what the reference "
                               "answers for: they are "
                               "now taken for a cut that is to be sent")});
}

/// Whether another version of the object has a vertex there.
bool Joining::is_known_place(const ClusterFeatures& cluster, const Point& place) const {
  for (const auto side : {Side::ancestor, Side::reference})
    for (const auto feature : cluster.features[side])
      if (const auto model = geometry::geometry_of(feature.geometry()))
        if (geometry::has_vertex(*model, place, run_.tolerance)) return true;
  return false;
}

/// What goes round begins where other versions of it do.
std::vector<std::size_t> Joining::in_order(const ClusterFeatures& cluster,
                                           std::vector<std::size_t> numbers) const {
  const auto begin = [](FeatureRef feature) -> std::optional<Point> {
    const auto line = geometry::geometry_of(feature.geometry());
    if (!line || !geometry::is_one_path(*line)) return std::nullopt;
    return first_of(*line);
  };
  for (const auto side : {Side::reference, Side::ancestor}) {
    const auto there =
        cluster.features[side].empty() ? std::nullopt : begin(cluster.features[side].front());
    std::stable_partition(numbers.begin(), numbers.end(), [&](std::size_t number) {
      const auto here = begin(cluster.features.local[number]);
      return there && here && std::hypot(there->x - here->x, there->y - here->y) <= run_.tolerance;
    });
    if (there) break;
  }
  return numbers;
}

/// The whole line, by the name that it goes by.
std::optional<std::pair<std::string, FeatureRef>> Joining::joined(
    const ClusterFeatures& cluster, const std::vector<std::size_t>& numbers) {
  if (numbers.size() < 2) return std::nullopt;
  std::vector<FeatureRef> parts;
  std::vector<Geometry> lines;
  for (const auto number : in_order(cluster, numbers)) {
    parts.push_back(cluster.features.local[number]);
    auto line = geometry::geometry_of(parts.back().geometry());
    if (!line || key_of(parts.back()) != key_of(parts.front()) ||
        !agree(run_.layout, parts.front(), parts.back()))
      return std::nullopt;
    lines.push_back(std::move(*line));
  }
  std::vector<const Geometry*> pointers;
  std::vector<bool> begins_at_mark;
  const bool can_compare =
      !cluster.features.ancestor.empty() || !cluster.features.reference.empty();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto known = parts_.find(parts[i].fid());
    pointers.push_back(&lines[i]);
    begins_at_mark.push_back(can_compare ? !is_known_place(cluster, first_of(lines[i]))
                                         : known != parts_.end() && known->second->begins_at_mark);
  }
  const auto whole = geometry::joined(pointers, begins_at_mark, run_.tolerance);
  if (!whole) return std::nullopt;
  const Value line = Blob{geometry::encode_wkb(whole->line)};
  std::vector<merge::Stretch> stretches;
  for (std::size_t i = 0; i < whole->order.size(); ++i)
    stretches.push_back({whole->spans[i], add(parts[whole->order[i]], view_of(line), {})});
  const auto feature = speaker_of(stretches, view_of(line));
  auto id = key_of(feature);
  if (!id.empty())
    for (const auto part : parts) run_.uids.local.erase(part.fid());
  else if (cluster.ids.reference.size() == 1)
    id = cluster.ids.reference.front();
  else
    id = cluster.ids.local[numbers.front()];
  run_.stretches[feature.fid()] = std::move(stretches);
  return std::pair{std::move(id), feature};
}

/// The longest part's feature, saying in each attribute what is said along most of the line.
FeatureRef Joining::speaker_of(const std::vector<merge::Stretch>& stretches,
                               const ValueView& line) {
  const auto longest =
      std::max_element(stretches.begin(), stretches.end(),
                       [](const auto& a, const auto& b) { return a.on.length() < b.on.length(); });
  std::map<std::size_t, Value> values;
  for (std::size_t column = 0; column < rows_.columns.size(); ++column) {
    std::map<std::string, double> lengths;
    for (const auto& stretch : stretches)
      lengths[to_text(stretch.feature.value(column))] += stretch.on.length();
    double most = lengths[to_text(longest->feature.value(column))];
    for (const auto& stretch : stretches) {
      const double length = lengths[to_text(stretch.feature.value(column))];
      if (length <= most || is_uid(column)) continue;
      most = length;
      values[column] = to_value(stretch.feature.value(column));
    }
  }
  return values.empty() ? longest->feature : add(longest->feature, line, values);
}

FeatureRef Joining::add(FeatureRef part, const ValueView& geometry,
                        const std::map<std::size_t, Value>& values) {
  if (rows_.columns.empty()) rows_ = empty_like(*part.table);
  rows_.fids.push_back(part.fid());
  for (std::size_t column = 0; column < rows_.columns.size(); ++column) {
    const auto other = values.find(column);
    rows_.columns[column].push_back(other == values.end() ? part.value(column)
                                                          : view_of(other->second));
  }
  rows_.geometries.push_back(geometry);
  return {&rows_, rows_.size() - 1};
}

/// Where the interval is on the line as it is now: its ends are looked for where they were.
std::optional<Span> Joining::span_of(const io::Interval& interval, const Geometry& line) {
  Span span{interval.from, interval.to};
  if (const auto* wkb = std::get_if<Blob>(&interval.geometry)) {
    const auto part = geometry::geometry_of(
        transform_ ? BlobView{crs::transformed(wkb->bytes, *transform_)} : BlobView{wkb->bytes});
    if (part && geometry::is_one_path(*part))
      span = {geometry::position_on(line, first_of(*part), interval.from),
              geometry::position_on(line, last_of(*part), interval.to)};
  }
  const double length = geometry::length_of(line);
  span = {std::clamp(std::min(span.from, span.to), 0.0, length),
          std::clamp(std::max(span.from, span.to), 0.0, length)};
  return span.length() > run_.tolerance ? std::optional(span) : std::nullopt;
}

/// By its key, or by its fid where it has none.
std::vector<const io::Interval*> Joining::intervals_of(FeatureRef feature) const {
  const auto key = key_of(feature);
  if (const auto found = intervals_.find(key); !key.empty() && found != intervals_.end())
    return found->second;
  const auto found = intervals_by_fid_.find(feature.fid());
  return key.empty() && found != intervals_by_fid_.end() ? found->second : Intervals{};
}

/// Of a line that was cut since, each part has what lies on it. What lies nowhere is told.
void Joining::find_intervals(const std::vector<FeatureRef>& features) {
  std::map<const io::Interval*, bool> placed;
  for (const auto feature : features) {
    const auto intervals = intervals_of(feature);
    if (intervals.empty()) continue;
    std::vector<Said> said;
    const auto line = geometry::geometry_of(feature.geometry());
    const bool usable = line && geometry::is_one_path(*line);
    for (const auto* interval : intervals) {
      const auto column = feature.table->schema.find(interval->attribute);
      const auto span = usable && column ? span_of(*interval, *line) : std::nullopt;
      placed[interval] = placed[interval] || span;
      if (span)
        said.push_back(
            {*span, *column,
             merge::value_from_text(feature.table->schema.columns[*column].type, interval->value)});
    }
    if (!said.empty()) put_intervals(feature, *line, said);
  }
  for (const auto& [interval, has_place] : placed)
    if (!has_place)
      run_.findings.push_back(
          {Level::warning, "interval_lost", "local", run_.name, interval->object,
           msg("“{}” was “{}” along a part of the line that there is no longer: that is forgotten",
               interval->attribute, interval->value.value_or(""))});
}

void Joining::put_intervals(FeatureRef feature, const Geometry& line,
                            const std::vector<Said>& said) {
  const double length = geometry::length_of(line);
  std::set<double> ends{length};
  for (const auto& one : said) ends.insert({one.on.from, one.on.to});
  std::vector<merge::Stretch> stretches;
  double from = 0;
  for (const double to : ends) {
    if (to - from <= run_.tolerance) continue;
    std::map<std::size_t, Value> values;
    for (const auto& one : said)
      if (one.on.from < (from + to) / 2 && (from + to) / 2 < one.on.to)
        values[one.column] = one.value;
    stretches.push_back({{from, to}, add(feature, feature.geometry(), values)});
    from = to;
  }
  if (!stretches.empty()) stretches.back().on.to = length;
  run_.stretches[feature.fid()] = std::move(stretches);
}

}  // namespace

KnownStretches known_stretches(const std::filesystem::path& local) {
  auto database = io::Database::open_input(local);
  return {io::read_lineage(database), io::read_intervals(database)};
}

void join_stretches(const KnownStretches& known, std::vector<merge::ClusterFeatures>& clusters,
                    LayerRun& run) {
  if (known.parts.empty() && known.intervals.empty()) return;
  Joining joining(known, run);
  for (auto& cluster : clusters) joining.join(cluster);
}

std::vector<std::int64_t> fids_of(const LayerRun& run, FeatureRef local) {
  std::set<std::int64_t> fids{local.fid()};
  if (const auto found = run.stretches.find(local.fid()); found != run.stretches.end())
    for (const auto& stretch : found->second) fids.insert(stretch.feature.fid());
  return {fids.begin(), fids.end()};
}

}  // namespace bdf::jobs
