// SPDX-License-Identifier: MIT
#include "package/deliver.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/durable.h"
#include "io/output_folder.h"
#include "package/manifest.h"

namespace bdf::package {

namespace {

namespace fs = std::filesystem;

/// "NAME" of "NAME/", as shells complete it.
fs::path without_slash(const fs::path& package) {
  return package.has_filename() ? package : package.parent_path();
}

std::optional<std::string> text_in(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(file), {}};
}

/// The file whose digest stands for the package, and what digest files call it.
struct Witness {
  fs::path file;
  std::string name;
};

Witness witness_of(const fs::path& package) {
  const auto name = package.filename().string();
  if (!fs::is_directory(package)) return {package, name};
  return {package / manifest_file, name + "/" + std::string(manifest_file)};
}

std::string line_of(const std::string& digest, const std::string& name) {
  return fmt::format("{}  {}\n", digest, name);
}

void write_durably(const fs::path& path, const std::string& text) {
  io::write_text(path, text);
  io::sync(path);
}

/// A folder is moved where it can be, else copied.
void stage_folder(const fs::path& folder, const fs::path& staged) {
  std::error_code error;
  fs::rename(folder, staged, error);
  if (error) {
    error.clear();
    fs::copy(folder, staged, fs::copy_options::recursive, error);
  }
  if (error) {
    errno = error.value();
    io::fail_on(staged);
  }
  io::sync_tree(staged);
}

void put(const fs::path& staged, const fs::path& target) {
  io::rename_into_place(staged, target, fs::exists(fs::symlink_status(target)));
}

void remove_or_fail(const fs::path& path) {
  std::error_code error;
  fs::remove(path, error);
  if (!error) return;
  errno = error.value();
  io::fail_on(path);
}

/// What a line of a digest file says.
struct Witnessed {
  std::string digest;
  std::string name;
};

/// "SHA256 (NAME) = DIGEST", as BSD writes it.
std::optional<Witnessed> said_by_bsd(std::string_view line, std::size_t digits) {
  const std::string_view algorithm = digits == 32 ? "MD5 (" : "SHA256 (";
  const std::string_view between = ") = ";
  const auto end = line.rfind(between);
  if (!line.starts_with(algorithm) || end == std::string_view::npos) return std::nullopt;
  return Witnessed{std::string(line.substr(end + between.size())),
                   std::string(line.substr(algorithm.size(), end - algorithm.size()))};
}

/// "DIGEST  NAME", or "DIGEST *NAME" of a file read as binary; one blank is enough.
std::optional<Witnessed> said_by_gnu(std::string_view line, std::size_t digits) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  if (line.size() <= digits + 1 || (line[digits] != ' ' && line[digits] != '\t'))
    return std::nullopt;
  auto name = line.substr(digits + 1);
  if (name.front() == ' ' || name.front() == '*') name.remove_prefix(1);
  return Witnessed{std::string(line.substr(0, digits)), std::string(name)};
}

std::string in_lower_case(std::string digits) {
  for (char& c : digits)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  return digits;
}

/// Whether the file says something of `name`, and no other digest than this one.
bool speaks_of(const std::string& text, const std::string& digest, const std::string& name) {
  std::istringstream lines(text);
  bool is_named = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    auto said = said_by_bsd(line, digest.size());
    if (!said) said = said_by_gnu(line, digest.size());
    if (!said || fs::path(said->name).lexically_normal() != name) continue;
    if (in_lower_case(said->digest) != digest) return false;
    is_named = true;
  }
  return is_named;
}

}  // namespace

fs::path digest_file(const fs::path& package, std::string_view algorithm) {
  auto file = without_slash(package);
  file += fmt::format(".{}", algorithm);
  return file;
}

fs::path package_path(const fs::path& target, Form form) {
  auto file = target;
  if (form != Form::folder) file += form == Form::zip ? ".zip" : ".7z";
  return file;
}

void check_free(const fs::path& target, const Packing& packing) {
  std::error_code hidden;
  const auto status = fs::symlink_status(target, hidden);
  if (!fs::exists(status)) return;
  if (!packing.overwrite)
    throw UsageError(msg("{} exists already: --overwrite replaces it", target.string()));
  if (packing.form != Form::folder && fs::is_directory(status))
    throw UsageError(msg("{}: this is a folder; a file is needed", target.string()));
  if (packing.form != Form::folder) return;
  if (!fs::is_directory(status))
    throw UsageError(msg("{}: this is a file; a folder is needed", target.string()));
  if (!fs::is_empty(target, hidden) && !fs::exists(target / manifest_file, hidden))
    throw UsageError(
        msg("{}: it holds other things than a package, and is not replaced", target.string()));
}

fs::path stage_delivery(const fs::path& folder, const DeliveryPlace& place,
                        const Packing& packing) {
  auto staged = place.work / place.target.filename();
  if (packing.form == Form::folder)
    stage_folder(folder, staged);
  else
    write_archive(folder, staged, packing);
  const auto [file, name] = witness_of(staged);
  const auto digests = digests_of_file(file);
  write_durably(digest_file(staged, "md5"), line_of(digests.md5, name));
  write_durably(digest_file(staged, "sha256"), line_of(digests.sha256, name));
  return staged;
}

void put_delivery(const DeliveryPlace& place, const Packing& packing) {
  const auto& [target, work] = place;
  const auto staged = work / target.filename();
  check_free(target, packing);
  // Until the new ones are there, nothing is said of the new package that is of the old.
  for (const auto* algorithm : {"sha256", "md5"}) remove_or_fail(digest_file(target, algorithm));
  put(staged, target);
  for (const auto* algorithm : {"md5", "sha256"})
    put(digest_file(staged, algorithm), digest_file(target, algorithm));
  io::sync(io::full_path(target).parent_path());
}

Proof prove(const fs::path& package, const FileDigests& found) {
  const auto sha256 = text_in(digest_file(package, "sha256"));
  const auto md5 = text_in(digest_file(package, "md5"));
  if (!sha256 && !md5) return Proof::missing;
  const auto name = witness_of(without_slash(package)).name;
  const bool holds = (!sha256 || speaks_of(*sha256, found.sha256, name)) &&
                     (!md5 || speaks_of(*md5, found.md5, name));
  if (!holds) return Proof::broken;
  return sha256 ? Proof::holds : Proof::missing;
}

Proof prove(const fs::path& package) {
  return prove(package, digests_of_file(witness_of(without_slash(package)).file));
}

}  // namespace bdf::package
