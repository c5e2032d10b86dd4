// SPDX-License-Identifier: MIT
// Which class of which schema each layer of a file is held against.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/schema.h"
#include "rules/layer_schema.h"

namespace bdf::jobs {

/// What a file is to be held against. All empty: no schema.
struct SchemaChoice {
  std::string schema;
  std::string version;              ///< "": the one whose columns fit best
  std::string layer;                ///< the one class meant; "": by the names of layers
  std::vector<std::string> layers;  ///< the classes that are looked for; empty: all
  std::optional<rules::ProducerSchema> producer;
};

/// NAME, NAME/VERSION, NAME/VERSION/CLASS, the name of a producer's schema or its .yaml file; ""
/// for none. Throws InputError where there is no such schema.
[[nodiscard]] SchemaChoice parse_schema_choice(const std::string& text);

/// The class that each layer stands for, nullopt where it is none of the schema's; and the version
/// that they are read in, "" without a schema.
struct ChosenClasses {
  std::string version;
  /// With the names that any version gives their attributes.
  std::vector<std::optional<rules::LayerSchema>> classes;
};

/// By name or pattern; an only layer is taken for the class that is named. Where no version is
/// named, the one with the fewest columns of all layers together that carry an attribute under a
/// name that another version gives it; among equals the one that knows most columns, then the one
/// with the fewest columns missing, then the newest.
[[nodiscard]] ChosenClasses choose_classes(const SchemaChoice& choice,
                                           const std::vector<Schema>& layers);

/// The class of the schema that a layer stands for although the choice does not look for it; "" for
/// none.
[[nodiscard]] std::string class_beside(const SchemaChoice& choice, const std::string& version,
                                       const Schema& layer);

/// The version of the schema, the newest first, that has a column of that name in the class,
/// though this one has not; "" for none.
[[nodiscard]] std::string other_version_with(const rules::LayerSchema& schema,
                                             const std::string& column);

}  // namespace bdf::jobs
