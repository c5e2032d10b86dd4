// SPDX-License-Identifier: MIT
// The label among a package's files: the manifest cannot name it, since it is bound to the
// manifest. Who has given it is asked elsewhere (label_verify.h); here only whether it is as it was
// given.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "package/file_check.h"

namespace bdf::jobs {

/// Why the package's label is not that of its manifest, by a signature that holds, whosever that
/// is; "" where it is, and where there is none.
[[nodiscard]] std::string flaw_of_label(const std::filesystem::path& folder,
                                        const package::Manifest& manifest);

/// package::check_files(), and the label beside what the manifest names.
[[nodiscard]] std::vector<package::FileFinding> check_package_files(
    const std::filesystem::path& folder, const package::Manifest& manifest, int threads);

}  // namespace bdf::jobs
