// SPDX-License-Identifier: MIT
#include "jobs/inputs.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/crs.h"
#include "rules/nearest_word.h"

namespace bdf::jobs {

namespace {

std::vector<std::string> layer_names(const Input& input) {
  std::vector<std::string> names;
  for (const auto& schema : input.catalog.layers) names.push_back(schema.layer);
  return names;
}

std::vector<std::string> column_names(const Schema& schema) {
  std::vector<std::string> names{schema.primary_key};
  for (const auto& column : schema.columns) names.push_back(column.name);
  return names;
}

const Schema* find_layer(const Input& input, const std::string& name) {
  for (const auto& schema : input.catalog.layers)
    if (same_name(schema.layer, name)) return &schema;
  return nullptr;
}

/// The layer of another input that goes with `local`: as named there, of the same name, or the only
/// one beside an only one.
const Schema* partner(const Input& input, const Schema& local, bool local_is_only) {
  if (!input.source.layer.empty()) return &layer_of(input, input.source.layer);
  if (const auto* same = find_layer(input, local.layer)) return same;
  const bool only = local_is_only && input.catalog.layers.size() == 1;
  return only ? &input.catalog.layers.front() : nullptr;
}

std::string base_type(const Schema& schema) {
  auto type = folded(schema.geometry_type);
  return type.starts_with("multi") ? type.substr(5) : type;
}

bool comparable_types(const Schema& a, const Schema& b) {
  const auto type_a = base_type(a);
  const auto type_b = base_type(b);
  return type_a == type_b || type_a == "geometry" || type_b == "geometry" ||
         a.geometry_column.empty() || b.geometry_column.empty();
}

void check_pair(const Input& input_a, const Schema& a, const Input& input_b, const Schema& b) {
  if (!comparable_types(a, b))
    throw InputError(
        msg("{}, layer “{}” holds geometries of type {}, but {}, layer “{}” holds {}: "
            "they cannot be versions of one layer",
            input_a.name, a.layer, a.geometry_type, input_b.name, b.layer, b.geometry_type));
  const bool spatial = !a.geometry_column.empty() && !b.geometry_column.empty();
  if (spatial && !io::same_crs(a.crs, b.crs))
    throw InputError(
        msg("{}, layer “{}” is in {}:{}, but {}, layer “{}” is in {}:{}: bring them to "
            "one coordinate reference system first",
            input_a.name, a.layer, a.crs.organization, a.crs.code, input_b.name, b.layer,
            b.crs.organization, b.crs.code));
}

void check(const ThreeWay<std::optional<Input>>& inputs, const LayerVersions& versions) {
  for (const auto side : {Side::ancestor, Side::reference})
    if (versions.schemas[side] != nullptr)
      check_pair(*inputs.local, *versions.schemas.local, *inputs[side], *versions.schemas[side]);
}

[[noreturn]] void fail_without_key(const Input& input, const Schema& schema,
                                   const std::string& key) {
  const auto known = column_names(schema);
  const auto columns = fmt::format("{}", fmt::join(known, ", "));
  if (const auto nearest = rules::nearest_word(key, known))
    throw InputError(
        msg("{}, layer “{}” has no column “{}” to identify its objects by; it has: {}. "
            "Did you mean “{}”?",
            input.name, schema.layer, key, columns, *nearest));
  throw InputError(msg("{}, layer “{}” has no column “{}” to identify its objects by; it has: {}",
                       input.name, schema.layer, key, columns));
}

/// Without a key, fids are the key: they say nothing where they are made on the way in.
void require_key(const ThreeWay<std::optional<Input>>& inputs, const InputNames& names) {
  if (!names.key.empty()) return;
  for (const auto side : all_sides)
    if (inputs[side] && inputs[side]->source.staged)
      throw UsageError(
          msg("{} has no primary key that lasts: say which column identifies its "
              "objects with --key COLUMN",
              inputs[side]->name));
}

/// What was lost or assumed when the inputs were read.
void report_reading(const ThreeWay<std::optional<Input>>& inputs, std::vector<Finding>& findings) {
  for (const auto side : all_sides) {
    if (!inputs[side]) continue;
    for (auto finding : inputs[side]->source.findings) {
      finding.input = name_of(side);
      findings.push_back(std::move(finding));
    }
  }
}

void report_unpaired(const ThreeWay<std::optional<Input>>& inputs, const Schema& local,
                     std::vector<Finding>& findings) {
  findings.push_back({Level::information, "layer_without_partner", "local", local.layer, "",
                      msg("{} has no layer “{}”: it is carried over as it is",
                          inputs.reference->name, local.layer)});
}

/// Layers that the reference has and no layer of local's goes with.
void report_left_aside(const Input& reference, const std::vector<LayerVersions>& pairs,
                       std::vector<Finding>& findings) {
  for (const auto& schema : reference.catalog.layers) {
    const bool paired = std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
      return pair.schemas.reference == &schema;
    });
    const bool meant =
        reference.source.layer.empty() || same_name(reference.source.layer, schema.layer);
    if (!paired && meant)
      findings.push_back(
          {Level::warning, "layer_left_aside", "reference", schema.layer, "",
           msg("layer “{}” of {} has no counterpart in the local file: it is not taken",
               schema.layer, reference.name)});
  }
  for (const auto& pair : pairs)
    if (!same_name(pair.schemas.local->layer, pair.schemas.reference->layer))
      findings.push_back({Level::information, "layers_of_other_names", "local",
                          pair.schemas.local->layer, "",
                          msg("layer “{}” is taken for the local version of “{}”",
                              pair.schemas.local->layer, pair.schemas.reference->layer)});
}

}  // namespace

