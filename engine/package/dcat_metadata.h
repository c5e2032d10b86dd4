// SPDX-License-Identifier: MIT
// The metadata of packages as portals of open data and data spaces take them: GeoDCAT-AP in
// JSON-LD, with the names that its versions 2 and 3 have in common.
#pragma once

#include <string>
#include <vector>

#include "package/facts.h"
#include "rules/measures.h"

namespace bdf::package {

/// One dataset, with the record that describes it, its policy (odrl_offer.h), where it can be got,
/// and its measures but for those that have no definition. Equal facts and distributions give equal
/// bytes.
[[nodiscard]] std::string dcat_dataset(
    const PackageFacts& facts, const std::vector<Distribution>& distributions,
    const std::vector<rules::MeasureDefinition>& definitions = {});

/// Who lists datasets, and where.
struct Catalogue {
  std::string url;  ///< of the catalogue itself
  rules::Wording title;
  rules::Wording description;
  rules::Party publisher;
  std::string time;  ///< as time_of_run() has it
};

/// A catalogue of datasets, each as dcat_dataset() wrote it; what it has by a path, is by a path
/// from the catalogue. Throws InputError for what is none of them, for two of one identifier, and
/// for none at all.
/// What dcat_dataset() wrote into a package, of the package as others get it: its one distribution
/// is the archive, on the terms of the data. Throws InputError for another text.
[[nodiscard]] std::string as_published(const std::string& dataset, const Distribution& archive);

[[nodiscard]] std::string dcat_catalogue(const Catalogue& catalogue,
                                         const std::vector<std::string>& datasets);

}  // namespace bdf::package
