// SPDX-License-Identifier: MIT
#include "crypto/trust.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "base/error.h"
#include "base/message.h"

namespace bdf::crypto {

namespace {

namespace fs = std::filesystem;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<KnownKey> known_key_in(std::string_view line) {
  const auto end = std::min(line.find_first_of(" \t"), line.size());
  const auto key = public_key_in(line.substr(0, end));
  if (!key) return std::nullopt;
  return KnownKey{*key, std::string(trimmed(line.substr(end)))};
}

void add_keys_of(const fs::path& path, std::vector<KnownKey>& keys) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const auto text = trimmed(line);
    if (text.empty() || text.starts_with('#')) continue;
    const auto known = known_key_in(text);
    if (!known)
      throw InputError(
          msg("{}, line {}: this is no public key, which begins with z6Mk", path.string(), number));
    keys.push_back(*known);
  }
  if (!file.eof())
    throw InputError(
        msg("{}: cannot be read ({})", path.string(), std::generic_category().message(errno)));
}

std::vector<fs::path> key_files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".pub") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::string line_of(const KnownKey& known) {
  return to_text(known.key) + (known.organisation.empty() ? "" : " ") + known.organisation + "\n";
}

std::vector<KnownKey> read_public_keys(const fs::path& path) {
  std::vector<KnownKey> keys;
  std::error_code hidden;
  if (fs::is_directory(path, hidden))
    for (const auto& file : key_files_in(path)) add_keys_of(file, keys);
  else
    add_keys_of(path, keys);
  if (keys.empty()) throw InputError(msg("{}: there is no public key in it", path.string()));
  return keys;
}

}  // namespace bdf::crypto
