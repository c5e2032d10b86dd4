// SPDX-License-Identifier: MIT
// bdf key …: keys, and what was signed with them.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "base/message.h"
#include "bdf/group.h"
#include "bdf/help.h"
#include "bdf/passphrase.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "crypto/trust.h"
#include "io/output_folder.h"
#include "jobs/signature_text.h"
#include "jobs/signed_contribution.h"

namespace bdf::command {

namespace {

struct NewKey {
  std::string organisation;
  std::filesystem::path out;
  std::filesystem::path passphrase_file;
  bool ask = false;
  bool overwrite = false;
};

std::optional<crypto::Secret> passphrase_of(const NewKey& options) {
  if (!options.passphrase_file.empty())
    return crypto::read_passphrase_file(options.passphrase_file);
  if (options.ask) return new_passphrase();
  return std::nullopt;
}

/// The private key in its file, and the public one beside it.
crypto::KnownKey make_key(const NewKey& options) {
  crypto::check_organisation(options.organisation);
  const auto passphrase = passphrase_of(options);
  io::OutputFile beside(options.out.string() + ".pub", options.overwrite);
  const crypto::OwnKey own{crypto::PrivateKey::generate(), options.organisation};
  const crypto::KnownKey known{own.key.public_key(), own.organisation};
  io::write_text(beside.path(), crypto::line_of(known));
  crypto::write_key_file(options.out, own,
                         {passphrase ? &*passphrase : nullptr, options.overwrite});
  beside.commit();
  return known;
}

void tell(const crypto::KnownKey& key, const Common& common) {
  say(common.json ? jobs::key_json(key) : jobs::key_text(key));
}

Run add_new(CLI::App& app, const Common& common) {
  const auto options = std::make_shared<NewKey>();
  app.add_option("--organisation", options->organisation,
                 msg("whose the key is: an organisation, no person"))
      ->type_name(msg("NAME"))
      ->required();
  app.add_option("--out", options->out,
                 msg("where to keep the private key; the public one goes beside it, as FILE.pub"))
      ->type_name(msg("FILE"))
      ->required();
  app.add_flag("--passphrase", options->ask, msg("protect the key by a passphrase that is typed"));
  app.add_option("--passphrase-file", options->passphrase_file,
                 msg("protect it by the first line of this file, which only you can read"))
      ->type_name(msg("FILE"));
  add_overwrite(app, options->overwrite);
  return [options, &common] {
    const auto key = make_key(*options);
    if (common.json || !common.quiet) tell(key, common);
    return ExitCode::done;
  };
}

Run add_key_show(CLI::App& app, const Common& common) {
  const auto file = std::make_shared<std::filesystem::path>();
  untyped(app.add_option(msg("FILE"), *file, msg("a key, private or public")))->required();
  return [file, &common] {
    const auto own = crypto::read_public_part(*file);
    const auto keys = own ? std::vector<crypto::KnownKey>{*own} : crypto::read_public_keys(*file);
    for (const auto& key : keys) tell(key, common);
    return ExitCode::done;
  };
}

Run add_key_verify(CLI::App& app, const Common& common) {
  struct Options {
    std::filesystem::path changeset;
    std::filesystem::path trust;
  };
  const auto options = std::make_shared<Options>();
  untyped(app.add_option(msg("CONTRIBUTION"), options->changeset, msg("a changeset (.gpkg)")))
      ->required();
  add_trust(app, options->trust)->required();
  return [options, &common] {
    const auto known = crypto::read_public_keys(options->trust);
    const auto found = jobs::judge_contribution(options->changeset, known);
    if (common.json)
      fmt::print("{}\n",
                 nlohmann::ordered_json{{"signatures", jobs::signatures_json(found)}}.dump(2));
    else if (!common.quiet)
      say(jobs::signatures_text(found));
    return jobs::is_signed(found) ? ExitCode::done : ExitCode::human_needed;
  };
}

}  // namespace

Run add_key(CLI::App& app, const Common& common) {
  return add_group(app, common,
                   {{"new", msg("make a key to sign with"), add_new},
                    {"show", msg("tell what others may know of a key"), add_key_show},
                    {"verify", msg("tell who has signed a contribution"), add_key_verify}});
}

}  // namespace bdf::command
