// SPDX-License-Identifier: MIT
#include "jobs/inputs.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/crs.h"
#include "io/signalements.h"
#include "rules/nearest_word.h"

namespace bdf::jobs {

namespace {

std::vector<std::string> column_names(const Schema& schema) {
  std::vector<std::string> names{schema.primary_key};
  for (const auto& column : schema.columns) names.push_back(column.name);
  return names;
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

}  // namespace

Input open_input(const std::string& name, const io::SourceOptions& options,
                 const std::filesystem::path& staging, std::string_view stem) {
  Input input;
  input.name = io::without_password(name);
  input.source = io::open_source(io::parse_source(name), options, staging, stem);
  input.path = input.source.geopackage;
  auto database = io::Database::open_input(input.path);
  input.catalog = io::read_catalog(database);
  const std::filesystem::path file = io::parse_source(name).path;
  for (auto& schema : input.catalog.layers) {
    io::complete_crs(schema, options.crs, name);
    schema.cuts_names = input.source.staged && same_name(file.extension().string(), ".shp");
  }
  return input;
}

std::optional<Schema> take_signalement_layer(Input& input) {
  auto& layers = input.catalog.layers;
  const auto found = std::find_if(layers.begin(), layers.end(), io::is_signalement_layer);
  if (found == layers.end()) return std::nullopt;
  auto taken = std::move(*found);
  layers.erase(found);
  return taken;
}

const Schema* find_layer(const Input& input, const std::string& name) {
  for (const auto& schema : input.catalog.layers)
    if (same_name(schema.layer, name)) return &schema;
  return nullptr;
}

std::string layer_list(const Input& input) {
  std::vector<std::string> names;
  for (const auto& schema : input.catalog.layers) names.push_back(schema.layer);
  return fmt::format("{}", fmt::join(names, ", "));
}

const Schema& layer_of(const Input& input, const std::string& wanted) {
  if (!wanted.empty()) {
    if (const auto* found = find_layer(input, wanted)) return *found;
    throw InputError(
        msg("{} has no layer “{}”; it has: {}", input.name, wanted, layer_list(input)));
  }
  if (input.catalog.layers.size() == 1) return input.catalog.layers.front();
  throw InputError(input.catalog.layers.empty()
                       ? msg("{} has no layer of features", input.name)
                       : msg("{} has several layers; name one as {}::LAYER: {}", input.name,
                             input.name, layer_list(input)));
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
  if (!input.digest.empty()) return input.digest;
  const std::filesystem::path path = io::parse_source(input.name).path;
  if (!std::filesystem::is_regular_file(path)) return {};
  if (!input.source.staged) return io::sha256_of_database(path);
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
