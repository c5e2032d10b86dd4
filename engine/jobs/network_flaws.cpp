// SPDX-License-Identifier: MIT
#include "jobs/network_flaws.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "base/hash.h"
#include "base/message.h"
#include "geometry/linear_reference.h"
#include "geometry/wkb.h"
#include "io/geopackage.h"
#include "jobs/join_stretches.h"
#include "jobs/part_stretches.h"
#include "jobs/unchanged_features.h"
#include "topology/network_causes.h"

namespace bdf::jobs {

namespace {

using Lines = std::vector<topology::NetworkLine>;

std::string place_of(const topology::NewFlawedPlace& flaw) {
  return fmt::format("{:.1f} {:.1f}", flaw.place.x, flaw.place.y);
}

std::function<std::string(const std::string&)> reason_of(const topology::NewFlawedPlace& flaw) {
  return [kind = flaw.flaw, place = place_of(flaw)](const std::string& others) {
    switch (kind) {
      case topology::NewFlaw::dead_end:
        return msg("with what the other side has made of {0}, a line would end in the air at {1}",
                   others, place);
      case topology::NewFlaw::sink:
        return msg("with what the other side has made of {0}, water would be shut in at {1}",
                   others, place);
      case topology::NewFlaw::circuit:
        return msg(
            "with what the other side has made of {0}, water could go round and round at {1}",
            others, place);
      case topology::NewFlaw::island:
        break;
    }
    return msg("with what the other side has made of {0}, the network would come apart at {1}",
               others, place);
  };
}

/// A line that has no key is known by where it is.
std::string name_in(const merge::ClusterFeatures& cluster, Side side, std::size_t i) {
  const bool has_no_key = side == Side::local && cluster.has_uid;
  return has_no_key ? fmt::format("fid {}", cluster.features[side][i].fid()) : cluster.ids[side][i];
}

class MergedNetwork {
 public:
  MergedNetwork(LayerRun& run, const topology::MergedLayer& layer) : run_(run), layer_(layer) {
    const auto& flow = run.rules.schema ? run.rules.schema->flow : std::nullopt;
    if (!flow) return;
    flow_ = run.layout.find(flow->attribute);
    direct_ = flow->direct;
    inverse_ = flow->inverse;
  }

  std::vector<TopologyFlaw> flaws() {
    if (!changes_geometry()) return {};
    pieces_ = pieces_of_lines(run_);
    add_unchanged();
    add_versions();
    still_ends();
    const auto places = topology::new_flaws(lines_.ancestor, lines_.local, lines_.reference);
    const auto causes =
        topology::causes_of(places, lines_.ancestor, lines_.local, lines_.reference);
    std::vector<TopologyFlaw> flaws;
    for (std::size_t i = 0; i < places.size(); ++i) {
      flaws.push_back({finding_of(places[i]),
                       static_cast<double>(places[i].count),
                       clusters_of(causes[i].local),
                       clusters_of(causes[i].reference),
                       {},
                       false,
                       reason_of(places[i])});
    }
    return flaws;
  }

 private:
  [[nodiscard]] bool changes_geometry() const;
  void add_unchanged();
  void add_versions();
  void still_ends();
  void add(Side side, FeatureRef feature, std::size_t number);
  [[nodiscard]] topology::Flow flow_said(const std::string& value) const;
  [[nodiscard]] std::size_t number_of(FeatureRef feature, const std::string& name,
                                      std::int64_t cluster);
  [[nodiscard]] std::string name_of(std::size_t number) const;
  [[nodiscard]] std::map<std::int64_t, std::string> clusters_of(
      const std::set<std::size_t>& numbers) const;
  [[nodiscard]] Finding finding_of(const topology::NewFlawedPlace& flaw) const;

