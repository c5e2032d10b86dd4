// SPDX-License-Identifier: MIT
// manifest.json: what a package says of itself (schemas/formats/package.schema.json).
//
// It names every other file of the package with its digest, so whoever signs it signs them all. It
// is read strictly, since others write it too: what this version does not know, lacks, or could be
// taken in two ways is refused.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "package/name.h"
#include "rules/packages.h"

namespace bdf::package {

inline constexpr std::string_view manifest_file = "manifest.json";
/// Beside it: its signature, which it cannot name.
inline constexpr std::string_view manifest_signature_file = "manifest.json.sig";

enum class PackageKind { full, differential };
using rules::Audience;

struct ManifestColumn {
  std::string name;
  ColumnType type = ColumnType::text;
  bool is_key = false;  ///< features are told by it, and by the others that are
  bool operator==(const ManifestColumn&) const = default;
};

struct ManifestLayer {
  std::string name;      ///< of the class: no two layers have one name
  std::string file;      ///< the path of one of the files
  std::string table;     ///< in that file
  std::string geometry;  ///< as GeoPackage calls it: "MULTIPOLYGON", "GEOMETRY"; "" for none
  std::uint64_t count = 0;
  std::string digest;  ///< SHA-256 of the content, whatever the carrier
  std::vector<ManifestColumn> columns;
  bool operator==(const ManifestLayer&) const = default;
};

struct ManifestFile {
  std::string path;  ///< from the package's folder; a sound one (safe_path.h)
  std::uint64_t size = 0;
  std::string sha256;
  std::string md5;   ///< as IGN's deliveries have it: against damage, not against people
  std::string role;  ///< what it is for, a word as "data" or "metadata"
  bool operator==(const ManifestFile&) const = default;
};

/// The package that a differential is to be applied to.
struct PreviousPackage {
  PackageName name;
  std::string digest;  ///< digest_of_manifest() of its manifest
  bool operator==(const PreviousPackage&) const = default;
};

struct ManifestTheme {
  std::string name;
  std::string version;
  std::string digest;  ///< SHA-256 of its file
  bool operator==(const ManifestTheme&) const = default;
};

struct Manifest {
  PackageName name;
  PackageKind kind = PackageKind::full;
  std::string pack;
  Audience audience = Audience::restricted;
  std::string territory;  ///< "038", "FXX"
  std::string crs;        ///< "EPSG:2154"
  std::string edition;
  std::string base_digest;  ///< SHA-256: the state of the base that it was taken from
  std::optional<PreviousPackage> previous;  ///< of a differential, and of none else
  std::string recipe_digest;                ///< SHA-256
  ManifestTheme theme;
  std::string generator;  ///< program and version: "bdf 0.1.0"
  std::string time;       ///< as time_of_run() has it
  std::vector<ManifestLayer> layers;
  std::vector<ManifestFile> files;  ///< all but the manifest and its signature
  bool operator==(const Manifest&) const = default;
};

/// Canonical JSON (RFC 8785) and a line end: the same manifest gives the same bytes, in which lists
/// keep their order. Throws InputError for what manifest_from_json() would refuse.
[[nodiscard]] std::string manifest_as_json(const Manifest& manifest);

/// Reads it back, in whatever layout: manifest_from_json(manifest_as_json(m)) == m. Throws
/// InputError that names the place, as in “files[3].size”, for: another version; members missing,
/// twice or unknown; numbers that are negative, broken or beyond 2^53; digests, times, names and
/// paths that are none; two files of one path, two layers of one name, a layer in a file that is
/// not listed; a name, kind and previous package that contradict one another.
[[nodiscard]] Manifest manifest_from_json(std::string_view text);

/// The manifest of a package of whatever form. Throws InputError that names the package.
[[nodiscard]] Manifest read_manifest(const std::filesystem::path& package);

/// SHA-256 of its canonical JSON: stands for the whole package.
[[nodiscard]] std::string digest_of_manifest(const Manifest& manifest);

}  // namespace bdf::package
