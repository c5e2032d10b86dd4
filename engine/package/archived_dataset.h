// SPDX-License-Identifier: MIT
// Datasets of GeoDCAT-AP as a tree of published packages has them.
#pragma once

#include <string>

#include "package/publication.h"

namespace bdf::package {

inline constexpr std::string_view catalogue_place = "catalogue.jsonld";

/// The dataset, as dcat_dataset() wrote it into a package, that is got by the package's archive at
/// `address` instead of by the files in it. Its terms and its format stay. Throws InputError for
/// what is no dataset.
[[nodiscard]] std::string by_archive(const std::string& dataset, const PublishedPackage& published,
                                     const std::string& address);

}  // namespace bdf::package
