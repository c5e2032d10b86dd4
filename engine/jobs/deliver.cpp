// SPDX-License-Identifier: MIT
#include "jobs/deliver.h"

#include <algorithm>
#include <cmath>

#include "geometry/adapt.h"
#include "geometry/wkb.h"
#include "merge/written.h"

namespace bdf::jobs {

namespace {

/// Changes to one side's file.
class Delivery {
 public:
  Delivery(LayerRun& run, Side target, double tolerance)
      : run_(run),
        target_(target),
        schema_((target == Side::local ? run.result.update : run.result.contribution).target),
        tolerance_(tolerance),
        inserted_(run.inserted[target]) {
    for (const auto& attribute : run.layout.attributes)
      if (const auto column = column_of(attribute)) attributes_[*column] = &attribute;
    for (const auto side : all_sides)
      if (const auto& way = run.crs.ways[side]) transforms_[side].emplace(way->operation);
    for (const auto& change : changes().changes)
      if (change.op == Op::remove && !change.lineage_group.empty())
        predecessors_[change.lineage_group].push_back(
            to_value(as_read(run.tables, target, change.feature).geometry()));
  }

  void run() {
    for (auto& change : changes().changes) deliver(change);
  }

 private:
  LayerChanges& changes() {
    return target_ == Side::local ? run_.result.update : run_.result.contribution;
  }
  void deliver(Change& change) {
    const bool adds = change.op != Op::update && change.op != Op::remove;
    const Side source = side_of(run_.tables, run_.compared, change.feature);
    turned_ = is_turned(run_.compared, target_, change.feature);
    change.feature = as_read(run_.tables, source, change.feature);
    for (auto& value : change.values) {
      if (turned_) value.column = at_other_end(value.column);
      deliver_value(change, value, adds);
    }
    const bool comes_over = adds && source != target_;
    if (change.geometry && !comes_over) deliver_geometry(change, adds);
    if (comes_over) change.feature = translated(change, source, predecessor_of(change));
  }
  [[nodiscard]] ValueView predecessor_of(const Change& change) const;
  [[nodiscard]] std::optional<std::size_t> column_of(const merge::Attribute& attribute) const {
    return target_ == Side::local ? attribute.merged : attribute.column.reference;
  }
  [[nodiscard]] std::size_t at_other_end(std::size_t column) const;
  void deliver_value(const Change& change, ValueChange& value, bool adds) const;
  void deliver_geometry(Change& change, bool adds);
  void prepare_insertions(Side source);
  [[nodiscard]] FeatureRef translated(Change& change, Side source, const ValueView& predecessor);
  [[nodiscard]] std::optional<double> no_altitude() const;
  [[nodiscard]] Geometry flat_where_none(Geometry geometry) const;
  [[nodiscard]] Geometry adapted(const Geometry& geometry, const ValueView& before) const;
  [[nodiscard]] Value written(const ValueView& after, FeatureRef from, const ValueView& before);
  [[nodiscard]] std::string reprojected(std::string_view wkb, std::optional<Side> source);
  [[nodiscard]] bool fits(const merge::Attribute& attribute, Side source) const;

