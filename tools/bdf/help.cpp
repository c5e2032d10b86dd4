// SPDX-License-Identifier: MIT
#include "bdf/help.h"

#include <CLI/CLI.hpp>

#include "base/message.h"
#include "io/source.h"

namespace bdf::command {

namespace {

void translate_labels(CLI::App& app) {
  const auto labels = app.get_formatter();
  labels->label("Usage", msg("Usage"));
  labels->label("Options", msg("Options"));
  labels->label("Positionals", msg("Arguments"));
  labels->label("OPTIONS", msg("OPTIONS"));
  labels->label("SUBCOMMAND", msg("SUBCOMMAND"));
  labels->label("REQUIRED", msg("REQUIRED"));
}

// One message a line: translators see no layout.
std::string exit_codes() {
  return msg("Exit codes:") + "\n" +  //
         "   0  " + msg("done") + "\n" + "   1  " +
         msg("done; conflicts are left for you to decide (diff --exit-code: the files differ; "
             "validate: the file has errors; key verify, theme check: no signature is good; label: "
             "a criterion is missed, or the label is not to be relied on; base integrate: "
             "something "
             "waits or was refused; convert: something is left out)") +
         "\n" + "   2  " + msg("the command was called wrongly") + "\n" + "   3  " +
         msg("an input, a job, a theme or a changeset cannot be used as it is") + "\n" + "   4  " +
         msg("a file or folder cannot be read or written, or memory ran out") + "\n" + "   5  " +
         msg("there is no right to do this; nothing was changed") + "\n" + "  70  " +
         msg("the result did not add up: a defect of bdf; nothing was written");
}

}  // namespace

void prepare_help(CLI::App& app) {
  translate_labels(app);
  app.option_defaults()->group(msg("Options"));
  app.set_help_flag("-h,--help", msg("print this help and exit"));
  app.get_formatter()->column_width(34);
  app.footer(exit_codes());
}

void group_help(CLI::App& app) {
  if (auto* help = app.get_help_ptr()) help->group(msg("Options"));
  for (auto* subcommand : app.get_subcommands({})) group_help(*subcommand);
}

void add_reading_options(CLI::App& app, io::SourceOptions& reading) {
  app.add_option("--crs", reading.crs,
                 msg("coordinate system of inputs that declare none, as EPSG:2154"))
      ->type_name(msg("CODE"));
  app.add_option("--encoding", reading.encoding,
                 msg("encoding of text that does not say its own, as ISO-8859-1"))
      ->type_name(msg("NAME"));
}

void add_overwrite(CLI::App& app, bool& overwrite) {
  app.add_flag("--overwrite", overwrite, msg("replace the output if it exists"));
}

CLI::Option* add_trust(CLI::App& app, std::filesystem::path& keys) {
  return app
      .add_option("--trust", keys,
                  msg("the public keys of those you trust: a file with a line each, or a folder of "
                      ".pub files"))
      ->type_name(msg("KEYS"));
}

CLI::Option* untyped(CLI::Option* argument) { return argument->type_name(""); }

}  // namespace bdf::command
