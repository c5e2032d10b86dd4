// SPDX-License-Identifier: MIT
// bdf package fetch: the newest package of a series, from a tree that others have published.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "package/differential_chain.h"
#include "package/http.h"
#include "package/layer_content.h"

namespace bdf::jobs {

struct FetchJob {
  std::string source;             ///< a URL or a folder
  package::WantedPackage wanted;  ///< in letters of any size; the territory also as "038"
  std::filesystem::path into;     ///< made where it is missing
  bool full_only = false;         ///< no differentials, and in place of what these have made
  package::HttpPatience patience;
  package::LayerDigest layer_digest = package::digest_of_layer;
  int threads = 0;
};

enum class FetchWay {
  none,          ///< the newest one is there
  full,          ///< downloaded as it is
  differentials  ///< made of an older one that was there
};

struct FetchedPackage {
  std::string name;
  std::filesystem::path folder;
  FetchWay way = FetchWay::none;
  std::vector<std::string> differentials;  ///< by name, as they were applied
  std::uint64_t bytes = 0;                 ///< of the archives that were needed
  std::string why_full;  ///< why an older one that is there was of no use; "" where there is none
};

/// Brings the newest package to INTO/NAME, a folder, which appears whole, and only with every file
/// as its manifest says and the manifest as the index says. INTO/NAME.partial holds what has come
/// so far: a run that was interrupted, anywhere, is gone on with by the next, to the same result.
/// INTO/NAME.sha256 is what `bdf package verify` holds the folder against.
///
/// Where INTO has an older full package of the series, and a chain of differentials leads from it
/// that is smaller than the full one, these are applied to a copy of its GeoPackage, whose layers
/// must then have the content that the newest manifest says. Such a folder holds the GeoPackage and
/// published_manifest.json, and a manifest of its own that lists these two: papers, and the tables
/// in which a delivery tells of itself, only come with full packages. If anything
/// does not hold the full package is fetched, and why is told.
///
/// Throws InputError where the tree has no such package, or is not to be believed; UsageError where
/// INTO/NAME is something else; StoreError where a file cannot be got just now, and where the file
/// system refuses.
FetchedPackage fetch_package(const FetchJob& job);

[[nodiscard]] std::string text_of(const FetchedPackage& fetched);
[[nodiscard]] std::string json_of(const FetchedPackage& fetched);

}  // namespace bdf::jobs
