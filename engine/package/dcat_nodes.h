// SPDX-License-Identifier: MIT
// Parts of a dataset's description in GeoDCAT-AP.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "package/facts.h"
#include "rules/measures.h"

namespace bdf::package {

/// dct:accessRights of the EU's list.
[[nodiscard]] nlohmann::json access_rights_of(const PackageFacts& facts);
/// INSPIRE's word for it: the point of its directive by which it is restricted, or that it is not.
[[nodiscard]] nlohmann::json limitation_of(const PackageFacts& facts);
[[nodiscard]] nlohmann::json licence_of(const rules::Terms& terms);
[[nodiscard]] nlohmann::json distribution_node(const Distribution& distribution,
                                               const PackageFacts& facts);

/// The EU's word for one of ISO's maintenance frequencies, topics of ISO as its themes.
[[nodiscard]] nlohmann::json frequency_node(const std::string& frequency);
[[nodiscard]] nlohmann::json theme_nodes(const std::vector<std::string>& topics);

/// Where, when, under which specifications and from what.
void describe_extent(nlohmann::json& dataset, const PackageFacts& facts);
void describe_conformity(nlohmann::json& dataset, const PackageFacts& facts);

/// The scale, and the measures of each layer.
void describe_quality(nlohmann::json& dataset, const PackageFacts& facts,
                      const std::vector<rules::MeasureDefinition>& definitions);

}  // namespace bdf::package
