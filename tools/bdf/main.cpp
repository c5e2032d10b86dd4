// SPDX-License-Identifier: MIT
// The command `bdf`: parses, runs one subcommand, and turns failures into messages and exit codes.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "base/message.h"
#include "base/shown.h"
#include "base/version.h"
#include "bdf/group.h"
#include "bdf/help.h"
#include "bdf/subcommands.h"

namespace bdf::command {

namespace {

std::vector<Subcommand> subcommands() {
  return {{"sync", msg("bring a local layer and the reference together, three-way"), add_sync},
          {"diff", msg("write what changed from one file to another"), add_diff},
          {"match", msg("tell which features of two files are the same objects"), add_match},
          {"apply", msg("apply a changeset to a copy of a file"), add_apply},
          {"invert", msg("write the changeset that undoes another"), add_invert},
          {"convert", msg("bring a contribution into another system's form, or back"), add_convert},
          {"resolve", msg("apply what you decided on conflicts"), add_resolve},
          {"explain", msg("tell what happened to an object, and why"), add_explain},
          {"validate", msg("hold a file against its schema"), add_validate},
          {"base", msg("keep a reference base with all its history"), add_base},
          {"key", msg("make keys, and tell who has signed with them"), add_key},
          {"sign", msg("sign a contribution"), add_sign},
          {"package", msg("make, check, publish and fetch packages of a theme"), add_package},
          {"label", msg("check data against what a community asks, and prove that they meet it"),
           add_label},
          {"nightly", msg("bring deposits in and send packages out, with nobody watching"),
           add_nightly},
          {"theme", msg("check or sign a theme, and tell what it says"), add_theme},
          {"info", msg("tell what is in a file"), add_info}};
}

/// What is wrong with a number of threads, "" where nothing is.
std::string wrong_count(const std::string& text) {
  const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
  return digits && !text.empty() && text.size() < 5
             ? ""
             : msg("a whole number is expected, not “{}”", text);
}

std::string wrong_language(const std::string& text) {
  return text == "fr" || text == "en" ? "" : msg("unknown language “{}”: use fr or en", text);
}

void add_common(CLI::App& app, Common& common) {
  const std::string group = msg("Common options");
  app.add_flag("-q,--quiet", common.quiet, msg("say nothing but warnings and errors"))
      ->group(group);
  app.add_flag("-v,--verbose", common.verbose, msg("say more"))->group(group);
  app.add_flag("--json", common.json, msg("write the result to stdout as JSON"))->group(group);
  app.add_option("--lang", common.language,
                 msg("language of messages (else that of the environment)"))
      ->type_name("fr|en")
      ->check(wrong_language)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->group(group);
  app.add_option("--threads", common.threads, msg("threads to use at most (0: one a processor)"))
      ->type_name("N")
      ->check(wrong_count)
      ->group(group);
  app.add_option("--now", common.now, msg("the time to write everywhere, as 2026-11-24T01:09:08Z"))
      ->type_name(msg("TIME"))
      ->group(group);
}

/// CLI11 speaks English; what it says most often is said in the user's language.
std::string reason_of(const CLI::ParseError& error) {
  const std::string_view text = error.what();
  const auto is = [&](CLI::ExitCodes code) {
    return error.get_exit_code() == static_cast<int>(code);
  };
  if (is(CLI::ExitCodes::RequiredError))
    return text.starts_with("A subcommand")
               ? msg("a subcommand is missing")
               : msg("{} is missing", text.substr(0, text.find(" is required")));
  const auto name = text.substr(0, text.find(':'));
  if (is(CLI::ExitCodes::ArgumentMismatch) && text.ends_with(" missing"))
    return msg("{} needs a value", name);
  if (is(CLI::ExitCodes::ArgumentMismatch) && name != text)
    return msg("{} is given more than once", name);
  return msg("wrong value: {}", text);
}

/// The command line: every subcommand with what it runs.
class CommandLine {
 public:
  CommandLine() : app_(msg("Synchronises local geodata with a reference base, both ways"), "bdf") {
    prepare_help(app_);
    app_.set_version_flag("--version", "bdf " + std::string(version()),
                          msg("print the version and exit"));
    app_.require_subcommand(0, 1);
    add_common(app_, common_);
    for (const auto& [name, help, add] : subcommands()) {
      CLI::App* subcommand = app_.add_subcommand(name, help)->group(msg("Subcommands"));
      runs_[name] = add(*subcommand, common_);
      add_common(*subcommand, common_);
      group_help(*subcommand);
    }
  }

  ExitCode run(int argc, const char* const* argv) {
    if (argc > 1) check_known(argv[1]);
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& asked) {  // --help, --version
      app_.exit(asked);
      return ExitCode::done;
    } catch (const CLI::ExtrasError&) {  // which would name them in another order
      throw UsageError(msg("{} (--help shows how to call it)", unexpected()));
    } catch (const CLI::ParseError& error) {
      throw UsageError(msg("{} (--help shows how to call it)", reason_of(error)));
    }
    set_verbosity(common_.quiet     ? Verbosity::quiet
                  : common_.verbose ? Verbosity::verbose
                                    : Verbosity::normal);
    if (app_.get_subcommands().empty())
      throw UsageError(msg("which subcommand? `bdf --help` lists them"));
    return runs_.at(app_.get_subcommands().front()->get_name())();
  }

 private:
  [[nodiscard]] std::string unexpected() const {
    const auto words = app_.remaining(true);
    return msgn("not expected: {1}", "not expected: {1}", words.size(),
                fmt::format("{}", fmt::join(words, " ")));
  }

  void check_known(const std::string& name) const {
    if (!name.starts_with('-') && !runs_.contains(name))
      throw UsageError(msg("there is no subcommand “{}”: `bdf --help` lists them", name));
  }

  CLI::App app_;
  Common common_;
  std::map<std::string, Run> runs_;
};

/// Help texts are translated before options are parsed, so --lang is looked for first.
std::string_view language_asked_for(const std::vector<std::string_view>& arguments) {
  constexpr std::string_view option = "--lang";
  std::string_view asked;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    std::string_view language;
    if (arguments[i] == option && i + 1 < arguments.size()) language = arguments[i + 1];
    if (arguments[i].starts_with("--lang=")) language = arguments[i].substr(option.size() + 1);
    if (language == "fr" || language == "en") asked = language;
  }
  return asked;
}

/// A script that reads what we say must learn that it was not written.
void require_heard() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw StoreError(msg("the standard output cannot be written"));
}

ExitCode fail(ExitCode code, const std::string& message) {
  fmt::print(stderr, "bdf: {}\n", shown(message));
  return code;
}

ExitCode run(int argc, const char* const* argv) {
  try {
    set_language(language_asked_for({argv, argv + argc}));
    const auto code = CommandLine().run(argc, argv);
    require_heard();
    return code;
  } catch (const Error& error) {
    return fail(error.code(), error.what());
  } catch (const std::bad_alloc&) {
    return fail(ExitCode::store_failed, msg("out of memory"));
  } catch (const std::filesystem::filesystem_error& error) {
    return fail(ExitCode::store_failed, msg("{}: cannot be read or written ({})",
                                            error.path1().string(), error.code().message()));
  } catch (const std::exception& error) {
    return fail(ExitCode::store_failed, msg("unexpected failure: {}", error.what()));
  }
}

}  // namespace

}  // namespace bdf::command

int main(int argc, char** argv) { return static_cast<int>(bdf::command::run(argc, argv)); }
