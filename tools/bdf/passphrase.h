// SPDX-License-Identifier: MIT
// The passphrase of a private key, which stands in no command line.
#pragma once

#include <filesystem>

#include "crypto/key_file.h"

namespace CLI {
class App;
}

namespace bdf::command {

/// --key and --passphrase-file, for the subcommands that sign.
struct SigningKey {
  std::filesystem::path file;
  std::filesystem::path passphrase_file;
};
void add_signing_key(CLI::App& app, SigningKey& key);

/// The key, its passphrase read from the file given or asked for at the terminal.
crypto::OwnKey read_signing_key(const SigningKey& key);

/// A passphrase that is typed twice at the terminal. Throws UsageError where there is no terminal,
/// or the two are not the same.
crypto::Secret new_passphrase();

}  // namespace bdf::command
