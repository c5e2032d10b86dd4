// SPDX-License-Identifier: MIT
// Folders to pack, and archives that no honest program writes.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/temporary_folder.h"

namespace bdf::tests {

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Path to content; a folder ends with a slash and has none.
using Tree = std::map<std::string, std::string>;

inline Tree tree_in(const std::filesystem::path& folder) {
  Tree tree;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const auto path = entry.path().lexically_relative(folder).generic_string();
    if (entry.is_directory())
      tree[path + "/"];
    else
      tree[path] = bytes_of(entry.path());
  }
  return tree;
}

/// Like a small package, with an empty file and an empty folder.
inline void make_package(const std::filesystem::path& folder) {
  std::string table;
  for (int i = 0; i < 300; ++i) table += "reach " + std::to_string(i * i) + "\n";
  write_bytes(folder / "1_DONNEES" / "layer.gpkg", table);
  write_bytes(folder / "2_METADONNEES" / "cours d’eau.xml", "<Isère/>");
  write_bytes(folder / "manifest.json", "{}");
  write_bytes(folder / "empty", "");
  std::filesystem::create_directories(folder / "3_SUPPLEMENTS");
}

/// An entry of a .zip as it is to be written, lies included.
struct ZipPart {
  std::string name;
  std::string data;
  std::uint32_t attributes = 0;
  std::uint16_t made_by = 0x0014;
  std::uint16_t flags = 0x0800;
  std::uint16_t method = 0;
  std::int64_t size = -1;  ///< what it says; -1 for the truth
  std::string extra = {};
  std::string own_name = {};  ///< in its own header; "" for the same
};

inline std::uint32_t crc32_of(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

inline std::string little(std::uint64_t number, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xFFU);
  return bytes;
}

/// What an entry's own header and its listing have in common.
inline std::string zip_fields(const ZipPart& part, const std::string& name) {
  const auto size = part.size < 0 ? part.data.size() : static_cast<std::uint64_t>(part.size);
  const auto packed = part.method == 0 && part.size >= 0 ? size : part.data.size();
  return little(20, 2) + little(part.flags, 2) + little(part.method, 2) + little(0, 2) +
         little(0x21, 2) + little(crc32_of(part.data), 4) + little(packed, 4) + little(size, 4) +
         little(name.size(), 2) + little(part.extra.size(), 2);
}

inline std::string zip_header(const ZipPart& part) {
  const auto& name = part.own_name.empty() ? part.name : part.own_name;
  return little(0x04034b50, 4) + zip_fields(part, name) + name + part.extra;
}

inline std::string zip_listing(const ZipPart& part, std::size_t offset) {
  return little(0x02014b50, 4) + little(part.made_by, 2) + zip_fields(part, part.name) +
         little(0, 2) + little(0, 2) + little(0, 2) + little(part.attributes, 4) +
         little(offset, 4) + part.name + part.extra;
}

inline std::string zip_end(std::size_t entries, std::size_t size, std::size_t offset) {
  return little(0x06054b50, 4) + little(0, 4) + little(entries, 2) + little(entries, 2) +
         little(size, 4) + little(offset, 4) + little(0, 2);
}

inline std::string zip_of(const std::vector<ZipPart>& parts) {
  std::string bytes;
  std::string directory;
  for (const auto& part : parts) {
    directory += zip_listing(part, bytes.size());
    bytes += zip_header(part) + part.data;
  }
  const auto offset = bytes.size();
  return bytes + directory + zip_end(parts.size(), directory.size(), offset);
}

/// An entry that libarchive writes as it is told.
struct AnyPart {
  std::string name;
  std::string data;
  unsigned kind = AE_IFREG;
  std::string link = {};
};

/// With libarchive itself: a .7z, or a .zip with `options` (of encryption, say).
inline void write_with_libarchive(const std::filesystem::path& path,
                                  const std::vector<AnyPart>& parts,
                                  const std::string& options = "") {
  const std::unique_ptr<archive, int (*)(archive*)> to(archive_write_new(), archive_free);
  if (path.extension() == ".7z")
    archive_write_set_format_7zip(to.get());
  else
    archive_write_set_format_zip(to.get());
  if (!options.empty()) archive_write_set_options(to.get(), options.c_str());
  archive_write_set_passphrase(to.get(), "secret");
  archive_write_open_filename(to.get(), path.c_str());
  for (const auto& part : parts) {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                         archive_entry_free);
    archive_entry_set_pathname(entry.get(), part.name.c_str());
    archive_entry_set_filetype(entry.get(), part.kind);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(part.data.size()));
    if (!part.link.empty()) archive_entry_set_symlink(entry.get(), part.link.c_str());
    archive_write_header(to.get(), entry.get());
    archive_write_data(to.get(), part.data.data(), part.data.size());
  }
  archive_write_close(to.get());
}

}  // namespace bdf::tests
