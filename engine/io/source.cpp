// SPDX-License-Identifier: MIT
#include "io/source.h"

#include <fmt/format.h>

#include <regex>
#include <sstream>

#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "io/input_file.h"
#include "io/shapefile.h"
#include "io/staging.h"
#include "model/schema.h"

namespace bdf::io {

namespace {

namespace fs = std::filesystem;

bool is_postgres(const std::string& path) {
  return path.starts_with("PG:") || path.starts_with("postgresql://") ||
         path.starts_with("postgres://");
}

bool is_remote(const std::string& path) {
  return path.starts_with("/vsi") || path.find("://") != std::string::npos;
}

bool is_geopackage(const fs::path& path) {
  return same_name(path.extension().string(), ".gpkg") || begins_as_database(path);
}

/// Throws where the source is no local file and may not be read as something else.
void check_place(const std::string& path, bool allow_remote) {
  if (is_postgres(path) || (is_remote(path) && allow_remote)) return;
  if (is_remote(path))
    throw InputError(
        msg("{}: remote and virtual files are not read unless that is asked for; copy "
            "it to a file first",
            path));
  std::error_code hidden;
  if (fs::is_directory(path, hidden))
    throw InputError(msg("{}: this is a folder; name one of its files", path));
  require_file(path);
  if (is_shapefile(path)) check_shapefile(path);
}

void check_geopackage(const SourceName& name) {
  auto database = Database::open_input(name.path);
  const auto catalog = read_catalog(database);
  if (name.layer.empty() || catalog.find(name.layer)) return;
  std::string names;
  for (const auto& layer : catalog.layers) names += (names.empty() ? "" : ", ") + layer.layer;
  throw InputError(msg("{}: there is no layer {}; there are: {}", name.path, name.layer, names));
}

}  // namespace

namespace {

/// %70 is p.
std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
    plain += byte && byte->size() == 1 ? byte->front() : text[i];
    if (byte && byte->size() == 1) i += 2;
  }
  return plain;
}

bool names_a_secret(std::string_view parameter) {
  const auto name = folded(decoded(parameter));
  return name.find("password") != std::string::npos || name.find("passwort") != std::string::npos;
}

/// scheme://user:secret@host/name?parameter=value&… A secret may hold anything, an @ too.
std::string url_without_password(const std::string& url) {
  const auto begin = url.find("://") + 3;
  std::string plain = url;
  // Before the host has ended, a ? is of the password.
  auto query = plain.find('?', begin);
  const bool has_host = plain.find('/', begin) < query || plain.rfind('@', query) != plain.npos;
  if (!has_host) query = plain.npos;
  const auto at = plain.rfind('@', query);
  const auto colon = plain.find(':', begin);
  if (at != std::string::npos && at >= begin && colon < at) plain.erase(colon, at - colon);
  const auto parameters = plain.find('?', begin);
  if (parameters == std::string::npos) return plain;
  std::string kept;
  std::istringstream rest(plain.substr(parameters + 1));
  for (std::string one; std::getline(rest, one, '&');)
    if (!names_a_secret(one.substr(0, one.find('=')))) kept += (kept.empty() ? "?" : "&") + one;
  return plain.substr(0, parameters) + kept;
}

}  // namespace

std::string without_password(const std::string& address) {
  if (address.find("://") != std::string::npos) return url_without_password(address);
  static const std::regex parameter(
      "\\s*\\b[a-z]*passwor[dt]\\s*=\\s*('(\\\\.|[^'\\\\])*'|(\\\\.|[^\\s\\\\])*)",
      std::regex::icase);
  return std::regex_replace(address, parameter, "");
}

SourceName parse_source(std::string_view text) {
  constexpr std::string_view separator = "::";
  const auto at = text.rfind(separator);
  std::error_code hidden;
  if (at == std::string_view::npos || at == 0 || fs::exists(fs::path(text), hidden))
    return {std::string(text), ""};
  return {std::string(text.substr(0, at)), std::string(text.substr(at + separator.size()))};
}

Source open_source(const SourceName& name, const SourceOptions& options, const fs::path& staging,
                   std::string_view stem) {
  check_place(name.path, options.allow_remote);
  if (!is_postgres(name.path) && is_geopackage(name.path)) {
    check_geopackage(name);
    return {name.path, name.layer, false, {}};
  }
  const auto target = staging / fmt::format("{}.gpkg", stem);
  return {target, name.layer, true, stage(name, options, without_password(name.path), target)};
}

}  // namespace bdf::io
