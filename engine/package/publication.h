// SPDX-License-Identifier: MIT
// What people are told of a tree of published packages: its datasets, in words.
#pragma once

#include <string>
#include <vector>

#include "package/channel_index.h"
#include "rules/packages.h"

namespace bdf::package {

/// A pack of a territory, in all its editions and forms.
struct PublishedDataset {
  std::string code;  ///< "BDFRANCETOPO_ROADS_D038"
  rules::Wording title;
  rules::Wording abstract;
  rules::Terms terms;
  rules::Party publisher;
  std::string limitation;                  ///< rules::Pack::limitation
  std::vector<PublishedPackage> packages;  ///< newest first; a full one before its differential

  /// When the newest was made.
  [[nodiscard]] const std::string& updated() const;
  /// Longitude and latitude of all.
  [[nodiscard]] Box degrees() const;
};

struct Publication {
  std::string url;  ///< where the tree is served, with no slash at its end; "" where nobody said
  rules::Wording title;
  rules::Party publisher;
  std::string description = std::string(index_file);  ///< the file that describes the whole
  std::string description_type = "application/json";
  std::vector<PublishedDataset> datasets;  ///< by code; not empty

  [[nodiscard]] const std::string& updated() const;
};

/// PRODUCT_PACK_TERRITORY; an empty pack is left out.
[[nodiscard]] std::string dataset_code(const PackageName& name);

/// "application/x-7z-compressed" or "application/zip".
[[nodiscard]] std::string media_type_of(const PublishedPackage& published);

}  // namespace bdf::package
