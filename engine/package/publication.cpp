// SPDX-License-Identifier: MIT
#include "package/publication.h"

#include <algorithm>

namespace bdf::package {

const std::string& PublishedDataset::updated() const {
  return std::max_element(packages.begin(), packages.end(),
                          [](const auto& a, const auto& b) { return a.time < b.time; })
      ->time;
}

Box PublishedDataset::degrees() const {
  auto box = packages.front().degrees;
  for (const auto& published : packages) {
    const auto& other = published.degrees;
    box = {std::min(box.min_x, other.min_x), std::min(box.min_y, other.min_y),
           std::max(box.max_x, other.max_x), std::max(box.max_y, other.max_y)};
  }
  return box;
}

const std::string& Publication::updated() const {
  return std::max_element(datasets.begin(), datasets.end(),
                          [](const auto& a, const auto& b) { return a.updated() < b.updated(); })
      ->updated();
}

std::string dataset_code(const PackageName& name) {
  return name.product + "_" + (name.pack.empty() ? "" : name.pack + "_") + name.territory;
}

std::string media_type_of(const PublishedPackage& published) {
  return published.extension == ".zip" ? "application/zip" : "application/x-7z-compressed";
}

}  // namespace bdf::package
