// SPDX-License-Identifier: MIT
// What became of a package, for other programs of the same night and for its report.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "nightly/packages.h"

namespace bdf::nightly {

/// As schemas/formats/nightly.schema.json says.
[[nodiscard]] nlohmann::ordered_json json_of(const MadePackage& made);
/// Reads it back. Throws nlohmann::json::exception for another text.
[[nodiscard]] MadePackage made_package_in(const nlohmann::ordered_json& json);

/// Keeps it in a file, whole or not at all. Throws StoreError.
void note_package(const std::filesystem::path& file, const MadePackage& made);
/// nullopt where there is no such file, or none of ours.
[[nodiscard]] std::optional<MadePackage> noted_package(const std::filesystem::path& file);

}  // namespace bdf::nightly
