// SPDX-License-Identifier: MIT
// bdf base integrate, queue, accept, reject, answer: what producers send to a reference base.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <memory>
#include <string_view>

#include "base/error.h"
#include "base/log.h"
#include "base/message.h"
#include "bdf/base.h"
#include "bdf/help.h"
#include "bdf/options.h"
#include "bdf/say.h"
#include "io/output_folder.h"
#include "jobs/adopt.h"
#include "jobs/base_text.h"
#include "jobs/integrate.h"
#include "jobs/integration_text.h"
#include "jobs/journal.h"
#include "jobs/queue.h"
#include "jobs/reports.h"

namespace bdf::command {

namespace {

using refbase::EntryStatus;

void add_filter(CLI::App& app, jobs::QueueFilter& filter) {
  app.add_option("--from-organisation", filter.organisation, msg("only what that one has sent"))
      ->type_name(msg("NAME"));
  app.add_option("--layer", filter.layer, msg("only what is about this layer"))
      ->type_name(msg("LAYER"));
  app.add_option("--thing", filter.thing,
                 msg("only this attribute; geometry; or object for existence"))
      ->type_name(msg("NAME"));
  app.add_option(
         "--kind", filter.kind,
         msg("only conflicts of this kind; rights for proposals, signalement for signalements"))
      ->type_name(msg("NAME"));
  app.add_option("--object", filter.object, msg("only objects called so; * stands for any letters"))
      ->type_name(msg("PATTERN"));
}

/// Somebody has to look at what waits or was refused; where rights leave nothing, that is a
/// failure.
ExitCode code_of(const jobs::Integration& integration) {
  const auto refused = integration.count(EntryStatus::refused);
  const auto waiting = integration.count(EntryStatus::waiting) + integration.waiting_reports();
  const auto taken =
      integration.count(EntryStatus::admitted) + integration.count(EntryStatus::accepted);
  if (refused > 0 && waiting + taken == 0) return ExitCode::no_right;
  return waiting + refused > 0 ? ExitCode::human_needed : ExitCode::done;
}

template <class Result>
void tell(const Result& result, const Common& common) {
  if (common.json)
    fmt::print("{}", jobs::json_of(result));
  else if (!common.quiet)
    say(jobs::text_of(result));
}

/// The least done of all that says what the whole came to.
ExitCode integrate_all(const jobs::IntegrateJob& job, const Common& common) {
  const auto done = jobs::integrate_deposits(job);
  tell(done, common);
  auto code = ExitCode::done;
  for (const auto& one : done)
    if (!one.refusal.empty() || code_of(one.integration) != ExitCode::done)
      code = ExitCode::human_needed;
  return code;
}

}  // namespace

Run add_adopt(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::AdoptJob>();
  add_base_option(app, job->base);
  untyped(app.add_option(msg("THEME"), job->theme, msg("a name or a .yaml file")))->required();
  app.add_option("--organisation", job->organisation,
                 msg("who does this: an organisation, no person"))
      ->type_name(msg("NAME"));
  app.add_option("--message", job->message, msg("what it is about"))->type_name(msg("TEXT"));
  app.add_option("--trust", job->trust,
                 msg("from now on only versions that one of these keys has signed"))
      ->type_name(msg("KEYS"));
  return [job, &common] {
    job->base = base_of(job->base);
    job->now = common.now;
    tell(jobs::adopt_theme(*job), common);
    return ExitCode::done;
  };
}

namespace {

/// Beside the journal, on stderr.
void tell_found(const refbase::FoundRefusals& found) {
  log_info(msgn("{} refusal of the server entered, {} known already",
                "{} refusals of the server entered, {} known already", found.entered, found.known));
  if (found.of_others > 0)
    log_info(msgn("{} refusal to accounts that no theme names is left out",
                  "{} refusals to accounts that no theme names are left out", found.of_others));
  if (found.undated > 0)
    log_warning(msgn("{} refusal has no time that can be read, and was left out",
                     "{} refusals have no time that can be read, and were left out",
                     found.undated));
}

}  // namespace

Run add_journal(CLI::App& app, const Common& common) {
  struct Options {
    std::string base, organisation;
    std::vector<std::filesystem::path> logs;
    std::filesystem::path out;
    bool overwrite = false;
  };
  const auto options = std::make_shared<Options>();
  add_base_option(app, options->base);
  app.add_option("--server-log", options->logs,
                 msg("first enter what PostgreSQL has refused to members, by this log of its own "
                     "(may be repeated)"))
      ->type_name(msg("FILE"))
      ->allow_extra_args(false);
  app.add_option("--from-organisation", options->organisation,
                 msg("only what that one has sent or tried"))
      ->type_name(msg("NAME"));
  app.add_option("--out", options->out, msg("write it as a table (.csv)"))->type_name(msg("FILE"));
  add_overwrite(app, options->overwrite);
  return [options, &common] {
    const auto base = base_of(options->base);
    if (!options->logs.empty()) tell_found(jobs::enter_server_logs(base, options->logs));
    const auto journal = jobs::journal_of(base, options->organisation);
    if (options->out.empty()) {
      tell(journal, common);
      return ExitCode::done;
    }
    io::OutputFile file(options->out, options->overwrite);
    io::write_text(file.path(), jobs::csv_of(journal));
    file.commit();
    return ExitCode::done;
  };
}

Run add_integrate(CLI::App& app, const Common& common) {
  struct Options {
    jobs::IntegrateJob job;
    jobs::AnswerJob answer;
    bool deposits = false;
  };
  const auto options = std::make_shared<Options>();
  auto& asked = options->job;
  add_base_option(app, asked.base);
  untyped(app.add_option(msg("CONTRIBUTION"), asked.contribution,
                         msg("what a producer sends: contribution.gpkg of a sync")));
  app.add_flag("--deposits", options->deposits,
               msg("all that members of a server's base have deposited there"));
  app.add_option("--theme", asked.theme, msg("the rules; else those that the contribution names"))
      ->type_name(msg("NAME"));
  app.add_option("--from", asked.from,
                 msg("the state of the base that it was made from, where it does not say so"))
      ->type_name(msg("AT"));
  app.add_option("--message", asked.message, msg("what it is about"))->type_name(msg("TEXT"));
  app.add_option("--answer", options->answer.out, msg("write the answer to the producer there"))
      ->type_name(msg("FILE"));
  add_overwrite(app, options->answer.overwrite);
  app.add_flag("--confirm-deletions", asked.confirm_deletions,
               msg("delete as many objects as the contribution says"));
  return [options, &common] {
    auto& job = options->job;
    auto& answer = options->answer;
    job.base = base_of(job.base);
    job.threads = common.threads;
    job.now = common.now;
    if (options->deposits == !job.contribution.empty())
      throw UsageError(msg("say which contribution: a file, or --deposits"));
    if (options->deposits) return integrate_all(job, common);
    const auto integration = jobs::integrate(job);
    for (const auto& finding : integration.findings)
      if (finding.level != Level::information || common.verbose) log_warning(finding.message);
    if (!answer.out.empty() && integration.deposited == 0) {
      answer.base = job.base;
      answer.organisation = integration.contribution.organisation;
      jobs::write_answers(answer);
    }
    tell(integration, common);
    return code_of(integration);
  };
}

Run add_queue(CLI::App& app, const Common& common) {
  struct Options {
    std::string base;
    jobs::QueueFilter filter;
    std::filesystem::path out;
    bool overwrite = false;
  };
  const auto options = std::make_shared<Options>();
  add_base_option(app, options->base);
  add_filter(app, options->filter);
  app.add_option("--out", options->out, msg("write it as layers to look at in QGIS (.gpkg)"))
      ->type_name(msg("FILE"));
  add_overwrite(app, options->overwrite);
  return [options, &common] {
    const auto base = base_of(options->base);
    jobs::require_operator_of(base);
    if (!options->out.empty())
      jobs::write_queue(base, options->filter, options->out, options->overwrite);
    const jobs::Queue queue{jobs::queue_of(base, options->filter),
                            jobs::queued_reports(base, options->filter)};
    tell(queue, common);
    return queue.entries.empty() && queue.reports.empty() ? ExitCode::done : ExitCode::human_needed;
  };
}

namespace {

/// Entries are called by their numbers, signalements by theirs behind an r.
void read_numbers(const std::vector<std::string>& words, jobs::DecideJob& job) {
  for (const auto& word : words) {
    const bool is_report = word.starts_with('r');
    const auto digits = std::string_view(word).substr(is_report ? 1 : 0);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size())
      throw UsageError(msg("“{}” is no number that the queue shows: 12, or r12", word));
    (is_report ? job.reports : job.entries).push_back(number);
  }
}

void choose_all(const jobs::QueueFilter& filter, jobs::DecideJob& job) {
  for (const auto& queued : jobs::queue_of(job.base, filter))
    job.entries.push_back(queued.entry.entry);
  for (const auto& report : jobs::queued_reports(job.base, filter))
    job.reports.push_back(report.report);
}

/// `accepts`: what becomes of the entries.
Run add_decision(CLI::App& app, const Common& common, bool accepts) {
  struct Options {
    jobs::DecideJob job;
    std::vector<std::string> numbers;
    jobs::QueueFilter filter;
    bool all = false;
  };
  const auto options = std::make_shared<Options>();
  auto& asked = options->job;
  asked.accepts = accepts;
  add_base_option(app, asked.base);
  untyped(app.add_option(msg("ENTRY"), options->numbers, msg("the numbers that the queue shows")));
  app.add_flag("--all", options->all, msg("all that waits, or all that the filters leave"));
  add_filter(app, options->filter);
  app.add_option("--organisation", asked.organisation,
                 msg("who decides: an organisation, no person"))
      ->type_name(msg("NAME"));
  app.add_option("--status", asked.status,
                 accepts
                     ? msg("the code that signalements get, such as valid0 or pending1; else valid")
                     : msg("the code that signalements get, such as reject0; else reject"))
      ->type_name(msg("CODE"));
  app.add_option("--reason", asked.reason, msg("what the producer is told"))
      ->type_name(msg("TEXT"));
  if (accepts)
    app.add_option("--theme", asked.theme, msg("the rules; else those of when it came in"))
        ->type_name(msg("NAME"));
  if (accepts)
    app.add_flag("--confirm-deletions", asked.confirm_deletions,
                 msg("delete as many objects as that means"));
  return [options, &common] {
    auto& job = options->job;
    job.base = base_of(job.base);
    job.threads = common.threads;
    job.now = common.now;
    if (options->all == !options->numbers.empty())
      throw UsageError(msg("say which entries: their numbers, or --all"));
    jobs::require_operator_of(job.base);
    if (options->all)
      choose_all(options->filter, job);
    else
      read_numbers(options->numbers, job);
    jobs::require_status(job);
    const auto decisions = jobs::decide_entries(job);
    tell(decisions, common);
    const bool waits =
        std::any_of(decisions.entries.begin(), decisions.entries.end(),
                    [](const auto& entry) { return entry.status == EntryStatus::waiting; });
    return waits ? ExitCode::human_needed : ExitCode::done;
  };
}

}  // namespace

Run add_accept(CLI::App& app, const Common& common) { return add_decision(app, common, true); }

Run add_reject(CLI::App& app, const Common& common) { return add_decision(app, common, false); }

Run add_answer(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::AnswerJob>();
  add_base_option(app, job->base);
  untyped(app.add_option(msg("ORGANISATION"), job->organisation, msg("who is answered")))
      ->required();
  app.add_option("--out", job->out, msg("the file to write: `bdf sync --answers` takes it"))
      ->type_name(msg("FILE"))
      ->required();
  add_overwrite(app, job->overwrite);
  return [job, &common] {
    job->base = base_of(job->base);
    const auto counts = jobs::write_answers(*job);
    if (common.json)
      fmt::print("{{\"accepted\": {}, \"declined\": {}, \"waiting\": {}}}\n", counts.accepted,
                 counts.declined, counts.waiting);
    else if (!common.quiet)
      say_line(msg("{}: {}, {}, {}", job->out.string(),
                   msgn("{} accepted", "{} accepted", counts.accepted),
                   msgn("{} declined", "{} declined", counts.declined),
                   msgn("{} waiting", "{} waiting", counts.waiting)));
    return ExitCode::done;
  };
}

}  // namespace bdf::command
