// SPDX-License-Identifier: MIT
// What somebody names as a file, before anything opens it.
#pragma once

#include <filesystem>

namespace bdf::io {

/// Throws InputError where there is no such file, where it is a folder or cannot be read, or where
/// it is no file at all: a pipe or a device, for which a reader might wait without end.
void require_file(const std::filesystem::path& path);

}  // namespace bdf::io
