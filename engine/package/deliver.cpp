// SPDX-License-Identifier: MIT
#include "package/deliver.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <optional>

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
  io::OutputFile file(path, true);
  io::write_text(file.path(), text);
  file.commit();
}

/// A folder is moved where it can be, else copied beside its place first.
void put_folder(const fs::path& folder, const fs::path& target, bool overwrite) {
  if (fs::exists(target) && !overwrite)
    throw UsageError(msg("{} exists already: --overwrite replaces it", target.string()));
  auto beside = target;
  beside += ".partial";
  fs::remove_all(beside);
  std::error_code error;
  fs::rename(folder, beside, error);
  if (error) fs::copy(folder, beside, fs::copy_options::recursive);
  io::sync_tree(beside);
  const bool exchange = fs::exists(target);
  io::rename_into_place(beside, target, exchange);
  if (exchange) fs::remove_all(beside);
}

/// To another file system, too.
void move_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (!error) return;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
  if (!error) return;
  errno = error.value();
  io::fail_on(to);
}

fs::path with_ending(const fs::path& target, Form form) {
  auto file = target;
  if (form != Form::folder) file += form == Form::zip ? ".zip" : ".7z";
  return file;
}

}  // namespace

fs::path digest_file(const fs::path& package, std::string_view algorithm) {
  auto file = without_slash(package);
  file += fmt::format(".{}", algorithm);
  return file;
}

fs::path deliver_package(const fs::path& folder, const fs::path& target, const Packing& packing) {
  const auto package = with_ending(target, packing.form);
  if (packing.form == Form::folder)
    put_folder(folder, package, packing.overwrite);
  else
    write_archive(folder, package, packing);
  const auto [file, name] = witness_of(package);
  const auto digests = digests_of_file(file);
  write_durably(digest_file(package, "md5"), line_of(digests.md5, name));
  write_durably(digest_file(package, "sha256"), line_of(digests.sha256, name));
  return package;
}

fs::path move_package(const fs::path& package, const fs::path& folder, bool overwrite) {
  const auto target = folder / package.filename();
  if (fs::is_directory(package)) {
    put_folder(package, target, overwrite);
  } else {
    io::OutputFile file(target, overwrite);
    move_file(package, file.path());
    file.commit();
  }
  for (const auto* algorithm : {"md5", "sha256"})
    write_durably(digest_file(target, algorithm),
                  text_in(digest_file(package, algorithm)).value_or(""));
  return target;
}

Proof prove(const fs::path& package) {
  const auto sha256 = text_in(digest_file(package, "sha256"));
  const auto md5 = text_in(digest_file(package, "md5"));
  if (!sha256 && !md5) return Proof::missing;
  const auto [witness, name] = witness_of(without_slash(package));
  const auto digests = digests_of_file(witness);
  const bool holds = (!sha256 || *sha256 == line_of(digests.sha256, name)) &&
                     (!md5 || *md5 == line_of(digests.md5, name));
  if (!holds) return Proof::broken;
  return sha256 ? Proof::holds : Proof::missing;
}

}  // namespace bdf::package
