// SPDX-License-Identifier: MIT
// Who has signed a theme: THEME.yaml.sig beside THEME.yaml.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "crypto/signature.h"

namespace bdf::jobs {

/// THEME.yaml.sig.
[[nodiscard]] std::filesystem::path signature_beside(const std::filesystem::path& theme);

struct SignThemeJob {
  std::string theme;  ///< a name, or a .yaml file
  std::string time;
  bool overwrite = false;
};

/// Writes the signature of the theme's bytes, name and version. Returns the file written. Throws
/// InputError where the theme is not in order, UsageError where there is a signature already that
/// may not be replaced, StoreError.
std::filesystem::path sign_theme(const SignThemeJob& job, const crypto::OwnKey& own);

/// The judgement on the signature beside a theme; nothing where there is none. Throws InputError
/// where the theme is not in order, or one of the two files cannot be read.
[[nodiscard]] std::optional<crypto::Judgement> theme_signature(
    const std::string& theme, const std::vector<crypto::KnownKey>& known);

}  // namespace bdf::jobs
