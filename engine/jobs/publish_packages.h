// SPDX-License-Identifier: MIT
// bdf package publish: a tree of packages that any web server can serve.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bdf::jobs {

struct PublishJob {
  std::vector<std::filesystem::path> packages;  ///< .7z, .zip, their folders, or folders of those
  std::filesystem::path tree;
  std::string url;                  ///< where it is served; "" leaves what the tree says
  bool allow_restricted = false;    ///< also packages that are not for everybody
  std::vector<std::string> themes;  ///< files, instead of the themes that are installed
  int threads = 0;
};

struct Publishing {
  std::vector<std::string> added;  ///< by name, sorted
  std::vector<std::string> known;  ///< that were published already, and stay as they are
  std::size_t packages = 0;        ///< of the tree by now
};

/// Makes the tree that package/channel_index.h describes, or adds to it. Each package is copied,
/// and the copy held against its sidecars (where there are any) and its manifest; a folder is
/// packed as .zip. The same packages give the same bytes in any order and in any number of runs.
///
/// Whoever reads the tree meanwhile finds all that its index names: packages come first, and the
/// index last, each in one rename. A run that was killed is made good by the next.
///
/// Throws InputError for a package that is altered, is called otherwise than its manifest says, has
/// another content than the one published under its name, or whose theme does not know its pack;
/// RightsError where one, or one of the tree, is not for everybody, unless that is allowed;
/// UsageError for a folder that holds something else; StoreError.
Publishing publish_packages(const PublishJob& job);

[[nodiscard]] std::string text_of(const Publishing& publishing, const std::string& tree);
[[nodiscard]] std::string json_of(const Publishing& publishing);

}  // namespace bdf::jobs
