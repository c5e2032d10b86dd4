// SPDX-License-Identifier: MIT
#include "jobs/package_plan.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "io/signalements.h"
#include "jobs/deliverable.h"
#include "jobs/layer_class.h"
#include "jobs/territories.h"

namespace bdf::jobs {

namespace {

using package::LeftOut;
using rules::Access;
using rules::Audience;
using rules::Authority;

/// Plans one layer.
class LayerPlan {
 public:
  LayerPlan(const PackagePlanRequest& request, const Schema& source, const rules::ThemeLayer& layer)
      : request_(request),
        layer_(layer),
        rules_(request.theme->rules_of(&layer,
                                       {request.territory, request.zone, request.pack->community})),
        of_pack_(request.pack->find(layer.name)) {
    plan_.source = &source;
    plan_.rules = &layer;
    plan_.name = layer.name;
    if (of_pack_ != nullptr) plan_.where = of_pack_->where;
  }

  PackagedLayer make() {
    require_open_condition();
    require_packaged_geometry();
    for (std::size_t i = 0; i < plan_.source->columns.size(); ++i) place(i);
    for (const auto& column : plan_.columns)
      if (column.facts.is_key) plan_.key.push_back(column.column.name);
    require_key();
    std::stable_sort(plan_.columns.begin(), plan_.columns.end(), [&](const auto& a, const auto& b) {
      return rank(a.facts.definition) < rank(b.facts.definition);
    });
    return std::move(plan_);
  }

 private:
  [[nodiscard]] bool is_open() const { return request_.pack->audience == Audience::open; }

  void require_packaged_geometry() const {
    const auto& source = *plan_.source;
    if (source.geometry_column.empty() || !packaged_geometry(source.geometry_type).empty()) return;
    throw InputError(
        msg("layer “{}” has geometries of the kind {}, which packages do not have: make "
            "lines or areas of them first",
            source.layer, source.geometry_type));
  }

  /// A layer of which no schema speaks may have none.
  void require_key() const {
    if (!plan_.key.empty() || !layer_.schema || layer_.schema->key.empty()) return;
    throw InputError(
        msg("layer “{}” has no column “{}”, by which features of {} are known: give it "
            "one, or leave the layer out",
            plan_.source->layer, layer_.schema->key, layer_.name));
  }

  /// That an object is in it would say what the attribute says of it.
  void require_open_condition() const {
    for (const auto& clause : plan_.where)
      if (is_open() && layer_.access_of(clause.attribute) == Access::restricted)
        throw RightsError(
            msg("the pack “{}” is for everybody, and chooses objects of {} by “{}”, which is "
                "restricted: make its audience restricted, or leave the condition out",
                request_.pack->code, layer_.name, clause.attribute));
  }

  /// As the theme calls it.
  [[nodiscard]] bool is_added(const std::string& name) const {
    if (of_pack_ == nullptr) return false;
    return std::any_of(of_pack_->adds.begin(), of_pack_->adds.end(), [&](const std::string& one) {
      const auto* definition = layer_.schema ? layer_.schema->find(one) : nullptr;
      return same_name(one, name) || (definition != nullptr && definition->name == name);
    });
  }

  [[nodiscard]] bool is_known(const std::string& name) const {
    return std::any_of(layer_.other_attributes.begin(), layer_.other_attributes.end(),
                       [&](const std::string& one) { return same_name(one, name); });
  }

  [[nodiscard]] std::optional<LeftOut> why_left_out(const std::string& name, bool known) const {
    if (!known) return LeftOut::unknown;
    const bool added = is_added(name);
    const bool restricted = layer_.access_of(name) == Access::restricted;
    if (restricted && is_open() && added)
      throw RightsError(
          msg("the pack “{}” is for everybody, and adds “{}” of {}, which is restricted: make its "
              "audience restricted, or leave the attribute out",
              request_.pack->code, name, layer_.name));
    if (added) return std::nullopt;
    if (restricted) return LeftOut::restricted;
    if (rules_.of_attribute(name).authority == Authority::producer) return LeftOut::of_producer;
    return std::nullopt;
  }

