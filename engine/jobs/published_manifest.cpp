// SPDX-License-Identifier: MIT
#include "jobs/published_manifest.h"

#include "base/error.h"
#include "base/message.h"
#include "package/archive.h"

namespace bdf::jobs {

namespace {

/// All that is said of what it holds; other files make no other package.
bool stands_for(package::Manifest held, const package::Manifest& published) {
  held.files = published.files;
  return held == published;
}

}  // namespace

std::string published_digest(const std::filesystem::path& package,
                             const package::Manifest& manifest) {
  for (const auto& file : manifest.files) {
    if (file.role != published_manifest_role) continue;
    const auto published = package::manifest_from_json(package::read_entry(package, file.path));
    if (!stands_for(manifest, published))
      throw InputError(msg("{}: {} in it is of another package than it says that it is",
                           package.string(), file.path));
    return digest_of_manifest(published);
  }
  return digest_of_manifest(manifest);
}

}  // namespace bdf::jobs
