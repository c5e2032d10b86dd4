// SPDX-License-Identifier: MIT
// bdf sign
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <system_error>

#include "base/clock.h"
#include "base/message.h"
#include "bdf/help.h"
#include "bdf/passphrase.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "jobs/signature_text.h"
#include "jobs/signed_contribution.h"
#include "nightly/deposited_data.h"

namespace bdf::command {

Run add_sign(CLI::App& app, const Common& common) {
  struct Options {
    std::filesystem::path changeset;
    SigningKey key;
  };
  const auto options = std::make_shared<Options>();
  untyped(app.add_option(msg("CONTRIBUTION"), options->changeset,
                         msg("a changeset (.gpkg), which gets the signature, or the folder of a "
                             "deposit")))
      ->required();
  add_signing_key(app, options->key);
  return [options, &common] {
    const auto own = read_signing_key(options->key);
    std::error_code hidden;
    if (std::filesystem::is_directory(options->changeset, hidden))
      nightly::sign_deposit(options->changeset, own, time_of_run(common.now));
    else
      jobs::sign_contribution(options->changeset, own, time_of_run(common.now));
    const crypto::KnownKey known{own.key.public_key(), own.organisation};
    if (common.json)
      fmt::print("{}", jobs::key_json(known));
    else if (!common.quiet)
      say_line(msg("{}: signed by {}", options->changeset.string(), known.organisation));
    return ExitCode::done;
  };
}

}  // namespace bdf::command
