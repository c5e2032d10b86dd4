// SPDX-License-Identifier: MIT
// What the subcommands of `bdf` share. One file a subcommand; main.cpp lists them.
#pragma once

#include <functional>
#include <string>

#include "base/error.h"

namespace CLI {
class App;
}

namespace bdf::command {

/// The options that every subcommand takes.
struct Common {
  bool quiet = false;
  bool verbose = false;
  bool json = false;  ///< the result goes to stdout as JSON; messages stay on stderr
  std::string language;
  int threads = 0;  ///< 0: one a processor
  std::string now;  ///< as base/clock.h takes it
};

/// What a subcommand does once its options are parsed. Throws bdf::Error.
using Run = std::function<ExitCode()>;

/// Declares one subcommand's options on `app` and says what to run. What the options fill is kept
/// alive by the Run (a shared_ptr in its closure); `common` is filled by then and outlives it.
using Add = Run(CLI::App& app, const Common& common);

}  // namespace bdf::command
