// SPDX-License-Identifier: MIT
// index.json of a tree of published packages (schemas/formats/package_index.schema.json): what
// there is, for programs that fetch it.
//
//   index.json, index.html                       what there is, for programs and for people
//   catalogue.jsonld                             the same in GeoDCAT-AP, for platforms to harvest
//   atom/service.xml, atom/DATASET.xml           the same as INSPIRE's download service
//   download/RESOURCE/NAME/                      a package, as the Géoplateforme has it:
//     NAME.7z, NAME.7z.sha256, NAME.7z.md5       its archive (or .zip), and its digests
//     manifest.json                              what the archive says of itself
//     iso19139.xml, geodcat-ap.jsonld            its metadata
//     label.json, label.svg                      its label, where it has one, and the badge
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/geometry.h"
#include "package/manifest.h"

namespace bdf::package {

inline constexpr std::string_view index_file = "index.json";

struct PublishedPackage {
  PackageName name;
  Audience audience = Audience::open;
  std::string pack;
  std::string territory;  ///< "038", "FXX"
  std::string crs;        ///< "EPSG:2154"
  std::string edition;
  std::string theme;                        ///< whose packages say what it is called
  std::string time;                         ///< as time_of_run() has it
  std::optional<PreviousPackage> previous;  ///< of a differential, and of none else
  std::string digest;                       ///< of its manifest: digest_of_manifest()
  std::uint64_t manifest_size = 0;          ///< bytes
  std::string extension;                    ///< of the archive: ".7z" or ".zip"
  std::uint64_t size = 0;                   ///< of the archive, bytes
  std::string sha256;                       ///< likewise
  std::string md5;
  std::string metadata;  ///< the name of a file beside the archive; "" for none
  std::string label;     ///< likewise: proof of a label, with its badge as .svg beside it
  Box degrees{};         ///< longitude and latitude of what it holds
  bool operator==(const PublishedPackage&) const = default;
};

struct ChannelIndex {
  std::string url;                         ///< where the tree is served; "" where nobody said
  std::vector<PublishedPackage> packages;  ///< sorted by their names
  bool operator==(const ChannelIndex&) const = default;
};

/// No archive is larger: a size beyond it is a lie.
inline constexpr std::uint64_t greatest_archive = std::uint64_t{1} << 40;

/// Where a package lies, from the tree's own folder: download/RESOURCE/NAME, where RESOURCE is the
/// product, with -DIFF for differentials.
[[nodiscard]] std::string place_of(const PackageName& name);
/// Its archive likewise.
[[nodiscard]] std::string archive_place(const PublishedPackage& published);

/// The full package that a differential leads to; a full one's own name.
[[nodiscard]] PackageName full_name(const PackageName& name);

/// Whether two packages are editions of one thing: of one product, pack, format, system and
/// territory.
[[nodiscard]] bool same_series(const PackageName& a, const PackageName& b);

/// Canonical JSON (RFC 8785) and a line end.
[[nodiscard]] std::string index_as_json(const ChannelIndex& index);

/// Reads it back. What anybody may have written is refused, with an InputError that names the
/// place: another version; members missing or unknown; a URL that is not where this package lies in
/// a tree; sizes beyond the greatest; a previous package that is no earlier full one of the same
/// series, so that chains of differentials end; two packages of one name.
[[nodiscard]] ChannelIndex index_from_json(std::string_view text);

}  // namespace bdf::package
