// SPDX-License-Identifier: MIT
// Which paths may stand in a package: in its folder, its archive, its manifest.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bdf::package {

/// A package is unpacked on any system, by anybody. A path in it leads to a place inside its
/// folder, and is the same path everywhere: UTF-8 in composed form (NFC), `/` between its parts, no
/// part that is empty, `.` or `..`, none that Windows does not allow (a drive or a stream, a
/// backslash, CON, a dot or blank at the end), no control characters, parts of 255 bytes and 1000
/// in all. What is wrong with the path, in the user's language; "" where nothing is.
[[nodiscard]] std::string flaw_of_path(std::string_view path);

/// The text with every byte that a terminal would act upon, or that is no UTF-8, as \xNN: names of
/// hostile files stand in messages.
[[nodiscard]] std::string printable(std::string_view text);

/// The paths of one package, none of which is another one's on a system that does not heed case.
class PathSet {
 public:
  /// Adds a file or a folder. What is wrong with it there, or with the path itself (as
  /// flaw_of_path() says); "" where nothing is.
  [[nodiscard]] std::string add(std::string_view path, bool is_folder);

 private:
  struct Known {
    std::string path;
    bool is_folder = false;
    bool is_listed = false;  ///< itself, and not only as what others lie in
  };
  std::string add_part(std::string_view path, bool is_folder, bool is_listed);

  std::map<std::string, Known> by_folded_path_;
};

}  // namespace bdf::package
