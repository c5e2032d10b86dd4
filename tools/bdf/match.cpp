// SPDX-License-Identifier: MIT
// bdf match
#include "jobs/match.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "jobs/link_explanation.h"
#include "jobs/link_files.h"
#include "jobs/link_truth.h"
#include "report/evaluation.h"
#include "report/links.h"

namespace bdf::command {

namespace {

struct Options {
  jobs::MatchJob job;
  std::vector<std::string> explain;  ///< two ids, or nothing
  std::filesystem::path truth;
};

void declare(CLI::App& app, Options& options) {
  auto& job = options.job;
  auto* a = untyped(app.add_option("A", job.a, msg("one file")));
  auto* b = untyped(app.add_option("B", job.b, msg("the other file")));
  app.add_option("--doubles", job.doubles,
                 msg("instead of A and B: what this file alone holds twice, in two layers"))
      ->type_name(msg("FILE"))
      ->excludes(a)
      ->excludes(b);
  app.add_option("--out", job.out, msg("the table of links (.csv); beside it a map (.gpkg)"))
      ->type_name(msg("FILE"));
  app.add_option("--theme", job.theme, msg("the rules: a name or a .yaml file (default: generic)"))
      ->type_name(msg("NAME"));
  app.add_option("--layer", job.layer, msg("this layer only"))->type_name(msg("LAYER"));
  app.add_option("--key", job.key, msg("the columns that identify an object, with commas"))
      ->type_name(msg("COLUMNS"))
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_flag("--ignore-ids", job.ignore_ids,
               msg("link by geometry alone; identifiers are told, and not used"));
  app.add_option("--explain", options.explain,
                 msg("tell why these two features were linked, or were not: A_ID B_ID"))
      ->type_name("ID")
      ->expected(2);
  app.add_option("--evaluate", options.truth,
                 msg("judge the links by a table of true ones: a_id,b_id[,layer][,family]; one id "
                     "alone says that it has no counterpart. Pairs of features neither of which it "
                     "names are not judged"))
      ->type_name(msg("TRUTH.csv"));
  app.add_option("--territory", job.territory,
                 msg("where: a département or a territory, as 038 or GLP"))
      ->type_name(msg("CODE"));
  app.add_flag("--allow-ballpark", job.allow_ballpark,
               msg("accept transformations between systems that are off by metres"));
  add_reading_options(app, job.source);
  add_overwrite(app, job.overwrite);
}

/// What was asked beside the links themselves.
struct Answers {
  std::optional<jobs::LinkExplanation> explanation;
  std::optional<match::Evaluation> evaluation;

  [[nodiscard]] bool empty() const { return !explanation && !evaluation; }
};

Answers answers_to(const Options& options, const jobs::Match& match) {
  Answers answers;
  if (!options.explain.empty())
    answers.explanation = jobs::explain_link(match, options.explain[0], options.explain[1]);
  if (!options.truth.empty())
    answers.evaluation = jobs::evaluate(match, options.truth, options.job.layer);
  return answers;
}

void print_json(const jobs::Match& match, const Answers& answers) {
  using nlohmann::ordered_json;
  ordered_json json;
  json["layers"] = ordered_json::array();
  for (const auto& layer : match.layers) json["layers"].push_back(report::links_as_json(layer));
  if (answers.explanation) json["explanation"] = jobs::link_as_json(*answers.explanation);
  if (answers.evaluation) json["evaluation"] = report::evaluation_as_json(*answers.evaluation);
  fmt::print("{}\n", json.dump(2, ' ', false, ordered_json::error_handler_t::replace));
}

void print_text(const jobs::Match& match, const Answers& answers, bool quiet) {
  if (answers.empty() && !quiet)
    for (const auto& layer : match.layers) say_line(report::links_as_text(layer));
  if (answers.explanation) say(jobs::link_as_text(*answers.explanation));
  if (answers.evaluation) say(report::evaluation_as_text(*answers.evaluation));
}

void check(const Options& options) {
  const auto& job = options.job;
  if (job.doubles.empty() && (job.a.empty() || job.b.empty()))
    throw UsageError(msg("say which two files to match, A and B, or --doubles FILE"));
  if (!job.doubles.empty() && !options.explain.empty())
    throw UsageError(msg("--explain is about two files, A and B"));
}

ExitCode run(const Options& options, const Common& common) {
  check(options);
  if (options.job.out.empty() && options.explain.empty() && options.truth.empty())
    throw UsageError(msg("say --out, --explain or --evaluate"));
  std::optional<jobs::LinkFiles> files;
  if (!options.job.out.empty()) files.emplace(options.job);
  const auto match =
      options.job.doubles.empty() ? jobs::match(options.job) : jobs::match_doubles(options.job);
  const auto answers = answers_to(options, match);
  if (files) files->write(match);
  if (common.json)
    print_json(match, answers);
  else
    print_text(match, answers, common.quiet);
  return ExitCode::done;
}

}  // namespace

Run add_match(CLI::App& app, const Common& common) {
  const auto options = std::make_shared<Options>();
  declare(app, *options);
  return [options, &common] {
    options->job.threads = common.threads;
    options->job.now = common.now;
    return run(*options, common);
  };
}

}  // namespace bdf::command
