// SPDX-License-Identifier: MIT
// The file system, with every refusal an error that names the file.
#pragma once

#include <filesystem>
#include <string>

namespace bdf::io {

/// Throws StoreError about `path` with errno's reason.
[[noreturn]] void fail_on(const std::filesystem::path& path);

/// Creates a folder inside one that exists.
void make_folder(const std::filesystem::path& path);
/// Makes a file, or a folder's list of names, durable (fsync).
void sync(const std::filesystem::path& path);
/// Makes a folder and everything below it durable.
void sync_tree(const std::filesystem::path& folder);
/// Puts `from` in place of `to` in one step: where both exist, they change places if `exchange`.
void rename_into_place(const std::filesystem::path& from, const std::filesystem::path& to,
                       bool exchange);
/// The path made absolute, links resolved as far as it exists, with no slash at its end.
[[nodiscard]] std::filesystem::path full_path(const std::filesystem::path& path);

/// Throws StoreError where a database beside or at `path` has unsaved changes of another program in
/// its write-ahead log or journal. They would be lost with the file, or spoil the new one.
void check_not_in_use(const std::filesystem::path& path);

}  // namespace bdf::io
