// SPDX-License-Identifier: MIT
// bdf-sample: makes a country to test on, with the truth about it, and judges by that truth.
#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>

#include "base/error.h"
#include "commands.h"

int main(int argc, char** argv) {
  CLI::App app{"Synthetic countries to test bdf on, with the truth about them."};
  app.require_subcommand(1);
  int exit_code = 0;
  bdf::sample::add_make(app);
  bdf::sample::add_families(app);
  bdf::sample::add_statistics(app);
  bdf::sample::add_links(app);
  bdf::sample::add_night(app);
  bdf::sample::add_score(app, exit_code);
  try {
    app.parse(argc, argv);
    return exit_code;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(bdf::ExitCode::usage);
  } catch (const bdf::Error& error) {
    std::cerr << "bdf-sample: " << error.what() << "\n";
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    std::cerr << "bdf-sample: " << error.what() << "\n";
    return static_cast<int>(bdf::ExitCode::store_failed);
  }
}