  LayerRun& run_;
  Side target_;
  const Schema& schema_;
  double tolerance_;
  ThreeWay<std::optional<crs::Transform>> transforms_;         ///< to the common system
  std::map<std::size_t, const merge::Attribute*> attributes_;  ///< by the target's column
  FeatureTable& inserted_;  ///< the features to insert, all from one other side
  std::vector<const merge::Attribute*> filled_;             ///< by the column of inserted_
  std::map<std::string, std::vector<Value>> predecessors_;  ///< what a cut replaces, by its lineage
  bool turned_ = false;  ///< the target digitises this feature the other way round
};

/// The column of the node at the line's other end, for one that is about a node.
std::size_t Delivery::at_other_end(std::size_t column) const {
  const auto& flow = run_.rules.schema ? run_.rules.schema->flow : std::nullopt;
  const auto attribute = attributes_.find(column);
  if (!flow || flow->first_node.empty() || attribute == attributes_.end()) return column;
  const auto& name = attribute->second->rule_name();
  const bool first = name == flow->first_node;
  if (!first && name != flow->last_node) return column;
  const auto* other = run_.layout.find(first ? flow->last_node : flow->first_node);
  const auto found = other != nullptr ? column_of(*other) : std::nullopt;
  return found.value_or(column);
}

/// The one feature that a part was cut from, whose altitudes are the part's too; else Null.
ValueView Delivery::predecessor_of(const Change& change) const {
  const auto found = predecessors_.find(change.lineage_group);
  if (found == predecessors_.end() || found->second.size() != 1) return Null{};
  return view_of(found->second.front());
}

void Delivery::deliver_value(const Change& change, ValueChange& value, bool adds) const {
  const auto attribute = attributes_.find(value.column);
  if (!adds)
    value.before = value.column < change.feature.table->columns.size()
                       ? to_value(change.feature.value(value.column))
                       : Value{Null{}};
  if (attribute == attributes_.end()) return;
  const auto& flow = run_.rules.schema ? run_.rules.schema->flow : std::nullopt;
  if (turned_ && flow && attribute->second->rule_name() == flow->attribute) {
    const auto direction = to_text(view_of(value.after));
    if (direction == flow->direct)
      value.after = flow->inverse;
    else if (direction == flow->inverse)
      value.after = flow->direct;
  }
  value.after = merge::written(*attribute->second, target_, schema_.columns[value.column],
                               view_of(value.after));
}

/// Whether the source's column can be copied by name, value by value.
bool Delivery::fits(const merge::Attribute& attribute, Side source) const {
  const auto& from = run_.schemas[source]->columns[*attribute.column[source]];
  const auto& to = schema_.columns[*column_of(attribute)];
  return same_name(from.name, to.name) && from.type == to.type && attribute.mapping == nullptr;
}

/// The target's columns that the source can fill; what is restricted does not leave.
void Delivery::prepare_insertions(Side source) {
  auto& schema = inserted_.schema;
  schema = schema_;
  schema.columns.clear();
  filled_.clear();
  for (const auto& [column, attribute] : attributes_) {
    const bool leaves = target_ == Side::local || !merge::is_restricted(*attribute);
    if (!attribute->carried_by(source) || !leaves) continue;
    schema.columns.push_back(schema_.columns[column]);
    filled_.push_back(attribute);
  }
  inserted_.columns.resize(filled_.size());
}

/// The feature to insert, in the target's columns and words, and where it is to lie.
FeatureRef Delivery::translated(Change& change, Side source, const ValueView& predecessor) {
  const auto feature = change.feature;
  if (inserted_.schema.layer.empty()) prepare_insertions(source);
  for (std::size_t i = 0; i < filled_.size(); ++i) {
    const auto value = merge::value_of(feature, *filled_[i], source);
    const auto& column = inserted_.schema.columns[i];
    inserted_.columns[i].push_back(
        fits(*filled_[i], source) ? value
                                  : view_of(merge::written(*filled_[i], target_, column, value)));
  }
  inserted_.fids.push_back(feature.fid());
  const auto geometry = change.geometry ? view_of(change.geometry->after) : feature.geometry();
  const auto from = change.geometry ? FeatureRef{} : feature;
  inserted_.geometries.push_back(
      schema_.geometry_column.empty() ? geometry : view_of(written(geometry, from, predecessor)));
  change.geometry.reset();
  return {&inserted_, inserted_.size() - 1};
}

/// What the layer says of a vertex without altitude, as the class's schema has it.
std::optional<double> Delivery::no_altitude() const {
  const auto* schema = run_.rules.schema.get();
  return schema == nullptr ? std::nullopt : schema->geometry.no_altitude.z;
}

/// A geometry without any altitude is a flat one: the reference's own are not to be written over by
/// none. In local's file it says what it has said.
Geometry Delivery::flat_where_none(Geometry geometry) const {
  if (target_ != Side::reference || !geometry.has_z) return geometry;
  const auto none = no_altitude();
  const bool flat = std::all_of(geometry.z.begin(), geometry.z.end(),
                                [&](double z) { return std::isnan(z) || (none && z == *none); });
  return flat ? geometry::without_z(std::move(geometry)) : geometry;
}

/// With the target's dimensions and kind of geometry.
Geometry Delivery::adapted(const Geometry& geometry, const ValueView& before) const {
  auto adapted = flat_where_none(geometry);
  constexpr int prohibited = 0, mandatory = 1;
  if (schema_.z == prohibited) {
    adapted = geometry::without_z(std::move(adapted));
  } else if (!adapted.has_z) {
    const auto model = geometry::geometry_of(before);
    if (model) adapted = geometry::with_z_of(std::move(adapted), *model, tolerance_);
    const auto none = no_altitude();
    if (!adapted.has_z && schema_.z == mandatory && none)
      adapted = geometry::with_altitude(std::move(adapted), *none);
  }
  // NaN stands for none while geometries are compared; no file is to have it.
  if (const auto none = no_altitude())
    std::replace_if(
        adapted.z.begin(), adapted.z.end(), [](double z) { return std::isnan(z); }, *none);
  return geometry::as_declared(std::move(adapted), schema_.geometry_type);
}

/// From the source's system (nullopt: the common one) into the target's.
std::string Delivery::reprojected(std::string_view wkb, std::optional<Side> source) {
  std::string bytes(wkb);
  if (source == target_) return bytes;
  if (source && transforms_[*source]) bytes = crs::transformed(bytes, *transforms_[*source]);
  if (transforms_[target_]) bytes = back(bytes, *transforms_[target_]);
  return bytes;
}

Value Delivery::written(const ValueView& after, FeatureRef from, const ValueView& before) {
  auto value = after;
  bool reversed = turned_;
  std::optional<Side> source;
  if (from) {
    source = side_of(run_.tables, run_.compared, from);
    reversed = source != target_ && (is_turned(run_.compared, *source, from) || turned_);
    value = as_read(run_.tables, *source, from).geometry();
  }
  const auto* wkb = std::get_if<BlobView>(&value);
  if (wkb == nullptr) return to_value(value);
  auto bytes = reprojected(wkb->bytes, source);
  auto geometry = geometry::decode_wkb(bytes).geometry;
  if (!geometry) return Blob{std::move(bytes)};
  if (reversed) geometry = geometry::reversed(std::move(*geometry));
  const auto adapted = this->adapted(*geometry, before);
  const bool as_it_is = !reversed && adapted.has_z == geometry->has_z &&
                        adapted.multi == geometry->multi && adapted.z == geometry->z;
  return Blob{as_it_is ? std::move(bytes) : geometry::encode_wkb(adapted)};
}

void Delivery::deliver_geometry(Change& change, bool adds) {
  auto& geometry = *change.geometry;
  const auto before = adds ? ValueView{Null{}} : change.feature.geometry();
  geometry.after = written(view_of(geometry.after), geometry.from, before);
  geometry.before = to_value(before);
  geometry.from = {};
}

}  // namespace

void deliver(LayerRun& run, double tolerance) {
  Delivery(run, Side::local, tolerance).run();
  Delivery(run, Side::reference, tolerance).run();
}

}  // namespace bdf::jobs
