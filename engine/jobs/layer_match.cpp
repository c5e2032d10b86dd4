// SPDX-License-Identifier: MIT
#include "jobs/layer_match.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "geometry/wkb.h"
#include "io/crs.h"
#include "jobs/geometric_options.h"
#include "jobs/row_names.h"
#include "jobs/row_shapes.h"
#include "match/attribute_measures.h"
#include "match/geometric.h"
#include "match/implausible.h"
#include "match/twins.h"

namespace bdf::jobs {

namespace {

using Rows = std::vector<std::uint32_t>;

/// The ends of the first path of a line that is not closed.
struct Ends {
  Point first;
  Point last;
};

std::optional<Ends> ends_of(FeatureRef feature) {
  const auto line = geometry::geometry_of(feature.geometry());
  if (!line || line->kind != GeometryKind::line || line->empty()) return std::nullopt;
  const auto& xy = line->xy;
  return Ends{{xy[0], xy[1]}, {xy[xy.size() - 2], xy[xy.size() - 1]}};
}

double gap(const Point& a, const Point& b) { return std::hypot(a.x - b.x, a.y - b.y); }

bool run_opposite(FeatureRef a, FeatureRef b) {
  const auto of_a = ends_of(a);
  const auto of_b = ends_of(b);
  if (!of_a || !of_b) return false;
  const double straight = gap(of_a->first, of_b->first) + gap(of_a->last, of_b->last);
  return gap(of_a->first, of_b->last) + gap(of_a->last, of_b->first) < straight;
}

Link link_of(const match::Twins& twins, LinkReason reason) {
  Link link;
  link.a = {twins.a};
  link.b = {twins.b};
  link.reason = reason;
  link.confidence = 1;
  return link;
}

/// The steps of one layer, with what one step leaves for the next.
class LayerMatch {
 public:
  LayerMatch(const MatchedSides& sides, const LayerVersions& versions,
             const LayerMatchOptions& options)
      : sides_(sides),
        versions_(versions),
        options_(options),
        a_(sides.a.scan(options.threads)),
        b_(sides.b.scan(options.threads)),
        taken_of_a_(a_.size()),
        taken_of_b_(b_.size()) {}

  LayerLinks run() {
    if (!options_.ignore_ids) link_by_key();
    link_alike();
    link_rest();
    sort_links(links_);
    LayerLinks found{sides_.a.schema().layer, name_rows(sides_.a, a_), name_rows(sides_.b, b_),
                     std::move(links_)};
    found.displacement = displacement_;
    found.radius = radius_;
    found.a.crowded = std::move(crowded_of_a_);
    found.b.crowded = std::move(crowded_of_b_);
    return found;
  }

 private:
  void link_by_key();
  void link_alike();
  void link_rest();
  void add(Link link, bool doubtful = false);
  [[nodiscard]] std::vector<FoundLink> look_at(const std::vector<match::Twins>& twins) const;
  [[nodiscard]] bool same_system() const;

