// SPDX-License-Identifier: MIT
// A folder, or a file, that appears whole or not at all.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "io/folder_lock.h"

namespace bdf::io {

/// Builds DIR as DIR.partial. commit() makes every file durable and puts the folder in place in
/// one rename (an exchange where DIR exists and may be overwritten); without it the destructor
/// removes what was built and DIR is as before. What a run that died left in DIR.partial is
/// removed. Only results of bdf are ever removed: what else lies in a DIR that is replaced moves on
/// to the new one.
///
/// Throws UsageError where DIR exists and may not be overwritten, or is neither empty nor a folder
/// of ours (one with a summary.json), or where DIR.partial holds something else than remains of
/// ours; StoreError where the file system refuses, another run is building the same DIR, or a
/// database in the DIR to replace is open in another program.
class OutputFolder {
 public:
  OutputFolder(const std::filesystem::path& target, bool overwrite);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Where `name` is to be written now.
  [[nodiscard]] std::filesystem::path file(const std::string& name) const;
  /// A folder for intermediate files, removed by commit().
  [[nodiscard]] std::filesystem::path staging();
  /// DIR, absolute.
  [[nodiscard]] const std::filesystem::path& target() const { return target_; }
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path partial_;
  bool overwrite_;
  std::optional<FolderLock> lock_;  ///< of DIR.partial
  bool committed_ = false;
};

/// The same for one file: written as FILE.partial, synced, renamed.
class OutputFile {
 public:
  OutputFile(const std::filesystem::path& target, bool overwrite);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return partial_; }
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path partial_;
  bool committed_ = false;
};

/// Writes text to a file in full, in place of what it held. Throws StoreError.
void write_text(const std::filesystem::path& path, const std::string& text);

}  // namespace bdf::io
