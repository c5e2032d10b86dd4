// SPDX-License-Identifier: MIT
// Where a package is going to be.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "io/folder_lock.h"
#include "package/deliver.h"

namespace bdf::jobs {

/// Throws UsageError where the folder in which packages are to appear is a file, or has no name.
void require_folder(const std::filesystem::path& out);

/// OUT/NAME…, which this run alone makes: what lies in TARGET.partial is this run's, is locked
/// against others and is removed at the end; what a run that died has left there is removed first.
class PackagePlace {
 public:
  /// Throws UsageError where the target exists and is not to be replaced, or could not be by a
  /// package of this form; StoreError where another run is making it, or OUT, which is made where
  /// it is missing, cannot be written.
  PackagePlace(const std::filesystem::path& out, const std::string& name,
               const package::Packing& packing);
  ~PackagePlace();
  PackagePlace(const PackagePlace&) = delete;
  PackagePlace& operator=(const PackagePlace&) = delete;

  /// The folder of a package, as it is to be seen there, where nobody sees it yet; and putting it
  /// there, which returns the target (package::stage_delivery(), package::put_delivery()).
  [[nodiscard]] std::filesystem::path stage(const std::filesystem::path& folder);
  std::filesystem::path put();

 private:
  std::filesystem::path out_;
  package::Packing packing_;
  std::filesystem::path target_;
  std::filesystem::path work_;
  bool made_out_ = false;
  std::optional<io::FolderLock> lock_;
};

}  // namespace bdf::jobs
