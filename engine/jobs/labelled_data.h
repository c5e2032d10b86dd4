// SPDX-License-Identifier: MIT
// What a label is about: a package, or a base outside of BD France that says by a small declaration
// (schemas/label_declaration.schema.json) which of its layers stand for which classes of a theme.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jobs/scratch.h"
#include "package/facts.h"
#include "package/manifest.h"
#include "rules/theme.h"

namespace bdf::rules {
class YamlNode;
}

namespace bdf::jobs {

struct LabelledLayer {
  Schema schema;              ///< in `geopackage`
  package::LayerFacts facts;  ///< of its columns those that the pack has
  std::vector<std::string> key;
  std::string digest;  ///< SHA-256 of the content (content_of())
};

struct LabelledData {
  std::unique_ptr<Scratch> scratch;  ///< where `geopackage` lies
  rules::Theme theme;
  rules::Pack pack;
  std::string name;   ///< of the package; of a base what it is called
  std::string title;  ///< of a base; "" of a package
  std::string territory;
  std::string crs;
  std::string edition;
  std::string edition_date;                   ///< 2026-12-15
  std::string steward;                        ///< that a declaration names; "" of a package
  std::optional<package::Manifest> manifest;  ///< of a package
  std::filesystem::path geopackage;
  std::vector<LabelledLayer> layers;
  std::string metadata;  ///< ISO 19139; "" where there is none
  std::string licence;   ///< code of the terms; "" where none is known

  LabelledData() = default;
  LabelledData(LabelledData&&) = default;
  LabelledData& operator=(LabelledData&&) = default;
};

/// Where a declaration says so little that the reader must help.
struct LabelReading {
  std::string theme;  ///< a name or a file, instead of the installed theme of that name
  int threads = 0;
};

/// Whether that is a declaration: a .yaml file.
[[nodiscard]] bool is_declaration(const std::filesystem::path& subject);

/// A package (folder, .zip, .7z), or a declaration. Throws InputError for a package that is
/// not what it says, holds only differences or no GeoPackage, or whose theme is not installed or
/// gives no label; for a declaration that is wrong, with its line; and as write_package_data() for
/// data that do not fit.
[[nodiscard]] LabelledData open_labelled(const std::filesystem::path& subject,
                                         const LabelReading& reading);

/// The day that stands there: 2026-12-15. Throws InputError with its place for what is none.
[[nodiscard]] std::string day_in(const rules::YamlNode& node);

}  // namespace bdf::jobs
