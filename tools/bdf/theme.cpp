// SPDX-License-Identifier: MIT
// bdf theme check, bdf theme sign
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/message.h"
#include "bdf/group.h"
#include "bdf/help.h"
#include "bdf/passphrase.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "crypto/trust.h"
#include "jobs/signature_text.h"
#include "jobs/signed_theme.h"
#include "jobs/theme_check.h"

namespace bdf::command {

namespace {

using Signature = std::optional<crypto::Judgement>;

std::string signature_line(const Signature& signature, bool asked) {
  if (!signature) return asked ? jobs::signatures_text({}) : "";
  return (asked ? jobs::signature_text(*signature) : jobs::unasked_text(*signature)) + "\n";
}

/// Whose the key is matters only where it is said whom to trust.
bool is_enough(const Signature& signature, bool asked) {
  if (!signature) return !asked;
  return signature->verdict == crypto::Verdict::good ||
         (!asked && signature->verdict == crypto::Verdict::unknown_signer);
}

Run add_check(CLI::App& app, const Common& common) {
  struct Options {
    std::string file;
    std::filesystem::path trust;
  };
  const auto options = std::make_shared<Options>();
  untyped(app.add_option(msg("FILE"), options->file, msg("a theme: a name or a .yaml file")))
      ->required();
  add_trust(app, options->trust);
  return [options, &common] {
    const bool asked = !options->trust.empty();
    const auto known =
        asked ? crypto::read_public_keys(options->trust) : std::vector<crypto::KnownKey>{};
    const auto signature = jobs::theme_signature(options->file, known);
    if (common.json)
      fmt::print("{}", jobs::theme_as_json(options->file, signature));
    else
      say(jobs::theme_as_text(options->file) + signature_line(signature, asked));
    return is_enough(signature, asked) ? ExitCode::done : ExitCode::human_needed;
  };
}

Run add_theme_sign(CLI::App& app, const Common& common) {
  struct Options {
    jobs::SignThemeJob job;
    SigningKey key;
  };
  const auto options = std::make_shared<Options>();
  untyped(app.add_option(msg("FILE"), options->job.theme,
                         msg("a theme (.yaml); the signature goes beside it, as FILE.sig")))
      ->required();
  add_signing_key(app, options->key);
  add_overwrite(app, options->job.overwrite);
  return [options, &common] {
    options->job.time = time_of_run(common.now);
    const auto own = read_signing_key(options->key);
    const auto written = jobs::sign_theme(options->job, own).string();
    if (common.json)
      fmt::print("{}\n", nlohmann::json{{"out", written}}.dump(
                             -1, ' ', false, nlohmann::json::error_handler_t::replace));
    else if (!common.quiet)
      say_line(msg("{}: signed by {}", written, own.organisation));
    return ExitCode::done;
  };
}

}  // namespace

Run add_theme(CLI::App& app, const Common& common) {
  return add_group(app, common,
                   {{"check", msg("check a theme and tell what it says"), add_check},
                    {"sign", msg("sign a theme, in a file beside it"), add_theme_sign}});
}

}  // namespace bdf::command
