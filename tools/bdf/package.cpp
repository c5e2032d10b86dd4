// SPDX-License-Identifier: MIT
// bdf package …: packages of a theme, as others get them.
#include "bdf/package.h"

#include "base/message.h"
#include "bdf/group.h"
#include "bdf/subcommands.h"

namespace bdf::command {

Run add_package(CLI::App& app, const Common& common) {
  return add_group(app, common,
                   {{"build", msg("make a package of a base or of files"), add_package_build},
                    {"verify", msg("check that a package is what it says"), add_package_verify},
                    {"diff", msg("tell how two packages differ"), add_package_diff},
                    {"publish", msg("put packages where others can get them"), add_package_publish},
                    {"fetch", msg("get the newest package, by what has changed where that is less"),
                     add_package_fetch}});
}

}  // namespace bdf::command
