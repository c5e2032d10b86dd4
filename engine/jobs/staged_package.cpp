// SPDX-License-Identifier: MIT
#include "jobs/staged_package.h"

#include <algorithm>
#include <system_error>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/durable.h"
#include "io/output_folder.h"
#include "jobs/package_check.h"
#include "label/carrier.h"
#include "package/archive.h"
#include "package/deliver.h"
#include "package/layout.h"
#include "package/safe_path.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using package::Manifest;

bool is_archive_name(const fs::path& path) {
  return path.extension() == ".7z" || path.extension() == ".zip";
}

bool is_package_folder(const fs::path& path) {
  return fs::is_regular_file(path / package::manifest_file);
}

void copy_or_fail(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::copy_file(from, to, error);
  if (!error) return;
  if (error == std::errc::no_such_file_or_directory)
    throw InputError(msg("{}: there is no such file", from.string()));
  errno = error.value();
  io::fail_on(to);
}

/// The archive as it is to be published; of a folder the one made of it.
fs::path staged_archive(const fs::path& given, const Manifest& manifest, const fs::path& folder) {
  const auto name = to_text(manifest.name);
  const bool is_folder = package::form_of(given) == package::Form::folder;
  const auto called = is_folder ? given.filename() : given.stem();
  if (called != name || (!is_folder && !is_archive_name(given)))
    throw InputError(msg("{}: by its manifest this package is called {}", given.string(), name));
  const auto extension = is_folder ? std::string(".zip") : given.extension().string();
  const auto archive = folder / (name + extension);
  if (is_folder)
    package::write_archive(given, archive,
                           {package::Form::zip, package::Compression::light, manifest.time, false});
  else
    copy_or_fail(given, archive);
  return archive;
}

/// That the copy is what it says, in all that a package says.
void check_content(const fs::path& given, const fs::path& archive, int threads) {
  for (const auto& finding : verify_package(archive, threads).findings)
    if (finding.level == Level::error)
      throw InputError(msg("{} is not what it says: {}", given.string(), finding.message));
}

/// Those beside what is given: of an archive's copy, or of a folder's manifest.
void check_sidecars(const fs::path& given, const FileDigests& of_archive) {
  const auto found =
      fs::is_directory(given) ? digests_of_file(given / package::manifest_file) : of_archive;
  if (package::prove(given, found) == package::Proof::broken)
    throw InputError(
        msg("{}: the package is not the one that this file was made for: it is damaged, "
            "or was altered",
            package::digest_file(given, "sha256").string() + "/.md5"));
}

/// The dataset's metadata, to be read without the archive: ISO 19115, whose name is returned, and
/// GeoDCAT-AP.
std::string stage_metadata(const fs::path& unpacked, const Manifest& manifest,
                           const fs::path& folder) {
  std::string iso;
  for (const auto& file : manifest.files) {
    const fs::path path = file.path;
    const bool is_iso = path.extension() == ".xml" && iso.empty();
    const bool is_dcat = path.filename() == package::dcat_file;
    if (file.role != package::role::metadata || (!is_iso && !is_dcat)) continue;
    copy_or_fail(unpacked / path, folder / path.filename());
    if (is_iso) iso = path.filename();
  }
  return iso;
}

/// The proof, whose name is returned, and the badge, where the package has a label.
std::string stage_label(const fs::path& unpacked, const fs::path& folder) {
  if (!fs::exists(unpacked / label::label_file)) return "";
  copy_or_fail(unpacked / label::label_file, folder / label::label_file);
  if (fs::exists(unpacked / label::badge_file))
    copy_or_fail(unpacked / label::badge_file, folder / label::badge_file);
  return std::string(label::label_file);
}

package::PublishedPackage described(const Manifest& manifest) {
  package::PublishedPackage published;
  published.name = manifest.name;
  published.audience = manifest.audience;
  published.pack = manifest.pack;
  published.territory = manifest.territory;
  published.crs = manifest.crs;
  published.edition = manifest.edition;
  published.theme = manifest.theme.name;
  published.time = manifest.time;
  published.previous = manifest.previous;
  published.digest = digest_of_manifest(manifest);
  return published;
}

}  // namespace

std::vector<fs::path> packages_in(const std::vector<fs::path>& given) {
  std::vector<fs::path> packages;
  for (const auto& named : given) {
    const auto path = named.has_filename() ? named : named.parent_path();  // NAME of NAME/
    if (!fs::is_directory(path) || is_package_folder(path)) {
      packages.push_back(path);
      continue;
    }
    const auto before = packages.size();
    for (const auto& entry : fs::directory_iterator(path))
      if (is_archive_name(entry.path()) || is_package_folder(entry.path()))
        packages.push_back(entry.path());
    if (packages.size() == before)
      throw InputError(msg("{}: there is no package in this folder", path.string()));
  }
  std::sort(packages.begin(), packages.end());
  return packages;
}

StagedPackage stage_package(const fs::path& given, const fs::path& staging, ThemeShelf& themes,
                            int threads) {
  const auto manifest = package::read_manifest(given);
  const auto& theme = themes.find(manifest.theme.name);
  const auto name = to_text(manifest.name);
  StagedPackage staged{described(manifest), staging / name};
  if (pack_of(theme, manifest.name).audience == package::Audience::restricted)
    staged.published.audience = package::Audience::restricted;
  io::make_folder(staged.folder);
  const auto archive = staged_archive(given, manifest, staged.folder);
  const auto digests = digests_of_file(archive);
  check_sidecars(given, digests);
  check_content(given, archive, threads);
  const auto unpacked = staging / "unpacked";
  package::unpack(archive, unpacked);
  // The copy's own manifest: the original may have changed meanwhile.
  if (digest_of_manifest(package::read_manifest(unpacked)) != staged.published.digest)
    throw InputError(msg("{}: it changes while it is read", given.string()));
  auto& published = staged.published;
  published.extension = archive.extension();
  published.size = digests.size;
  published.sha256 = digests.sha256;
  published.md5 = digests.md5;
  copy_or_fail(unpacked / package::manifest_file, staged.folder / package::manifest_file);
  published.manifest_size = fs::file_size(staged.folder / package::manifest_file);
  published.metadata = stage_metadata(unpacked, manifest, staged.folder);
  published.label = stage_label(unpacked, staged.folder);
  const auto file = archive.filename().string();
  io::write_text(archive.string() + ".sha256", digests.sha256 + "  " + file + "\n");
  io::write_text(archive.string() + ".md5", digests.md5 + "  " + file + "\n");
  published.degrees =
      degrees_of(unpacked, manifest, rules::find_territory(theme.territories, manifest.territory));
  fs::remove_all(unpacked);
  return staged;
}

}  // namespace bdf::jobs
