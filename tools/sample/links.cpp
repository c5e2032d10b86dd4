// SPDX-License-Identifier: MIT
// bdf-sample links: who corresponds to whom, for bdf match --evaluate.
#include "score/links.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>

#include "commands.h"
#include "io/output_folder.h"

namespace bdf::sample {

void add_links(CLI::App& app) {
  struct Options {
    std::filesystem::path made, out;
    std::string pair = "ancestor_reference";
  };
  auto* command =
      app.add_subcommand("links", "writes who corresponds to whom, for bdf match --evaluate");
  auto options = std::make_shared<Options>();
  command->add_option("DIR", options->made, "the folder of a theme, as make wrote it")->required();
  command
      ->add_option("--pair", options->pair,
                   "ancestor_reference, ancestor_local or local_reference: A and B of bdf match")
      ->capture_default_str();
  command->add_option("--out", options->out, "the table to write (.csv)")->required();
  command->callback(
      [options] { io::write_text(options->out, score::true_links(options->made, options->pair)); });
}

}  // namespace bdf::sample
