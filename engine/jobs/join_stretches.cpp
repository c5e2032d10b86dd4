// SPDX-License-Identifier: MIT
#include "jobs/join_stretches.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "base/message.h"
#include "geometry/measure.h"
#include "geometry/wkb.h"
#include "io/key.h"
#include "merge/compare.h"

namespace bdf::jobs {

namespace {

using geometry::Span;
using merge::ClusterFeatures;

constexpr auto local = Side::local;

/// What a producer may say of a part alone.
bool may_differ(const merge::Attribute& attribute) {
  return attribute.housekeeping || attribute.is_private() ||
         same_name(attribute.name, merge::uid_column) ||
         attribute.responsibility.authority == rules::Authority::producer;
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
    for (const auto& part : known.parts)
      if (same_name(part.layer, run.name)) parts_[part.fid] = &part;
    for (const auto& interval : known.intervals)
      if (same_name(interval.layer, run.name)) intervals_[interval.fid].push_back(&interval);
    if (run.crs.ways.local) transform_.emplace(run.crs.ways.local->operation);
  }

  void join(ClusterFeatures& cluster) {
    std::map<std::string, std::vector<std::size_t>> groups;
    const auto& features = cluster.features.local;
    for (std::size_t i = 0; i < features.size(); ++i)
      if (const auto object = object_of(features[i], features)) groups[*object].push_back(i);
    std::set<std::size_t> gone;
    std::vector<std::pair<std::string, FeatureRef>> held;
    for (const auto& [object, numbers] : groups) {
      auto whole = joined(cluster, numbers);
      if (!whole) continue;
      held.push_back(std::move(*whole));
      gone.insert(numbers.begin(), numbers.end());
    }
    for (std::size_t i = 0; i < features.size(); ++i) {
      if (gone.contains(i)) continue;
      held.emplace_back(cluster.ids.local[i], features[i]);
      find_intervals(features[i]);
    }
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
  [[nodiscard]] std::string key_of(FeatureRef feature) const;
  [[nodiscard]] std::optional<std::string> object_of(FeatureRef feature,
                                                     const std::vector<FeatureRef>& others) const;
  [[nodiscard]] std::optional<std::pair<std::string, FeatureRef>> joined(
      const ClusterFeatures& cluster, const std::vector<std::size_t>& numbers);
  [[nodiscard]] bool is_known_place(const ClusterFeatures& cluster, const Point& place) const;
  void find_intervals(FeatureRef feature);
  [[nodiscard]] std::optional<Span> span_of(const io::Interval& interval, const Geometry& line);
  FeatureRef add(FeatureRef part, const ValueView& geometry,
                 const std::map<std::size_t, Value>& values);

  LayerRun& run_;
  FeatureTable& rows_;
  std::map<std::int64_t, const io::CutPart*> parts_;  ///< by fid
  std::map<std::int64_t, std::vector<const io::Interval*>> intervals_;
  std::optional<crs::Transform> transform_;
};

std::string Joining::key_of(FeatureRef feature) const {
  std::vector<ValueView> values;
  for (const auto& name : run_.key.local.columns)
    values.push_back(feature.value(*feature.table->schema.find(name)));
  return values.empty() ? "" : io::text_of_key(values).value_or("");
}

/// The object that the feature is known to be a part of, or that another one with its key is.
std::optional<std::string> Joining::object_of(FeatureRef feature,
                                              const std::vector<FeatureRef>& others) const {
  if (const auto found = parts_.find(feature.fid()); found != parts_.end())
    return found->second->object;
  const auto key = parts_.empty() ? "" : key_of(feature);
  for (const auto other : others) {
    const auto found = parts_.find(other.fid());
    if (!key.empty() && found != parts_.end() && key_of(other) == key) return found->second->object;
  }
  return std::nullopt;
}

/// Whether another version of the object has a vertex there.
bool Joining::is_known_place(const ClusterFeatures& cluster, const Point& place) const {
  for (const auto side : {Side::ancestor, Side::reference})
    for (const auto feature : cluster.features[side])
      if (const auto model = geometry::geometry_of(feature.geometry()))
        if (geometry::has_vertex(*model, place, run_.tolerance)) return true;
  return false;
}

/// The whole line, by the name that it goes by. It says what its longest part does.
std::optional<std::pair<std::string, FeatureRef>> Joining::joined(
    const ClusterFeatures& cluster, const std::vector<std::size_t>& numbers) {
  if (numbers.size() < 2) return std::nullopt;
  std::vector<FeatureRef> parts;
  std::vector<Geometry> lines;
  for (const auto number : numbers) {
    parts.push_back(cluster.features.local[number]);
    auto line = geometry::geometry_of(parts.back().geometry());
    if (!line || key_of(parts.back()) != key_of(parts.front()) ||
        !agree(run_.layout, parts.front(), parts.back()))
      return std::nullopt;
    lines.push_back(std::move(*line));
  }
  std::vector<const Geometry*> pointers;
  std::vector<bool> begins_at_mark;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto known = parts_.find(parts[i].fid());
    pointers.push_back(&lines[i]);
    begins_at_mark.push_back(known == parts_.end() ? !is_known_place(cluster, first_of(lines[i]))
                                                   : known->second->begins_at_mark);
  }
  const auto whole = geometry::joined(pointers, begins_at_mark, run_.tolerance);
  if (!whole) return std::nullopt;
  const Value line = Blob{geometry::encode_wkb(whole->line)};
  std::vector<merge::Stretch> stretches;
  for (std::size_t i = 0; i < whole->order.size(); ++i)
    stretches.push_back({whole->spans[i], add(parts[whole->order[i]], view_of(line), {})});
  const auto longest =
      std::max_element(stretches.begin(), stretches.end(),
                       [](const auto& a, const auto& b) { return a.on.length() < b.on.length(); });
  const auto feature = longest->feature;
  auto id = key_of(feature);
  if (id.empty() && cluster.ids.reference.size() == 1) id = cluster.ids.reference.front();
  if (id.empty()) id = cluster.ids.local[numbers.front()];
  for (const auto part : parts) run_.uids.local.erase(part.fid());
  run_.stretches[feature.fid()] = std::move(stretches);
  return std::pair{std::move(id), feature};
}

FeatureRef Joining::add(FeatureRef part, const ValueView& geometry,
                        const std::map<std::size_t, Value>& values) {
  if (rows_.columns.empty()) {
    rows_.schema = part.table->schema;
    rows_.columns.resize(part.table->columns.size());
  }
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

void Joining::find_intervals(FeatureRef feature) {
  const auto known = intervals_.find(feature.fid());
  const auto line =
      known == intervals_.end() ? std::nullopt : geometry::geometry_of(feature.geometry());
  if (!line || !geometry::is_one_path(*line)) return;
  struct Said {
    Span on;
    std::size_t column;
    Value value;
  };
  std::vector<Said> said;
  std::set<double> ends{0, geometry::length_of(*line)};
  for (const auto* interval : known->second) {
    const auto column = feature.table->schema.find(interval->attribute);
    const auto span = span_of(*interval, *line);
    if (!column || !span) continue;
    said.push_back(
        {*span, *column,
         merge::value_from_text(feature.table->schema.columns[*column].type, interval->value)});
    ends.insert({span->from, span->to});
  }
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
  if (!said.empty()) run_.stretches[feature.fid()] = std::move(stretches);
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