Input open_input(const std::string& name, const io::SourceOptions& options,
                 const std::filesystem::path& staging, std::string_view stem) {
  Input input;
  input.name = name;
  input.source = io::open_source(io::parse_source(name), options, staging, stem);
  input.path = input.source.geopackage;
  auto database = io::Database::open_input(input.path);
  input.catalog = io::read_catalog(database);
  for (auto& schema : input.catalog.layers) io::complete_crs(schema, options.crs, name);
  return input;
}

const Schema& layer_of(const Input& input, const std::string& wanted) {
  if (!wanted.empty()) {
    if (const auto* found = find_layer(input, wanted)) return *found;
    throw InputError(msg("{} has no layer “{}”; it has: {}", input.name, wanted,
                         fmt::format("{}", fmt::join(layer_names(input), ", "))));
  }
  if (input.catalog.layers.size() == 1) return input.catalog.layers.front();
  throw InputError(input.catalog.layers.empty()
                       ? msg("{} has no layer of features", input.name)
                       : msg("{} has several layers; name one as {}::LAYER: {}", input.name,
                             input.name, fmt::format("{}", fmt::join(layer_names(input), ", "))));
}

std::vector<std::string> key_columns(const Input& input, const Schema& schema,
                                     const std::vector<std::string>& key) {
  std::vector<std::string> columns;
  for (const auto& name : key) {
    if (const auto found = schema.find(name)) {
      columns.push_back(schema.columns[*found].name);
    } else if (same_name(name, schema.primary_key) && key.size() == 1) {
      return {};
    } else {
      fail_without_key(input, schema, name);
    }
  }
  return columns;
}

std::vector<LayerVersions> pair_layers(const ThreeWay<std::optional<Input>>& inputs,
                                       const InputNames& names, std::vector<Finding>& findings) {
  require_key(inputs, names);
  report_reading(inputs, findings);
  const auto& local = *inputs.local;
  const auto wanted = local.source.layer.empty() ? names.layer : local.source.layer;
  const bool only = local.catalog.layers.size() == 1 || !wanted.empty();
  std::vector<LayerVersions> pairs;
  for (const auto& schema : local.catalog.layers) {
    if (!wanted.empty() && &schema != &layer_of(local, wanted)) continue;
    LayerVersions versions{{nullptr, &schema, partner(*inputs.reference, schema, only)}, names.key};
    if (versions.schemas.reference == nullptr) {
      report_unpaired(inputs, schema, findings);
      continue;
    }
    if (inputs.ancestor) {
      versions.schemas.ancestor = partner(*inputs.ancestor, schema, only);
      if (versions.schemas.ancestor == nullptr)
        static_cast<void>(layer_of(*inputs.ancestor, schema.layer));
    }
    check(inputs, versions);
    for (const auto side : all_sides)
      if (versions.schemas[side] != nullptr)
        static_cast<void>(key_columns(*inputs[side], *versions.schemas[side], names.key));
    pairs.push_back(versions);
  }
  if (wanted.empty()) report_left_aside(*inputs.reference, pairs, findings);
  if (pairs.empty())
    throw InputError(msg("{} and {} have no layer in common; the first has: {}; the second: {}",
                         local.name, inputs.reference->name,
                         fmt::format("{}", fmt::join(layer_names(local), ", ")),
                         fmt::format("{}", fmt::join(layer_names(*inputs.reference), ", "))));
  return pairs;
}

void refuse_output_over_input(const std::filesystem::path& out,
                              const std::vector<std::string>& inputs) {
  for (const auto& input : inputs) {
    std::error_code none;
    if (std::filesystem::equivalent(out, io::parse_source(input).path, none))
      throw UsageError(msg("{} is read and cannot be written too: choose another file with --out",
                           out.string()));
  }
}

std::string digest_of(const Input& input) {
  const std::filesystem::path path = io::parse_source(input.name).path;
  if (!std::filesystem::is_regular_file(path)) return {};
  if (folded(path.extension().string()) != ".shp") return sha256_of_file(path);
  constexpr std::array<std::string_view, 5> parts{".shp", ".shx", ".dbf", ".prj", ".cpg"};
  std::string digests;
  for (const auto part : parts) {
    auto file = path;
    file.replace_extension(part);
    if (std::filesystem::exists(file)) digests += sha256_of_file(file);
  }
  return sha256(digests);
}

}  // namespace bdf::jobs
