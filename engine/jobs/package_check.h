// SPDX-License-Identifier: MIT
// bdf package verify and diff: whether a package is what it says, and how two differ.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/finding.h"
#include "package/facts.h"

namespace bdf::jobs {

struct PackageVerification {
  package::Manifest manifest;
  std::vector<Finding> findings;  ///< errors: it is not; warnings: what cannot be known

  [[nodiscard]] bool holds() const;
};

/// Holds the package against its digest file, each of its files against the manifest, and the data
/// against what the manifest says of layers: columns, numbers of features, content, coordinate
/// system. Throws InputError for what is no package at all, or none that can be unpacked safely.
[[nodiscard]] PackageVerification verify_package(const std::filesystem::path& package, int threads);

/// How two packages of one series differ.
struct PackageComparison {
  package::Manifest before, after;
  std::vector<std::string> differences;      ///< of what they say of themselves, a line each
  std::vector<package::ChangeCount> layers;  ///< of those that both have, where both are full
};

/// Throws InputError as verify_package(), and where one is not what it says.
[[nodiscard]] PackageComparison compare_packages(const std::filesystem::path& before,
                                                 const std::filesystem::path& after, int threads);

/// For people, and for programs.
[[nodiscard]] std::string text_of(const PackageVerification& verification);
[[nodiscard]] std::string json_of(const PackageVerification& verification);
[[nodiscard]] std::string text_of(const PackageComparison& comparison);
[[nodiscard]] std::string json_of(const PackageComparison& comparison);

}  // namespace bdf::jobs
