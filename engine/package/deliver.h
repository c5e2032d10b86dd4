// SPDX-License-Identifier: MIT
// A package put where others find it, with the digests by which they know that it is whole.
#pragma once

#include <filesystem>
#include <string>

#include "base/hash.h"
#include "package/archive.h"

namespace bdf::package {

/// FILE.sha256 or FILE.md5: what stands in it is what sha256sum and md5sum write, and check.
[[nodiscard]] std::filesystem::path digest_file(const std::filesystem::path& package,
                                                std::string_view algorithm);

/// `target` of a folder, with .zip or .7z behind it of an archive.
[[nodiscard]] std::filesystem::path package_path(const std::filesystem::path& target, Form form);

/// Throws UsageError where the target exists and may not be overwritten, or is something else than
/// a package of that form.
void check_free(const std::filesystem::path& target, const Packing& packing);

struct DeliveryPlace {
  std::filesystem::path target;  ///< package_path() of it
  std::filesystem::path work;    ///< a folder beside it that is empty and nobody else's
};

/// The folder, moved or packed, in `work` under the target's name, and beside it the digests: of an
/// archive as a whole, of a folder of its manifest, which has those of all other files. Returns
/// where it is. Throws StoreError.
std::filesystem::path stage_delivery(const std::filesystem::path& folder,
                                     const DeliveryPlace& place, const Packing& packing);

/// Puts what was staged at the target. The package appears whole or not at all; without a digest
/// file it is not finished. What it replaces is in `work` afterwards. Throws as check_free(), and
/// StoreError.
void put_delivery(const DeliveryPlace& place, const Packing& packing);

enum class Proof {
  holds,
  missing,  ///< nothing beside the package says what it must be
  broken    ///< it is another one, or the digest file says nothing about it
};

/// Whether the package is what the digest files beside it say, of which SHA-256 alone proves it. A
/// folder may be named with a slash at its end. A digest file says what sha256sum -c and md5sum -c
/// take: a line `DIGEST  NAME`, `DIGEST *NAME` or `SHA256 (NAME) = DIGEST`, its digits in letters
/// of any size; also lines that end as on Windows. Other files may be on other lines.
[[nodiscard]] Proof prove(const std::filesystem::path& package);

/// The same of a copy of it, or of the copy's manifest where it is a folder, with these digests.
[[nodiscard]] Proof prove(const std::filesystem::path& package, const FileDigests& found);

}  // namespace bdf::package
