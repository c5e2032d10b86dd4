// SPDX-License-Identifier: MIT
// The ends of a .7z archive (7zFormat.txt of the LZMA SDK), looked at before libarchive reads it.
#pragma once

#include <cstdint>
#include <filesystem>

namespace bdf::package {

/// That the list of the archive's entries, which lies behind their contents, ends with the file,
/// and that it is no longer than lists of `most` entries are: packed, it may be a few thousand
/// bytes that become gigabytes of memory. Throws InputError that names the archive.
void check_seven_zip_header(const std::filesystem::path& archive, std::uint64_t most);

}  // namespace bdf::package
