// SPDX-License-Identifier: MIT
// The inputs of a job, opened, checked against one another and paired layer by layer.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "io/geopackage.h"
#include "io/source.h"
#include "model/finding.h"
#include "model/three_way.h"

namespace bdf::jobs {

struct Input {
  std::string name;  ///< as the user named it
  io::Source source;
  std::filesystem::path path;  ///< the GeoPackage that is read
  io::Catalog catalog;
};

/// One layer in its versions. Schemas belong to the inputs' catalogs; the ancestor's may be null.
struct LayerVersions {
  ThreeWay<const Schema*> schemas;
  std::vector<std::string> key;
};

struct InputNames {
  ThreeWay<std::optional<std::string>> names;
  std::string layer;
  std::vector<std::string> key;
  io::SourceOptions options;
};

/// Opens one input; what is no GeoPackage is brought into `staging`.
[[nodiscard]] Input open_input(const std::string& name, const io::SourceOptions& options,
                               const std::filesystem::path& staging, std::string_view stem);

/// Pairs the layers of the inputs by name, or the only ones there are whatever their names; checks
/// keys, geometry types and reference systems. What has no partner becomes a finding. Throws
/// InputError where nothing pairs or where a pair cannot be compared.
[[nodiscard]] std::vector<LayerVersions> pair_layers(const ThreeWay<std::optional<Input>>& inputs,
                                                     const InputNames& names,
                                                     std::vector<Finding>& findings);

/// The one layer of an input that `wanted` names, or its only one. Throws InputError.
[[nodiscard]] const Schema& layer_of(const Input& input, const std::string& wanted);

/// The key's columns as the layer spells them. Throws InputError naming file, layer and column.
[[nodiscard]] std::vector<std::string> key_columns(const Input& input, const Schema& schema,
                                                   const std::vector<std::string>& key);

/// Throws UsageError where the file to write is one of those that are read.
void refuse_output_over_input(const std::filesystem::path& out,
                              const std::vector<std::string>& inputs);

/// SHA-256 of an input's files; "" for what is no file.
[[nodiscard]] std::string digest_of(const Input& input);

}  // namespace bdf::jobs
