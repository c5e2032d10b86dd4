// SPDX-License-Identifier: MIT
#include "package/file_check.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/hash.h"
#include "base/message.h"
#include "base/parallel.h"
#include "package/file_tree.h"

namespace bdf::package {

namespace {

namespace fs = std::filesystem;

using Found = std::map<std::string, Entry>;

/// The content of a listed file of the right size.
std::optional<FileFinding> content_flaw(const fs::path& folder, const ManifestFile& listed) {
  const auto found = describe_file(folder, listed.path, listed.role);
  if (found.sha256 != listed.sha256)
    return FileFinding{FileFlaw::other_content, listed.path,
                       msg("its SHA-256 is {}, listed is {}", found.sha256, listed.sha256)};
  if (found.md5 != listed.md5)
    return FileFinding{FileFlaw::other_content, listed.path,
                       msg("its MD5 is {}, listed is {}", found.md5, listed.md5)};
  return std::nullopt;
}

std::optional<FileFinding> flaw_of(const fs::path& folder, const ManifestFile& listed,
                                   const Found& found) {
  const auto place = found.find(listed.path);
  if (place == found.end())
    return FileFinding{FileFlaw::missing, listed.path, msg("it is listed and not there")};
  const auto& entry = place->second;
  if (entry.is_folder)
    return FileFinding{FileFlaw::other_kind, listed.path, msg("it is a folder, not a file")};
  if (entry.size != listed.size)
    return FileFinding{FileFlaw::other_size, listed.path,
                       msg("it has {} bytes, listed are {}", entry.size, listed.size)};
  return content_flaw(folder, listed);
}

std::set<std::string> names_in(const Manifest& manifest, const std::set<std::string>& besides) {
  auto names = besides;
  names.emplace(manifest_file);
  for (const auto& file : manifest.files) names.insert(file.path);
  return names;
}

/// Whether a path of the sorted ones leads into the folder.
template <class Paths, class PathOf>
bool leads_into(const Paths& sorted, const std::string& folder, const PathOf& path_of) {
  const auto inside = folder + "/";
  const auto found =
      std::lower_bound(sorted.begin(), sorted.end(), inside,
                       [&](const auto& one, const auto& text) { return path_of(one) < text; });
  return found != sorted.end() && path_of(*found).starts_with(inside);
}

/// That nothing lies in it, and nothing is listed there.
bool is_empty_folder(const FileTree& tree, const std::string& path,
                     const std::set<std::string>& names) {
  const auto itself = [](const std::string& name) -> const std::string& { return name; };
  const auto of_entry = [](const Entry& entry) -> const std::string& { return entry.path; };
  return !leads_into(tree.entries, path, of_entry) && !leads_into(tree.others, path, itself) &&
         !leads_into(names, path, itself);
}

std::string why_extra(const std::string& path) {
  if (path == manifest_signature_file)
    return msg("it calls itself a signature, and this version knows none of packages");
  return msg("it is there and not listed");
}

void add_unlisted(std::vector<FileFinding>& findings, const FileTree& tree,
                  const std::set<std::string>& names) {
  for (const auto& entry : tree.entries) {
    if (names.contains(entry.path)) continue;  // of a folder: told already
    if (!entry.is_folder)
      findings.push_back({FileFlaw::extra, entry.path, why_extra(entry.path)});
    else if (is_empty_folder(tree, entry.path, names))
      findings.push_back({FileFlaw::extra, entry.path, msg("it is a folder with nothing in it")});
  }
  for (const auto& path : tree.others)
    findings.push_back(
        {FileFlaw::other_kind, path, msg("it is a link or a device; a package has only files")});
}

}  // namespace

std::string_view name_of(FileFlaw flaw) {
  constexpr std::array<std::string_view, 5> names{"missing", "extra", "other_kind", "other_size",
                                                  "other_content"};
  return names[static_cast<std::size_t>(flaw)];
}

ManifestFile describe_file(const fs::path& folder, const std::string& path,
                           const std::string& role) {
  auto digests = digests_of_file(folder / path);
  return {path, digests.size, std::move(digests.sha256), std::move(digests.md5), role};
}

std::vector<FileFinding> check_files(const fs::path& folder, const Manifest& manifest,
                                     const std::set<std::string>& besides, int threads) {
  const auto tree = tree_of(folder);
  Found found;
  for (const auto& entry : tree.entries) found.emplace(entry.path, entry);
  std::vector<std::optional<FileFinding>> flaws(manifest.files.size());
  parallel_for_each(flaws.size(), threads, [&](std::size_t i) {
    const auto& listed = manifest.files[i];
    const bool is_other = std::binary_search(tree.others.begin(), tree.others.end(), listed.path);
    if (!is_other) flaws[i] = flaw_of(folder, listed, found);
  });
  std::vector<FileFinding> findings;
  for (auto& flaw : flaws)
    if (flaw) findings.push_back(std::move(*flaw));
  add_unlisted(findings, tree, names_in(manifest, besides));
  std::sort(findings.begin(), findings.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return findings;
}

}  // namespace bdf::package
