// SPDX-License-Identifier: MIT
#include "jobs/derive_doubles.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/hash.h"
#include "base/message.h"
#include "geometry/adapt.h"
#include "geometry/canonical.h"
#include "geometry/wkb.h"
#include "io/sync_tables.h"
#include "jobs/area_along_lines.h"
#include "jobs/carried_areas.h"
#include "jobs/doubled_layer.h"
#include "jobs/doubled_lines.h"
#include "jobs/geometric_options.h"
#include "jobs/merge_context.h"
#include "match/doubles.h"
#include "match/implausible.h"
#include "merge/compare.h"
#include "merge/conditions.h"
#include "merge/existence.h"
#include "merge/object.h"
#include "merge/open_values.h"
#include "merge/proposals.h"
#include "topology/put.h"

namespace bdf::jobs {

namespace {

/// One for all ways to write a line or an area; altitudes and directions say nothing.
std::string form_of(const ValueView& value) {
  auto geometry = geometry::geometry_of(value);
  if (!geometry) return {};
  geometry->has_z = false;
  geometry->z.clear();
  auto form = geometry::canonical_bytes(geometry::encode_wkb(*geometry));
  if (geometry->kind != GeometryKind::line) return form;
  return std::min(form, geometry::canonical_bytes(
                            geometry::encode_wkb(geometry::reversed(std::move(*geometry)))));
}

/// The two layers, the lines of one and the areas of the other.
class Derivation {
 public:
  Derivation(LayerRun& run, topology::MergedLayer& layer, DoubledLines& lines,
             const LayerOptions& options)
      : run_(run),
        layer_(layer),
        lines_(lines),
        left_before_(options.left),
        with_{lines, doubles_options(run.rules, run.crs.crs, options.threads)},
        memory_(merge_memory(run, options)),
        context_(merge_context(run, options, memory_)),
        objects_(topology::held_objects(layer)) {
    if (!run.rules.conditional.empty()) conditions_.emplace(context_);
  }

  std::vector<Finding> run() {
    areas_ = drawn_areas({run_, layer_, objects_}, lines_, with_.options);
    for (const auto& area : areas_) plan(area);
    if (run_.rules.coverage) hold_against_coverage(run_, layer_, objects_, gone_, carried_);
    for (const auto& one : carried_) carry(one);
    hold_back();
    for (const auto object : gone_) remove(object);
    mark_left();
    return std::move(findings_);
  }

 private:
  void plan(const DrawnArea& area);
  void plan_removal(const DrawnArea& area);
  void carry(const CarriedArea& area);
  void remove(std::size_t object);
  void hold_back();
  void mark_left();

  [[nodiscard]] std::string mark_of(std::size_t object, const std::set<std::uint32_t>& lines) const;
  [[nodiscard]] bool is_as_there(std::size_t object) const;
  [[nodiscard]] bool is_settled(const DrawnArea& area) const;
  [[nodiscard]] bool is_free(const topology::HeldObject& object) const;
  [[nodiscard]] bool is_declined(const Geometry& outline, std::size_t cluster) const;
  [[nodiscard]] std::string names_of(const std::vector<std::uint32_t>& lines) const;
  [[nodiscard]] const merge::ClusterFeatures& cluster_of(std::size_t object) const {
    return run_.clusters[objects_[object].cluster];
  }
  void tell(std::size_t object, std::string message) {
    findings_.push_back({Level::warning, "not_derived", "", layer_.name,
                         topology::id_of(layer_, objects_[object]), std::move(message)});
  }

