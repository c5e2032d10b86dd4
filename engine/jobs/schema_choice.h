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
  std::vector<std::optional<rules::LayerSchema>> classes;
};

/// By name or pattern; an only layer is taken for the class that is named. Where no version is
/// named, the one that knows most columns of all layers together; among equals the one with the
/// fewest columns missing, then the newest.
[[nodiscard]] ChosenClasses choose_classes(const SchemaChoice& choice,
                                           const std::vector<Schema>& layers);

}  // namespace bdf::jobs