  void place(std::size_t index) {
    const auto& column = plan_.source->columns[index];
    const auto* definition = layer_.schema ? layer_.schema->find(column.name) : nullptr;
    const auto name = definition != nullptr ? definition->name : column.name;
    const bool known = definition != nullptr || layer_.schema == nullptr || is_known(name);
    if (const auto why = why_left_out(name, known)) {
      // What somebody calls a column of their own may tell of people.
      const bool is_secret = *why == LeftOut::unknown && is_open();
      plan_.left_out.push_back({is_secret ? "…" : column.name, *why});
      return;
    }
    require_once(name, column.name);
    PackagedColumn packaged{index, column, {}};
    packaged.column.name = name;
    packaged.facts.name = name;
    packaged.facts.type = name_of(column.type);
    packaged.facts.in_base = column.name;
    packaged.facts.owner = rules_.of_attribute(name).authority;
    packaged.facts.is_key = layer_.schema && same_name(layer_.schema->key, name);
    packaged.facts.definition = definition;
    plan_.columns.push_back(std::move(packaged));
  }

  void require_once(const std::string& name, const std::string& column) const {
    for (const auto& other : plan_.columns)
      if (same_name(other.column.name, name))
        throw InputError(
            msg("layer “{}” has the attribute “{}” twice, as {} and as {}: leave one out",
                plan_.source->layer, name, other.facts.in_base, column));
  }

  /// Where the schema has the attribute; what it does not know comes last.
  [[nodiscard]] std::size_t rank(const rules::AttributeDefinition* definition) const {
    if (definition == nullptr) return layer_.schema ? layer_.schema->attributes.size() : 0;
    return static_cast<std::size_t>(definition - layer_.schema->attributes.data());
  }

  const PackagePlanRequest& request_;
  const rules::ThemeLayer& layer_;
  rules::LayerRules rules_;
  const rules::PackLayer* of_pack_;
  PackagedLayer plan_;
};

bool is_wanted(const PackagePlanRequest& request, const rules::ThemeLayer& layer) {
  const auto& socle = request.theme->packages->socle;
  return socle.layers.empty() || socle.find(layer.name) != nullptr ||
         request.pack->find(layer.name) != nullptr;
}

/// What bdf itself keeps beside the theme's layers.
bool is_of_bdf(const Schema& layer) {
  return same_name(layer.layer, territory_layer) || same_name(layer.layer, io::signalement_layer);
}

}  // namespace

std::vector<PackagedLayer> plan_package(const io::Catalog& source,
                                        const PackagePlanRequest& request) {
  std::vector<PackagedLayer> plan;
  for (const auto& layer : request.theme->layers) {
    if (!is_wanted(request, layer)) continue;
    for (const auto& schema : source.layers) {
      if (class_of(schema, *request.theme) != &layer) continue;
      if (!plan.empty() && plan.back().rules == &layer)
        throw InputError(msg("“{}” and “{}” are both versions of the layer “{}”: leave one out",
                             plan.back().source->layer, schema.layer, layer.name));
      plan.push_back(LayerPlan(request, schema, layer).make());
    }
  }
  if (plan.empty())
    throw InputError(msg("there is no layer of the theme “{}”", request.theme->name));
  return plan;
}

std::vector<package::LayerLeftOut> layers_left_out(const io::Catalog& source,
                                                   const PackagePlanRequest& request) {
  std::vector<package::LayerLeftOut> left_out;
  for (const auto& schema : source.layers) {
    const auto* layer = class_of(schema, *request.theme);
    if (is_of_bdf(schema) || (layer != nullptr && is_wanted(request, *layer))) continue;
    left_out.push_back({schema.layer, layer != nullptr});
  }
  return left_out;
}

}  // namespace bdf::jobs
