// SPDX-License-Identifier: MIT
#include "jobs/pairing.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <regex>

#include "base/error.h"
#include "base/message.h"
#include "io/layer_statistics.h"
#include "jobs/layer_class.h"
#include "rules/nearest_word.h"

namespace bdf::jobs {

namespace {

using Inputs = ThreeWay<std::optional<Input>>;

void check_types(const Input& input_a, const Schema& a, const Input& input_b, const Schema& b) {
  if (a.geometry_column.empty() || b.geometry_column.empty() ||
      comparable_types(a.geometry_type, b.geometry_type))
    return;
  throw InputError(
      msg("{}, layer “{}” holds geometries of type {}, but {}, layer “{}” holds {}: "
          "they cannot be versions of one layer",
          input_a.name, a.layer, a.geometry_type, input_b.name, b.layer, b.geometry_type));
}

std::optional<Box> extent_of(const Input& input, const Schema& schema) {
  auto database = io::Database::open_input(input.path);
  return io::declared_extent(database, schema.layer);
}

/// What was lost or assumed when the inputs were read.
void report_reading(const Inputs& inputs, std::vector<Finding>& findings) {
  for (const auto side : all_sides) {
    if (!inputs[side]) continue;
    for (auto finding : inputs[side]->source.findings) {
      finding.input = name_of(side);
      findings.push_back(std::move(finding));
    }
  }
}

/// What all ways to pair layers share.
class Pairing {
 public:
  Pairing(const Inputs& inputs, const PairingOptions& options, std::vector<Finding>& findings)
      : inputs_(inputs), options_(options), findings_(findings) {}

  std::vector<LayerVersions> run() {
    report_reading(inputs_, findings_);
    if (options_.theme->layers.empty())
      pair_any_layers();
    else
      pair_layers_of_theme();
    if (pairs_.empty()) fail_without_pair();
    return std::move(pairs_);
  }

 private:
  void pair_any_layers();
  void pair_layers_of_theme();
  void pair(const Schema& local, const rules::ThemeLayer* layer);
  void add_keys(LayerVersions& versions) const;
  void check(const LayerVersions& versions) const;
  [[nodiscard]] CommonCrs crs_of(const LayerVersions& versions) const;
  void report_unpaired(const Schema& local);
  void report_left_aside();
  [[noreturn]] void fail_without_pair() const;
  [[nodiscard]] const Schema* partner(Side side, const Schema& local,
                                      const rules::ThemeLayer* layer) const;
  [[nodiscard]] const Schema* same_class(const Input& input, const rules::ThemeLayer& layer) const;
  [[nodiscard]] const rules::ThemeLayer* class_of_local(const Schema& schema) const;
  [[nodiscard]] const rules::ThemeLayer* forced_class() const;
  [[nodiscard]] std::vector<const Schema*> chosen_layers() const;
  [[nodiscard]] bool is_of_producer(const Schema& schema) const;

