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
#include "rules/theme.h"

namespace bdf::jobs {

struct Input {
  std::string name;  ///< as the user named it
  io::Source source;
  std::filesystem::path path;  ///< the GeoPackage that is read
  io::Catalog catalog;
  std::string edition{};  ///< of a base: its transaction; else ""
  std::string digest{};   ///< likewise the transaction's; else "": that of the files
};

/// Opens one input; what is no GeoPackage is brought into `staging`.
[[nodiscard]] Input open_input(const std::string& name, const io::SourceOptions& options,
                               const std::filesystem::path& staging, std::string_view stem);

/// The layer of that name, without regard to case; nullptr where there is none.
[[nodiscard]] const Schema* find_layer(const Input& input, const std::string& name);

/// Takes the producer's layer of signalements (io/signalements.h) out of the input's layers: it is
/// no version of anything. nullopt where there is none.
std::optional<Schema> take_signalement_layer(Input& input);

/// The names of an input's layers, for messages.
[[nodiscard]] std::string layer_list(const Input& input);

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
