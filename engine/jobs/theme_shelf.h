// SPDX-License-Identifier: MIT
// Themes by name, for what is published of several.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "package/publication.h"
#include "rules/theme.h"

namespace bdf::jobs {

class ThemeShelf {
 public:
  /// `files` come before the themes that are installed. Throws InputError for one that is none.
  explicit ThemeShelf(const std::vector<std::string>& files);

  /// Throws InputError where there is no such theme, or no packages are made of it.
  const rules::Theme& find(const std::string& name);

 private:
  std::map<std::string, rules::Theme> themes_;
};

/// What the theme says of the pack that a package is of. Throws InputError where it knows no such
/// pack, or its packages are of another product.
[[nodiscard]] const rules::Pack& pack_of(const rules::Theme& theme,
                                         const package::PackageName& name);

/// The index's packages by dataset, in the words of their themes. Throws as above.
[[nodiscard]] package::Publication publication_of(const package::ChannelIndex& index,
                                                  ThemeShelf& themes);

}  // namespace bdf::jobs