  const Inputs& inputs_;
  const PairingOptions& options_;
  std::vector<Finding>& findings_;
  std::vector<LayerVersions> pairs_;
};

bool Pairing::is_of_producer(const Schema& schema) const {
  const auto* producer = options_.producer_schema;
  if (producer == nullptr) return false;
  return std::any_of(producer->columns.begin(), producer->columns.end(),
                     [&](const auto& column) { return schema.find(column.column).has_value(); });
}

/// The layer of the theme that --layer names.
const rules::ThemeLayer* Pairing::forced_class() const {
  for (const auto& layer : options_.theme->layers)
    if (same_name(layer.name, options_.layer)) return &layer;
  return nullptr;
}

/// Local's layers that are meant: the one that is named, or all.
std::vector<const Schema*> Pairing::chosen_layers() const {
  const auto& local = *inputs_.local;
  auto wanted = local.source.layer;
  if (wanted.empty() && (forced_class() == nullptr || find_layer(local, options_.layer) != nullptr))
    wanted = options_.layer;
  if (!wanted.empty()) return {&layer_of(local, wanted)};
  std::vector<const Schema*> layers;
  for (const auto& schema : local.catalog.layers) layers.push_back(&schema);
  return layers;
}

const rules::ThemeLayer* Pairing::class_of_local(const Schema& schema) const {
  const auto& theme = *options_.theme;
  const auto* by_name = theme.find_layer(schema.layer);
  const auto* forced = forced_class();
  if (forced != nullptr && (by_name == forced || chosen_layers().size() == 1)) return forced;
  if (forced != nullptr) return nullptr;
  if (by_name == nullptr && is_of_producer(schema))
    return theme.find_layer(options_.producer_schema->layer);
  return class_of(schema, theme);
}

const Schema* Pairing::same_class(const Input& input, const rules::ThemeLayer& layer) const {
  if (const auto* same = find_layer(input, layer.name)) return same;
  for (const auto& schema : input.catalog.layers)
    if (class_of(schema, *options_.theme) == &layer) return &schema;
  return nullptr;
}

/// The layer of another input that goes with `local`: as named there, of the same class or name, or
/// the only one beside an only one.
const Schema* Pairing::partner(Side side, const Schema& local,
                               const rules::ThemeLayer* layer) const {
  const auto& input = *inputs_[side];
  if (!input.source.layer.empty()) return &layer_of(input, input.source.layer);
  if (layer != nullptr) {
    if (const auto* same = same_class(input, *layer)) return same;
  } else if (const auto* same = find_layer(input, local.layer)) {
    return same;
  }
  const auto& layers = input.catalog.layers;
  const bool only = chosen_layers().size() == 1 && layers.size() == 1;
  const bool other_class = layer != nullptr && layers.size() == 1 &&
                           options_.theme->find_layer(layers.front().layer) != nullptr;
  return only && !other_class ? &layers.front() : nullptr;
}

void Pairing::add_keys(LayerVersions& versions) const {
  for (const auto side : all_sides) {
    if (versions.schemas[side] == nullptr) continue;
    const auto& schema = *versions.schemas[side];
    auto& key = versions.key[side];
    if (!options_.key.empty()) {
      key.columns = key_columns(*inputs_[side], schema, options_.key);
    } else if (versions.rules.schema) {
      key.columns = key_of_class(schema, *versions.rules.schema);
      key.none = key.columns.empty();
    } else if (inputs_[side]->source.staged && options_.keys_are_told_only) {
      key.none = true;
    } else if (inputs_[side]->source.staged) {
      // Fids are the key then: they say nothing where they are made on the way in.
      throw UsageError(
          msg("{} has no primary key that lasts: say which column identifies its "
              "objects with --key COLUMN",
              inputs_[side]->name));
    }
  }
}

void Pairing::check(const LayerVersions& versions) const {
  for (const auto side : {Side::ancestor, Side::reference}) {
    if (versions.schemas[side] == nullptr) continue;
    check_types(*inputs_.local, *versions.schemas.local, *inputs_[side], *versions.schemas[side]);
  }
}

CommonCrs Pairing::crs_of(const LayerVersions& versions) const {
  ThreeWay<LayerPlace> places;
  for (const auto side : all_sides) {
    if (versions.schemas[side] == nullptr) continue;
    const auto& schema = *versions.schemas[side];
    places[side] = {&schema, inputs_[side]->name, extent_of(*inputs_[side], schema)};
  }
  const auto& setting = options_.setting;
  const auto* named = rules::find_territory(options_.theme->territories, setting.territory);
  if (named != nullptr) require_in_territory(places, *named);
  return common_crs(
      places, {options_.theme->territories, setting.zone.empty() ? setting.territory : setting.zone,
               options_.allow_ballpark});
}

void Pairing::pair(const Schema& local, const rules::ThemeLayer* layer) {
  LayerVersions versions;
  versions.rules = options_.theme->rules_of(layer, options_.setting);
  versions.schemas = {nullptr, &local, partner(Side::reference, local, layer)};
  if (versions.schemas.reference == nullptr) return report_unpaired(local);
  if (inputs_.ancestor) {
    versions.schemas.ancestor = partner(Side::ancestor, local, layer);
    if (versions.schemas.ancestor == nullptr)
      static_cast<void>(layer_of(*inputs_.ancestor, layer != nullptr ? layer->name : local.layer));
  }
  if (layer != nullptr && is_of_producer(local))
    versions.producer_schema = options_.producer_schema;
  check(versions);
  versions.crs = crs_of(versions);
  if (versions.crs.territory.empty()) versions.crs.territory = options_.setting.territory;
  add_keys(versions);
  pairs_.push_back(std::move(versions));
}

void Pairing::pair_any_layers() {
  const auto layers = chosen_layers();
  for (const auto* schema : layers) pair(*schema, nullptr);
  if (layers.size() == inputs_.local->catalog.layers.size()) report_left_aside();
}

void Pairing::pair_layers_of_theme() {
  for (const auto* schema : chosen_layers()) {
    const auto* layer = class_of_local(*schema);
    if (layer == nullptr) continue;
    const auto twin = std::find_if(pairs_.begin(), pairs_.end(), [&](const auto& pair) {
      return layer->schema && pair.rules.schema == layer->schema;
    });
    if (twin != pairs_.end())
      throw InputError(msg("{}: “{}” and “{}” are both versions of “{}”; name one as {}::LAYER",
                           inputs_.local->name, twin->schemas.local->layer, schema->layer,
                           layer->name, inputs_.local->name));
    pair(*schema, layer);
  }
}

void Pairing::report_unpaired(const Schema& local) {
  findings_.push_back({Level::information, "layer_without_partner", "local", local.layer, "",
                       msg("{} has no layer “{}”: it is carried over as it is",
                           inputs_.reference->name, local.layer)});
}

/// Layers that the reference has and no layer of local's goes with.
void Pairing::report_left_aside() {
  const auto& reference = *inputs_.reference;
  for (const auto& schema : reference.catalog.layers) {
    const bool paired = std::any_of(pairs_.begin(), pairs_.end(), [&](const auto& pair) {
      return pair.schemas.reference == &schema;
    });
    const bool meant =
        reference.source.layer.empty() || same_name(reference.source.layer, schema.layer);
    if (!paired && meant)
      findings_.push_back(
          {Level::warning, "layer_left_aside", "reference", schema.layer, "",
           msg("layer “{}” of {} has no counterpart in the local file: it is not taken",
               schema.layer, reference.name)});
  }
  for (const auto& pair : pairs_)
    if (!same_name(pair.schemas.local->layer, pair.schemas.reference->layer))
      findings_.push_back({Level::information, "layers_of_other_names", "local",
                           pair.schemas.local->layer, "",
                           msg("layer “{}” is taken for the local version of “{}”",
                               pair.schemas.local->layer, pair.schemas.reference->layer)});
}

void Pairing::fail_without_pair() const {
  const auto& local = *inputs_.local;
  const auto& theme = *options_.theme;
  std::vector<std::string> classes;
  for (const auto& layer : theme.layers) classes.push_back(layer.name);
  if (!classes.empty() &&
      std::none_of(local.catalog.layers.begin(), local.catalog.layers.end(),
                   [&](const auto& schema) { return class_of_local(schema) != nullptr; }))
    throw InputError(msg(
        "no layer of {} ({}) is known to be one of the theme “{}”, which has: {}. Say with "
        "--layer whose rules apply to it",
        local.name, layer_list(local), theme.name, fmt::format("{}", fmt::join(classes, ", "))));
  throw InputError(msg("{} and {} have no layer in common; the first has: {}; the second: {}",
                       local.name, inputs_.reference->name, layer_list(local),
                       layer_list(*inputs_.reference)));
}

}  // namespace

std::vector<LayerVersions> pair_layers(const Inputs& inputs, const PairingOptions& options,
                                       std::vector<Finding>& findings) {
  return Pairing(inputs, options, findings).run();
}

}  // namespace bdf::jobs
