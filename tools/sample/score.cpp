// SPDX-License-Identifier: MIT
// bdf-sample score: what a synchronisation wrote, judged by the truth.
#include "score/score.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>

#include "commands.h"

namespace bdf::sample {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path made, synced;
  bool json = false;
  bool details = false;
  bool strict = false;
};

int judge(const Options& options) {
  const auto score =
      score::score(options.made, options.synced.empty() ? options.made / "sync" : options.synced);
  if (options.json) {
    std::cout << score::as_json(score, options.details);
  } else {
    std::cout << score::as_table(score);
    if (options.details) std::cout << "\n" << score::as_lines(score.details);
  }
  const score::Tally total = score.total();
  const bool bad = total[score::Verdict::wrong] + total[score::Verdict::lost] > 0;
  return options.strict && bad ? 1 : 0;
}

}  // namespace

void add_score(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("score", "judges what bdf sync wrote, by the truth");
  auto options = std::make_shared<Options>();
  command->add_option("DIR", options->made, "the folder of a theme, as make wrote it")->required();
  command->add_option("OUT", options->synced, "what bdf sync wrote (DIR/sync)");
  command->add_flag("--json", options->json, "the figures as JSON");
  command->add_flag("--details", options->details, "each story that is not right, and why");
  command->add_flag("--strict", options->strict, "exit code 1 if anything is wrong or lost");
  command->callback([options, &exit_code] { exit_code = judge(*options); });
}

}  // namespace bdf::sample
