// SPDX-License-Identifier: MIT
// Where themes are.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "rules/nearest_word.h"
#include "rules/theme.h"

namespace bdf::rules {

namespace {

namespace fs = std::filesystem;

bool is_path(const std::string& theme) {
  const auto extension = fs::path(theme).extension();
  return extension == ".yaml" || extension == ".yml" || theme.find('/') != std::string::npos;
}

std::vector<std::string> themes_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& file : fs::directory_iterator(folder, ignored))
    if (file.path().extension() == ".yaml") names.push_back(file.path().stem().string());
  return names;
}

[[noreturn]] void fail_unknown_theme(const std::string& theme) {
  std::vector<std::string> known;
  for (const auto& share : share_folders())
    for (auto& name : themes_in(share / "themes")) known.push_back(std::move(name));
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  if (const auto nearest = nearest_word(theme, known))
    throw InputError(msg("There is no theme “{}”. Did you mean “{}”?", theme, *nearest));
  throw InputError(msg("There is no theme “{}”. Give a .yaml file, or one of: {}.", theme,
                       fmt::join(known, ", ")));
}

}  // namespace

std::string theme_file(const std::string& theme) {
  if (is_path(theme)) return theme;
  for (const auto& share : share_folders()) {
    const auto path = share / "themes" / (theme + ".yaml");
    if (fs::is_regular_file(path)) return path.string();
  }
  fail_unknown_theme(theme);
}

}  // namespace bdf::rules
