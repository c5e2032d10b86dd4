// SPDX-License-Identifier: MIT
// bdf-sample night, night-base: what a nightly batch finds, and the base that it works on.
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "base/error.h"
#include "commands.h"
#include "new_folder.h"
#include "night/base.h"
#include "night/world.h"

namespace bdf::sample {
namespace {

namespace fs = std::filesystem;

struct Options {
  NightStyle style;
  fs::path world;
  fs::path bdf;
  std::string address;
  bool overwrite = false;
};

void make_folder(const Options& options) {
  clear_folder(options.world, options.overwrite);
  std::error_code failed;
  fs::create_directories(options.world, failed);
  if (failed)
    throw StoreError(options.world.string() + " cannot be made (" + failed.message() +
                     "): name a folder that may be written");
}

void add_bdf(CLI::App& command, Options& options) {
  command.add_option("--bdf", options.bdf, "the command to call; else the one beside this");
}

void add_world(CLI::App& app) {
  auto options = std::make_shared<Options>();
  NightStyle& style = options->style;
  auto* command = app.add_subcommand(
      "night", "makes a base's first edition, and what many offices have deposited since");
  command->add_option("OUT", options->world, "the folder to make")->required();
  command->add_flag("--overwrite", options->overwrite, "replace OUT where it is there");
  command->add_option("--seed", style.seed, "the same seed gives the same edits")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--territories", style.territories, "of an office each")
      ->capture_default_str()
      ->check(CLI::Range(1, 30));
  command->add_option("--deposits", style.deposits, "of all offices and both themes")
      ->capture_default_str()
      ->check(CLI::Range(0, 9999));
  command->add_option("--scale", style.scale, "times 3 km2 a territory");
  command
      ->add_option("--layers-share", style.layers_share,
                   "of the deposits that are edited layers, not contributions")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1.0));
  command->add_flag("--hostile", style.hostile, "with deposits that nobody should rely on");
  command
      ->add_option("--threads", style.threads, "deposits made side by side; else one a processor")
      ->check(CLI::Range(0, 256));
  add_bdf(*command, *options);
  command->callback([options] {
    make_folder(*options);
    make_night(options->world, options->style, Command(options->bdf));
  });
}

void add_base(CLI::App& app) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("night-base", "makes the base of a night at an address");
  command->add_option("WORLD", options->world, "the folder that night has made")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("BASE", options->address, "a GeoPackage to make, or postgresql://…")
      ->required();
  add_bdf(*command, *options);
  command->callback(
      [options] { make_night_base(Command(options->bdf), options->world, options->address); });
}

}  // namespace

void add_night(CLI::App& app) {
  add_world(app);
  add_base(app);
}

}  // namespace bdf::sample
