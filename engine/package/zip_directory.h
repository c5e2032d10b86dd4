// SPDX-License-Identifier: MIT
// The structure of a ZIP archive (PKWARE's APPNOTE 6.3.10), read strictly.
//
// Readers of ZIP are lenient, each in its own way, so one archive can be two trees: names stand in
// it twice, bytes may lie between and after the entries, entries over one another. Here there is
// one reading: that of ISO/IEC 21320-1 (stored or deflated, no encryption, one volume, names in
// UTF-8), of entries that lie one behind the other from the first byte to the directory, and of a
// directory that says of each what the entry itself says and that ends with the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bdf::package {

struct ZipEntry {
  std::string name;  ///< as it is written: a folder's ends with a slash
  std::uint64_t packed_size = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;      ///< of the entry's own header in the file
  std::uint64_t listing = 0;     ///< of its header in the directory
  std::uint32_t checksum = 0;    ///< CRC-32
  std::uint32_t attributes = 0;  ///< external; of Unix in the upper half
  std::uint16_t made_by = 0;
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
};

/// The entries in the order in which they lie in the file. Throws InputError that names the archive
/// and the entry for whatever is not as said above, for links and devices, and for more entries
/// than `most`.
[[nodiscard]] std::vector<ZipEntry> read_zip_directory(const std::filesystem::path& archive,
                                                       std::uint64_t most);

/// Gives every entry of an archive the same time (ISO 8601, UTC): libarchive writes the local one,
/// which differs between machines. ZIP knows the years 1980 to 2107, and every other second.
void set_zip_times(const std::filesystem::path& archive, const std::string& time);

}  // namespace bdf::package
