// SPDX-License-Identifier: MIT
#include "jobs/schema_choice.h"

#include <algorithm>
#include <regex>
#include <set>
#include <tuple>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "rules/nearest_word.h"

namespace bdf::jobs {

namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find('/', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

bool names_a_producer(const std::string& text) {
  const auto known = rules::producer_schemas();
  return text.ends_with(".yaml") || std::find(known.begin(), known.end(), text) != known.end();
}

bool matches(const std::string& layer, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) {
    return std::regex_search(layer, std::regex(pattern, std::regex::icase));
  });
}

bool stands_for(const Schema& layer, const rules::LayerSchema& candidate) {
  return same_name(layer.layer, candidate.layer) || matches(layer.layer, candidate.layer_patterns);
}

bool is_meant(const SchemaChoice& choice, const Schema& layer, bool is_only) {
  const bool named = !choice.layer.empty();
  const bool own = choice.producer && matches(layer.layer, choice.producer->layer_patterns);
  return own || (named && is_only);
}

using Classes = std::vector<rules::LayerSchema>;

Classes load_classes(const SchemaChoice& choice, const std::string& version) {
  Classes classes;
  const auto& meant = choice.layers;
  for (const auto& name : rules::schema_layers(choice.schema, version))
    if ((choice.layer.empty() || name == choice.layer) &&
        (meant.empty() || std::find(meant.begin(), meant.end(), name) != meant.end()))
      classes.push_back(rules::load_with_all_names(choice.schema, version, name));
  return classes;
}

std::optional<rules::LayerSchema> class_of(const Schema& layer, const Classes& classes,
                                           const SchemaChoice& choice, bool is_only) {
  for (const auto& candidate : classes)
    if (is_meant(choice, layer, is_only) || stands_for(layer, candidate)) return candidate;
  return std::nullopt;
}

/// How badly a version fits. A name that another version gives an attribute says most of where the
/// layer comes from. A column that it does not know says more than one that is not there, which a
/// file may leave out for reasons of its own.
struct Misfit {
  std::size_t renamed = 0;
  std::size_t unknown = 0;
  std::size_t missing = 0;

  [[nodiscard]] bool is_worse_than(const Misfit& other) const {
    return std::tie(renamed, unknown, missing) >
           std::tie(other.renamed, other.unknown, other.missing);
  }
};

Misfit misfit(const Schema& layer, const rules::LayerSchema& schema) {
  std::set<const rules::AttributeDefinition*> found;
  Misfit misfit;
  for (const auto& column : layer.columns) {
    const auto* const attribute = schema.find(column.name);
    if (attribute == nullptr)
      ++misfit.unknown;
    else if (!attribute->is_own_name(column.name))
      ++misfit.renamed;
    found.insert(attribute);
  }
  found.erase(nullptr);
  misfit.missing = schema.attributes.size() - found.size();
  return misfit;
}

ChosenClasses classes_in(const SchemaChoice& choice, const std::string& version,
                         const std::vector<Schema>& layers) {
  const auto classes = load_classes(choice, version);
  ChosenClasses chosen{version, {}};
  for (const auto& layer : layers)
    chosen.classes.push_back(class_of(layer, classes, choice, layers.size() == 1));
  return chosen;
}

Misfit misfit(const ChosenClasses& chosen, const std::vector<Schema>& layers) {
  Misfit sum;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (!chosen.classes[i]) continue;
    const auto one = misfit(layers[i], *chosen.classes[i]);
    sum.renamed += one.renamed;
    sum.unknown += one.unknown;
    sum.missing += one.missing;
  }
  return sum;
}

/// A producer's schema may have been meant, too.
void require_known(const std::string& schema) {
  auto known = rules::schema_names();
  if (std::find(known.begin(), known.end(), schema) != known.end()) return;
  for (auto& producer : rules::producer_schemas()) known.push_back(std::move(producer));
  throw InputError(msg("There is no schema “{}”.", schema) + rules::hint_at(schema, known));
}

}  // namespace

SchemaChoice parse_schema_choice(const std::string& text) {
  SchemaChoice choice;
  if (text.empty()) return choice;
  if (names_a_producer(text)) {
    choice.producer = rules::load_producer_schema(text);
    choice.schema = choice.producer->schema;
    choice.layer = choice.producer->layer;
    return choice;
  }
  const auto parts = split(text);
  if (parts.size() > 3)
    throw UsageError(
        msg("“{}” names no schema: write NAME, NAME/VERSION or NAME/VERSION/CLASS.", text));
  choice.schema = parts[0];
  require_known(choice.schema);
  choice.version = parts.size() > 1 ? parts[1] : "";
  choice.layer = parts.size() > 2 ? parts[2] : "";
  const auto versions = rules::schema_versions(choice.schema);
  const auto& version = choice.version.empty() ? versions.back() : choice.version;
  static_cast<void>(rules::schema_layers(choice.schema, version));
  if (!choice.layer.empty())
    static_cast<void>(rules::load_layer_schema(choice.schema, version, choice.layer));
  return choice;
}

ChosenClasses choose_classes(const SchemaChoice& choice, const std::vector<Schema>& layers) {
  if (choice.schema.empty()) return {"", {layers.size(), std::nullopt}};
  if (!choice.version.empty()) return classes_in(choice, choice.version, layers);
  std::optional<ChosenClasses> best;
  Misfit least;
  for (const auto& version : rules::schema_versions(choice.schema)) {
    auto candidate = classes_in(choice, version, layers);
    const auto misfits = misfit(candidate, layers);
    if (best && misfits.is_worse_than(least)) continue;
    best = std::move(candidate);
    least = misfits;
  }
  return std::move(*best);
}

std::string class_beside(const SchemaChoice& choice, const std::string& version,
                         const Schema& layer) {
  auto all = choice;
  all.layers.clear();
  const auto found = class_of(layer, load_classes(all, version), all, false);
  return found ? found->layer : "";
}

std::string other_version_with(const rules::LayerSchema& schema, const std::string& column) {
  if (schema.schema.empty()) return "";
  auto versions = rules::schema_versions(schema.schema);
  std::reverse(versions.begin(), versions.end());
  for (const auto& version : versions) {
    const auto layers = rules::schema_layers(schema.schema, version);
    if (std::find(layers.begin(), layers.end(), schema.layer) == layers.end()) continue;
    const auto other = rules::load_layer_schema(schema.schema, version, schema.layer);
    if (other.find(column) != nullptr) return version;
  }
  return "";
}

}  // namespace bdf::jobs
