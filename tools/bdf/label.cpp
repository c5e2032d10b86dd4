// SPDX-License-Identifier: MIT
// bdf label …: whether data meet what their community asks, and proof of it.
#include "bdf/label.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/clock.h"
#include "base/message.h"
#include "bdf/group.h"
#include "bdf/help.h"
#include "bdf/options.h"
#include "bdf/passphrase.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "jobs/label_check.h"
#include "jobs/label_issue.h"
#include "jobs/label_trust.h"
#include "jobs/label_verify.h"

namespace bdf::command {

namespace {

bool has_misses(const label::Judgement& judgement) {
  for (const auto& result : judgement.results)
    if (!result.holds) return true;
  return false;
}

void add_did(CLI::App& app, std::string& method) {
  app.add_option("--did", method,
                 msg("how others know the key: did:web:geo.example#2026; else by itself"))
      ->type_name("URL");
}

void add_check_options(CLI::App& app, jobs::LabelCheckJob& job) {
  untyped(app.add_option(msg("SUBJECT"), job.subject,
                         msg("a package, or the declaration (.yaml) of another base")))
      ->required();
  app.add_option("--socle", job.socle, msg("the package of the socle, to hold the data against"))
      ->type_name(msg("PACKAGE"));
  app.add_option("--attestation", job.attestation, msg("what the steward says, in a .yaml file"))
      ->type_name(msg("FILE"));
  app.add_option("--theme", job.reading.theme, msg("a theme's file, where it is not installed"))
      ->type_name(msg("FILE"));
}

}  // namespace

Run add_label_check(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::LabelCheckJob>();
  add_check_options(app, *job);
  return [job, &common] {
    job->now = common.now;
    job->reading.threads = common.threads;
    const auto check = jobs::check_label(*job);
    if (common.json)
      fmt::print("{}", jobs::json_of(check));
    else if (!common.quiet)
      say(jobs::text_of(check));
    return has_misses(check.judgement) ? ExitCode::human_needed : ExitCode::done;
  };
}

Run add_label_issue(CLI::App& app, const Common& common) {
  struct Options {
    jobs::LabelIssueJob job;
    SigningKey key;
  };
  const auto options = std::make_shared<Options>();
  auto& job = options->job;
  add_check_options(app, job.check);
  app.add_option("--out", job.out, msg("the folder in which the labelled package appears"))
      ->type_name(msg("DIR"))
      ->required();
  app.add_option("--register", job.registry,
                 msg("the register of your labels, by which they can be taken back"))
      ->type_name(msg("DIR"));
  add_did(app, job.method);
  add_signing_key(app, options->key);
  add_overwrite(app, job.overwrite);
  return [options, &common] {
    auto& asked = options->job;
    asked.check.now = common.now;
    asked.check.reading.threads = common.threads;
    const auto issued = jobs::issue_label(asked, read_signing_key(options->key));
    if (common.json)
      fmt::print("{}", jobs::json_of(issued));
    else if (!common.quiet)
      say(jobs::text_of(issued));
    return issued.path.empty() ? ExitCode::human_needed : ExitCode::done;
  };
}

Run add_label_verify(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::LabelVerifyJob>();
  untyped(app.add_option(msg("SUBJECT"), job->subject,
                         msg("a package, or the declaration (.yaml) of another base")))
      ->required();
  const auto add_files = [&](const char* name, auto& files, const std::string& help) {
    app.add_option(name, files, help)->type_name(msg("FILE"))->allow_extra_args(false);
  };
  add_files("--trust", job->trust.keys, msg("public keys that you trust, in a file or a folder"));
  add_files("--trust-list", job->trust.lists, msg("a signed list of stewards' keys"));
  add_files("--anchor", job->trust.anchors, msg("the public keys that may sign such a list"));
  add_files("--did-document", job->trust.documents, msg("the document of a did:web"));
  add_files("--status", job->status_list, msg("the issuer's list of labels that it took back"));
  add_files("--label", job->label, msg("the label, where it does not lie in the package"));
  app.add_option("--socle", job->socle, msg("the package of the socle, to hold the data against"))
      ->type_name(msg("PACKAGE"));
  app.add_option("--theme", job->reading.theme, msg("a theme's file, where it is not installed"))
      ->type_name(msg("FILE"));
  return [job, &common] {
    job->now = common.now;
    job->reading.threads = common.threads;
    const auto verification = jobs::verify_label(*job);
    if (common.json)
      fmt::print("{}", jobs::json_of(verification));
    else if (!common.quiet)
      say(jobs::text_of(verification));
    return verification.is_good() ? ExitCode::done : ExitCode::human_needed;
  };
}

Run add_label_trust(CLI::App& app, const Common& common) {
  struct Options {
    jobs::TrustListJob job;
    SigningKey key;
  };
  const auto options = std::make_shared<Options>();
  auto& job = options->job;
  untyped(app.add_option(msg("KEYS"), job.keys, msg("the stewards' keys, in a .yaml file")))
      ->required();
  app.add_option("--out", job.out, msg("the signed list to write"))
      ->type_name(msg("FILE"))
      ->required();
  add_did(app, job.method);
  add_signing_key(app, options->key);
  add_overwrite(app, job.overwrite);
  return [options, &common] {
    options->job.time = time_of_run(common.now);
    jobs::write_trust_list(options->job, read_signing_key(options->key));
    return ExitCode::done;
  };
}

Run add_label(CLI::App& app, const Common& common) {
  return add_group(
      app, common,
      {{"check", msg("tell what a label would ask that is missed"), add_label_check},
       {"issue", msg("give a package, or another base, its label"), add_label_issue},
       {"verify", msg("tell whether a label is to be believed"), add_label_verify},
       {"register", msg("keep a register of the labels that you give"), add_label_register},
       {"revoke", msg("take a label back"), add_label_revoke},
       {"trust", msg("sign a list of stewards' keys by theme"), add_label_trust}});
}

}  // namespace bdf::command
