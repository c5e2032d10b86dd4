// SPDX-License-Identifier: MIT
// A package put where others find it, with the digests by which they know that it is whole.
#pragma once

#include <filesystem>
#include <string>

#include "package/archive.h"

namespace bdf::package {

/// FILE.sha256 or FILE.md5: what stands in it is what sha256sum and md5sum write, and check.
[[nodiscard]] std::filesystem::path digest_file(const std::filesystem::path& package,
                                                std::string_view algorithm);

/// Puts the folder at `target`, or packs it as `target` with .zip or .7z behind it, and writes
/// beside it the digests: of an archive as a whole, of a folder of its manifest, which has those of
/// all other files. Returns where it is. The package appears whole or not at all; without a digest
/// file it is not finished. Throws UsageError where it exists already, unless it may be
/// overwritten.
std::filesystem::path deliver_package(const std::filesystem::path& folder,
                                      const std::filesystem::path& target, const Packing& packing);

/// Puts a package that deliver_package() has made elsewhere into `folder`, with its digest files
/// and by the same rules. Returns where it is.
std::filesystem::path move_package(const std::filesystem::path& package,
                                   const std::filesystem::path& folder, bool overwrite);

enum class Proof {
  holds,
  missing,  ///< nothing beside the package says what it must be
  broken    ///< it is another one, or the digest file says nothing about it
};

/// Whether the package is what the digest files beside it say, of which SHA-256 alone proves it. A
/// folder may be named with a slash at its end.
[[nodiscard]] Proof prove(const std::filesystem::path& package);

}  // namespace bdf::package
