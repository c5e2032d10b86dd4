// SPDX-License-Identifier: MIT
// A tree of published packages (channel_index.h), on a server or in a folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "package/http.h"

namespace bdf::package {

/// A file of the tree as its index promises it.
struct PromisedFile {
  std::string place;  ///< from the tree's own folder; a sound path of ASCII
  std::uint64_t size = 0;
  std::string sha256;
};

class Channel {
 public:
  /// `source`: http://… or https://…, with or without index.json at its end, or a folder. Throws
  /// UsageError for another scheme, a query, and a password that other users of the machine can
  /// see.
  explicit Channel(const std::string& source, const HttpPatience& patience = {});
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// A small file in full. Throws InputError where there is none, or it has more than `most` bytes;
  /// StoreError where it cannot be got just now.
  [[nodiscard]] std::string read(const std::string& place, std::uint64_t most);

  /// Brings a file to `target`, which appears once it is whole and durable, and has the size and
  /// the digest promised. What has come by then stays in TARGET.part when the server, the network
  /// or this process fails, and is gone on with; it is begun anew where the server has no ranges or
  /// another file by now. A target that is there is believed if it is as promised, else replaced.
  ///
  /// Throws InputError, and leaves nothing, where the file is not as promised; StoreError where it
  /// cannot be got just now, the disk has no room, or the file system refuses.
  void bring(const PromisedFile& file, const std::filesystem::path& target);

 private:
  struct Remote;
  /// Whether the part is made of several answers: they may have been of different files.
  bool copy(const PromisedFile& file, const std::filesystem::path& part) const;
  bool fetch(const PromisedFile& file, const std::filesystem::path& part);
  [[nodiscard]] std::string address_of(const std::string& place) const;

  std::string base_;                ///< without a slash at its end
  std::unique_ptr<Remote> remote_;  ///< null: a folder
};

}  // namespace bdf::package