  LayerRun& run_;
  topology::MergedLayer& layer_;
  DoubledLines& lines_;
  const std::set<std::string>& left_before_;
  LinesToFollow with_;
  merge::Memory memory_;
  merge::Context context_;
  std::optional<merge::Conditions> conditions_;
  std::vector<topology::HeldObject> objects_;
  std::vector<DrawnArea> areas_;
  std::vector<CarriedArea> carried_;
  std::map<std::size_t, std::vector<std::uint32_t>> followed_;  ///< by object, the lines
  std::vector<std::size_t> gone_;                               ///< objects
  std::vector<Finding> findings_;
};

/// What merged holds of an area and of lines, in short.
std::string Derivation::mark_of(std::size_t object, const std::set<std::uint32_t>& lines) const {
  std::vector<std::string> forms;
  for (const auto line : lines)
    for (const auto& value : lines_.all()[line].is) forms.push_back(form_of(value));
  std::sort(forms.begin(), forms.end());
  auto text = form_of(objects_[object].geometry(layer_)) + std::to_string(lines.size());
  for (const auto& form : forms) text += form;
  return sha256(text).substr(0, 32);
}

/// Whether the last sync has left it so, and nobody has touched it or its lines since.
bool Derivation::is_settled(const DrawnArea& area) const {
  return !left_before_.empty() &&
         merge::same_geometry(objects_[area.object].geometry(layer_),
                              cluster_of(area.object).only(Side::local).geometry(),
                              run_.tolerance) &&
         std::all_of(area.lines.begin(), area.lines.end(),
                     [&](std::uint32_t line) { return lines_.is_as_local(line); }) &&
         left_before_.contains(mark_of(area.object, area.lines));
}

void Derivation::plan(const DrawnArea& area) {
  if (area.lines.empty() || area.is_doubtful || is_settled(area)) return;
  const auto outline = outline_of(objects_[area.object].geometry(layer_));
  std::vector<std::uint32_t> moved;
  std::vector<std::uint32_t> cut;
  std::size_t gone = 0;
  for (const auto line : area.lines) {
    const auto fate = lines_.fate(line, *area.by);
    if (fate == Fate::unclear) cut.push_back(line);
    if (fate == Fate::gone) ++gone;
    if (fate == Fate::moved && !fits_better_now(*outline, area, line, with_)) moved.push_back(line);
  }
  if (!cut.empty()) {
    const bool asked = std::any_of(cut.begin(), cut.end(), [&](std::uint32_t line) {
      return lines_.all()[line].is_asked || lines_.all()[line].is.empty();
    });
    if (!asked)
      tell(area.object,
           msg("it doubles {}, which was cut and has moved: draw it there, too", names_of(cut)));
    return;
  }
  if (gone == area.lines.size()) return plan_removal(area);
  if (moved.empty()) return;
  if (area.has_others) {
    if (!holds_lines(*outline, area, with_))
      tell(area.object,
           msg("it doubles {}, which has moved, and other lines now, too: draw it anew",
               names_of(moved)));
    return;
  }
  auto after = along(*outline, area, moved, with_);
  if (!after) {
    tell(area.object, msg("it doubles {}, which has moved; it cannot be moved there without losing "
                          "its shape: draw it anew",
                          names_of(moved)));
    return;
  }
  const bool same = merge::same_geometry(BlobView{geometry::encode_wkb(*outline)},
                                         BlobView{geometry::encode_wkb(*after)}, run_.tolerance);
  if (same || is_declined(*after, objects_[area.object].cluster)) return;
  followed_[area.object] = moved;
  carried_.push_back({area.object, *outline, std::move(*after), ""});
}

bool Derivation::is_declined(const Geometry& outline, std::size_t cluster) const {
  const auto wkb = geometry::encode_wkb(outline);
  return merge::is_declined(context_, run_.clusters[cluster], {nullptr, BlobView{wkb}});
}

void Derivation::plan_removal(const DrawnArea& area) {
  if (area.by == Side::ancestor && !area.has_others && is_free(objects_[area.object]))
    gone_.push_back(area.object);
}

/// Whether nobody has changed it, and nothing of the producer's own hangs on it.
bool Derivation::is_free(const topology::HeldObject& object) const {
  const auto& cluster = run_.clusters[object.cluster];
  const auto& context = conditions_ ? conditions_->in_force(cluster) : context_;
  const auto local = cluster.only(Side::local);
  const ThreeWay<FeatureRef> features{cluster.only(Side::ancestor), local,
                                      cluster.only(Side::reference)};
  const bool alike = !merge::differ(context, features, Side::ancestor, Side::local) &&
                     !merge::differ(context, features, Side::ancestor, Side::reference) &&
                     !merge::differ(context, features, Side::local, Side::reference);
  const bool is_open = !run_.result.ledger[object.cluster].conflicts.empty() ||
                       merge::has_open_values(context, cluster) ||
                       merge::has_waiting_proposal(context, cluster);
  return alike && !is_open && !merge::outside(context, local) &&
         !merge::has_business_data_anywhere(context, local) &&
         !merge::is_declined(context, cluster.ids.reference.front(), Op::remove);
}

std::string Derivation::names_of(const std::vector<std::uint32_t>& lines) const {
  std::string names;
  for (const auto line : lines) names += (names.empty() ? "" : "/") + lines_.all()[line].name;
  return names;
}

void Derivation::carry(const CarriedArea& area) {
  const auto names = names_of(followed_[area.object]);
  if (!area.against.empty()) {
    tell(area.object, msg("it doubles {}, which has moved; there it would overlap {} beside it, or "
                          "part from it: draw both anew",
                          names, area.against));
    return;
  }
  auto& object = objects_[area.object];
  topology::put_geometry(layer_, object, geometry::encode_wkb(area.after));
  auto& entry = layer_.result->ledger[object.cluster];
  entry.flags.push_back(std::string(derived_flag) + names);
  if (entry.outcome == Outcome::unchanged || entry.outcome == Outcome::kept_local ||
      entry.outcome == Outcome::updated_from_reference)
    entry.outcome = Outcome::merged;
}

void Derivation::remove(std::size_t object) {
  for (const auto& area : areas_) {
    if (area.object != object) continue;
    auto& flags = layer_.result->ledger[objects_[object].cluster].flags;
    flags.push_back(std::string(derived_flag) + names_of({area.lines.begin(), area.lines.end()}));
  }
  topology::put_removal(layer_, objects_[object], std::string(derived_rule));
}

/// What doubles a line in question is not sent as it is now.
void Derivation::hold_back() {
  match::Shapes lines;
  for (std::uint32_t i = 0; i < lines_.all().size(); ++i)
    for (const auto& value : lines_.all()[i].is)
      if (lines_.all()[i].is_asked) match::append(lines, i, value);
  if (lines.size() == 0) return;
  match::Shapes areas;
  for (std::uint32_t i = 0; i < objects_.size(); ++i)
    if (is_kept(run_.rules.doubles->when, run_, layer_, objects_[i]))
      match::append(areas, i, objects_[i].geometry(layer_));
  std::map<std::size_t, std::vector<std::uint32_t>> asked;  // by object
  for (const auto& pair : match::lines_in_areas(lines, areas, with_.options).pairs)
    asked[areas.rows[pair.area]].push_back(lines.rows[pair.line]);
  for (const auto& [object, by] : asked)
    if (topology::withhold_geometry(layer_, objects_[object].cluster))
      layer_.result->ledger[objects_[object].cluster].flags.push_back(
          std::string(derived_waits_flag) + names_of(by));
}

/// Whether the reference has it just so.
bool Derivation::is_as_there(std::size_t object) const {
  const auto& there = cluster_of(object).features.reference;
  return std::any_of(there.begin(), there.end(), [&](FeatureRef feature) {
    return merge::same_geometry(objects_[object].geometry(layer_), feature.geometry(),
                                run_.tolerance);
  });
}

/// Areas that the next sync would take for drawn by the reference's lines, when that is its
/// ancestor, and would lead to where merged holds these, though this one has not.
void Derivation::mark_left() {
  std::set<std::size_t> done(gone_.begin(), gone_.end());
  for (const auto& one : carried_)
    if (one.against.empty()) done.insert(one.object);
  match::Shapes outlines;
  for (std::uint32_t i = 0; i < objects_.size(); ++i)
    if (!done.contains(i) && is_kept(run_.rules.doubles->when, run_, layer_, objects_[i]) &&
        is_as_there(i))
      match::append(outlines, i, objects_[i].geometry(layer_));
  const auto lines = lines_.shapes(Side::reference);
  std::map<std::uint32_t, std::set<std::uint32_t>> doubled;
  for (const auto& pair : match::lines_in_areas(lines, outlines, with_.options).pairs)
    doubled[outlines.rows[pair.area]].insert(lines.rows[pair.line]);
  for (const auto& [object, by] : doubled) {
    std::vector<std::uint32_t> off;
    for (const auto line : by)
      if (lines_.fate(line, Side::reference) != Fate::same) off.push_back(line);
    if (off.empty()) continue;
    layer_.result->ledger[objects_[object].cluster].flags.push_back(
        std::string(derived_left_flag) + mark_of(object, by) + ' ' + names_of(off));
  }
}

bool holds_for(const rules::LayerRules& derived, const rules::LayerRules& holder) {
  return is_derived(derived) && holder.name == derived.doubles->layer;
}

}  // namespace

bool is_derived(const rules::LayerRules& rules) {
  return rules.doubles && rules.doubles->as == rules::Doubling::derived;
}

std::set<std::string> marks_of_left(const std::filesystem::path& local) {
  auto database = io::Database::open_input(local);
  std::set<std::string> marks;
  for (const auto& flag : io::flags_in_ledger(database, derived_left_flag))
    marks.insert(flag.substr(0, flag.find(' ')));
  return marks;
}

std::vector<Finding> derive_doubles(std::vector<topology::MergedLayer>& layers,
                                    const LayerOptions& options, SyncOutputs& outputs) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < layers.size(); ++i)
    for (std::size_t k = 0; k < layers.size(); ++k) {
      auto& run = *outputs.layers[i];
      auto& holder = *outputs.layers[k];
      if (!holds_for(run.rules, holder.rules) || layers[i].crs != layers[k].crs) continue;
      DoubledLines lines(holder, layers[k], run.rules.doubles->that);
      if (lines.boxes_changed().empty()) continue;
      auto more = Derivation(run, layers[i], lines, options).run();
      findings.insert(findings.end(), more.begin(), more.end());
    }
  return findings;
}