  LayerRun& run_;
  const topology::MergedLayer& layer_;
  Pieces pieces_;
  const merge::Attribute* flow_ = nullptr;
  std::string direct_, inverse_;
  ThreeWay<Lines> lines_;                ///< merged's in the place of the ancestor's
  std::vector<std::int64_t> unchanged_;  ///< the fids of what no side has changed
  std::vector<std::string> names_;       ///< by number; "" for what no side has changed
  std::vector<std::int64_t> clusters_;   ///< by number, likewise
  std::map<std::pair<const FeatureTable*, std::size_t>, std::size_t> numbers_;
};

bool MergedNetwork::changes_geometry() const {
  const auto& changes = run_.result.update.changes;
  return std::any_of(
             changes.begin(), changes.end(),
             [](const Change& change) { return change.op != Op::update || change.geometry; }) ||
         (flow_ != nullptr &&
          std::any_of(changes.begin(), changes.end(), [&](const Change& change) {
            return std::any_of(
                change.values.begin(), change.values.end(),
                [&](const ValueChange& value) { return value.column == flow_->merged; });
          }));
}

topology::Flow MergedNetwork::flow_said(const std::string& value) const {
  if (flow_ == nullptr) return topology::Flow::either;
  if (value == direct_) return topology::Flow::along;
  return value == inverse_ ? topology::Flow::against : topology::Flow::either;
}

/// What is the same on all sides, ordered by its shape: what is found, and in which order, does
/// not depend on that of the rows.
void MergedNetwork::add_unchanged() {
  const auto column = flow_ != nullptr && flow_->column.local
                          ? run_.schemas.local->columns[*flow_->column.local].name
                          : std::string();
  struct Unchanged {
    Lines lines;
    Hash128 shape;
    std::int64_t fid;
  };
  std::vector<Unchanged> found;
  visit_unchanged(run_, column, [&](const UnchangedFeature& feature) {
    const auto geometry = geometry::decode_wkb(feature.wkb).geometry;
    if (!geometry) return;
    auto& one = found.emplace_back(Lines{}, hash_of(feature.wkb), feature.fid);
    topology::add_lines(*geometry, 0, flow_said(to_text(feature.value)), one.lines);
  });
  std::sort(found.begin(), found.end(), [](const Unchanged& one, const Unchanged& other) {
    return std::tie(one.shape, one.fid) < std::tie(other.shape, other.fid);
  });
  for (auto& one : found) {
    for (auto& line : one.lines) {
      line.feature = unchanged_.size();
      for (const auto side : all_sides) lines_[side].push_back(line);
    }
    unchanged_.push_back(one.fid);
    names_.emplace_back();
    clusters_.push_back(0);
  }
}

std::size_t MergedNetwork::number_of(FeatureRef feature, const std::string& name,
                                     std::int64_t cluster) {
  const auto added = numbers_.try_emplace({feature.table, feature.row}, names_.size());
  if (added.second) {
    names_.push_back(name);
    clusters_.push_back(cluster);
  }
  return added.first->second;
}

std::map<std::int64_t, std::string> MergedNetwork::clusters_of(
    const std::set<std::size_t>& numbers) const {
  std::map<std::int64_t, std::string> clusters;
  for (const auto number : numbers)
    if (number >= unchanged_.size()) clusters.emplace(clusters_[number], names_[number]);
  return clusters;
}

void MergedNetwork::add(Side side, FeatureRef feature, std::size_t number) {
  const auto geometry = geometry::geometry_of(feature.geometry());
  const auto flow = flow_ != nullptr ? to_text(merge::value_of(feature, *flow_, side)) : "";
  if (!geometry) return;
  const auto cut = side == Side::local ? run_.stretches.find(feature.fid()) : run_.stretches.end();
  if (cut == run_.stretches.end() || fids_of(run_, feature).size() == 1)
    return topology::add_lines(*geometry, number, flow_said(flow), lines_[side]);
  for (const auto& stretch : cut->second)
    topology::add_lines(geometry::cut_out(*geometry, stretch.on, run_.tolerance), number,
                        flow_said(flow), lines_[side]);
}

void MergedNetwork::add_versions() {
  for (const auto& cluster : run_.clusters) {
    for (const auto side : {Side::local, Side::reference})
      for (std::size_t i = 0; i < cluster.features[side].size(); ++i) {
        const auto feature = cluster.features[side][i];
        const bool known = side == Side::reference && cluster.single() && cluster.only(Side::local);
        const auto number = number_of(known ? cluster.only(Side::local) : feature,
                                      name_in(cluster, side, i), cluster.number);
        if (known) numbers_[{feature.table, feature.row}] = number;
        add(side, feature, number);
      }
  }
  for (const auto& object : topology::held_objects(layer_)) {
    const auto geometry = geometry::geometry_of(object.geometry(layer_));
    if (!geometry) continue;
    const auto flow = flow_ != nullptr && flow_->merged
                          ? to_text(view_of(topology::merged_value(layer_, object, *flow_)))
                          : "";
    const auto number = number_of(object.feature, topology::id_of(layer_, object),
                                  run_.clusters[object.cluster].number);
    const auto pieces = pieces_.find({object.feature.table, object.feature.row});
    if (pieces == pieces_.end())
      topology::add_lines(*geometry, number, flow_said(flow), lines_.ancestor);
    else
      for (const auto& piece : pieces->second)
        topology::add_lines(piece, number, flow_said(flow), lines_.ancestor);
  }
}

/// An end that is within the tolerance of where the reference, or else the ancestor, has one of the
/// same object has not moved: a line whose vertices were rounded goes on meeting its neighbours.
void MergedNetwork::still_ends() {
  std::map<std::int64_t, Lines> before;
  for (const auto& cluster : run_.clusters) {
    const auto& [ancestor, local, reference] = cluster.features;
    for (const auto feature : reference.empty() ? ancestor : reference)
      if (const auto geometry = geometry::geometry_of(feature.geometry()))
        topology::add_lines(*geometry, 0, topology::Flow::either, before[cluster.number]);
  }
  for (const auto side : all_sides)
    for (auto& line : lines_[side]) {
      if (line.feature < unchanged_.size()) continue;
      for (const auto& known : before[clusters_[line.feature]])
        for (const auto& end : {known.first, known.last})
          for (auto* moved : {&line.first, &line.last})
            if (std::hypot(moved->x - end.x, moved->y - end.y) <= run_.tolerance) *moved = end;
    }
}

/// Of what no side has changed, the key is read now.
std::string MergedNetwork::name_of(std::size_t number) const {
  if (number >= unchanged_.size()) return names_[number];
  const auto fid = unchanged_[number];
  auto database = io::Database::open_input(run_.local);
  const auto table = io::read_features(database, *run_.schemas.local, std::vector{fid});
  return name_of_local(run_, {&table, 0});
}

Finding MergedNetwork::finding_of(const topology::NewFlawedPlace& flaw) const {
  const auto place = place_of(flaw);
  Finding finding{Level::warning, "", "", run_.name, name_of(flaw.feature), ""};
  switch (flaw.flaw) {
    case topology::NewFlaw::dead_end:
      finding.code = "network_dead_end";
      finding.message = msg("its end at {} met another line, and meets none in merged", place);
      break;
    case topology::NewFlaw::sink:
      finding.code = "network_sink";
      finding.message = msg("at {} water arrives in merged, and none leaves", place);
      break;
    case topology::NewFlaw::circuit:
      finding.code = "network_circuit";
      finding.message =
          msgn("in merged water could go round in {0} line, at {1}",
               "in merged water could go round in {0} lines, at {1}", flaw.count, place);
      break;
    case topology::NewFlaw::island:
      finding.code = "network_island";
      finding.message =
          msgn("{0} line at {1} is cut off from the network in merged",
               "{0} lines at {1} are cut off from the network in merged", flaw.count, place);
      break;
  }
  return finding;
}

}  // namespace

std::vector<TopologyFlaw> network_flaws(LayerRun& run, const topology::MergedLayer& layer) {
  return MergedNetwork(run, layer).flaws();
}

}  // namespace bdf::jobs
