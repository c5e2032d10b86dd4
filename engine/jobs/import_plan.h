// SPDX-License-Identifier: MIT
// How the layers of a file that comes into a base stand to those of the base.
#pragma once

#include <string>
#include <vector>

#include "jobs/base_import.h"
#include "jobs/incoming_rows.h"
#include "jobs/inputs.h"
#include "refbase/layers.h"
#include "rules/theme.h"

namespace bdf::jobs {

/// One layer of the file, and the base's layer that it is an edition of.
struct ImportPlan {
  rules::LayerRules rules;
  refbase::BaseLayer layer;  ///< of the base as it is, or to be made
  bool is_new = false;
  IncomingLayer incoming;  ///< by the columns of `layer`

  struct Renamed {
    std::size_t place;  ///< in the layer's columns
    std::string name;
  };
  std::vector<Renamed> renamed;
  std::vector<std::size_t> retired;  ///< places in the layer's columns, ascending
  std::vector<std::size_t> added;    ///< columns of the source that the base lacks

  [[nodiscard]] bool changes_columns() const {
    return !renamed.empty() || !retired.empty() || !added.empty();
  }
};

/// What the class says of each of the layer's columns; nullptrs where there is none.
[[nodiscard]] std::vector<const rules::AttributeDefinition*> definitions_in(
    const Schema& schema, const rules::LayerRules& rules);

/// One for each layer of the file that the theme is about. The others are findings. Throws
/// InputError where there is none, where a layer has no key, or another CRS than the base's.
[[nodiscard]] std::vector<ImportPlan> plan_import(const BaseImportJob& job, const Input& input,
                                                  const rules::Theme& theme,
                                                  const std::vector<refbase::BaseLayer>& layers,
                                                  std::vector<Finding>& findings);

/// Carries the columns of the base's layer over to those of the file, since that transaction.
/// Afterwards `layer` and `incoming` are those that the base has. Returns what was done, as JSON;
/// "" for nothing.
std::string change_columns(refbase::SqlSession& session, ImportPlan& plan,
                           std::int64_t transaction);

}  // namespace bdf::jobs
