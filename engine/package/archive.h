// SPDX-License-Identifier: MIT
// A package as one file, .zip or .7z, or as a plain folder.
//
// The same folder gives the same archive, byte by byte, whatever the locale, time zone, umask and
// owner, with one version of libarchive and of the libraries that compress for it. What is read may
// come from anybody: a package is one tree of files and folders with sound paths (safe_path.h), or
// it is refused as a whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "package/file_tree.h"

namespace bdf::package {

enum class Form { folder, zip, seven_zip };

enum class Compression {
  light,  ///< for every night: quick
  full    ///< for a release: small. A .7z takes 200 MB of memory to write, 20 MB to read
};

struct Packing {
  Form form = Form::zip;  ///< no folder
  Compression compression = Compression::light;
  std::string time;  ///< of every entry, as time_of_run() has it: 2026-11-24T01:09:08Z
  bool overwrite = false;
};

/// What an archive may ask of the machine that unpacks it.
struct ArchiveLimits {
  std::uint64_t bytes = std::uint64_t{256} << 30;  ///< unpacked; a country is some 50 GB
  std::uint64_t entries = 100'000;
  /// Unpacked bytes a byte of the archive, beyond the first 16 MB. Geodata make 2 to 20, a bomb of
  /// deflate 1000 and one of LZMA 7000.
  std::uint64_t ratio = 200;
};

/// By its content, not by its name. Throws InputError where there is nothing, or something else.
[[nodiscard]] Form form_of(const std::filesystem::path& package);

/// Packs what is in the folder, which does not itself appear in the paths: files with mode 0644 and
/// folders with 0755, sorted by the bytes of their paths, with no owner. Files are streamed; a .7z
/// is first gathered in TMPDIR. The archive appears whole or not at all, in place of one that is
/// there only if `overwrite`.
///
/// Throws InputError for a path that a package may not have, a link or device, a time that is none,
/// and for a file that changes meanwhile; UsageError for a target inside the folder or one that
/// exists; StoreError where the file system refuses.
void write_archive(const std::filesystem::path& folder, const std::filesystem::path& target,
                   const Packing& packing);

/// What is in a package of whatever form, with nothing decompressed: a folder's sorted, an
/// archive's in its own order. Throws InputError where unpack() would, as far as that can be told
/// without the contents.
[[nodiscard]] std::vector<Entry> entries_of(const std::filesystem::path& package,
                                            const ArchiveLimits& limits = {});

/// The content of one file of a package, without writing anything. Throws InputError where there is
/// none of that path, or it has more than `most` bytes, or is damaged, or entries_of() throws.
[[nodiscard]] std::string read_entry(const std::filesystem::path& package, std::string_view path,
                                     std::uint64_t most = std::uint64_t{64} << 20);

/// Unpacks into a new folder `target`, which appears whole or not at all: built as TARGET.partial,
/// made durable, renamed. Files get the umask's modes and the present time.
///
/// Throws InputError, naming the archive and the entry, for paths that are unsound or equal, links,
/// devices, encryption, compression that is not known, checksums that are wrong, bytes missing or
/// left over, and for what exceeds the limits; UsageError where the target (or TARGET.partial)
/// exists; StoreError where the disk has no room for it or the file system refuses.
void unpack(const std::filesystem::path& package, const std::filesystem::path& target,
            const ArchiveLimits& limits = {});

}  // namespace bdf::package
