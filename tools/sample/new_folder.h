// SPDX-License-Identifier: MIT
// The folder that a subcommand makes.
#pragma once

#include <filesystem>

namespace bdf::sample {

/// Takes away what stands there, so that nothing of it is taken for part of what is made. Throws
/// UsageError where something does and `overwrite` does not say so, StoreError where it stays.
void clear_folder(const std::filesystem::path& out, bool overwrite);

}  // namespace bdf::sample
