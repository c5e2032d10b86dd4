// SPDX-License-Identifier: MIT
// What --help says beside each subcommand's own options, in the user's language.
#pragma once

#include <filesystem>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace bdf::io {
struct SourceOptions;
}

namespace bdf::command {

/// Translates the words of help texts and adds the exit codes below. Subcommands inherit both when
/// they are added afterwards.
void prepare_help(CLI::App& app);

/// Puts --help beside the other options: a subcommand copies it before it knows their group. Its
/// own subcommands likewise.
void group_help(CLI::App& app);

/// --crs and --encoding, for the subcommands that read files of users.
void add_reading_options(CLI::App& app, io::SourceOptions& reading);

/// --overwrite, for the subcommands that write one file.
void add_overwrite(CLI::App& app, bool& overwrite);

/// --trust, for the subcommands that judge signatures.
CLI::Option* add_trust(CLI::App& app, std::filesystem::path& keys);

/// Shows the argument under its name alone, without a type beside it.
CLI::Option* untyped(CLI::Option* argument);

}  // namespace bdf::command
