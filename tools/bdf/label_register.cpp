// SPDX-License-Identifier: MIT
// bdf label register, revoke: the labels that an organisation has given.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/clock.h"
#include "base/message.h"
#include "bdf/help.h"
#include "bdf/label.h"
#include "bdf/passphrase.h"
#include "bdf/say.h"
#include "jobs/label_register.h"

namespace bdf::command {

namespace {

struct Options {
  std::filesystem::path folder;
  std::string url, subject, reason, method;
  int days = 90;
  SigningKey key;
};

void add_list_options(CLI::App& app, Options& options) {
  app.add_option("--days", options.days, msg("that the list is good for, until it is signed anew"))
      ->type_name("N")
      ->check(CLI::Range(1, 3650));
  app.add_option("--did", options.method,
                 msg("how others know the key: did:web:geo.example#2026; else by itself"))
      ->type_name("URL");
  add_signing_key(app, options.key);
}

}  // namespace

Run add_label_register(CLI::App& app, const Common& common) {
  const auto options = std::make_shared<Options>();
  untyped(
      app.add_option(msg("DIR"), options->folder, msg("the register: made where there is none")))
      ->required();
  app.add_option("--url", options->url, msg("where its status.json will be published"))
      ->type_name("URL");
  add_list_options(app, *options);
  return [options, &common] {
    const auto own = read_signing_key(options->key);
    jobs::renew_register(options->folder, options->url,
                         {own, options->method, time_of_run(common.now), options->days});
    if (!common.quiet)
      say_line(msg("{}: publish it at the address that the labels name",
                   (options->folder / "status.json").string()));
    return ExitCode::done;
  };
}

Run add_label_revoke(CLI::App& app, const Common& common) {
  const auto options = std::make_shared<Options>();
  untyped(app.add_option(msg("LABEL"), options->subject,
                         msg("the id of a label, or the name of the package that has it")))
      ->required();
  app.add_option("--register", options->folder, msg("the register of your labels"))
      ->type_name(msg("DIR"))
      ->required();
  app.add_option("--reason", options->reason, msg("why, for your register"))
      ->type_name(msg("TEXT"));
  add_list_options(app, *options);
  return [options, &common] {
    const auto own = read_signing_key(options->key);
    const auto count =
        jobs::revoke_labels(options->folder, options->subject, options->reason,
                            {own, options->method, time_of_run(common.now), options->days});
    if (!common.quiet)
      say_line(msgn("{} label is taken back: publish {}", "{} labels are taken back: publish {}",
                    count, (options->folder / "status.json").string()));
    return ExitCode::done;
  };
}

}  // namespace bdf::command
