// SPDX-License-Identifier: MIT
// Packages as an index describes them.
#pragma once

#include <string>

#include "base/hash.h"
#include "package/channel_index.h"
#include "package/publication.h"

namespace bdf::tests {

inline package::PublishedPackage published(const std::string& date) {
  package::PublishedPackage package;
  package.name = package::package_name_of("BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_" + date);
  package.pack = "HYDRO";
  package.territory = "038";
  package.crs = "EPSG:2154";
  package.edition = date;
  package.theme = "hydro";
  package.time = date + "T03:00:00Z";
  package.digest = sha256("manifest of " + date);
  package.manifest_size = 2000;
  package.extension = ".7z";
  package.size = 5'000'000;
  package.sha256 = sha256("archive of " + date);
  package.md5 = std::string(32, 'a');
  package.degrees = {4.7, 44.6, 6.4, 45.9};
  return package;
}

inline package::PublishedPackage differential_of(const std::string& date,
                                                 const std::string& previous) {
  auto package = published(date);
  package.name.is_differential = true;
  package.digest = sha256("differential of " + date);
  package.size = 20'000;
  package.previous = package::PreviousPackage{published(previous).name, published(previous).digest};
  return package;
}

/// A dataset of two editions.
inline package::Publication sample_publication(const std::string& url = "https://example.org/bdf") {
  package::PublishedDataset dataset;
  dataset.code = "BDFRANCETOPO_HYDRO_D038";
  dataset.title = {"Hydrographie <038> & autres", "Hydrography 038"};
  dataset.abstract = {"Cours d’eau", "Watercourses"};
  dataset.terms.title = {"Licence Ouverte", "Open Licence"};
  dataset.terms.url = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/";
  dataset.publisher = {"IGN", "contact@ign.example", "https://www.ign.fr"};
  auto newest = published("2026-06-15");
  newest.metadata = "iso.xml";
  dataset.packages = {newest, differential_of("2026-06-15", "2026-03-15"), published("2026-03-15")};
  package::Publication publication;
  publication.url = url;
  publication.title = {"BD France Topo", "BD France Topo"};
  publication.publisher = dataset.publisher;
  publication.datasets = {dataset};
  return publication;
}

}  // namespace bdf::tests