  const MatchedSides& sides_;
  const LayerVersions& versions_;
  const LayerMatchOptions& options_;
  RowIndex a_;
  RowIndex b_;
  std::vector<bool> taken_of_a_;
  std::vector<bool> taken_of_b_;
  std::vector<FoundLink> links_;
  std::optional<Displacement> displacement_;
  std::optional<double> radius_;
  Rows crowded_of_a_;
  Rows crowded_of_b_;
  bool in_place_ = false;  ///< many features are linked already by key or as the very same
};

void LayerMatch::add(Link link, bool doubtful) {
  if (!doubtful) {
    for (const auto row : link.a) taken_of_a_[row] = true;
    for (const auto row : link.b) taken_of_b_[row] = true;
  }
  links_.push_back({std::move(link), doubtful});
}

/// Stored coordinates mean the same on both sides.
bool LayerMatch::same_system() const {
  return io::same_crs(sides_.a.schema().crs, sides_.b.schema().crs);
}

void LayerMatch::link_by_key() {
  std::vector<match::Twins> others;
  for (const auto& twins : match::twins(a_.keys, b_.keys)) {
    const auto& print = a_.prints[twins.a];
    const bool shapes = !print.none() && !b_.prints[twins.b].none();
    if (shapes && !(same_system() && print == b_.prints[twins.b]))
      others.push_back(twins);
    else
      add(link_of(twins, LinkReason::same_key));
  }
  for (auto& found : look_at(others)) add(std::move(found.link), found.doubtful);
}

/// Links by key whose geometries differ: which lie too far apart, which run the other way.
std::vector<FoundLink> LayerMatch::look_at(const std::vector<match::Twins>& twins) const {
  const double far = geometric_options(versions_.rules, versions_.crs.crs).far;
  constexpr std::size_t at_once = 16'384;
  std::vector<FoundLink> looked_at;
  for (std::size_t begin = 0; begin < twins.size(); begin += at_once) {
    const auto end = std::min(twins.size(), begin + at_once);
    std::vector<std::int64_t> fids_of_a;
    std::vector<std::int64_t> fids_of_b;
    for (std::size_t i = begin; i < end; ++i) {
      fids_of_a.push_back(a_.fids[twins[i].a]);
      fids_of_b.push_back(b_.fids[twins[i].b]);
    }
    const auto shapes_a = sides_.a.read_shapes(fids_of_a, options_.threads);
    const auto shapes_b = sides_.b.read_shapes(fids_of_b, options_.threads);
    for (std::size_t i = begin; i < end; ++i) {
      const FeatureRef a{&shapes_a, i - begin};
      const FeatureRef b{&shapes_b, i - begin};
      auto link = link_of(twins[i], LinkReason::same_key);
      link.reversed = run_opposite(a, b);
      const bool doubtful =
          match::too_far_apart(match::box_of_feature(a), match::box_of_feature(b), far);
      if (doubtful) link.confidence = 0;
      looked_at.push_back({std::move(link), doubtful});
    }
  }
  return looked_at;
}

void LayerMatch::link_alike() {
  if (!same_system()) return;
  const auto alike = match::twins(a_.prints, b_.prints, taken_of_a_, taken_of_b_);
  for (const auto& twins : alike) add(link_of(twins, LinkReason::same_geometry));
  const auto linked = std::count(taken_of_a_.begin(), taken_of_a_.end(), true);
  in_place_ = static_cast<double>(linked) >
              match::in_place * static_cast<double>(std::min(a_.size(), b_.size()));
}

/// What is left of a side and has a geometry.
struct Rest {
  FeatureTable features;
  Rows rows;
  std::vector<std::int64_t> fids;  ///< of the same

  [[nodiscard]] match::Unlinked unlinked() const { return {&features, rows}; }
};

/// Those of its columns that matching looks at.
std::vector<std::size_t> columns_of_a(const match::AttributeMeasures& measures) {
  std::vector<std::size_t> columns;
  for (const auto& compared : measures.columns) columns.push_back(compared.a);
  if (measures.precision) columns.push_back(measures.precision->first);
  return columns;
}

std::vector<std::size_t> columns_of_b(const match::AttributeMeasures& measures) {
  std::vector<std::size_t> columns;
  for (const auto& compared : measures.columns) columns.push_back(compared.b);
  if (measures.precision) columns.push_back(measures.precision->second);
  return columns;
}

Rest rest_of(const RowIndex& index, const std::vector<bool>& taken) {
  Rest rest;
  for (std::uint32_t row = 0; row < index.size(); ++row) {
    if (taken[row] || index.prints[row].none()) continue;
    rest.rows.push_back(row);
    rest.fids.push_back(index.fids[row]);
  }
  return rest;
}

void LayerMatch::link_rest() {
  const auto& rules = versions_.rules;
  const int threads = options_.threads;
  auto a = rest_of(a_, taken_of_a_);
  auto b = rest_of(b_, taken_of_b_);
  if (rules.matching.distance <= 0 || a.rows.empty() || b.rows.empty()) return;
  const auto named = match::attribute_measures(rules, sides_.a.schema(), sides_.b.schema());
  auto shapes_a = row_shapes(sides_.a, a.rows, a.fids, threads);
  auto shapes_b = row_shapes(sides_.b, b.rows, b.fids, threads);
  a.features = sides_.a.read_values(a.fids, columns_of_a(named));
  b.features = sides_.b.read_values(b.fids, columns_of_b(named));
  const auto attributes = match::attribute_measures(rules, a.features.schema, b.features.schema);
  auto options = geometric_options(rules, versions_.crs.crs);
  options.look_for_shift = !in_place_;
  options.attributes = &attributes;
  const auto of_a = a.unlinked();
  const auto of_b = b.unlinked();
  const auto how = match::matching_of(of_a, of_b, options, threads);
  auto found = match::match_shapes(std::move(shapes_a), std::move(shapes_b), how);
  for (auto& link : found.accepted) add(std::move(link));
  for (auto& link : found.doubtful) add(std::move(link), true);
  displacement_ = found.displacement;
  if (found.radius) radius_ = *found.radius / options.metre;
  crowded_of_a_ = std::move(found.crowded_a);
  crowded_of_b_ = std::move(found.crowded_b);
}

}  // namespace

LayerLinks match_layer(const MatchedSides& sides, const LayerVersions& versions,
                       const LayerMatchOptions& options) {
  return LayerMatch(sides, versions, options).run();
}

}  // namespace bdf::jobs