namespace {

/// Whether merged may hold it elsewhere than one of the sides does.
bool may_move(const merge::ClusterFeatures& cluster, const merge::Memory& memory,
              const LayerRun& run) {
  if (!run.rules.attached_to.empty()) return true;
  const auto geometry = cluster.only(Side::local) ? cluster.only(Side::local).geometry() : Null{};
  return std::any_of(all_sides.begin(), all_sides.end(), [&](Side side) {
    const auto& features = cluster.features[side];
    if (side == Side::ancestor && !run.layout.has_ancestor) return false;
    return features.size() != 1 ||
           !merge::same_geometry(features.front().geometry(), geometry, run.tolerance) ||
           memory.pending.contains(cluster.ids[side].front());
  });
}

}  // namespace

std::vector<Box> places_of_derived(const LayerVersions& versions, const merge::Memory& memory,
                                   const SyncOutputs& outputs) {
  std::vector<Box> boxes;
  for (const auto& run : outputs.layers)
    if (holds_for(versions.rules, run->rules))
      for (const auto& cluster : run->clusters)
        if (may_move(cluster, memory, *run))
          for (const auto side : all_sides)
            for (const auto feature : cluster.features[side])
              if (const auto box = match::box_of_feature(feature)) boxes.push_back(*box);
  return boxes;
}

}  // namespace bdf::jobs
